// A job whose work is done while its rows still wait: whoever cancels it throws them away, so it must
// not end as if everything had been handed over. A host that reads in another thread would take what
// it has for all there is.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    for (int by_session = 0; by_session < 2; by_session++) {
        uint64_t job = start(session, mailboxes("sample", ""));
        // The work is done when its thread is gone; the batch was not asked for.
        settle(1);
        EXPECT(by_session ? exo.session_close(session) : exo.job_cancel(job), EXO_OK);
        uint32_t rows = 0;
        struct answer end = drain(job, &rows);
        CHECK(rows == 0, "%u rows of a job that was cancelled", rows);
        CHECK(holds(&end, "\"cancelled\""), "60 rows were thrown away, and the end is %s", end.text);
        release(&end);
        EXPECT(exo.job_close(job), EXO_OK);
    }
    passed("rows that wait are thrown away, and the end says so");
}
