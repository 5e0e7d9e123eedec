// Outputs are null and zero first, whatever was in them. NULL with 0 is empty, NULL with a length is
// an error, and outputs that are not wanted may be null.

#include <string.h>

#include "host.h"

#define MARK ((uint8_t *)1)

static const char *const bad = "{";
static uint64_t session;

// Each export that has outputs, asked for an error (bad JSON or a bad handle) or for good.
static int32_t ask(int which, bool good, uint8_t **out, size_t *length)
{
    static uint64_t job;
    uint64_t opened = 77;
    const char *text = "{\"v\":1}";
    int32_t status;
    switch (which) {
    case 0:
        return good ? exo.build_info(out, length) : exo.job_next(0, 0, out, length);
    case 1:
        text = good ? text : bad;
        status = exo.session_open((const uint8_t *)text, strlen(text), &opened, out, length);
        if (good) {
            EXPECT(exo.session_close(opened), EXO_OK);
        }
        return status;
    case 2:
        text = good ? "{\"v\":1,\"op\":\"words\"}" : bad;
        return exo.call(session, (const uint8_t *)text, strlen(text), out, length);
    case 3:
        text = good ? mailboxes("nowhere", "") : bad;
        status = exo.job_start(session, (const uint8_t *)text, strlen(text), &opened, out, length);
        if (good) {
            EXPECT(exo.job_close(opened), EXO_OK);
        }
        return status;
    case 4:
        if (job == 0) {
            job = start(session, mailboxes("nowhere", ""));
        }
        return exo.job_next(good ? job : session, 60000, out, length);
    default:
        return 99;
    }
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    session = open_session();

    for (int which = 0; ask(which, false, NULL, NULL) != 99; which++) {
        for (int good = 0; good < 2; good++) {
            uint8_t *bytes = MARK;
            size_t length = 99;
            int32_t status = ask(which, good, &bytes, &length);
            CHECK((status >= 0) == good, "export %d gives %d", which, status);
            CHECK(bytes != MARK && (bytes == NULL) == (length == 0),
                  "export %d leaves %p, %zu", which, (void *)bytes, length);
            CHECK(good || length > 0, "export %d fails without a document", which);
            exo.buf_free(bytes, length);

            // What is asked without outputs. An event would be lost, so that one is an error.
            int32_t wanted = which == 4 ? EXO_BAD_ARGUMENT : status;
            wanted = which == 0 && !good ? EXO_BAD_ARGUMENT : wanted;
            bytes = MARK;
            length = 99;
            EXPECT(ask(which, good, NULL, NULL), wanted);
            EXPECT(ask(which, good, &bytes, NULL), wanted);
            EXPECT(ask(which, good, NULL, &length), wanted);
            CHECK(bytes == NULL && length == 0, "export %d leaves %p, %zu beside a null output",
                  which, (void *)bytes, length);
        }
    }
    exo.buf_free(NULL, 0);
    exo.buf_free(NULL, 5);

    // Texts of no length are empty, not wrong pointers. A length without bytes is wrong.
    uint64_t opened = 0;
    uint8_t *bytes;
    size_t length;
    int32_t status;
    const struct {
        size_t length;
        int32_t status;
    } inputs[] = {{0, EXO_BAD_REQUEST}, {1, EXO_BAD_ARGUMENT}, {SIZE_MAX, EXO_BAD_ARGUMENT}};
    for (size_t input = 0; input < sizeof inputs / sizeof *inputs; input++) {
        status = exo.session_open(NULL, inputs[input].length, &opened, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), inputs[input].status, "session_open");
        status = exo.call(session, NULL, inputs[input].length, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), inputs[input].status, "call");
        status = exo.job_start(session, NULL, inputs[input].length, &opened, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), inputs[input].status, "job_start");
    }

    // A handle that nobody could receive is not made, and a job that nobody could ask does not run.
    status = exo.session_open((const uint8_t *)"{\"v\":1}", 7, NULL, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_BAD_ARGUMENT, "session_open");
    const char *request = mailboxes("wide", "");
    settle(1);
    status =
        exo.job_start(session, (const uint8_t *)request, strlen(request), NULL, &bytes, &length);
    CHECK(threads() == 1, "a job runs that nobody can ask");
    CHECK_ERROR(answer(status, bytes, length), EXO_BAD_ARGUMENT, "job_start");

    // An event is not lost by asking without outputs.
    uint64_t job = start(session, mailboxes("sample", ""));
    settle(1);
    EXPECT(exo.job_next(job, 0, NULL, NULL), EXO_BAD_ARGUMENT);
    EXPECT(exo.job_next(job, 0, &bytes, NULL), EXO_BAD_ARGUMENT);
    EXPECT(exo.job_next(job, 0, NULL, &length), EXO_BAD_ARGUMENT);
    uint32_t rows = 0;
    struct answer end = drain(job, &rows);
    release(&end);
    CHECK(rows == 60, "%u of 60 rows after asking without outputs", rows);
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("null and zero first, null where not wanted, no event lost");
}
