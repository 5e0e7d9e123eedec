// Closing a job, or its session, while another thread waits for its events: the thread gets the end,
// and nobody waits for anybody.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    for (int round = 0; round < 20; round++) {
        bool by_session = round % 2 == 1;
        uint64_t session = open_session();
        uint64_t job = start(session, "{\"v\":1,\"op\":\"test.wait\"}");
        struct waiter waiter;
        wait_inside(&waiter, job);
        double before = milliseconds();
        EXPECT(by_session ? exo.session_close(session) : exo.job_close(job), EXO_OK);
        double closed = milliseconds() - before;
        struct answer end = waited(&waiter);
        double took = milliseconds() - before;
        CHECK(closed < 1000 && took < 1000, "closed in %.1f ms, the end came after %.1f ms", closed,
              took);
        EXPECT(end.status, EXO_END);
        CHECK(holds(&end, "\"cancelled\""), "%s", end.text);
        release(&end);
        if (by_session) {
            // The job's handle is the host's until it closes it.
            CHECK_END(job, "cancelled");
            EXPECT(exo.job_close(job), EXO_OK);
            EXPECT(exo.session_close(session), EXO_BAD_HANDLE);
        } else {
            CHECK_ERROR(next(job, 0), EXO_BAD_HANDLE, "exo_job_next");
            EXPECT(exo.session_close(session), EXO_OK);
        }
    }
    settle(1);
    passed("who waits gets the end when the job or the session is closed");
}
