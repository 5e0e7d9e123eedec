//! Finds what an admin has to know: from judged mailboxes to the findings of the contract (§5),
//! in English or Japanese.
//!
//! [`Tally`] looks at each mailbox and device once and counts for all findings; [`conclude`] turns
//! the counts into findings. All texts are in the [`Catalogue`].

#![forbid(unsafe_code)]

mod catalogue;
mod count;
mod finding;
mod reading;
mod rules;
mod tally;

use exo_policy::Judge;
use exo_snapshot::Reports;

pub use catalogue::{
    Catalogue, CatalogueError, ErrorText, FindingText, Language, ReferenceText, Text, Texts,
};
pub use finding::{Finding, Reference, Severity, Status};
pub use tally::{Judged, Tally};

/// The findings, in the order of the contract. `reports` are those of all parts, mailboxes and
/// devices included: the states of the parts count.
pub fn conclude(
    judge: &Judge<'_>,
    reports: &Reports,
    tally: &Tally,
    catalogue: &Catalogue,
    language: Language,
) -> Vec<Finding> {
    rules::all(&rules::Case { judge, reports, tally, catalogue, language })
}
