// A handle is right from open to close and never again. 0 may be closed. A handle of the other kind,
// a number that is near, and any number at all are errors and nothing worse.

#include "host.h"

// Every export that takes a session, and every one that takes a job, must refuse the number.
static void refuse(uint64_t handle, bool session, bool job)
{
    const uint8_t words[] = "{\"v\":1,\"op\":\"words\"}";
    uint8_t *bytes;
    size_t length;
    if (session) {
        int32_t status = exo.call(handle, words, sizeof words - 1, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), EXO_BAD_HANDLE, "exo_call");
        uint64_t started = 0;
        status = exo.job_start(handle, words, sizeof words - 1, &started, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), EXO_BAD_HANDLE, "exo_job_start");
        EXPECT(exo.session_close(handle), handle == 0 ? EXO_OK : EXO_BAD_HANDLE);
    }
    if (job) {
        CHECK_ERROR(next(handle, 60000), EXO_BAD_HANDLE, "exo_job_next");
        EXPECT(exo.job_cancel(handle), EXO_BAD_HANDLE);
        EXPECT(exo.job_close(handle), handle == 0 ? EXO_OK : EXO_BAD_HANDLE);
    }
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    // Before anything was opened.
    refuse(0, true, true);
    refuse(UINT64_MAX, true, true);
    EXPECT(exo.session_close(0), EXO_OK);
    EXPECT(exo.job_close(0), EXO_OK);

    uint64_t session = open_session();
    uint64_t job = start(session, mailboxes("nowhere", ""));
    CHECK(session != job, "a session and a job have one number");
    refuse(session, false, true);
    refuse(job, true, false);
    for (int bit = 0; bit < 64; bit++) {
        refuse(session ^ UINT64_C(1) << bit, true, true);
        refuse(job ^ UINT64_C(1) << bit, true, true);
    }
    // xorshift64: the same numbers in every run.
    uint64_t number = UINT64_C(0x9e3779b97f4a7c15);
    for (int count = 0; count < 20000; count++) {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        refuse(number, true, true);
    }
    struct answer end = drain(job, NULL);
    release(&end);

    // Closed, and still so when its place has been used again.
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.job_close(job), EXO_BAD_HANDLE);
    uint64_t later = start(session, mailboxes("nowhere", ""));
    CHECK(later != job, "a job has the number of an earlier one");
    refuse(job, false, true);
    end = drain(later, NULL);
    release(&end);
    EXPECT(exo.job_close(later), EXO_OK);

    EXPECT(exo.session_close(session), EXO_OK);
    EXPECT(exo.session_close(session), EXO_BAD_HANDLE);
    for (int again = 0; again < 10000; again++) {
        uint64_t other = open_session();
        CHECK(other != session, "a session has the number of an earlier one");
        refuse(session, true, false);
        EXPECT(exo.session_close(other), EXO_OK);
    }
    passed("closed, of the other kind, near and random numbers are refused");
}
