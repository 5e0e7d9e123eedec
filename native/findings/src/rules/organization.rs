//! `EXO-ORG-*` and `EXO-DATA-001`.

use exo_policy::Read;
use exo_snapshot::{Part, PartState, Shortfall};

use super::{Case, Draft};
use crate::finding::{Finding, Severity, Status};

/// Is modern authentication on for Outlook for Windows?
pub(super) fn modern_authentication(case: &Case<'_>) -> Finding {
    let id = "EXO-ORG-001";
    let setting = case.judge.tenant().organization.oauth2_client_profile_enabled;
    let status = match setting {
        Read::Value(true) => Status::Pass,
        Read::Value(false) => Status::Fail,
        Read::Null | Read::Absent | Read::OtherShape => Status::Unknown,
    };
    let mut draft = Draft::organization(id, Severity::Critical, status);
    draft.evidence.push(case.evidence(id, "value", &[("value", &case.show(setting))]));
    if status == Status::Fail {
        let users = &case.tally.per_user_mfa;
        let total = usize::try_from(users.affected).unwrap_or(usize::MAX);
        let (count, names) = (users.affected.to_string(), case.names(&users.names, total));
        draft.evidence.push(case.evidence(id, "mfa", &[("count", &count), ("names", &names)]));
        draft.names.clone_from(&users.names);
    }
    case.finish(draft)
}

/// Does the effective authentication policy block Basic where it could still work?
pub(super) fn authentication_policy(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-ORG-002", &case.tally.basic_policy);
    let status = case.status(count, Status::Warning);
    let mut draft = Draft::counted(id, Severity::Medium, status, count);
    draft.evidence.push(case.counts(id, count, case.tally.mailboxes));
    case.finish(draft)
}

/// The ways back of the past.
pub(super) fn ways_back(case: &Case<'_>) -> Finding {
    let id = "EXO-ORG-003";
    let mut draft = Draft::organization(id, Severity::Info, Status::Info);
    draft.evidence.push(case.evidence(id, "dates", &[]));
    case.finish(draft)
}

/// The parts that answers rest on.
const ASKED: [Part; 8] = [
    Part::Organization,
    Part::Transport,
    Part::AuthenticationPolicies,
    Part::Users,
    Part::CasMailboxes,
    Part::DirectoryUsers,
    Part::SecurityDefaults,
    Part::ConditionalAccess,
];

/// What could not be read?
pub(super) fn not_read(case: &Case<'_>) -> Finding {
    let id = "EXO-DATA-001";
    let mut draft = Draft::organization(id, Severity::Medium, Status::Pass);
    for part in ASKED {
        let state = case.reports.state(part).unwrap_or(&PartState::Absent);
        if !state.is_complete() {
            let state = show_state(case, state);
            let values = [("part", part.name()), ("state", &state)];
            draft.evidence.push(case.evidence(id, "part", &values));
            draft.names.push(part.name().to_owned());
        }
    }
    if draft.names.is_empty() {
        draft.evidence.push(case.evidence(id, "complete", &[]));
    } else {
        draft.status = Status::Warning;
    }
    draft.affected = u64::try_from(draft.names.len()).ok();
    case.finish(draft)
}

/// The state of a part, in words.
fn show_state(case: &Case<'_>, state: &PartState) -> String {
    let (key, why) = match state {
        PartState::Absent => ("absent", None),
        PartState::Failed => ("failed", None),
        PartState::Skipped => ("skipped", None),
        PartState::Complete => ("complete", None),
        PartState::Partial(why) => ("partial", Some(show_shortfall(case, why))),
    };
    let why = why.unwrap_or_default();
    let text = case.catalogue.states.get(key);
    text.map_or(String::new(), |text| text.fill(case.language, &[("why", &why)]))
}

fn show_shortfall(case: &Case<'_>, why: &Shortfall) -> String {
    let text = |key: &str, values: &[(&str, &str)]| {
        let text = case.catalogue.shortfalls.get(key);
        text.map_or(String::new(), |text| text.fill(case.language, values))
    };
    match why {
        Shortfall::Manifest => text("manifest", &[]),
        Shortfall::Status(status) => text("status", &[("status", status)]),
        Shortfall::Running => text("running", &[]),
        Shortfall::DefaultResultSize => text("defaultResultSize", &[]),
        Shortfall::Damage(count) => text("damage", &[("count", &count.to_string())]),
        Shortfall::Count { rows, promised } => {
            text("count", &[("rows", &rows.to_string()), ("promised", &promised.to_string())])
        }
    }
}
