// The library says what it is, and is of the interface that its header describes.

#include <stdio.h>

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint32_t version = exo.abi_version();
    CHECK(version == EXO_ABI_VERSION, "interface %x, header %x", version, EXO_ABI_VERSION);

    uint8_t *bytes;
    size_t length;
    int32_t status = exo.build_info(&bytes, &length);
    struct answer info = answer(status, bytes, length);
    EXPECT(info.status, EXO_OK);
    char abi[32];
    snprintf(abi, sizeof abi, "\"abi\":%u", version);
    const char *fields[] = {"\"version\":\"", abi, "\"request\":1", "\"batch\":1", "\"os\":\"linux\"",
                            "\"arch\":\"", "\"features\":["};
    for (size_t field = 0; field < sizeof fields / sizeof *fields; field++) {
        CHECK(holds(&info, fields[field]), "no %s in %s", fields[field], info.text);
    }
    printf("%s\n", info.text);
    release(&info);
    return 0;
}
