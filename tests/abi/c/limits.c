// A request holds at most 16 MiB and an answer of exo_call 1 MiB, errors included.

#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { REQUEST = 16 << 20 };

static char *text;

// A request of this length: what is given, and white space.
static const uint8_t *padded(const char *start, size_t length)
{
    memset(text, ' ', length);
    memcpy(text, start, strlen(start));
    return (const uint8_t *)text;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    text = malloc(REQUEST + 2);
    uint64_t session = open_session(), other = 0;
    uint8_t *bytes;
    size_t length;

    const char *words = "{\"v\":1,\"op\":\"words\"}";
    int32_t status = exo.call(session, padded(words, REQUEST), REQUEST, &bytes, &length);
    EXPECT(status, EXO_OK);
    exo.buf_free(bytes, length);
    status = exo.call(session, padded(words, REQUEST + 1), REQUEST + 1, &bytes, &length);
    struct answer large = answer(status, bytes, length);
    CHECK(holds(&large, "16777217") && holds(&large, "16777216"), "no sizes in %s", large.text);
    CHECK_ERROR(large, EXO_TOO_LARGE, "call");
    status = exo.session_open(padded("{\"v\":1}", REQUEST + 1), REQUEST + 1, &other, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_TOO_LARGE, "session_open");
    const char *job = mailboxes("sample", "");
    status = exo.job_start(session, padded(job, REQUEST + 1), REQUEST + 1, &other, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_TOO_LARGE, "job_start");

    free(text);
    need_hooks();
    large = call(session, "{\"v\":1,\"op\":\"test.large\"}");
    CHECK(large.length < 4096, "%zu bytes to say that an answer is too large", large.length);
    CHECK(holds(&large, "1048577") && holds(&large, "1048576"), "no sizes in %s", large.text);
    CHECK_ERROR(large, EXO_TOO_LARGE, "an answer");
    EXPECT(exo.session_close(session), EXO_OK);
    passed("16 MiB are read, a byte more is not; 1 MiB is the longest answer");
}
