//! A session: what belongs to one runspace. Closing it ends its jobs.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::handles::Handles;
use crate::job::Job;

/// Every session of the process.
pub(crate) static SESSIONS: Handles<Session> = Handles::new(1);
/// Every job of the process.
pub(crate) static JOBS: Handles<Job> = Handles::new(2);

/// A session.
#[derive(Default)]
pub(crate) struct Session {
    jobs: Mutex<Vec<Weak<Job>>>,
}

impl Session {
    /// Makes a job one of this session.
    pub fn own(&self, job: &Arc<Job>) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|job| job.strong_count() > 0);
        jobs.push(Arc::downgrade(job));
    }

    /// Cancels every job of this session.
    pub fn cancel(&self) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        for job in jobs.drain(..).filter_map(|job| job.upgrade()) {
            job.cancel();
        }
    }
}
