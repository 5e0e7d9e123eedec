// Jobs that are started and left alone leave nothing behind: no thread, no memory.

#include "host.h"

enum { JOBS = 2000 };

static uint64_t jobs[JOBS];

// Jobs that flood, of which each has given one event.
static void flood(uint64_t session, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        uint64_t job = start(session, "{\"v\":1,\"op\":\"test.flood\"}");
        struct answer event = next(job, 60000);
        EXPECT(event.status, EXO_OK);
        release(&event);
        EXPECT(exo.job_close(job), EXO_OK);
    }
    settle(1);
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    uint64_t session = open_session();
    flood(session, 200);
    size_t before = memory();
    flood(session, JOBS);
    CHECK(memory() < before + (16 << 20), "%zu KiB more after 2,000 jobs that were closed",
          (memory() - before) >> 10);

    // Not even closed, until the session is.
    for (unsigned round = 0; round < 3; round++) {
        uint64_t own = open_session();
        for (unsigned i = 0; i < JOBS; i++) {
            jobs[i] = start(own, "{\"v\":1,\"op\":\"test.flood\"}");
        }
        EXPECT(exo.session_close(own), EXO_OK);
        settle(1);
        for (unsigned i = 0; i < JOBS; i++) {
            EXPECT(exo.job_close(jobs[i]), EXO_OK);
        }
        if (round == 0) {
            before = memory();
        }
    }
    CHECK(memory() < before + (16 << 20), "%zu KiB more after 4,000 jobs that were left alone",
          (memory() - before) >> 10);

    // Real work, left in the middle.
    before = memory();
    for (unsigned i = 0; i < 50; i++) {
        uint64_t job = start(session, mailboxes("wide", ""));
        struct answer event = next(job, 60000);
        EXPECT(event.status, EXO_OK);
        release(&event);
        EXPECT(exo.job_close(job), EXO_OK);
        settle(1);
    }
    CHECK(memory() < before + (32 << 20), "%zu KiB more after 50 snapshots left in the middle",
          (memory() - before) >> 10);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("8,000 jobs left alone, one thread and no memory left");
}
