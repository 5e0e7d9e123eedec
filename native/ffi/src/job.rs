//! A job: a thread that works and a queue that the host pulls from.
//!
//! The host asks with a time-out and gets one event at a time. Rows wait for the host (the queue
//! is bounded), progress does not (the latest counts). There is exactly one end, whatever happens:
//! finished, failed, cancelled, panicked.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use exo_findings::Language;
use serde::Serialize;

use crate::guard::{Reply, catalogue, json, panic_text};
use crate::problem::{Document, Problem};
use crate::status::{EXO_END, EXO_OK, EXO_TIMEOUT, ErrorCode};

/// Events that wait for the host before the job has to.
const WAITING: usize = 4;
/// How often progress is told at most.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// What both sides share.
#[derive(Default)]
pub(crate) struct Job {
    state: Mutex<State>,
    /// Something is there for the host.
    news: Condvar,
    /// There is room for the thread.
    room: Condvar,
    cancelled: Arc<AtomicBool>,
}

#[derive(Default)]
struct State {
    events: VecDeque<Vec<u8>>,
    progress: Option<Vec<u8>>,
    end: Option<Vec<u8>>,
    /// The host has had the end: it stays as it is.
    ended: bool,
    asked: bool,
}

/// The end document.
#[derive(Serialize)]
struct End {
    t: &'static str,
    status: &'static str,
    error: Option<Document>,
}

#[derive(Serialize)]
struct Progress {
    t: &'static str,
    done: u64,
    total: Option<u64>,
}

impl Job {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the work on a thread of its own, which nobody joins: it ends when the work does, or
    /// soon after the job is cancelled.
    pub fn start(
        language: Language,
        work: impl FnOnce(&Sink) -> Result<(), Problem> + Send + 'static,
    ) -> Result<Arc<Self>, Problem> {
        let job = Arc::new(Self::default());
        let sink = Sink { job: Arc::clone(&job), language, told: Mutex::new(Instant::now()) };
        let thread = thread::Builder::new().name("exo-job".to_owned());
        let started = thread.spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&sink)));
            let (status, problem) = match outcome {
                Ok(Ok(())) => ("ok", None),
                Ok(Err(problem)) => ("failed", Some(problem)),
                Err(panic) => ("panicked", Some(Problem::internal(panic_text(&*panic)))),
            };
            sink.job.end(status, problem, language);
        });
        started.map_err(Problem::internal)?;
        Ok(job)
    }

    /// Writes the end, unless there is one.
    fn end(&self, status: &'static str, problem: Option<Problem>, language: Language) {
        let texts = catalogue();
        let error = problem.zip(texts).map(|(problem, texts)| problem.document(texts, language));
        let mut state = self.state();
        if state.end.is_none() {
            state.end = Some(json(&End { t: "end", status, error }));
            self.news.notify_all();
        }
    }

    /// Ends the job for the host at once: what waits is thrown away, and the thread stops at its
    /// next look. A job that was done but for what waited was cancelled too.
    pub fn cancel(&self) {
        let mut state = self.state();
        // With the lock held: a job that sees the flag must not be able to end as if it were done.
        self.cancelled.store(true, Ordering::Relaxed);
        if !state.ended {
            state.end = Some(json(&End { t: "end", status: "cancelled", error: None }));
        }
        state.events.clear();
        state.progress = None;
        drop(state);
        self.news.notify_all();
        self.room.notify_all();
    }

    /// The next event; waits for it at most so long. One caller at a time.
    pub fn next(&self, timeout: Duration) -> Result<Reply, Problem> {
        let mut state = self.state();
        if state.asked {
            return Err(Problem::new(ErrorCode::Busy));
        }
        state.asked = true;
        let empty = |state: &mut State| {
            state.events.is_empty() && state.progress.is_none() && state.end.is_none()
        };
        let waited = self.news.wait_timeout_while(state, timeout, empty);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.asked = false;
        if let Some(bytes) = state.progress.take() {
            return Ok(Reply { status: EXO_OK, bytes });
        }
        if let Some(bytes) = state.events.pop_front() {
            drop(state);
            self.room.notify_one();
            return Ok(Reply { status: EXO_OK, bytes });
        }
        state.ended = state.end.is_some();
        Ok(match &state.end {
            Some(end) => Reply { status: EXO_END, bytes: end.clone() },
            None => Reply { status: EXO_TIMEOUT, bytes: Vec::new() },
        })
    }
}

/// The thread's side of a job.
pub(crate) struct Sink {
    job: Arc<Job>,
    pub language: Language,
    told: Mutex<Instant>,
}

impl Sink {
    /// A flag that turns true when the job is cancelled.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.job.cancelled)
    }

    /// Whether the job was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.job.cancelled.load(Ordering::Relaxed)
    }

    /// Hands an event over, waiting for room. Breaks where nobody wants it any more.
    pub fn event(&self, event: Vec<u8>) -> ControlFlow<()> {
        let full = |state: &mut State| state.events.len() >= WAITING && !self.is_cancelled();
        let waited = self.job.room.wait_while(self.job.state(), full);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if self.is_cancelled() {
            return ControlFlow::Break(());
        }
        state.events.push_back(event);
        drop(state);
        self.job.news.notify_one();
        ControlFlow::Continue(())
    }

    /// Tells how far the job is, from time to time.
    pub fn progress(&self, done: u64, total: Option<u64>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.elapsed() < PROGRESS_EVERY {
            return;
        }
        *told = Instant::now();
        let mut state = self.job.state();
        // Nothing comes after the end.
        if state.end.is_none() {
            state.progress = Some(json(&Progress { t: "progress", done, total }));
            self.job.news.notify_one();
        }
    }
}
