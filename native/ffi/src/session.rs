//! A session: what belongs to one runspace. Closing it ends its jobs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::handles::Handles;
use crate::job::Job;
use crate::problem::Problem;
use crate::status::ErrorCode;

/// Every session of the process.
pub(crate) static SESSIONS: Handles<Session> = Handles::new(1);
/// Every job of the process.
pub(crate) static JOBS: Handles<Job> = Handles::new(2);

/// A session.
#[derive(Default)]
pub(crate) struct Session {
    jobs: Mutex<Closable>,
}

#[derive(Default)]
struct Closable {
    jobs: Vec<Weak<Job>>,
    closed: bool,
}

impl Session {
    fn jobs(&self) -> MutexGuard<'_, Closable> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a job one of this session. Where another thread has closed it meanwhile, the job ends.
    pub fn own(&self, job: &Arc<Job>) -> Result<(), Problem> {
        let mut session = self.jobs();
        if session.closed {
            job.cancel();
            return Err(Problem::new(ErrorCode::BadHandle));
        }
        session.jobs.retain(|job| job.strong_count() > 0);
        session.jobs.push(Arc::downgrade(job));
        Ok(())
    }

    /// Cancels every job of this session, and those that come.
    pub fn close(&self) {
        let mut session = self.jobs();
        session.closed = true;
        for job in session.jobs.drain(..).filter_map(|job| job.upgrade()) {
            job.cancel();
        }
    }
}
