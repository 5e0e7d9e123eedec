// Progress is told while a job works, not after its end: a job that is cancelled in the moment in
// which it has something to tell has its end, now and ever after.

#include "host.h"

enum { JOBS = 40, ROUNDS = 4 };

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t jobs[JOBS];
        for (unsigned i = 0; i < JOBS; i++) {
            jobs[i] = start(session, mailboxes("wide", ""));
            struct answer event = next(jobs[i], 60000);
            EXPECT(event.status, EXO_OK);
            release(&event);
        }
        // They wait for room, and have something to tell as soon as they go on.
        pause_ms(350);
        for (unsigned i = 0; i < JOBS; i++) {
            struct answer event = next(jobs[i], 60000);
            EXPECT(event.status, EXO_OK);
            release(&event);
            double until = milliseconds() + (i * ROUNDS + round) * 0.012;
            while (milliseconds() < until) {
            }
            EXPECT(exo.job_cancel(jobs[i]), EXO_OK);
            CHECK_END(jobs[i], "cancelled");
        }
        // Whatever their threads were about to say is said.
        settle(1);
        for (unsigned i = 0; i < JOBS; i++) {
            CHECK_END(jobs[i], "cancelled");
            EXPECT(exo.job_close(jobs[i]), EXO_OK);
        }
    }
    EXPECT(exo.session_close(session), EXO_OK);
    passed("nothing comes after the end of %d jobs", JOBS * ROUNDS);
}
