// What a request says comes back in errors, but never so much of it that the document is longer
// than an answer may be.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { LENGTH = 4 << 20, ANSWER = 1 << 20 };

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    char *name = malloc(LENGTH + 1), *text = malloc(LENGTH + 64);
    memset(name, 'x', LENGTH);
    name[LENGTH] = '\0';
    static const struct {
        int32_t status;
        const char *format;
    } requests[] = {
        {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"%s\"}"},
        {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\",\"%s\":1}"},
        {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"deadlines\",\"args\":{\"%s\":1}}"},
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        sprintf(text, requests[i].format, name);
        struct answer answer = call(session, text);
        CHECK(answer.length <= ANSWER, "an error document of %zu bytes for %s", answer.length,
              requests[i].format);
        CHECK_ERROR(answer, requests[i].status, requests[i].format);
    }
    free(name);
    free(text);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("errors are no longer than answers");
}
