// A host in C, as small as one can be: what every program here needs to call the library, and to
// look at itself while it does.
//
//   PROGRAM LIBRARY SNAPSHOTS
//
// LIBRARY is the path of the library. SNAPSHOTS is a folder with these snapshots (build/abi.sh makes
// it): 'sample' is the tenant that ships, 'single' has one mailbox of it, 'five' fills five batches,
// 'wide' has 20,000 mailboxes. A program prints one line and ends with 0; with 1 where the library
// breaks its word; with 77 where this build of the library cannot show it.

#ifndef HOST_H
#define HOST_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exo_native.h"

// The functions of the header, found in the library by name.
struct library {
    __typeof__(&exo_abi_version) abi_version;
    __typeof__(&exo_build_info) build_info;
    __typeof__(&exo_session_open) session_open;
    __typeof__(&exo_session_close) session_close;
    __typeof__(&exo_call) call;
    __typeof__(&exo_job_start) job_start;
    __typeof__(&exo_job_next) job_next;
    __typeof__(&exo_job_cancel) job_cancel;
    __typeof__(&exo_job_close) job_close;
    __typeof__(&exo_buf_free) buf_free;
};
extern struct library exo;

// Loads the library that the arguments name; nothing of it is called.
void host_open(int argc, char **argv);
// Ends the program where the library was built without the operations for tests.
void need_hooks(void);
// Says what was shown and ends the program well.
_Noreturn void passed(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Ends the program with what was wrong, unless it holds.
#define CHECK(holds, ...) ((holds) ? (void)0 : fail(__FILE__, __LINE__, __VA_ARGS__))
// The same for what an export returns.
#define EXPECT(status, wanted) expect(__FILE__, __LINE__, #status, status, wanted)
void expect(const char *file, int line, const char *call, int32_t status, int32_t wanted);

// What an export gave, copied and with a zero after it. The library has its own bytes back.
struct answer {
    int32_t status;
    size_t length;
    char *text;
};
struct answer answer(int32_t status, uint8_t *bytes, size_t length);
void release(struct answer *answer);
// Whether it holds this text.
bool holds(const struct answer *answer, const char *text);
// Checks that it is an error with its whole document, and releases it.
#define CHECK_ERROR(answer, status, what) check_error(__FILE__, __LINE__, answer, status, what)
void check_error(const char *file, int line, struct answer answer, int32_t status, const char *what);

uint64_t open_session(void);
struct answer call(uint64_t session, const char *request);
// Starts a job that can be started.
uint64_t start(uint64_t session, const char *request);
struct answer next(uint64_t job, uint32_t timeout);
// Takes events until the end and gives it. Counts mailboxes where `rows` is not null.
struct answer drain(uint64_t job, uint32_t *rows);
// Checks that the job has ended so, and that it stays so.
#define CHECK_END(job, status) check_end(__FILE__, __LINE__, job, status)
void check_end(const char *file, int line, uint64_t job, const char *status);
// The request for the mailboxes of a snapshot. `more` continues the arguments, or is empty.
const char *mailboxes(const char *snapshot, const char *more);
const char *snapshot_path(const char *snapshot);
// The number of rows in a batch; 0 where it is none.
uint32_t rows_of(const struct answer *answer);

// A thread that waits for the next event with the longest time-out.
struct waiter {
    pthread_t thread;
    uint64_t job;
    struct answer answer;
};
// Starts it and comes back when it waits inside of the library.
void wait_inside(struct waiter *waiter, uint64_t job);
// Starts it.
void wait_soon(struct waiter *waiter, uint64_t job);
// Its answer, to be released.
struct answer waited(struct waiter *waiter);

double milliseconds(void);
void pause_ms(unsigned milliseconds);
// Threads of this process.
unsigned threads(void);
// Waits until there are so many threads; fails when that takes ten seconds.
void settle(unsigned wanted);
// Bytes of this process in memory; 0 where they are watched.
size_t memory(void);

#endif
