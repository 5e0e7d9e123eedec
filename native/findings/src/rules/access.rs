//! `EXO-EAS-001`, `EXO-CA-001` and `EXO-APPPASSWORD-001`.

use exo_policy::conditional_access::ClientType;
use exo_policy::conditional_access::PolicyEffect;
use exo_policy::{Effect, Read};
use exo_snapshot::{Part, PartState};

use super::{Case, Draft};
use crate::finding::{Finding, Severity, Status};

/// Devices below ActiveSync 16.1.
pub(super) fn old_devices(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-EAS-001", &case.tally.old_devices);
    let complete = case.reports.state(Part::MobileDevices).is_some_and(PartState::is_complete);
    let status = if count.affected > 0 {
        Status::Fail
    } else if !complete || count.unknown > 0 {
        Status::Unknown
    } else {
        Status::Pass
    };
    let mut draft = Draft::counted(id, Severity::High, status, count);
    draft.evidence.push(case.counts(id, count, case.tally.devices));
    case.finish(draft)
}

/// Is legacy authentication blocked for everyone?
pub(super) fn legacy_authentication(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-CA-001", &case.tally.legacy);
    let status = case.status(count, Status::Fail);
    let mut draft = Draft::counted(id, Severity::High, status, count);
    let on = match case.judge.security_defaults().effect {
        Effect::Block => Read::Value(true),
        Effect::Pass => Read::Value(false),
        Effect::Conditional | Effect::Unknown => Read::Absent,
    };
    draft.evidence.push(case.evidence(id, "securityDefaults", &[("value", &case.show(on))]));
    if let Some(access) = &case.judge.tenant().conditional_access {
        let legacy = [ClientType::Other, ClientType::ExchangeActiveSync];
        let blocks = |policy: &&exo_policy::conditional_access::Policy| {
            legacy.iter().any(|client| {
                policy.skipped(*client).is_none() && policy.effect(*client) != PolicyEffect::None
            })
        };
        let names: Vec<String> =
            access.policies.iter().filter(blocks).map(|policy| policy.name().to_owned()).collect();
        let (number, shown) = (names.len().to_string(), case.names(&names, names.len()));
        let values = [("count", &*number), ("names", &*shown)];
        draft.evidence.push(case.evidence(id, "policies", &values));
    }
    draft.evidence.push(case.counts(id, count, case.tally.mailboxes));
    case.finish(draft)
}

/// App passwords still in reach.
pub(super) fn app_passwords(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-APPPASSWORD-001", &case.tally.app_password);
    let status = case.status(count, Status::Warning);
    let mut draft = Draft::counted(id, Severity::Medium, status, count);
    draft.evidence.push(case.counts(id, count, case.tally.mailboxes));
    case.finish(draft)
}
