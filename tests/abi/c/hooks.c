// Operations for tests are there where the library says so, and unknown where it does not.

#include <string.h>

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint8_t *bytes;
    size_t length;
    int32_t status = exo.build_info(&bytes, &length);
    struct answer info = answer(status, bytes, length);
    bool hooks = holds(&info, "\"test-hooks\"");
    CHECK(hooks || holds(&info, "\"features\":[]"), "%s", info.text);
    release(&info);

    uint64_t session = open_session();
    CHECK_ERROR(call(session, "{\"v\":1,\"op\":\"test.panic\"}"),
                hooks ? EXO_INTERNAL : EXO_UNKNOWN_OPERATION, "test.panic");
    CHECK_ERROR(call(session, "{\"v\":1,\"op\":\"test.large\"}"),
                hooks ? EXO_TOO_LARGE : EXO_UNKNOWN_OPERATION, "test.large");
    const char *jobs[] = {"{\"v\":1,\"op\":\"test.wait\"}", "{\"v\":1,\"op\":\"test.flood\"}",
                          "{\"v\":1,\"op\":\"test.panic\"}"};
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        uint64_t job = 0;
        status = exo.job_start(session, (const uint8_t *)jobs[i], strlen(jobs[i]), &job, &bytes, &length);
        if (hooks) {
            EXPECT(status, EXO_OK);
            EXPECT(exo.job_close(job), EXO_OK);
        } else {
            CHECK_ERROR(answer(status, bytes, length), EXO_UNKNOWN_OPERATION, jobs[i]);
        }
    }
    settle(1);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("operations for tests are %s", hooks ? "there" : "refused");
}
