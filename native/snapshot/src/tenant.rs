//! The parts that describe the tenant as a whole: documents, policies, members.

use std::collections::HashSet;

use exo_policy::conditional_access::{ConditionalAccess, MemberTable, SelectorKind, Selectors};
use exo_policy::{
    AuthenticationPolicies, AuthenticationPolicy, DeviceAccess, EwsAllowList, Id, Organization,
    Tenant,
};
use foldhash::fast::FixedState;

use crate::access_policy;
use crate::error::SnapshotError;
use crate::fault::Fault;
use crate::json::{Json, is_cut_off};
use crate::part::{Part, PartReport};
use crate::reader::{Reader, SortCheck};
use crate::rows::{Batch, MemberShape, Template, parse};
use crate::source::{Place, Raw, TakeRow, Tally};
use crate::warning::WarningReason;

/// Reads everything but mailboxes, people and devices.
pub(crate) fn read(reader: &Reader) -> Result<(Tenant, Vec<PartReport>), SnapshotError> {
    let mut reports = Vec::new();
    let mut document = |part| -> Result<Json, SnapshotError> {
        let (value, report) = reader.document(part)?;
        reports.push(report);
        Ok(value.unwrap_or(Json::Null))
    };
    let organization = document(Part::Organization)?;
    let transport = document(Part::Transport)?;
    let active_sync = document(Part::ActiveSyncOrganization)?;
    let security_defaults = document(Part::SecurityDefaults)?;
    let mut tenant = Tenant {
        organization: organization_of(&organization, reader.manifest.ews_allow_list_read()),
        smtp_client_authentication_disabled: transport.bool("SmtpClientAuthenticationDisabled"),
        device_access: DeviceAccess {
            default_access_level: active_sync.name("DefaultAccessLevel"),
            ..DeviceAccess::default()
        },
        security_defaults: security_defaults.bool("isEnabled"),
        smtp_basic_reenabled: reader.manifest.smtp_basic_reenabled,
        collected_on: reader.manifest.collected_on,
        ..Tenant::default()
    };
    reports.push(device_rules(reader, &mut tenant)?);
    reports.push(authentication_policies(reader, &mut tenant)?);
    let (access, mut read) = conditional_access(reader)?;
    tenant.conditional_access = access;
    reports.append(&mut read);
    Ok((tenant, reports))
}

fn organization_of(value: &Json, allow_list_read: bool) -> Organization {
    Organization {
        oauth2_client_profile_enabled: value.bool("OAuth2ClientProfileEnabled"),
        default_authentication_policy: value.name("DefaultAuthenticationPolicy"),
        ews_enabled: value.bool("EwsEnabled"),
        ews_allowed_app_ids: allow_list(value.get("EwsAllowedAppIDs"), allow_list_read),
        ews_application_access_policy: value.name("EwsApplicationAccessPolicy"),
    }
}

/// `EwsAllowedAppIDs`: here blank text means an empty list, not null (contract §4, gate 3).
fn allow_list(value: Option<&Json>, null_is_empty: bool) -> EwsAllowList {
    let blank = |text: &str| text.chars().all(|c| c == ',' || c.is_whitespace());
    // Blanks between ids are how an admin writes the list, so only the rest of what `is_cut_off`
    // looks for counts here.
    let cut_off = |text: &str| {
        let joined: String = text.split_whitespace().collect();
        is_cut_off(&joined)
    };
    match value {
        Some(Json::Null) if null_is_empty => EwsAllowList::Empty,
        Some(Json::Text(text)) if blank(text) => EwsAllowList::Empty,
        Some(Json::Text(text)) if !cut_off(text) => EwsAllowList::Set(text.clone()),
        Some(Json::List(list)) => {
            let mut ids = Vec::new();
            for item in list {
                match item {
                    Json::Null => {}
                    Json::Text(text) if blank(text) => {}
                    Json::Text(text) if !cut_off(text) => ids.push(text.as_str()),
                    _ => return EwsAllowList::NotRead,
                }
            }
            if ids.is_empty() { EwsAllowList::Empty } else { EwsAllowList::Set(ids.join(",")) }
        }
        _ => EwsAllowList::NotRead,
    }
}

fn device_rules(reader: &Reader, tenant: &mut Tenant) -> Result<PartReport, SnapshotError> {
    let mut rules = 0;
    let keys = &["Identity", "Guid", "Name"];
    let report = reader.trees(Part::ActiveSyncRules, keys, |_| {
        rules += 1;
        Ok(())
    })?;
    tenant.device_access.rules = rules;
    tenant.device_access.rules_complete = report.state.is_complete();
    Ok(report)
}

/// The properties by which an authentication policy may be referred to.
const REFERENCES: [&str; 6] =
    ["Name", "Identity", "Id", "DistinguishedName", "Guid", "ExchangeObjectId"];

fn authentication_policies(
    reader: &Reader,
    tenant: &mut Tenant,
) -> Result<PartReport, SnapshotError> {
    let mut policies = Vec::new();
    let keys = &["Guid", "ExchangeObjectId", "Identity", "Name"];
    let report = reader.trees(Part::AuthenticationPolicies, keys, |row| {
        policies.push(AuthenticationPolicy {
            name: row.name("Name").value(),
            references: REFERENCES.iter().filter_map(|key| row.name(key).value()).collect(),
            allow_basic: AuthenticationPolicy::SWITCHES.map(|switch| row.bool(switch)),
        });
        Ok(())
    })?;
    if report.found {
        tenant.authentication_policies = AuthenticationPolicies::new(policies);
    }
    Ok(report)
}

fn conditional_access(
    reader: &Reader,
) -> Result<(Option<ConditionalAccess>, Vec<PartReport>), SnapshotError> {
    let mut policies = Vec::new();
    let report = reader.trees(Part::ConditionalAccess, &["id"], |row| {
        let policy = access_policy::read(&row);
        policies.push(policy.map_err(|shape| Fault::Shape { property: shape.0 })?);
        Ok(())
    })?;
    let selectors = Selectors::of(&policies);
    let mut table = MemberTable::new(&selectors);
    let groups = members(reader, Part::GroupMembers, &selectors, &mut table)?;
    let roles = members(reader, Part::RoleMembers, &selectors, &mut table)?;
    let complete = report.state.is_complete();
    let access = report.found.then(|| ConditionalAccess::new(policies, selectors, table, complete));
    Ok((access, vec![report, groups, roles]))
}

/// Reads the members of groups or roles.
fn members(
    reader: &Reader,
    part: Part,
    selectors: &Selectors,
    table: &mut MemberTable,
) -> Result<PartReport, SnapshotError> {
    let kind = if part == Part::GroupMembers { SelectorKind::Group } else { SelectorKind::Role };
    let mut members = Members {
        part,
        kind,
        selectors,
        table,
        shape: MemberShape::default(),
        template: Template::default(),
        seen: HashSet::default(),
        sort: reader.manifest.sorted_by(part).map(SortCheck::new),
        repeated: Tally::default(),
    };
    let mut report = reader.rows(part, &mut members)?;
    report.warnings.append(members.repeated.warnings);
    Ok(report)
}

/// Takes the rows of `group-members` or `role-members`, one at a time: they may be long.
struct Members<'t> {
    part: Part,
    kind: SelectorKind,
    selectors: &'t Selectors,
    table: &'t mut MemberTable,
    shape: MemberShape,
    template: Template,
    seen: HashSet<Id, FixedState>,
    sort: Option<SortCheck>,
    repeated: Tally,
}

impl TakeRow for Members<'_> {
    fn row(&mut self, place: Place<'_>, raw: Raw<'_>) -> Result<Result<(), Fault>, SnapshotError> {
        let mut batch = Batch::default();
        let property = self.sort.as_ref().map(|sort| sort.property.as_str());
        match parse(raw, &mut self.shape, &mut batch, property, &mut self.template) {
            Ok(value) => {
                if let Some(sort) = &mut self.sort {
                    sort.take(place, batch.read(value))?;
                }
            }
            Err(why) => return Ok(Err(why)),
        }
        for row in batch.rows {
            let Some(id) = row.id else { continue };
            if !self.seen.insert(id) {
                self.repeated.warn(self.part, place, WarningReason::SecondRowWithoutName);
            } else if let Some(members) = row.members {
                self.table.add(self.selectors, self.kind, id, members);
            }
        }
        Ok(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::allow_list;
    use crate::json::Json;
    use exo_policy::EwsAllowList;

    #[test]
    fn the_ews_list_is_empty_only_where_the_contract_says_so() {
        let list = |text: &str, read| {
            let value: Json = serde_json::from_str(text).unwrap_or(Json::Null);
            allow_list(Some(&value), read)
        };
        for empty in ["\"\"", "\" , ,\"", "[]", "[null]", "[\" \", \",\"]"] {
            assert_eq!(list(empty, false), EwsAllowList::Empty, "{empty}");
        }
        assert_eq!(list("null", true), EwsAllowList::Empty);
        for unread in
            ["null", "{}", "5", "[5]", "[{}]", "\"@{a=b c}\"", "\"System.String[]\"", "true"]
        {
            assert_eq!(list(unread, false), EwsAllowList::NotRead, "{unread}");
        }
        assert_eq!(allow_list(None, true), EwsAllowList::NotRead);
        for set in ["\"a, b\"", "[\"a\", null]", "\"x\""] {
            assert!(matches!(list(set, false), EwsAllowList::Set(_)), "{set}");
        }
    }
}
