//! A host in Rust: sessions and jobs that are closed when they go out of scope.

use std::ptr;

use exo_ffi::*;
use serde_json::{Value, json};

/// What an export gave.
#[derive(Debug)]
pub struct Answer {
    pub status: i32,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Copies what was handed over, and gives it back.
    fn of(ask: impl FnOnce(*mut *mut u8, *mut usize) -> i32) -> Self {
        let (mut bytes, mut length) = (ptr::dangling_mut(), usize::MAX);
        let status = ask(&raw mut bytes, &raw mut length);
        assert_eq!(bytes.is_null(), length == 0);
        if bytes.is_null() {
            return Self { status, bytes: Vec::new() };
        }
        // SAFETY: an export wrote both, and has handed over so many bytes.
        let copy = unsafe { std::slice::from_raw_parts(bytes, length) }.to_vec();
        // SAFETY: they are given back once.
        unsafe { exo_buf_free(bytes, length) };
        Self { status, bytes: copy }
    }

    /// The document.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks an error: one that is known, with its own document.
    pub fn check_error(&self) {
        let code = ErrorCode::ALL.iter().find(|code| code.number() == self.status);
        let code = code.unwrap_or_else(|| panic!("no error has this number: {self:?}"));
        let document = self.json();
        assert_eq!(document["code"], json!(self.status));
        assert_eq!(document["name"], json!(code.name()));
        assert_eq!(document["category"], json!(code.category()));
        for key in ["message", "action"] {
            assert!(document[key].as_str().is_some_and(|text| !text.is_empty()), "{document}");
        }
        assert!(document["target"].is_null() || document["target"].is_string(), "{document}");
        assert_eq!(document.as_object().unwrap().len(), 6, "{document}");
    }
}

/// An open session.
pub struct Session(u64);

impl Session {
    pub fn new() -> Self {
        Self::open(br#"{"v":1}"#).unwrap()
    }

    pub fn open(config: &[u8]) -> Result<Self, Answer> {
        let mut session = 0;
        // SAFETY: every pointer is to something that lives during the call.
        let answer = Answer::of(|out, length| unsafe {
            exo_session_open(config.as_ptr(), config.len(), &raw mut session, out, length)
        });
        assert_eq!(answer.status == EXO_OK, session != 0);
        if answer.status == EXO_OK { Ok(Self(session)) } else { Err(answer) }
    }

    pub fn call(&self, request: &[u8]) -> Answer {
        // SAFETY: every pointer is to something that lives during the call.
        Answer::of(|out, length| unsafe {
            exo_call(self.0, request.as_ptr(), request.len(), out, length)
        })
    }

    pub fn start(&self, request: &[u8]) -> Result<Job, Answer> {
        let mut job = 0;
        // SAFETY: every pointer is to something that lives during the call.
        let answer = Answer::of(|out, length| unsafe {
            exo_job_start(self.0, request.as_ptr(), request.len(), &raw mut job, out, length)
        });
        assert_eq!(answer.status == EXO_OK, job != 0);
        if answer.status == EXO_OK { Ok(Job(job)) } else { Err(answer) }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        assert_eq!(exo_session_close(self.0), EXO_OK);
    }
}

/// A job.
#[derive(Debug)]
pub struct Job(u64);

impl Job {
    /// Every event, and the end document.
    pub fn run(self) -> (Vec<Vec<u8>>, Value) {
        let mut events = Vec::new();
        loop {
            let answer = Answer::of(|out, length| {
                // SAFETY: both are to something that lives during the call.
                unsafe { exo_job_next(self.0, 60_000, out, length) }
            });
            match answer.status {
                EXO_OK => events.push(answer.bytes),
                EXO_END => return (events, answer.json()),
                other => panic!("{other} within a job"),
            }
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        assert_eq!(exo_job_close(self.0), EXO_OK);
    }
}
