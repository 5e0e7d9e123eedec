//! `MailboxAuthState`: a mailbox with its verdicts, as the contract shapes it (§4).

use std::fmt::Write;

use exo_findings::Judged;
use exo_policy::{
    Confidence, Gate, Judge, Method, Pair, PerPair, Protocol, Reason, TraceStep, Verdict,
    VerdictWord,
};
use jiff::civil::Date;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One mailbox and its verdicts, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct MailboxAuthState<'a> {
    judge: &'a Judge<'a>,
    judged: &'a Judged<'a>,
    pairs: &'a [Pair],
    traced: bool,
}

/// One verdict with the mailbox it is about.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct VerdictRow<'a> {
    identity: Option<&'a str>,
    user_principal_name: Option<&'a str>,
    protocol: Protocol,
    method: Method,
    verdict: VerdictWord,
    decided_by: Gate,
    reason: Reason,
    confidence: Confidence,
    changes_on: Option<Date>,
    assumed: Vec<Gate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Vec<PairStep>>,
}

/// A step of a trace with the pair that it is about.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PairStep {
    /// The protocol of the pair.
    pub protocol: Protocol,
    /// Its method.
    pub method: Method,
    /// The step.
    #[serde(flatten)]
    pub step: TraceStep,
}

impl<'a> MailboxAuthState<'a> {
    /// The state of a judged mailbox, of which `pairs` are asked for.
    pub const fn new(judge: &'a Judge<'a>, judged: &'a Judged<'a>, pairs: &'a [Pair]) -> Self {
        Self { judge, judged, pairs, traced: false }
    }

    /// The same with the trace of each pair, or without.
    #[must_use]
    pub const fn traced(self, traced: bool) -> Self {
        Self { traced, ..self }
    }

    /// The columns before the pairs, with their values.
    pub fn columns(&self) -> [(&'static str, Option<&'a str>); 6] {
        let record = self.judged.record;
        [
            ("Identity", record.identity),
            ("UserPrincipalName", record.user_principal_name),
            ("PrimarySmtpAddress", record.primary_smtp_address),
            ("DisplayName", record.display_name),
            ("RecipientTypeDetails", record.recipient_type_details),
            ("AuthenticationPolicy", self.authentication_policy()),
        ]
    }

    /// The name of the authentication policy in force; of one that was not found the reference,
    /// so that an admin sees which one is missing.
    fn authentication_policy(&self) -> Option<&'a str> {
        let tenant = self.judge.tenant();
        let user = self.judged.record.mailbox.user.row()?;
        let reference = tenant.effective_policy(user.authentication_policy).value()?;
        let policy = tenant.authentication_policies.get(reference);
        policy.and_then(|policy| policy.name.as_deref()).or(Some(reference.text))
    }

    /// All 22 verdicts.
    pub const fn verdicts(&self) -> &'a PerPair<Verdict> {
        self.judged.verdicts
    }

    /// The verdicts that are asked for, in the order of the contract.
    pub fn chosen(&self) -> impl Iterator<Item = (Pair, Verdict)> {
        self.pairs.iter().map(|pair| (*pair, self.judged.verdicts.get(*pair)))
    }

    /// The chosen verdicts as one text: `SmtpBasic=Blocked(SmtpAuthOffForMailbox); …`.
    pub fn verdicts_text(&self, into: &mut String) {
        for (position, (pair, verdict)) in self.chosen().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            let (word, reason) = (verdict.verdict, verdict.reason);
            // Writing to a String cannot fail.
            let _ = write!(into, "{separator}{pair}={word}({reason})");
        }
    }

    /// Every gate that was asked about the pair.
    pub fn trace(&self, pair: Pair) -> Vec<PairStep> {
        let record = self.judged.record;
        let steps = self.judge.trace(&record.mailbox, self.judged.answers, pair, record.name());
        let (protocol, method) = (pair.protocol(), pair.method());
        steps.into_iter().map(|step| PairStep { protocol, method, step }).collect()
    }

    /// Each chosen verdict by itself, for a reader of rows.
    pub fn rows(&self) -> impl Iterator<Item = impl Serialize> {
        let traced = |pair| self.traced.then(|| self.trace(pair));
        self.chosen().map(move |(pair, verdict)| self.row(pair, verdict, traced(pair)))
    }

    fn row(&self, pair: Pair, verdict: Verdict, trace: Option<Vec<PairStep>>) -> VerdictRow<'a> {
        VerdictRow {
            identity: self.judged.record.identity,
            user_principal_name: self.judged.record.user_principal_name,
            protocol: pair.protocol(),
            method: pair.method(),
            verdict: verdict.verdict,
            decided_by: verdict.decided_by,
            reason: verdict.reason,
            confidence: verdict.confidence,
            changes_on: verdict.changes_on,
            assumed: verdict.assumed.iter().collect(),
            trace,
        }
    }
}

impl Serialize for MailboxAuthState<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.columns() {
            map.serialize_entry(name, &value)?;
        }
        let rows: Vec<_> =
            self.chosen().map(|(pair, verdict)| self.row(pair, verdict, None)).collect();
        map.serialize_entry("Verdicts", &rows)?;
        for (pair, verdict) in self.verdicts().iter() {
            map.serialize_entry(pair.word(), &verdict.verdict)?;
        }
        if self.traced {
            let steps: Vec<_> = self.pairs.iter().flat_map(|pair| self.trace(*pair)).collect();
            map.serialize_entry("Trace", &steps)?;
        }
        map.end()
    }
}
