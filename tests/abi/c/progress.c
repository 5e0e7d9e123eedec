// Progress is told at most four times a second, grows, and takes nothing from the rows.

#include <stdlib.h>
#include <string.h>

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    uint64_t job = start(session, mailboxes("wide", ""));
    uint32_t rows = 0;
    unsigned told = 0;
    unsigned long last = 0;
    double before = milliseconds();
    struct answer event;
    while ((event = next(job, 60000)).status == EXO_OK) {
        if (rows_of(&event) > 0) {
            rows += rows_of(&event);
            CHECK(rows_of(&event) <= 512, "%u rows in a batch", rows_of(&event));
            // A host that takes its time, so that there is something to tell.
            pause_ms(30);
        } else if (holds(&event, "\"t\":\"progress\"")) {
            const char *done = strstr(event.text, "\"done\":");
            CHECK(done != NULL && holds(&event, ",\"total\":20000}"), "%s", event.text);
            unsigned long now = strtoul(done + strlen("\"done\":"), NULL, 10);
            CHECK(now > last && now <= 20000, "%lu after %lu of 20,000", now, last);
            last = now;
            told++;
        }
        release(&event);
    }
    double seconds = (milliseconds() - before) / 1e3;
    CHECK(event.status == EXO_END && holds(&event, "\"ok\""), "%d %s", event.status, event.text);
    release(&event);
    CHECK(rows == 20000, "%u rows", rows);
    CHECK(told > 0, "no progress in %.1f seconds", seconds);
    CHECK(told <= 4 * seconds + 1, "%u times in %.1f seconds", told, seconds);
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("%u times in %.1f seconds, beside 20,000 rows", told, seconds);
}
