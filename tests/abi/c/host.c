#include "host.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct library exo;
static const char *snapshots;

static void *find(void *library, const char *name)
{
    void *function = dlsym(library, name);
    CHECK(function != NULL, "%s", dlerror());
    return function;
}

void host_open(int argc, char **argv)
{
    CHECK(argc == 3, "give the library and the folder of snapshots");
    snapshots = argv[2];
    void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    CHECK(library != NULL, "%s", dlerror());
    // POSIX promises that a function fits into a void pointer; C does not say so.
#define FIND(function) *(void **)&exo.function = find(library, "exo_" #function)
    FIND(abi_version);
    FIND(build_info);
    FIND(session_open);
    FIND(session_close);
    FIND(call);
    FIND(job_start);
    FIND(job_next);
    FIND(job_cancel);
    FIND(job_close);
    FIND(buf_free);
#undef FIND
}

void need_hooks(void)
{
    uint8_t *bytes;
    size_t length;
    int32_t status = exo.build_info(&bytes, &length);
    struct answer info = answer(status, bytes, length);
    EXPECT(info.status, EXO_OK);
    if (!holds(&info, "\"test-hooks\"")) {
        printf("needs a library with the operations for tests\n");
        exit(77);
    }
    release(&info);
}

void passed(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    exit(0);
}

void fail(const char *file, int line, const char *format, ...)
{
    const char *name = strrchr(file, '/');
    va_list values;
    va_start(values, format);
    printf("%s:%d: ", name == NULL ? file : name + 1, line);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    fflush(stdout);
    // Other threads may be inside of the library: nothing is cleaned up around them.
    _exit(1);
}

void expect(const char *file, int line, const char *call, int32_t status, int32_t wanted)
{
    if (status != wanted) {
        fail(file, line, "%s is %d, not %d", call, status, wanted);
    }
}

struct answer answer(int32_t status, uint8_t *bytes, size_t length)
{
    CHECK((bytes == NULL) == (length == 0), "%zu bytes at %p", length, (void *)bytes);
    struct answer answer = {status, length, malloc(length + 1)};
    if (length > 0) {
        memcpy(answer.text, bytes, length);
    }
    answer.text[length] = '\0';
    exo.buf_free(bytes, length);
    return answer;
}

void release(struct answer *answer)
{
    free(answer->text);
    answer->text = NULL;
}

bool holds(const struct answer *answer, const char *text)
{
    return memmem(answer->text, answer->length, text, strlen(text)) != NULL;
}

void check_error(const char *file, int line, struct answer answer, int32_t status, const char *what)
{
    if (answer.status != status) {
        fail(file, line, "%s: %d, not %d: %.300s", what, answer.status, status, answer.text);
    }
    char code[32];
    snprintf(code, sizeof code, "\"code\":%d,", status);
    const char *keys[] = {code, "\"name\":\"Exo.", "\"category\":\"", "\"message\":\"", "\"action\":\"",
                          "\"target\":"};
    for (size_t key = 0; key < sizeof keys / sizeof *keys; key++) {
        if (!holds(&answer, keys[key])) {
            fail(file, line, "%s: no %s in %.300s", what, keys[key], answer.text);
        }
    }
    if (holds(&answer, "\"message\":\"\"")) {
        fail(file, line, "%s: no message in %.300s", what, answer.text);
    }
    release(&answer);
}

uint64_t open_session(void)
{
    static const char config[] = "{\"v\":1}";
    uint64_t session = 0;
    uint8_t *bytes;
    size_t length;
    int32_t status =
        exo.session_open((const uint8_t *)config, sizeof config - 1, &session, &bytes, &length);
    struct answer opened = answer(status, bytes, length);
    CHECK(status == EXO_OK && length == 0, "no session: %d %.300s", status, opened.text);
    CHECK(session != 0, "a session has the number 0");
    release(&opened);
    return session;
}

struct answer call(uint64_t session, const char *request)
{
    uint8_t *bytes;
    size_t length;
    int32_t status =
        exo.call(session, (const uint8_t *)request, strlen(request), &bytes, &length);
    return answer(status, bytes, length);
}

uint64_t start(uint64_t session, const char *request)
{
    uint64_t job = 0;
    uint8_t *bytes;
    size_t length;
    int32_t status =
        exo.job_start(session, (const uint8_t *)request, strlen(request), &job, &bytes, &length);
    struct answer started = answer(status, bytes, length);
    CHECK(status == EXO_OK && length == 0, "no job: %d %.300s", status, started.text);
    CHECK(job != 0, "a job has the number 0");
    release(&started);
    return job;
}

struct answer next(uint64_t job, uint32_t timeout)
{
    uint8_t *bytes;
    size_t length;
    int32_t status = exo.job_next(job, timeout, &bytes, &length);
    return answer(status, bytes, length);
}

struct answer drain(uint64_t job, uint32_t *rows)
{
    for (;;) {
        struct answer event = next(job, 60000);
        if (event.status == EXO_END) {
            return event;
        }
        EXPECT(event.status, EXO_OK);
        if (rows != NULL) {
            *rows += rows_of(&event);
        }
        release(&event);
    }
}

void check_end(const char *file, int line, uint64_t job, const char *status)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"status\":\"%s\"", status);
    struct answer first = next(job, 0);
    if (first.status != EXO_END || !holds(&first, "\"t\":\"end\"") || !holds(&first, wanted)) {
        fail(file, line, "the end is %d %.300s, not '%s'", first.status, first.text, status);
    }
    for (int again = 0; again < 3; again++) {
        struct answer end = next(job, 0);
        if (end.status != EXO_END || strcmp(end.text, first.text) != 0) {
            fail(file, line, "another end: %d %.300s, after %.300s", end.status, end.text, first.text);
        }
        release(&end);
    }
    release(&first);
}

const char *snapshot_path(const char *snapshot)
{
    static _Thread_local char path[1024];
    snprintf(path, sizeof path, "%s/%s", snapshots, snapshot);
    return path;
}

const char *mailboxes(const char *snapshot, const char *more)
{
    static _Thread_local char request[2048];
    int length = snprintf(request, sizeof request,
                          "{\"v\":1,\"op\":\"mailboxes\",\"args\":{\"tenant\":{\"snapshot\":\"%s\","
                          "\"asOf\":\"2026-11-25\",\"smtpBasicReenabled\":null}%s}}",
                          snapshot_path(snapshot), more);
    CHECK(length < (int)sizeof request, "the path is too long: %s", snapshots);
    return request;
}

uint32_t rows_of(const struct answer *answer)
{
    if (answer->length < 32 || memcmp(answer->text, "EXRB", 4) != 0) {
        return 0;
    }
    const unsigned char *count = (const unsigned char *)answer->text + 8;
    return count[0] | count[1] << 8 | count[2] << 16 | (uint32_t)count[3] << 24;
}

static void *wait_for_event(void *argument)
{
    struct waiter *waiter = argument;
    waiter->answer = next(waiter->job, 60000);
    // Whoever looks whether somebody waits may have been there in this moment.
    while (waiter->answer.status == EXO_BUSY) {
        release(&waiter->answer);
        waiter->answer = next(waiter->job, 60000);
    }
    return NULL;
}

void wait_soon(struct waiter *waiter, uint64_t job)
{
    waiter->job = job;
    int error = pthread_create(&waiter->thread, NULL, wait_for_event, waiter);
    CHECK(error == 0, "no thread: %s", strerror(error));
}

void wait_inside(struct waiter *waiter, uint64_t job)
{
    wait_soon(waiter, job);
    double deadline = milliseconds() + 10000;
    for (;;) {
        struct answer looked = next(job, 0);
        if (looked.status == EXO_BUSY) {
            release(&looked);
            return;
        }
        CHECK(looked.status == EXO_TIMEOUT, "%d while another is about to wait: %.300s",
              looked.status, looked.text);
        CHECK(milliseconds() < deadline, "nobody waits after ten seconds, or no EXO_BUSY is given");
        release(&looked);
        pause_ms(1);
    }
}

struct answer waited(struct waiter *waiter)
{
    pthread_join(waiter->thread, NULL);
    return waiter->answer;
}

double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void pause_ms(unsigned milliseconds)
{
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    nanosleep(&time, NULL);
}

unsigned threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    CHECK(tasks != NULL, "no /proc/self/task");
    unsigned count = 0;
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        count += task->d_name[0] != '.';
    }
    closedir(tasks);
    return count;
}

void settle(unsigned wanted)
{
    double deadline = milliseconds() + 10000;
    while (threads() != wanted) {
        CHECK(milliseconds() < deadline, "%u threads after ten seconds, not %u", threads(), wanted);
        pause_ms(1);
    }
}

size_t memory(void)
{
#ifdef __SANITIZE_ADDRESS__
    // What watches the memory keeps what was freed, and something for each thread that ever was.
    return 0;
#endif
    FILE *file = fopen("/proc/self/statm", "r");
    size_t pages = 0;
    CHECK(file != NULL && fscanf(file, "%*s %zu", &pages) == 1, "no /proc/self/statm");
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}
