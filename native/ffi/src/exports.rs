//! The exports. Every one goes through [`guarded`]; their promises are in native/README.md.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::guard::{ANSWER_LIMIT, Failure, Out, Reply, borrowed, guarded, json as bytes};
use crate::ops;
use crate::problem::Problem;
use crate::request::{Object, Request, VERSION};
use crate::session::{JOBS, SESSIONS, Session};
use crate::status::{EXO_OK, ErrorCode};

/// Version of this interface: the upper 16 bits change where a host of the old one would break,
/// the lower where something is added.
pub const EXO_ABI_VERSION: u32 = 1 << 16;

/// The longest wait for an event.
const LONGEST_WAIT: u32 = 60_000;

/// What a session is opened with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    v: u64,
}

fn done() -> Result<Reply, Failure> {
    Ok(Reply { status: EXO_OK, bytes: Vec::new() })
}

/// The handle is 0 until there is one.
///
/// # Safety
///
/// `handle` is null or may be written to.
unsafe fn no_handle(handle: *mut u64) {
    if !handle.is_null() {
        // SAFETY: not null, and the caller lets it be written to.
        unsafe { handle.write(0) };
    }
}

fn missing(what: &str) -> Failure {
    Problem::new(ErrorCode::BadArgument).with("what", what).into()
}

/// The version of this interface, `major << 16 | minor`. Never fails and starts nothing.
#[unsafe(no_mangle)]
pub extern "C" fn exo_abi_version() -> u32 {
    EXO_ABI_VERSION
}

/// What this library is: version, target and features, as JSON.
///
/// # Safety
///
/// `out` and `length` are null or may be written to. What they receive goes back to
/// [`exo_buf_free`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exo_build_info(out: *mut *mut u8, length: *mut usize) -> i32 {
    // SAFETY: as promised by the caller.
    let out = unsafe { Out::new(out, length) };
    guarded(&out, || {
        let features: &[&str] = if cfg!(feature = "test-hooks") { &["test-hooks"] } else { &[] };
        let info = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "abi": EXO_ABI_VERSION,
            "request": VERSION,
            "batch": crate::batch::VERSION,
            "os": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
            "features": features,
        });
        Ok(Reply { status: EXO_OK, bytes: bytes(&info) })
    })
}

/// Opens a session from its configuration `{"v":1}`. No network, no disk.
///
/// # Safety
///
/// `config` holds `config_length` bytes; `session`, `out` and `length` are null or may be written
/// to. `out` receives an error document where the result is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exo_session_open(
    config: *const u8,
    config_length: usize,
    session: *mut u64,
    out: *mut *mut u8,
    length: *mut usize,
) -> i32 {
    // SAFETY: as promised by the caller.
    let (out, config) = unsafe { (Out::new(out, length), borrowed(config, config_length)) };
    // SAFETY: null, or the caller lets it be written to.
    unsafe { no_handle(session) };
    guarded(&out, || {
        let text = std::str::from_utf8(config?).map_err(|_| Problem::new(ErrorCode::BadUtf8))?;
        let Object::<Configuration>(configuration) =
            serde_json::from_str(text).map_err(Problem::bad_request)?;
        if configuration.v != VERSION {
            let problem = Problem::new(ErrorCode::Version);
            let problem = problem.with("found", configuration.v.to_string());
            return Err(problem.with("expected", VERSION.to_string()).into());
        }
        if session.is_null() {
            return Err(missing("session is null"));
        }
        let handle = SESSIONS.open(Arc::new(Session::default()))?;
        // SAFETY: not null, and the caller lets it be written to.
        unsafe { session.write(handle) };
        done()
    })
}

/// Closes a session and cancels its jobs, whose handles stay until they are closed. Never waits.
/// 0 is fine and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn exo_session_close(session: u64) -> i32 {
    guarded(&Out::none(), || {
        if let Some(session) = SESSIONS.close(session)? {
            session.close();
        }
        done()
    })
}

/// Answers a request at once: nothing here reads a tenant or waits. At most 1 MiB comes back.
///
/// # Safety
///
/// `request` holds `request_length` bytes; `out` and `length` are null or may be written to. They
/// receive the answer, or an error document where the result is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exo_call(
    session: u64,
    request: *const u8,
    request_length: usize,
    out: *mut *mut u8,
    length: *mut usize,
) -> i32 {
    // SAFETY: as promised by the caller.
    let (out, request) = unsafe { (Out::new(out, length), borrowed(request, request_length)) };
    guarded(&out, || {
        SESSIONS.get(session)?;
        let request = Request::read(request?)?;
        let language = request.language;
        let answer = ops::call(request).map_err(|problem| Failure { problem, language })?;
        if answer.len() > ANSWER_LIMIT {
            let problem = Problem::new(ErrorCode::TooLarge);
            let problem = problem.with("size", answer.len().to_string());
            return Err(problem.with("limit", ANSWER_LIMIT.to_string()).into());
        }
        Ok(Reply { status: EXO_OK, bytes: answer })
    })
}

/// Starts a job and returns at once.
///
/// # Safety
///
/// `request` holds `request_length` bytes; `job`, `out` and `length` are null or may be written to.
/// `out` receives an error document where the result is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exo_job_start(
    session: u64,
    request: *const u8,
    request_length: usize,
    job: *mut u64,
    out: *mut *mut u8,
    length: *mut usize,
) -> i32 {
    // SAFETY: as promised by the caller.
    let (out, request) = unsafe { (Out::new(out, length), borrowed(request, request_length)) };
    // SAFETY: null, or the caller lets it be written to.
    unsafe { no_handle(job) };
    guarded(&out, || {
        let session = SESSIONS.get(session)?;
        let request = Request::read(request?)?;
        if job.is_null() {
            return Err(missing("job is null"));
        }
        let language = request.language;
        let started = ops::start(request).map_err(|problem| Failure { problem, language })?;
        session.own(&started)?;
        // A job that nobody can ask must not run.
        let handle = JOBS.open(Arc::clone(&started)).inspect_err(|_| started.cancel())?;
        // SAFETY: not null, and the caller lets it be written to.
        unsafe { job.write(handle) };
        done()
    })
}

/// The next event of a job: `EXO_OK` with an event, `EXO_TIMEOUT` where none came within
/// `timeout_ms` (at most 60,000), `EXO_END` with the end document, now and ever after. Any thread
/// may ask, one at a time; a second gets `EXO_BUSY` at once.
///
/// # Safety
///
/// `out` and `length` are null or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exo_job_next(
    job: u64,
    timeout_ms: u32,
    out: *mut *mut u8,
    length: *mut usize,
) -> i32 {
    // SAFETY: as promised by the caller.
    let out = unsafe { Out::new(out, length) };
    guarded(&out, || {
        if out.is_none() {
            // An event that nobody receives would be lost.
            return Err(missing("out or length is null"));
        }
        let job = JOBS.get(job)?;
        Ok(job.next(Duration::from_millis(u64::from(timeout_ms.min(LONGEST_WAIT))))?)
    })
}

/// Cancels a job: what waits is thrown away and its end is there at once. Never waits.
#[unsafe(no_mangle)]
pub extern "C" fn exo_job_cancel(job: u64) -> i32 {
    guarded(&Out::none(), || {
        JOBS.get(job)?.cancel();
        done()
    })
}

/// Cancels a job and closes its handle. Never waits. 0 is fine and does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn exo_job_close(job: u64) -> i32 {
    guarded(&Out::none(), || {
        if let Some(job) = JOBS.close(job)? {
            job.cancel();
        }
        done()
    })
}

/// Gives back what an export handed over. A null pointer is fine.
///
/// # Safety
///
/// `bytes` and `length` are what one export wrote, and are given back once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exo_buf_free(bytes: *mut u8, length: usize) {
    if !bytes.is_null() {
        let slice = std::ptr::slice_from_raw_parts_mut(bytes, length);
        // SAFETY: the pointer and length came from `Box::into_raw` in `Out::write`.
        drop(unsafe { Box::from_raw(slice) });
    }
}
