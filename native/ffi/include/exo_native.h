#ifndef EXO_NATIVE_H
#define EXO_NATIVE_H

// Made from native/ffi/src by 'cargo run -p exo-xtask -- header'; do not edit.

#include <stddef.h>
#include <stdint.h>

// Version of this interface: the upper 16 bits change where a host of the old one would break,
// the lower where something is added.
#define EXO_ABI_VERSION (1 << 16)

// Done; the output holds what was asked for.
#define EXO_OK 0

// Nothing to report within the time; ask again.
#define EXO_TIMEOUT 1

// The job has ended; the output holds its end document, now and whenever it is asked again.
#define EXO_END 2

// A pointer is null where bytes were promised, or a value is out of range.
#define EXO_BAD_ARGUMENT -1

// The handle was closed, never given out, or is one of another kind.
#define EXO_BAD_HANDLE -2

// The text is not UTF-8.
#define EXO_BAD_UTF8 -3

// The request is not what the operation expects.
#define EXO_BAD_REQUEST -4

// There is no such operation.
#define EXO_UNKNOWN_OPERATION -5

// The version of the request is not one that this library reads.
#define EXO_VERSION -6

// Another thread is waiting for this job.
#define EXO_BUSY -7

// The request or the answer is larger than the limit.
#define EXO_TOO_LARGE -8

// A defect of this library; the call came to nothing.
#define EXO_INTERNAL -9

// The process is a fork of the one that began to use the library.
#define EXO_FORKED -10

// Too many open handles.
#define EXO_TOO_MANY_HANDLES -11

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of this interface, `major << 16 | minor`. Never fails and starts nothing.
uint32_t exo_abi_version(void);

// What this library is: version, target and features, as JSON.
//
// # Safety
//
// `out` and `length` are null or may be written to. What they receive goes back to
// `exo_buf_free`.
int32_t exo_build_info(uint8_t **out, size_t *length);

// Opens a session from its configuration `{"v":1}`. No network, no disk.
//
// # Safety
//
// `config` holds `config_length` bytes; `session`, `out` and `length` are null or may be written
// to. `out` receives an error document where the result is negative.
int32_t exo_session_open(const uint8_t *config,
                         size_t config_length,
                         uint64_t *session,
                         uint8_t **out,
                         size_t *length);

// Closes a session and cancels its jobs, whose handles stay until they are closed. Never waits.
// 0 is fine and does nothing.
int32_t exo_session_close(uint64_t session);

// Answers a request at once: nothing here reads a tenant or waits. At most 1 MiB comes back.
//
// # Safety
//
// `request` holds `request_length` bytes; `out` and `length` are null or may be written to. They
// receive the answer, or an error document where the result is negative.
int32_t exo_call(uint64_t session,
                 const uint8_t *request,
                 size_t request_length,
                 uint8_t **out,
                 size_t *length);

// Starts a job and returns at once.
//
// # Safety
//
// `request` holds `request_length` bytes; `job`, `out` and `length` are null or may be written to.
// `out` receives an error document where the result is negative.
int32_t exo_job_start(uint64_t session,
                      const uint8_t *request,
                      size_t request_length,
                      uint64_t *job,
                      uint8_t **out,
                      size_t *length);

// The next event of a job: `EXO_OK` with an event, `EXO_TIMEOUT` where none came within
// `timeout_ms` (at most 60,000), `EXO_END` with the end document, now and ever after. Any thread
// may ask, one at a time; a second gets `EXO_BUSY` at once.
//
// # Safety
//
// `out` and `length` are null or may be written to.
int32_t exo_job_next(uint64_t job, uint32_t timeout_ms, uint8_t **out, size_t *length);

// Cancels a job: what waits is thrown away and its end is there at once. Never waits.
int32_t exo_job_cancel(uint64_t job);

// Cancels a job and closes its handle. Never waits. 0 is fine and does nothing.
int32_t exo_job_close(uint64_t job);

// Gives back what an export handed over. A null pointer is fine.
//
// # Safety
//
// `bytes` and `length` are what one export wrote, and are given back once.
void exo_buf_free(uint8_t *bytes, size_t length);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* EXO_NATIVE_H */
