//! The lines of a trace: what was read, in the services' own words.

use super::TraceStep;
use crate::read::{Joined, Read};
use crate::verdict::Outcome;
use crate::words::{Confidence, Gate, Reason};

/// Collects the steps of one gate.
pub(super) struct Lines<'a> {
    pub gate: Gate,
    pub name: &'a str,
    pub steps: &'a mut Vec<TraceStep>,
}

impl Lines<'_> {
    /// Notes what was read.
    pub fn read(&mut self, source: &str, object: &str, property: &str, value: &str) {
        self.steps.push(TraceStep {
            gate: self.gate,
            source: source.to_owned(),
            object: object.to_owned(),
            property: property.to_owned(),
            value: value.to_owned(),
            effect: None,
            reason: Reason::None,
            confidence: Confidence::Documented,
            assumed: false,
        });
    }

    /// Notes what was read of the person or the mailbox.
    pub fn of_person(&mut self, source: &str, property: &str, value: &str) {
        let name = self.name.to_owned();
        self.read(source, &name, property, value);
    }

    /// Puts what the gate says on its last step.
    pub fn conclude(&mut self, outcome: Outcome) {
        if self.steps.last().is_none_or(|step| step.gate != self.gate) {
            self.read("", "", "", "");
        }
        if let Some(last) = self.steps.last_mut() {
            last.effect = Some(outcome.effect);
            last.reason = outcome.reason;
            last.confidence = outcome.confidence;
            last.assumed = outcome.assumed;
        }
    }
}

/// The state of a property that has no value.
pub(super) fn state<T>(read: &Read<T>) -> String {
    match read {
        Read::Absent => "not read",
        Read::OtherShape => "another shape",
        Read::Null => "null",
        Read::Value(_) => "",
    }
    .to_owned()
}

pub(super) const fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

pub(super) fn show_bool(read: Read<bool>) -> String {
    match read {
        Read::Value(value) => truth(value).to_owned(),
        other => state(&other),
    }
}

pub(super) fn show_text(read: Read<&str>) -> String {
    match read {
        Read::Value(text) => text.to_owned(),
        other => state(&other),
    }
}

pub(super) fn joined<T>(row: &Joined<T>, show: impl FnOnce(&T) -> String) -> String {
    match row {
        Joined::Row(row) => show(row),
        Joined::None => "no row".to_owned(),
        Joined::NotRead => "not read".to_owned(),
    }
}
