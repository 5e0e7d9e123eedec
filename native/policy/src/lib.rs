//! Judges a mailbox of Exchange Online: which protocol still works with which method, which
//! control decides it, how firm that is, and what changes on which announced date.
//!
//! The rules are the gates of the contract (§4), in order: [`gates`](crate::Gate), the calendar
//! as data, Conditional Access compiled to bit sets. Inputs keep apart what was read, what was
//! null and what was not read ([`Read`], [`Joined`]); no input is guessed in silence.
//!
//! ```
//! use exo_policy::{Calendar, Judge, Pair, Tenant, VerdictWord};
//!
//! let tenant = Tenant::default(); // nothing was read
//! let judge = Judge::new(&tenant, &Calendar::builtin()?, "2026-11-24".parse()?, None)?;
//! let verdicts = judge.judge(&exo_policy::Mailbox::unread());
//! assert_eq!(verdicts.get(Pair::ImapBasic).verdict, VerdictWord::Blocked);
//! assert_eq!(verdicts.get(Pair::SmtpBasic).verdict, VerdictWord::Unknown);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate reads nothing: no file, no clock, no network.

#![forbid(unsafe_code)]

mod calendar;
pub mod conditional_access;
mod gates;
mod id;
mod judge;
mod lanes;
mod mailbox;
mod read;
mod slots;
mod tenant;
mod trace;
mod verdict;
mod words;

pub use calendar::{Calendar, CalendarError, Deadline, EARLIEST, Precision, RuleDates, Source};
pub use id::Id;
pub use judge::{Judge, JudgeError};
pub use lanes::Answers;
pub use mailbox::{Directory, Mailbox, PerUserMfa, PolicyReference, User, UserType};
pub use read::{Joined, Read};
pub use tenant::{
    AuthenticationPolicies, AuthenticationPolicy, DeviceAccess, EwsAllowList, Organization, Tenant,
};
pub use trace::{TraceStep, replay};
pub use verdict::{Combine, Gates, Outcome, PerPair, Verdict};
pub use words::{Confidence, Effect, Gate, Method, Pair, Protocol, Reason, VerdictWord};
