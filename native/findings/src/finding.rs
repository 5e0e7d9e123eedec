//! A finding as the contract shapes it (§5).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use exo_policy::Confidence;

/// What a finding asks of the admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// As it should be.
    Pass,
    /// Act now.
    Fail,
    /// Act by the deadline, or live with a named risk.
    Warning,
    /// Nothing to do.
    Info,
    /// An input is missing.
    Unknown,
    /// The question no longer arises.
    NotApplicable,
    /// The question could not be asked.
    Error,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Everybody is concerned.
    Critical,
    /// Many are.
    High,
    /// Some are.
    Medium,
    /// Few are.
    Low,
    /// Nobody is.
    Info,
}

impl Severity {
    /// The severity that `text` names, without regard to case.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];
        all.into_iter().find(|severity| format!("{severity:?}").eq_ignore_ascii_case(text))
    }
}

/// A source: title and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Reference {
    /// Its title.
    pub title: String,
    /// Its address.
    pub link: String,
}

/// One finding. Property names and order are the contract's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Finding {
    /// Stable id.
    pub id: String,
    /// One line.
    pub title: String,
    /// What it asks of the admin.
    pub status: Status,
    /// How grave it is.
    pub severity: Severity,
    /// The date by which something stops.
    pub deadline: Option<Date>,
    /// How many are concerned; `None` where the question is about the organization.
    pub affected_count: Option<u64>,
    /// Of how many it is not known.
    pub unknown_count: Option<u64>,
    /// The first hundred of those concerned: user principal names, else addresses, else ids.
    pub affected: Vec<String>,
    /// What was seen, a line each.
    pub evidence: String,
    /// What it means.
    pub explanation: String,
    /// What to run, and what that breaks.
    pub remediation: String,
    /// Where it is documented.
    pub reference: Reference,
    /// How firm the rule is.
    pub confidence: Confidence,
}
