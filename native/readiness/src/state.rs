//! `MailboxAuthState`: a mailbox with its verdicts, as the contract shapes it (§4).

use std::fmt::Write;

use exo_findings::Judged;
use exo_policy::{Confidence, Gate, Method, Pair, Protocol, Reason, Tenant, Verdict, VerdictWord};
use jiff::civil::Date;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One mailbox and its verdicts, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct MailboxAuthState<'a> {
    tenant: &'a Tenant,
    judged: &'a Judged<'a>,
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
}

impl<'a> MailboxAuthState<'a> {
    /// The state of a judged mailbox.
    pub const fn new(tenant: &'a Tenant, judged: &'a Judged<'a>) -> Self {
        Self { tenant, judged }
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
        let user = self.judged.record.mailbox.user.row()?;
        let reference = self.tenant.effective_policy(user.authentication_policy).value()?;
        let policy = self.tenant.authentication_policies.get(reference);
        policy.and_then(|policy| policy.name.as_deref()).or(Some(reference.text))
    }

    /// The verdicts, in the order of the contract.
    pub fn verdicts(&self) -> impl Iterator<Item = (Pair, Verdict)> {
        self.judged.verdicts.iter()
    }

    /// The verdicts as one text: `SmtpBasic=Blocked(SmtpAuthOffForMailbox); …`.
    pub fn verdicts_text(&self, into: &mut String) {
        for (pair, verdict) in self.verdicts() {
            let separator = if into.is_empty() { "" } else { "; " };
            let (word, reason) = (verdict.verdict, verdict.reason);
            // Writing to a String cannot fail.
            let _ = write!(into, "{separator}{pair}={word}({reason})");
        }
    }

    fn row(&self, pair: Pair, verdict: Verdict) -> VerdictRow<'a> {
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
        }
    }
}

impl Serialize for MailboxAuthState<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.columns() {
            map.serialize_entry(name, &value)?;
        }
        let rows: Vec<_> = self.verdicts().map(|(pair, verdict)| self.row(pair, verdict)).collect();
        map.serialize_entry("Verdicts", &rows)?;
        for (pair, verdict) in self.verdicts() {
            map.serialize_entry(pair.word(), &verdict.verdict)?;
        }
        map.end()
    }
}
