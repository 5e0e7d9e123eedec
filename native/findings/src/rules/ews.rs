//! `EXO-EWS-*`.

use exo_policy::{Confidence, EwsAllowList, Reason};

use super::{Case, Draft};
use crate::count::is_near;
use crate::finding::{Finding, Severity, Status};

/// EWS now, at the next calendar date, at the end.
pub(super) fn access(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-EWS-001", &case.tally.ews);
    let end = case.judge.dates().ews_retired;
    if case.as_of() >= end {
        let mut draft = Draft::past(id, Severity::Critical);
        draft.confidence = Confidence::Announced;
        draft.evidence.push(case.evidence(id, "past", &[("date", &end.to_string())]));
        return case.finish(draft);
    }
    let empty = case.judge.ews_organization().reason == Reason::EwsAllowListEmpty;
    let near = count.deadline.is_some_and(|deadline| is_near(case.as_of(), deadline));
    let status = match case.status(count, if near { Status::Fail } else { Status::Warning }) {
        Status::Pass | Status::Unknown if empty => Status::Fail,
        status => status,
    };
    let mut draft = Draft::counted(id, Severity::Critical, status, count);
    draft.deadline = count.deadline;
    if count.deadline.is_some() {
        draft.confidence = Confidence::Announced;
    }
    let now = case.as_of().to_string();
    let numbers = [count.affected, count.unknown, case.tally.mailboxes].map(|n| n.to_string());
    let [affected, unknown, total] = &numbers;
    let values = [("count", &**affected), ("unknown", unknown), ("total", total), ("date", &now)];
    draft.evidence.push(case.evidence(id, "now", &values));
    if let Some(next) = case.tally.next_ews_date.filter(|next| *next < end) {
        let then = &case.tally.ews_next;
        let (date, count, unknown) =
            (next.to_string(), then.affected.to_string(), then.unknown.to_string());
        let values = [("date", &*date), ("count", &count), ("unknown", &unknown)];
        draft.evidence.push(case.evidence(id, "next", &values));
    }
    draft.evidence.push(case.evidence(id, "end", &[("date", &end.to_string())]));
    let organization = &case.judge.tenant().organization;
    let enabled = case.show(organization.ews_enabled);
    let list = allow_list(case, &organization.ews_allowed_app_ids);
    draft.evidence.push(case.evidence(id, "settings", &[("enabled", &enabled), ("list", &list)]));
    if empty {
        draft.evidence.push(case.evidence(id, "emptyList", &[]));
    }
    case.finish(draft)
}

/// `EwsAllowedAppIDs` in words.
fn allow_list(case: &Case<'_>, list: &EwsAllowList) -> String {
    match list {
        EwsAllowList::NotRead => case.label("notRead"),
        EwsAllowList::Empty => case.label("empty"),
        EwsAllowList::Set(text) => {
            let ids = text.split(|c: char| c == ',' || c.is_whitespace());
            let count = ids.filter(|id| !id.is_empty()).count().to_string();
            let text = case.catalogue.labels.get("ids");
            text.map_or(count.clone(), |text| text.fill(case.language, &[("count", &count)]))
        }
    }
}

/// Mailboxes that the licence keeps from EWS.
pub(super) fn license(case: &Case<'_>) -> Finding {
    let (id, count) = ("EXO-EWS-002", &case.tally.ews_license);
    let dates = case.judge.dates();
    if case.as_of() >= dates.ews_retired {
        let mut draft = Draft::past(id, Severity::High);
        draft.evidence.push(case.evidence(id, "past", &[("date", &dates.ews_retired.to_string())]));
        return case.finish(draft);
    }
    let start = dates.ews_kiosk_license;
    let in_force = case.as_of() >= start;
    let act = in_force || is_near(case.as_of(), start);
    let status = case.status(count, if act { Status::Fail } else { Status::Warning });
    let mut draft = Draft::counted(id, Severity::High, status, count);
    if !in_force && count.affected > 0 {
        draft.deadline = Some(start);
    }
    let date = case.as_of().max(start).to_string();
    let numbers = [count.affected, count.unknown, case.tally.mailboxes].map(|n| n.to_string());
    let [affected, unknown, total] = &numbers;
    let values = [("count", &**affected), ("unknown", unknown), ("total", total), ("date", &date)];
    draft.evidence.push(case.evidence(id, "counts", &values));
    case.finish(draft)
}
