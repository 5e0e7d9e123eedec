// One thread waits for a job; a second is told so at once, and takes nothing away from the first.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    uint64_t session = open_session();
    uint64_t job = start(session, "{\"v\":1,\"op\":\"test.wait\"}");
    struct waiter waiter;
    wait_inside(&waiter, job);
    for (int again = 0; again < 100; again++) {
        double before = milliseconds();
        CHECK_ERROR(next(job, 60000), EXO_BUSY, "a second who waits");
        CHECK(milliseconds() - before < 1000, "EXO_BUSY came after %.1f ms", milliseconds() - before);
    }
    // Another job is not concerned.
    uint64_t other = start(session, mailboxes("sample", ""));
    struct answer end = drain(other, NULL);
    release(&end);
    EXPECT(exo.job_close(other), EXO_OK);

    EXPECT(exo.job_cancel(job), EXO_OK);
    end = waited(&waiter);
    CHECK(end.status == EXO_END && holds(&end, "\"cancelled\""), "%d %s", end.status, end.text);
    release(&end);
    CHECK_END(job, "cancelled");
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("the second who waits is told at once, the first gets the end");
}
