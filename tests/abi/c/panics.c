// A panic ends the call or the job, and neither the process nor the session.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    uint64_t session = open_session();
    for (int round = 0; round < 20; round++) {
        CHECK_ERROR(call(session, "{\"v\":1,\"op\":\"test.panic\"}"), EXO_INTERNAL, "a panic in a call");
        struct answer words = call(session, "{\"v\":1,\"op\":\"words\"}");
        EXPECT(words.status, EXO_OK);
        release(&words);

        uint64_t job = start(session, "{\"v\":1,\"op\":\"test.panic\"}");
        struct answer end = next(job, 60000);
        EXPECT(end.status, EXO_END);
        CHECK(holds(&end, "\"Exo.Native.Internal\""), "%s", end.text);
        release(&end);
        CHECK_END(job, "panicked");
        EXPECT(exo.job_cancel(job), EXO_OK);
        CHECK_END(job, "panicked");
        EXPECT(exo.job_close(job), EXO_OK);

        uint32_t rows = 0;
        job = start(session, mailboxes("sample", ""));
        end = drain(job, &rows);
        CHECK(holds(&end, "\"ok\"") && rows == 60, "after a panic: %u rows, %s", rows, end.text);
        release(&end);
        EXPECT(exo.job_close(job), EXO_OK);
    }
    settle(1);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("20 panics in calls and 20 in jobs, and work in between");
}
