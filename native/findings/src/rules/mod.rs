//! The table of findings (contract §5): from what was counted to a status.

mod access;
mod ews;
mod organization;
mod smtp;

use exo_policy::{Confidence, Judge, Read};
use exo_snapshot::{Part, PartState, Reports};
use jiff::civil::Date;

use crate::catalogue::{Catalogue, Language};
use crate::count::Count;
use crate::finding::{Finding, Reference, Severity, Status};
use crate::tally::Tally;

/// What the rules conclude from.
pub(crate) struct Case<'a> {
    pub judge: &'a Judge<'a>,
    pub reports: &'a Reports,
    pub tally: &'a Tally,
    pub catalogue: &'a Catalogue,
    pub language: Language,
}

/// Every finding, in the order of the contract's table.
pub(crate) fn all(case: &Case<'_>) -> Vec<Finding> {
    vec![
        organization::modern_authentication(case),
        organization::authentication_policy(case),
        organization::ways_back(case),
        smtp::basic(case),
        smtp::switches(case),
        smtp::pop_and_imap(case),
        ews::access(case),
        ews::license(case),
        access::old_devices(case),
        access::legacy_authentication(case),
        access::app_passwords(case),
        organization::not_read(case),
    ]
}

/// A finding under way.
pub(crate) struct Draft {
    pub id: &'static str,
    pub severity: Severity,
    pub status: Status,
    pub confidence: Confidence,
    pub deadline: Option<Date>,
    pub affected: Option<u64>,
    pub unknown: Option<u64>,
    pub names: Vec<String>,
    pub evidence: Vec<String>,
}

impl Draft {
    /// A finding about the organization.
    fn organization(id: &'static str, severity: Severity, status: Status) -> Self {
        Self {
            id,
            severity,
            status,
            confidence: Confidence::Documented,
            deadline: None,
            affected: None,
            unknown: None,
            names: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// A finding that counts.
    fn counted(id: &'static str, severity: Severity, status: Status, count: &Count) -> Self {
        Self {
            affected: Some(count.affected),
            unknown: Some(count.unknown),
            names: count.names.clone(),
            ..Self::organization(id, severity, status)
        }
    }

    /// A question about EWS once EWS is gone.
    fn past(id: &'static str, severity: Severity) -> Self {
        Self {
            affected: Some(0),
            unknown: Some(0),
            ..Self::organization(id, severity, Status::NotApplicable)
        }
    }
}

impl Case<'_> {
    fn as_of(&self) -> Date {
        self.judge.as_of()
    }

    /// Whether mailboxes may be missing, or something about those that are there.
    fn is_incomplete(&self, count: &Count) -> bool {
        let complete = self.reports.state(Part::CasMailboxes).is_some_and(PartState::is_complete);
        !complete || count.unknown > 0
    }

    /// The status where `count` decides it: `some` where anybody is concerned.
    fn status(&self, count: &Count, some: Status) -> Status {
        if count.affected > 0 {
            some
        } else if self.is_incomplete(count) {
            Status::Unknown
        } else {
            Status::Pass
        }
    }

    /// A line of evidence.
    fn evidence(&self, id: &str, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.catalogue.findings.get(id).and_then(|text| text.evidence.get(key));
        text.map(|text| text.fill(self.language, values)).unwrap_or_default()
    }

    /// The line of evidence with the counts.
    fn counts(&self, id: &str, count: &Count, total: u64) -> String {
        let (affected, unknown) = (count.affected.to_string(), count.unknown.to_string());
        let total = total.to_string();
        let values = [("count", &*affected), ("unknown", &*unknown), ("total", &*total)];
        self.evidence(id, "counts", &values)
    }

    fn label(&self, key: &str) -> String {
        self.catalogue.label(key, self.language).to_owned()
    }

    /// A boolean as read, in words.
    fn show(&self, value: Read<bool>) -> String {
        match value {
            Read::Value(true) => self.label("true"),
            Read::Value(false) => self.label("false"),
            Read::Null => self.label("nullValue"),
            Read::OtherShape => self.label("anotherShape"),
            Read::Absent => self.label("notRead"),
        }
    }

    /// Names in a line, up to twenty.
    fn names(&self, names: &[String], total: usize) -> String {
        const SHOWN: usize = 20;
        if names.is_empty() {
            return self.label("none");
        }
        let mut shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        let more = total.saturating_sub(names.len().min(SHOWN)).to_string();
        if more != "0"
            && let Some(text) = self.catalogue.labels.get("more")
        {
            shown = format!("{shown} {}", text.fill(self.language, &[("count", &more)]));
        }
        shown
    }

    /// Puts the texts to a draft.
    fn finish(&self, draft: Draft) -> Finding {
        let texts = self.catalogue.findings.get(draft.id);
        let text = |of: fn(&crate::catalogue::FindingText) -> &crate::catalogue::Text| {
            texts.map(|texts| of(texts).get(self.language).to_owned()).unwrap_or_default()
        };
        let breaks = text(|texts| &texts.breaks);
        let remediation = text(|texts| &texts.remediation);
        Finding {
            id: draft.id.to_owned(),
            title: text(|texts| &texts.title),
            status: draft.status,
            severity: draft.severity,
            deadline: draft.deadline,
            affected_count: draft.affected,
            unknown_count: draft.unknown,
            affected: draft.names,
            evidence: draft.evidence.join("\n"),
            explanation: text(|texts| &texts.explanation),
            remediation: format!("{remediation}\n\n{}\n{breaks}", self.label("whatItBreaks")),
            reference: Reference {
                title: text(|texts| &texts.reference.title),
                link: texts.map(|texts| texts.reference.link.clone()).unwrap_or_default(),
            },
            confidence: draft.confidence,
        }
    }
}
