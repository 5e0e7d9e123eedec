// Nothing is taken that is not described: no arguments where an operation has none, and no list in
// the place of an object.

#include <string.h>

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session(), other = 0;
    const char *good[] = {
        "{\"v\":1,\"op\":\"words\"}",
        "{\"v\":1,\"op\":\"words\",\"args\":{}}",
        "{\"v\":1,\"op\":\"views\",\"args\":null}",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct answer answer = call(session, good[i]);
        CHECK(answer.status == EXO_OK, "%s: %d %.300s", good[i], answer.status, answer.text);
        release(&answer);
    }
    const char *wrong[] = {
        "{\"v\":1,\"op\":\"words\",\"args\":{\"asOf\":\"2026-11-25\"}}",
        "{\"v\":1,\"op\":\"views\",\"args\":{\"language\":\"ja\"}}",
        "{\"v\":1,\"op\":\"words\",\"args\":[]}",
        "{\"v\":1,\"op\":\"views\",\"args\":\"ja\"}",
        "[1,\"words\"]",
        "[1,\"deadlines\",\"en\",{\"asOf\":\"2026-11-25\"}]",
        "{\"v\":1,\"op\":\"deadlines\",\"args\":[\"2026-11-25\"]}",
    };
    unsigned taken = 0;
    const char *first = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct answer answer = call(session, wrong[i]);
        if (answer.status == EXO_OK) {
            first = taken++ == 0 ? wrong[i] : first;
            release(&answer);
        } else {
            CHECK_ERROR(answer, EXO_BAD_REQUEST, wrong[i]);
        }
    }
    CHECK(taken == 0, "%u of %zu are taken, such as %s", taken, sizeof wrong / sizeof *wrong, first);
    uint8_t *bytes;
    size_t length;
    int32_t status = exo.session_open((const uint8_t *)"[1]", 3, &other, &bytes, &length);
    CHECK(status != EXO_OK, "[1] opens a session");
    CHECK_ERROR(answer(status, bytes, length), EXO_BAD_REQUEST, "[1]");
    EXPECT(exo.session_close(session), EXO_OK);
    passed("no arguments where there are none, no list for an object");
}
