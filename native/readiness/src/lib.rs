//! From a snapshot to verdicts and findings: read, join, judge, find, in one pass.
//!
//! The program `readiness` and the module's native library stand on this crate.

#![forbid(unsafe_code)]

mod analysis;
mod behind;
mod date;
pub mod out;
pub mod patterns;
mod selection;
mod state;
pub mod text;

pub use analysis::{Analysis, AnalysisError, Options, analyse, judge_mailboxes};
pub use date::{DateError, date_as_written};
pub use selection::{NoSuchPair, Selection};
pub use state::{MailboxAuthState, PairStep};
