// exo_job_next waits as long as it is told and no longer, and a time-out is no error.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    need_hooks();
    uint64_t session = open_session();
    uint64_t job = start(session, "{\"v\":1,\"op\":\"test.wait\"}");
    const unsigned times[] = {0, 0, 1, 150, 30};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        uint8_t *bytes = (uint8_t *)1;
        size_t length = 99;
        double before = milliseconds();
        EXPECT(exo.job_next(job, times[i], &bytes, &length), EXO_TIMEOUT);
        double took = milliseconds() - before;
        CHECK(bytes == NULL && length == 0, "a time-out gives %p, %zu", (void *)bytes, length);
        CHECK(took >= times[i] && took < times[i] + 1000, "waited %.1f ms of %u", took, times[i]);
    }
    EXPECT(exo.job_cancel(job), EXO_OK);
    CHECK_END(job, "cancelled");
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("nothing within 0, 1, 30 and 150 ms, and no error");
}
