// A job waits for its host: at most four events wait, however slow the host is. Nothing is lost.

#include <sys/resource.h>

#include "host.h"

// Time of the processor that this process has used.
static double used(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();

    // Five batches and nobody who asks: four wait, the thread has the fifth.
    uint64_t job = start(session, mailboxes("five", ""));
    double until = milliseconds() + 500;
    while (milliseconds() < until) {
        CHECK(threads() > 1, "a job has handed over five batches, and nobody has asked");
        pause_ms(5);
    }
    uint32_t rows = 0;
    struct answer end = drain(job, &rows);
    CHECK(holds(&end, "\"ok\"") && rows == 4 * 512 + 1, "%u rows, %s", rows, end.text);
    release(&end);
    EXPECT(exo.job_close(job), EXO_OK);
    settle(1);

    // Events without end: neither memory nor time goes into them while nobody asks.
    need_hooks();
    job = start(session, "{\"v\":1,\"op\":\"test.flood\"}");
    for (int taken = 0; taken < 1000; taken++) {
        struct answer event = next(job, 60000);
        EXPECT(event.status, EXO_OK);
        release(&event);
    }
    size_t before = memory();
    double idle = used();
    double start = milliseconds();
    while (milliseconds() < start + 300) {
        CHECK(memory() < before + (8 << 20), "%zu KiB more in %.0f ms, and nobody has asked",
              (memory() - before) >> 10, milliseconds() - start);
        pause_ms(5);
    }
    CHECK(used() - idle < 150, "%.0f ms of the processor within 300 ms of waiting", used() - idle);
    for (int taken = 0; taken < 20000; taken++) {
        struct answer event = next(job, 60000);
        CHECK(event.status == EXO_OK && holds(&event, "\"t\":\"flood\""), "%d %.100s", event.status,
              event.text);
        release(&event);
    }
    CHECK(memory() < before + (8 << 20), "%zu KiB more after 20,000 events",
          (memory() - before) >> 10);
    EXPECT(exo.job_close(job), EXO_OK);
    settle(1);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("five batches wait for the host, and a flood does");
}
