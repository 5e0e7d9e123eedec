// Cancelling neither waits nor lets wait: who waits for an event gets the end at once, and the job's
// thread ends.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    uint64_t session = open_session();
    double slowest = 0;
    for (int round = 0; round < 20; round++) {
        uint64_t job = start(session, "{\"v\":1,\"op\":\"test.wait\"}");
        struct waiter waiter;
        wait_inside(&waiter, job);
        double before = milliseconds();
        EXPECT(exo.job_cancel(job), EXO_OK);
        double cancelled = milliseconds() - before;
        struct answer end = waited(&waiter);
        double took = milliseconds() - before;
        CHECK(cancelled < 1000, "exo_job_cancel took %.1f ms", cancelled);
        CHECK(took < 1000, "who waits got the end %.1f ms after it was cancelled", took);
        EXPECT(end.status, EXO_END);
        CHECK(holds(&end, "\"cancelled\",\"error\":null"), "%s", end.text);
        release(&end);
        CHECK_END(job, "cancelled");
        EXPECT(exo.job_cancel(job), EXO_OK);
        CHECK_END(job, "cancelled");
        EXPECT(exo.job_close(job), EXO_OK);
        slowest = took > slowest ? took : slowest;
    }
    settle(1);

    // In the middle of the work: before the first batch, and while the job waits for its host.
    for (int events = 0; events < 3; events++) {
        uint64_t job = start(session, mailboxes("wide", ""));
        for (int event = 0; event < events; event++) {
            struct answer taken = next(job, 60000);
            EXPECT(taken.status, EXO_OK);
            release(&taken);
        }
        EXPECT(exo.job_cancel(job), EXO_OK);
        CHECK_END(job, "cancelled");
        settle(1);
        CHECK_END(job, "cancelled");
        EXPECT(exo.job_close(job), EXO_OK);
    }
    EXPECT(exo.session_close(session), EXO_OK);
    passed("the end comes within %.1f ms, 20 times", slowest);
}
