//! Operations for tests of the boundary: they panic, wait, or never end. Behind a feature that
//! nothing which ships is built with.

use std::ops::ControlFlow;
use std::thread;
use std::time::Duration;

use crate::job::Sink;
use crate::problem::Problem;

#[allow(clippy::panic, reason = "that is what it is for")]
pub(super) fn panic() -> Result<Vec<u8>, Problem> {
    panic!("on purpose");
}

/// More than an answer may hold.
pub(super) fn large() -> Vec<u8> {
    vec![b' '; crate::guard::ANSWER_LIMIT + 1]
}

/// Waits until it is cancelled.
pub(super) fn wait(sink: &Sink) -> Result<(), Problem> {
    while !sink.is_cancelled() {
        thread::park_timeout(Duration::from_millis(1));
    }
    Ok(())
}

/// Events without end.
pub(super) fn flood(sink: &Sink) -> Result<(), Problem> {
    let event = || format!("{{\"t\":\"flood\",\"fill\":\"{}\"}}", "x".repeat(1000)).into_bytes();
    while sink.event(event()) == ControlFlow::Continue(()) {}
    Ok(())
}
