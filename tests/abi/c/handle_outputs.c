// The numbers of handles are outputs too: 0 where none was made, whatever was in them.

#include <string.h>

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    uint64_t handle = 77;
    uint8_t *bytes;
    size_t length;
    int32_t status = exo.session_open((const uint8_t *)"{", 1, &handle, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_BAD_REQUEST, "session_open");
    CHECK(handle == 0, "exo_session_open fails and leaves %llu as the session",
          (unsigned long long)handle);
    handle = 77;
    status = exo.job_start(session, (const uint8_t *)"{", 1, &handle, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_BAD_REQUEST, "job_start");
    CHECK(handle == 0, "exo_job_start fails and leaves %llu as the job", (unsigned long long)handle);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("no handle is 0");
}
