// A fork of a process that has used the library is told so by every export; its parent goes on. A
// fork of one that has only loaded it may use it.

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

// Runs the function in a fork and waits for it.
static void forked(void (*child)(void), const char *what)
{
    pid_t process = fork();
    CHECK(process >= 0, "no fork");
    if (process == 0) {
        // A child that waits for a thread which it does not have would wait for ever.
        alarm(30);
        child();
        _exit(0);
    }
    int status = 0;
    CHECK(waitpid(process, &status, 0) == process, "no child");
    CHECK(!WIFSIGNALED(status), "%s: the child was ended by signal %d", what, WTERMSIG(status));
    if (WEXITSTATUS(status) != 0) {
        // It has said why.
        _exit(1);
    }
}

static uint64_t session, job;

static void first_user(void)
{
    uint64_t own = open_session();
    struct answer end = drain(start(own, mailboxes("sample", "")), NULL);
    CHECK(holds(&end, "\"ok\""), "%s", end.text);
    release(&end);
}

static void refused(void)
{
    const uint8_t config[] = "{\"v\":1}", words[] = "{\"v\":1,\"op\":\"words\"}";
    uint64_t handle = 0;
    uint8_t *bytes;
    size_t length;
    CHECK(exo.abi_version() == EXO_ABI_VERSION, "another version in a fork");
    int32_t status = exo.build_info(&bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_FORKED, "exo_build_info");
    status = exo.session_open(config, sizeof config - 1, &handle, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_FORKED, "exo_session_open");
    status = exo.call(session, words, sizeof words - 1, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_FORKED, "exo_call");
    status = exo.job_start(session, words, sizeof words - 1, &handle, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), EXO_FORKED, "exo_job_start");
    CHECK_ERROR(next(job, 60000), EXO_FORKED, "exo_job_next");
    EXPECT(exo.job_cancel(job), EXO_FORKED);
    EXPECT(exo.job_close(job), EXO_FORKED);
    EXPECT(exo.session_close(session), EXO_FORKED);
    CHECK(handle == 0, "a handle in a fork");
    // A fork of the fork is one too.
    pid_t process = fork();
    if (process == 0) {
        alarm(30);
        status = exo.call(session, words, sizeof words - 1, &bytes, &length);
        CHECK_ERROR(answer(status, bytes, length), EXO_FORKED, "exo_call in a fork of a fork");
        _exit(0);
    }
    waitpid(process, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a fork of a fork ends with %x", status);
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
#ifdef __SANITIZE_ADDRESS__
    // A fork may take a lock of its allocator along, and nobody who would open it.
    printf("needs memory that is not watched\n");
    return 77;
#endif
    forked(first_user, "a fork of a process that has only loaded the library");

    session = open_session();
    job = start(session, mailboxes("wide", ""));
    struct answer event = next(job, 60000);
    EXPECT(event.status, EXO_OK);
    uint32_t rows = rows_of(&event);
    release(&event);
    for (int again = 0; again < 10; again++) {
        forked(refused, "a fork in the middle of a job");
    }
    event = drain(job, &rows);
    CHECK(holds(&event, "\"ok\"") && rows == 20000, "in the parent %u rows, then %s", rows, event.text);
    release(&event);
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("ten forks were refused, and the job of their parent gave all of its rows");
}
