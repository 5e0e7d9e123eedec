//! Rows of Graph's `user`, with the groups and roles that a collector adds.

use crate::dates::{DateStyle, push_date};
use crate::groups::{Catalog, ROLES};
use crate::guid::Guid;
use crate::options::Profile;
use crate::person::{Kind, Person, Traits};
use crate::row::{Block, Cell, Row, RowStyle};
use crate::shapes::{id_cell, is_plain, name_cell, odd_list};
use crate::users::mail_cell;
use crate::value::Plans;

/// A service plan: its service and its id.
type Plan = (&'static str, &'static str);

const EXCHANGE_KIOSK: Plan = ("exchange", "4a82b400-a79f-41a4-b4e2-e94f5787b113");
const EXCHANGE_1: Plan = ("exchange", "9aaf7827-d63c-4b61-89c3-182f06f82e5c");
const EXCHANGE_2: Plan = ("exchange", "efb87545-963c-4e0d-99df-69c6916d9eb0");
const EXCHANGE_1_GOV: Plan = ("exchange", "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd");
const TEAMS: Plan = ("TeamspaceAPI", "57ff2da0-773e-42df-b2af-ffb7a2317929");
const SHAREPOINT: Plan = ("SharePoint", "5dbe027f-2339-4123-9542-606e4d348a72");
const OFFICE: Plan = ("MicrosoftOffice", "43de0ff5-c92c-492b-9116-175376d08c38");
const ENTRA: Plan = ("AADPremiumService", "41781fb2-bc02-4b7c-bd55-b576c07bb09d");

const ENABLED: &str = "Enabled";

/// Plans and their states.
const fn plans(of: Plans) -> &'static [(Plan, &'static str)] {
    match of {
        Plans::Enterprise => &[(EXCHANGE_2, ENABLED), (TEAMS, ENABLED), (OFFICE, ENABLED)],
        Plans::Standard => &[(TEAMS, ENABLED), (EXCHANGE_1, ENABLED), (OFFICE, "Deleted")],
        Plans::Kiosk => &[(EXCHANGE_KIOSK, ENABLED), (TEAMS, ENABLED), (ENTRA, ENABLED)],
        Plans::KioskWarning => &[(EXCHANGE_KIOSK, "Warning"), (EXCHANGE_2, "LockedOut")],
        Plans::KioskShouting => {
            &[(("EXCHANGE", "4A82B400-A79F-41A4-B4E2-E94F5787B113"), "enabled")]
        }
        Plans::KioskAndStandard => &[(EXCHANGE_KIOSK, ENABLED), (EXCHANGE_1, "Warning")],
        Plans::KioskAndGovernment => &[(EXCHANGE_1_GOV, ENABLED), (EXCHANGE_KIOSK, ENABLED)],
        Plans::KioskAndSuspended => &[(EXCHANGE_1, "Suspended"), (EXCHANGE_KIOSK, ENABLED)],
        Plans::KioskSuspended => &[(EXCHANGE_KIOSK, "Suspended"), (TEAMS, ENABLED)],
        Plans::NoExchange => &[(TEAMS, ENABLED), (SHAREPOINT, ENABLED)],
        _ => &[],
    }
}

/// Properties that the SDK writes for every user, whether asked for or not.
const SDK_NULLS: [&str; 22] = [
    "AboutMe",
    "Activities",
    "AgeGroup",
    "AgreementAcceptances",
    "AppRoleAssignments",
    "AuthorizationInfo",
    "Birthday",
    "BusinessPhones",
    "Calendar",
    "Chats",
    "City",
    "CompanyName",
    "ConsentProvidedForMinor",
    "Contacts",
    "CreationType",
    "DeletedDateTime",
    "DirectReports",
    "Drive",
    "EmployeeId",
    "FaxNumber",
    "HireDate",
    "ImAddresses",
];

/// Writes directory rows.
pub(crate) struct DirectoryUsers<'a> {
    seed: u64,
    catalog: &'a Catalog,
    /// In the test tenant the directory rows contradict the listed groups now and then.
    contradicts: bool,
    sdk: Option<Block>,
}

impl<'a> DirectoryUsers<'a> {
    pub(crate) fn new(seed: u64, profile: Profile, catalog: &'a Catalog, style: RowStyle) -> Self {
        let mut cells: Vec<(&str, Cell<'_>)> =
            SDK_NULLS.iter().map(|name| (*name, Cell::Null)).collect();
        cells.push((
            "Manager",
            Cell::Raw {
                json: r#"{"DeletedDateTime":null,"Id":null}"#,
                csv: "Microsoft.Graph.PowerShell.Models.MicrosoftGraphDirectoryObject",
            },
        ));
        Self {
            seed,
            catalog,
            contradicts: profile == Profile::Mixed,
            sdk: style.pascal.then(|| Block::new(style, &cells)),
        }
    }

    /// Writes the cells of one user.
    pub(crate) fn write(&self, row: &mut Row, person: &Person) {
        let traits = &person.traits;
        id_cell(row, "id", &person.id, traits.directory_id);
        name_cell(row, "userPrincipalName", &person.upn, traits.directory_upn);
        mail_cell(row, "mail", person);
        row.cell("displayName", Cell::Text(&person.display));
        row.cell("accountEnabled", traits.account_enabled.cell());
        row.cell("userType", traits.user_type.cell());
        row.cell("createdDateTime", Cell::Date(person.created));
        row.cell("usageLocation", Cell::Text(person.office.usage_location));
        row.cell("onPremisesSyncEnabled", Cell::Null);
        if traits.kind == Kind::User {
            row.cell("jobTitle", Cell::Text(person.title));
            row.cell("department", Cell::Text(person.department));
        } else {
            row.cell("jobTitle", Cell::Null);
            row.cell("department", Cell::Null);
        }
        assigned_plans(row, traits.plans, person.created);
        row.cell("perUserMfaState", traits.mfa.cell());
        self.groups(row, person);
        self.roles(row, person);
        if let Some(sdk) = &self.sdk {
            row.block(sdk);
        }
    }

    /// Groups that policies name, as the directory row tells them.
    fn named_bits(&self, traits: &Traits, index: u64) -> u64 {
        let listed = self.catalog.listed_bits(index);
        if self.contradicts && index.is_multiple_of(3) {
            // Their rows in group-members decide, so these must not count.
            traits.named_groups | !listed & 0b1010_0000_0000_0000
        } else {
            traits.named_groups | listed
        }
    }

    fn groups(&self, row: &mut Row, person: &Person) {
        let traits = &person.traits;
        let bits = self.named_bits(traits, person.index);
        let named = self
            .catalog
            .named
            .iter()
            .enumerate()
            .filter(|(position, _)| bits >> position & 1 == 1)
            .map(|(_, guid)| guid);
        if is_plain(traits.groups) {
            row.nested("groups", |out, _| {
                out.push(b'[');
                let mut first = true;
                let mut take = |guid: &Guid| {
                    if !std::mem::take(&mut first) {
                        out.push(b',');
                    }
                    out.push(b'"');
                    out.extend_from_slice(guid.bytes());
                    out.push(b'"');
                };
                named.for_each(&mut take);
                self.catalog.each_other(self.seed, person.index, traits.other_groups, take);
                out.push(b']');
            });
        } else {
            let ids: Vec<&str> = named.map(Guid::text).collect();
            odd_list(row, "groups", &ids, traits.groups);
        }
    }

    fn roles(&self, row: &mut Row, person: &Person) {
        let bits = person.traits.role_bits | self.catalog.listed_role_bits(person.index);
        let ids: Vec<&str> = ROLES
            .iter()
            .enumerate()
            .filter(|(position, _)| bits >> position & 1 == 1)
            .map(|(_, (_, id))| *id)
            .collect();
        odd_list(row, "roles", &ids, person.traits.roles);
    }
}

fn assigned_plans(row: &mut Row, of: Plans, assigned: i64) {
    let name = "assignedPlans";
    match of {
        Plans::Absent => row.cell(name, Cell::Absent),
        Plans::Null => row.cell(name, Cell::Null),
        Plans::AtText => row.cell(
            name,
            Cell::Text("@{assignedDateTime=2024-01-01; capabilityStatus=Enabled; service=exchange; servicePlanId=4a82b400-a79f-41a4-b4e2-e94f5787b113} @{capabilityStatus=Enabled}"),
        ),
        Plans::Texts => row.cell(
            name,
            crate::row::list(r#"["@{capabilityStatus=Enabled; service=exchange; servicePlanId=4a82b400-a79f-41a4-b4e2-e94f5787b113}"]"#),
        ),
        Plans::TypeText => row.cell(name, Cell::Text("System.Object[]")),
        _ => {
            let dates = row.style().dates;
            row.nested(name, |out, pascal| list_plans(out, of, assigned, dates, pascal));
        }
    }
}

fn list_plans(out: &mut Vec<u8>, of: Plans, assigned: i64, dates: DateStyle, pascal: bool) {
    let names: [&[u8]; 4] = if pascal {
        [
            b"{\"AssignedDateTime\":\"",
            b"\",\"CapabilityStatus\":\"",
            b"\",\"Service\":\"",
            b"\",\"ServicePlanId\":\"",
        ]
    } else {
        [
            b"{\"assignedDateTime\":\"",
            b"\",\"capabilityStatus\":\"",
            b"\",\"service\":\"",
            b"\",\"servicePlanId\":\"",
        ]
    };
    let [date_name, status_name, service_name, id_name] = names;
    out.push(b'[');
    for (position, ((service, id), status)) in plans(of).iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        out.extend_from_slice(date_name);
        push_date(out, assigned, dates);
        out.extend_from_slice(status_name);
        out.extend_from_slice(status.as_bytes());
        out.extend_from_slice(service_name);
        out.extend_from_slice(service.as_bytes());
        out.extend_from_slice(id_name);
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(b"\"}");
    }
    out.push(b']');
}
