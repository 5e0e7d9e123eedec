// A job that is cancelled while it works and another thread takes its events: these may come before
// the end, none after it, and the end says that the job was cancelled. It is not ok, for events are
// missing, and nothing has failed.

#include <stdatomic.h>
#include <string.h>

#include "host.h"

enum { ROUNDS = 8000 };

// The job whose events are taken; 0 for none.
static _Atomic uint64_t current;
static atomic_bool finished;

// Takes events as fast as they come: the job is then in the middle of handing one over.
static void *take(void *argument)
{
    uint64_t last = 0;
    bool ended = false;
    while (!finished) {
        uint64_t job = current;
        if (job == 0) {
            continue;
        }
        uint8_t *bytes;
        size_t length;
        int32_t status = exo.job_next(job, 0, &bytes, &length);
        exo.buf_free(bytes, length);
        ended = ended && job == last;
        last = job;
        CHECK(!ended || status == EXO_END || status == EXO_BAD_HANDLE || status == EXO_BUSY,
              "%d after the end", status);
        ended = ended || status == EXO_END;
    }
    return argument;
}

static struct answer end_of(uint64_t job)
{
    struct answer end = next(job, 0);
    while (end.status == EXO_BUSY) {
        release(&end);
        end = next(job, 0);
    }
    EXPECT(end.status, EXO_END);
    return end;
}

static void *cancel(void *job)
{
    exo.job_cancel(*(uint64_t *)job);
    return NULL;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    pthread_t thread;
    for (unsigned round = 0; round < 40; round++) {
        uint64_t job = start(session, mailboxes("wide", ""));
        uint32_t rows = 0;
        for (unsigned taken = 0; taken < round % 20; taken++) {
            struct answer event = next(job, 60000);
            EXPECT(event.status, EXO_OK);
            rows += rows_of(&event);
            release(&event);
        }
        CHECK(pthread_create(&thread, NULL, cancel, &job) == 0, "no thread");
        struct answer end = drain(job, &rows);
        CHECK(holds(&end, "\"cancelled\"") || (rows == 20000 && holds(&end, "\"ok\"")),
              "%u of 20,000 rows before a cancel, and the end is %.300s", rows, end.text);
        pthread_join(thread, NULL);
        // As long as the job's threads may still say something.
        do {
            struct answer again = next(job, 0);
            CHECK(again.status == EXO_END && strcmp(again.text, end.text) == 0, "%d %.300s after %.300s",
                  again.status, again.text, end.text);
            release(&again);
        } while (threads() > 1);
        release(&end);
        EXPECT(exo.job_close(job), EXO_OK);
    }

    need_hooks();
    CHECK(pthread_create(&thread, NULL, take, NULL) == 0, "no thread");
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t job = start(session, "{\"v\":1,\"op\":\"test.flood\"}");
        current = job;
        double until = milliseconds() + 0.04 * (round % 5);
        while (milliseconds() < until) {
        }
        EXPECT(exo.job_cancel(job), EXO_OK);
        struct answer end = end_of(job);
        CHECK(holds(&end, "\"cancelled\""), "cancelled in round %u, and the end is %.300s", round,
              end.text);
        release(&end);
        current = 0;
        EXPECT(exo.job_close(job), EXO_OK);
    }
    finished = true;
    pthread_join(thread, NULL);
    settle(1);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("cancelled in the middle %d times, and said so", ROUNDS + 40);
}
