//! The way into and out of every export: outputs written once, panics caught, forks refused.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;
use std::slice;
use std::sync::OnceLock;

use exo_findings::{Catalogue, Language};

use crate::problem::Problem;
use crate::status::ErrorCode;

/// The largest request.
pub(crate) const REQUEST_LIMIT: usize = 16 << 20;
/// The largest answer of a call.
pub(crate) const ANSWER_LIMIT: usize = 1 << 20;

/// What an export gives back.
pub(crate) struct Reply {
    pub status: i32,
    pub bytes: Vec<u8>,
}

/// Where a reply goes: a pointer to a pointer and one to a length.
pub(crate) struct Out {
    bytes: *mut *mut u8,
    length: *mut usize,
}

impl Out {
    /// # Safety
    ///
    /// Each pointer is null or may be written to.
    pub unsafe fn new(bytes: *mut *mut u8, length: *mut usize) -> Self {
        let out = Self { bytes, length };
        if !bytes.is_null() {
            // SAFETY: not null, and the caller lets it be written to.
            unsafe { bytes.write(std::ptr::null_mut()) };
        }
        if !length.is_null() {
            // SAFETY: not null, and the caller lets it be written to.
            unsafe { length.write(0) };
        }
        out
    }

    /// For an export that gives nothing but its status.
    pub const fn none() -> Self {
        Self { bytes: std::ptr::null_mut(), length: std::ptr::null_mut() }
    }

    /// Whether nothing can be handed over.
    pub const fn is_none(&self) -> bool {
        self.bytes.is_null() || self.length.is_null()
    }

    /// Hands bytes over; the host gives them back to `exo_buf_free`.
    fn write(&self, bytes: Vec<u8>) {
        if self.is_none() || bytes.is_empty() {
            return;
        }
        let boxed = bytes.into_boxed_slice();
        let length = boxed.len();
        // SAFETY: neither is null, and `new` was promised that they may be written to.
        unsafe {
            self.bytes.write(Box::into_raw(boxed).cast());
            self.length.write(length);
        }
    }
}

/// Bytes that the host lends for the call.
///
/// # Safety
///
/// `bytes` is null or holds `length` bytes that nobody changes during the call.
pub(crate) unsafe fn borrowed<'a>(bytes: *const u8, length: usize) -> Result<&'a [u8], Problem> {
    match (bytes.is_null(), length) {
        (true, 0) => Ok(&[]),
        (true, _) => {
            Err(Problem::new(ErrorCode::BadArgument).with("what", "a null pointer with a length"))
        }
        (_, length) if length > REQUEST_LIMIT => Err(Problem::new(ErrorCode::TooLarge)
            .with("size", length.to_string())
            .with("limit", REQUEST_LIMIT.to_string())),
        // SAFETY: not null, and the caller promises the bytes.
        (false, length) => Ok(unsafe { slice::from_raw_parts(bytes, length) }),
    }
}

/// The catalogue, read once.
pub(crate) fn catalogue() -> Option<&'static Catalogue> {
    static CATALOGUE: OnceLock<Option<Catalogue>> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::builtin().ok()).as_ref()
}

/// A document as JSON. It holds texts and numbers alone, which can always be written.
pub(crate) fn json(document: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(document).unwrap_or_default()
}

/// An error as JSON.
pub(crate) fn error_json(problem: &Problem, language: Language) -> Vec<u8> {
    match catalogue() {
        Some(catalogue) => json(&problem.document(catalogue, language)),
        None => Vec::new(),
    }
}

/// Runs the body of an export. A panic ends here: across the boundary it would end the host.
pub(crate) fn guarded(out: &Out, body: impl FnOnce() -> Result<Reply, Failure>) -> i32 {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        if is_fork() {
            return Err(Failure::from(Problem::new(ErrorCode::Forked)));
        }
        body()
    }));
    let failure = match outcome {
        Ok(Ok(reply)) => {
            out.write(reply.bytes);
            return reply.status;
        }
        Ok(Err(failure)) => failure,
        Err(panic) => Problem::internal(panic_text(&*panic)).into(),
    };
    // A defect in the making of the document must not end the host either.
    let document = AssertUnwindSafe(|| error_json(&failure.problem, failure.language));
    let document = catch_unwind(document);
    out.write(document.unwrap_or_default());
    failure.problem.code.number()
}

/// A problem and the language to tell it in.
pub(crate) struct Failure {
    pub problem: Problem,
    pub language: Language,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem, language: Language::English }
    }
}

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

/// Whether this process is a fork of the one that called first: its jobs have no threads.
fn is_fork() -> bool {
    static FIRST: OnceLock<u32> = OnceLock::new();
    *FIRST.get_or_init(process::id) != process::id()
}
