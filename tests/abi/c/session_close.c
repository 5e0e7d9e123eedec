// Closing a session cancels its jobs and no others. Their handles stay until they are closed.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    const char *wait = "{\"v\":1,\"op\":\"test.wait\"}";
    uint64_t session = open_session(), other = open_session();
    uint64_t jobs[] = {start(session, wait), start(session, wait),
                       start(session, "{\"v\":1,\"op\":\"test.flood\"}")};
    uint64_t of_other = start(other, wait);
    EXPECT(exo.session_close(session), EXO_OK);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        CHECK_END(jobs[i], "cancelled");
    }
    settle(2);
    struct answer nothing = next(of_other, 50);
    EXPECT(nothing.status, EXO_TIMEOUT);
    release(&nothing);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        EXPECT(exo.job_close(jobs[i]), EXO_OK);
        CHECK_ERROR(next(jobs[i], 0), EXO_BAD_HANDLE, "exo_job_next");
    }
    // The place of the closed session is used again, and its new owner has no part in the old jobs.
    session = open_session();
    EXPECT(exo.session_close(session), EXO_OK);
    nothing = next(of_other, 0);
    EXPECT(nothing.status, EXO_TIMEOUT);
    release(&nothing);
    EXPECT(exo.session_close(other), EXO_OK);
    CHECK_END(of_other, "cancelled");
    EXPECT(exo.job_close(of_other), EXO_OK);
    settle(1);
    passed("the three jobs of a session end with it, the job of another goes on");
}
