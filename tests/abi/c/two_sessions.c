// Two sessions with two tenants at the same time do not see each other.

#include <string.h>

#include "host.h"

enum { ROUNDS = 60 };

struct tenant {
    const char *snapshot;
    uint32_t rows;
    const char *language;
    // What is in its rows, and not in those of the other.
    const char *own, *foreign;
    char error[1024];
    pthread_t thread;
};

static void *use(void *argument)
{
    struct tenant *tenant = argument;
    char unknown[128] = "{\"v\":1,\"op\":\"nothing\",\"language\":\"";
    strcat(strcat(unknown, tenant->language), "\"}");
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t session = open_session();
        uint64_t job = start(session, mailboxes(tenant->snapshot, ""));
        struct answer error = call(session, unknown);
        CHECK(error.length < sizeof tenant->error, "%s", error.text);
        if (round == 0) {
            strcpy(tenant->error, error.text);
        }
        CHECK(strcmp(error.text, tenant->error) == 0, "%s, then %s", tenant->error, error.text);
        release(&error);
        uint32_t rows = 0;
        for (struct answer event;; release(&event)) {
            event = next(job, 60000);
            if (event.status == EXO_END) {
                CHECK(holds(&event, "\"ok\""), "%s: %s", tenant->snapshot, event.text);
                release(&event);
                break;
            }
            EXPECT(event.status, EXO_OK);
            rows += rows_of(&event);
            CHECK(rows_of(&event) == 0 || holds(&event, tenant->own), "%s has lost a mailbox",
                  tenant->snapshot);
            CHECK(tenant->foreign == NULL || !holds(&event, tenant->foreign),
                  "%s has a mailbox of the other tenant", tenant->snapshot);
        }
        CHECK(rows == tenant->rows, "%s: %u rows, not %u", tenant->snapshot, rows, tenant->rows);
        EXPECT(exo.job_close(job), EXO_OK);
        EXPECT(exo.session_close(session), EXO_OK);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    struct tenant tenants[] = {
        {.snapshot = "sample", .rows = 60, .language = "en", .own = "kintai@contoso.com"},
        {.snapshot = "single", .rows = 1, .language = "ja", .own = "kenichi.sato@contoso.com",
         .foreign = "kintai@contoso.com"},
    };
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_create(&tenants[i].thread, NULL, use, &tenants[i]) == 0, "no thread");
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(tenants[i].thread, NULL);
    }
    CHECK(strcmp(tenants[0].error, tenants[1].error) != 0, "both in one language: %s",
          tenants[0].error);
    settle(1);
    passed("60 and 1 mailboxes, %d times at the same time, each with its own", ROUNDS);
}
