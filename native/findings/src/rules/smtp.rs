//! `EXO-SMTP-*` and `EXO-POP-001`.

use exo_policy::{Confidence, Read};

use super::{Case, Draft};
use crate::count::{days, is_near};
use crate::finding::{Finding, Severity, Status};

/// Which mailboxes can use SMTP AUTH with Basic, and when do they stop?
pub(super) fn basic(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-SMTP-001", &case.tally.smtp_basic);
    let near = count.deadline.is_some_and(|deadline| is_near(case.as_of(), deadline));
    let status = case.status(count, if near { Status::Fail } else { Status::Warning });
    let mut draft = Draft::counted(id, Severity::High, status, count);
    draft.evidence.push(case.counts(id, count, case.tally.mailboxes));
    if let Some(deadline) = count.deadline {
        draft.deadline = Some(deadline);
        draft.confidence = Confidence::Announced;
        let (date, left) = (deadline.to_string(), days(case.as_of(), deadline).to_string());
        draft.evidence.push(case.evidence(id, "deadline", &[("deadline", &date), ("days", &left)]));
    }
    let switch = match case.judge.smtp_basic_reenabled() {
        Some(value) => Read::Value(value),
        None => Read::Absent,
    };
    draft.evidence.push(case.evidence(id, "switch", &[("value", &case.show(switch))]));
    case.finish(draft)
}

/// The tenant-wide SMTP AUTH setting, and mailboxes with an override.
pub(super) fn switches(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-SMTP-002", &case.tally.smtp_override);
    let setting = case.judge.tenant().smtp_client_authentication_disabled;
    let status = match setting {
        Read::Value(false) => Status::Warning,
        Read::Null | Read::Absent | Read::OtherShape => Status::Unknown,
        Read::Value(true) if case.tally.smtp_on > 0 => Status::Info,
        Read::Value(true) if case.is_incomplete(count) => Status::Unknown,
        Read::Value(true) => Status::Pass,
    };
    let mut draft = Draft::counted(id, Severity::Medium, status, count);
    draft.evidence.push(case.evidence(id, "tenant", &[("value", &case.show(setting))]));
    let on = case.tally.smtp_on;
    let off = count.affected.saturating_sub(on);
    let numbers = [on, off, case.tally.smtp_inherit, count.unknown].map(|n| n.to_string());
    let [on, off, inherit, not_read] = &numbers;
    let values = [("on", &**on), ("off", off), ("inherit", inherit), ("notRead", not_read)];
    draft.evidence.push(case.evidence(id, "overrides", &values));
    case.finish(draft)
}

/// POP and IMAP left on.
pub(super) fn pop_and_imap(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-POP-001", &case.tally.pop_imap);
    let status = case.status(count, Status::Warning);
    let mut draft = Draft::counted(id, Severity::Medium, status, count);
    draft.evidence.push(case.counts(id, count, case.tally.mailboxes));
    let (imap, pop) = (case.tally.imap_open.to_string(), case.tally.pop_open.to_string());
    draft.evidence.push(case.evidence(id, "protocols", &[("imap", &imap), ("pop", &pop)]));
    case.finish(draft)
}
