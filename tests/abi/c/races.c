// Whatever races with a job's end, there is exactly one, and it stays.

#include <string.h>

#include "host.h"

static void *cancel(void *job)
{
    exo.job_cancel(*(uint64_t *)job);
    return NULL;
}

// The end that both sides see, released.
static void same_end(struct answer end, uint64_t job, const char *one, const char *other)
{
    CHECK(end.status == EXO_END, "%d %.300s, not the end", end.status, end.text);
    CHECK(holds(&end, one) || holds(&end, other), "%s", end.text);
    struct answer again = next(job, 0);
    CHECK(again.status == EXO_END && strcmp(end.text, again.text) == 0, "two ends: %s, %s", end.text,
          again.text);
    release(&end);
    release(&again);
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    uint64_t session = open_session();
    const char *wait = "{\"v\":1,\"op\":\"test.wait\"}";
    unsigned ended = 0, refused = 0;

    for (int round = 0; round < 500; round++) {
        uint64_t job = start(session, wait);
        struct waiter waiter;
        wait_soon(&waiter, job);
        EXPECT(exo.job_cancel(job), EXO_OK);
        same_end(waited(&waiter), job, "\"cancelled\"", "\"cancelled\"");
        EXPECT(exo.job_close(job), EXO_OK);
    }
    // Closing takes the handle away: who comes later is refused, who came earlier gets the end.
    for (int round = 0; round < 500; round++) {
        uint64_t job = start(session, wait);
        struct waiter waiter;
        wait_soon(&waiter, job);
        if (round % 2 == 0) {
            sched_yield();
        }
        EXPECT(exo.job_close(job), EXO_OK);
        struct answer end = waited(&waiter);
        CHECK(end.status == EXO_BAD_HANDLE || (end.status == EXO_END && holds(&end, "\"cancelled\"")),
              "%d %.300s beside a close", end.status, end.text);
        ended += end.status == EXO_END;
        refused += end.status == EXO_BAD_HANDLE;
        release(&end);
    }
    // The job's own end against two who cancel.
    for (int round = 0; round < 500; round++) {
        uint64_t job = start(session, mailboxes("nowhere", ""));
        struct waiter waiter;
        wait_soon(&waiter, job);
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, cancel, &job) == 0, "no thread");
        cancel(&job);
        pthread_join(thread, NULL);
        same_end(waited(&waiter), job, "\"cancelled\"", "\"failed\"");
        EXPECT(exo.job_close(job), EXO_OK);
    }
    settle(1);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("one end each in 1,500 races; beside a close %u ends, %u refused", ended, refused);
}
