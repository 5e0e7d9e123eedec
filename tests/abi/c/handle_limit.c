// At most 4,096 handles of a kind are open; one that is closed makes room again.

#include <string.h>

#include "host.h"

enum { LIMIT = 4096 };

static uint64_t sessions[LIMIT], jobs[LIMIT];

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint8_t *bytes;
    size_t length;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < LIMIT; i++) {
            sessions[i] = open_session();
        }
        uint64_t more = 0;
        int32_t status =
            exo.session_open((const uint8_t *)"{\"v\":1}", 7, &more, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), EXO_TOO_MANY_HANDLES, "session_open");
        CHECK(more == 0, "a session beyond the limit");
        EXPECT(exo.session_close(sessions[LIMIT / 2]), EXO_OK);
        sessions[LIMIT / 2] = open_session();

        // Jobs that fail at once; their handles stay open until they are closed.
        const char *request = mailboxes("nowhere", "");
        for (int i = 0; i < LIMIT; i++) {
            jobs[i] = start(sessions[i], request);
        }
        status = exo.job_start(sessions[0], (const uint8_t *)request, strlen(request), &more, &bytes,
                               &length);
        CHECK_ERROR(answer(status, bytes, length), EXO_TOO_MANY_HANDLES, "job_start");
        CHECK(more == 0, "a job beyond the limit");
        settle(1);
        for (int i = 0; i < LIMIT; i++) {
            CHECK_END(jobs[i], "failed");
        }
        EXPECT(exo.job_close(jobs[7]), EXO_OK);
        jobs[7] = start(sessions[0], request);

        for (int i = 0; i < LIMIT; i++) {
            EXPECT(exo.session_close(sessions[i]), EXO_OK);
            EXPECT(exo.job_close(jobs[i]), EXO_OK);
        }
    }
    settle(1);
    passed("4,096 sessions and 4,096 jobs, one more is refused, twice");
}
