// A job that is started while its session is closed: either it is refused, or it is cancelled as the
// session's other jobs are. It must not go on for nobody.

#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { LENGTH = 4 << 20 };

struct starter {
    uint64_t session, job;
    int32_t status;
    char *request;
};

static void *begin(void *argument)
{
    struct starter *starter = argument;
    uint8_t *bytes;
    size_t length;
    starter->status = exo.job_start(starter->session, (const uint8_t *)starter->request, LENGTH,
                                    &starter->job, &bytes, &length);
    exo.buf_free(bytes, length);
    return NULL;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    // Long, so that it is still being read when the session is closed.
    const char *wait = "{\"v\":1,\"op\":\"test.wait\"}";
    struct starter starter = {.request = malloc(LENGTH)};
    memset(starter.request, ' ', LENGTH);
    memcpy(starter.request, wait, strlen(wait));
    unsigned refused = 0, cancelled = 0;
    for (int round = 0; round < 50; round++) {
        starter.session = open_session();
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, begin, &starter) == 0, "no thread");
        pause_ms((unsigned)round % 5);
        EXPECT(exo.session_close(starter.session), EXO_OK);
        pthread_join(thread, NULL);
        if (starter.status == EXO_BAD_HANDLE) {
            refused++;
            continue;
        }
        EXPECT(starter.status, EXO_OK);
        cancelled++;
        struct answer end = next(starter.job, 1000);
        CHECK(end.status == EXO_END,
              "a job goes on although its session is closed: exo_job_next gives %d", end.status);
        release(&end);
        EXPECT(exo.job_close(starter.job), EXO_OK);
    }
    free(starter.request);
    settle(1);
    passed("%u starts were refused and %u cancelled", refused, cancelled);
}
