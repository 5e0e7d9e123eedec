// What a session is opened with is read as strictly as requests are.

#include <string.h>

#include "host.h"

static const struct {
    int32_t status;
    const char *text;
} wrong[] = {
    {EXO_BAD_REQUEST, ""},
    {EXO_BAD_REQUEST, "{"},
    {EXO_BAD_REQUEST, "{}"},
    {EXO_BAD_REQUEST, "{\"v\":\"1\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"more\":1}"},
    {EXO_BAD_REQUEST, "{\"v\":1}1"},
    {EXO_VERSION, "{\"v\":0}"},
    {EXO_VERSION, "{\"v\":2}"},
    {EXO_BAD_UTF8, "{\"v\":1,\"\xff\":1}"},
    {EXO_BAD_UTF8, "\xff"},
};

int main(int argc, char **argv)
{
    host_open(argc, argv);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint64_t session = 0;
        uint8_t *bytes;
        size_t length;
        int32_t status = exo.session_open((const uint8_t *)wrong[i].text, strlen(wrong[i].text),
                                          &session, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), wrong[i].status, wrong[i].text);
        CHECK(session == 0, "a session for %s", wrong[i].text);
    }
    EXPECT(exo.session_close(open_session()), EXO_OK);
    passed("%zu wrong configurations, each an error of its kind", sizeof wrong / sizeof *wrong);
}
