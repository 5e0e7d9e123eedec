//! From a snapshot to verdicts and findings: read, join, judge, find, in one pass.
//!
//! The program `readiness` and the module's native library stand on this crate.

#![forbid(unsafe_code)]

mod analysis;
pub mod out;
mod state;
pub mod text;

pub use analysis::{Analysis, AnalysisError, Options, analyse};
pub use state::MailboxAuthState;
