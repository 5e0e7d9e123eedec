//! Conditional Access of the profile `mixed`: one policy for each rule of the contract, most of
//! them for one group of their own, so that each can be met alone.

use crate::groups::{Catalog, Listed, Members, MembersShape, ROLES};
use crate::policies::{EXCHANGE, LEGACY, MODERN, Policy, SHAREPOINT, everyone};

/// Groups that the policies below name.
pub(crate) const NAMED_GROUPS: u64 = 25;

/// In `group-members`, so known for everyone with an id: included, and excluded.
const LISTED_IN: usize = 13;
const LISTED_OUT: usize = 15;
/// Only in the directory rows, so unknown where these were not read: included, and excluded.
const DIRECTORY_IN: usize = 14;
const DIRECTORY_OUT: usize = 16;
/// Its row in `group-members` has no members that were read.
const NULL_MEMBERS: usize = 17;
/// Further rows of `group-members` in unusual shapes.
const TEXT_MEMBERS: usize = 3;
const ONE_MEMBER: usize = 18;
const SHOUTING_MEMBERS: usize = 21;

/// Groups and roles of the test tenant. Listed groups are kept to about 2,000 members.
pub(crate) fn catalog(seed: u64, total: u64) -> Catalog {
    let mut catalog = Catalog::new(seed, NAMED_GROUPS, 200);
    let every = |least: u64, offset| Members::Every { stride: least.max(total / 2000), offset };
    let listed = |position, members, shape| Listed { position, members, shape };
    catalog.listed_groups = vec![
        listed(LISTED_IN, every(7, 3), MembersShape::Plain),
        listed(LISTED_OUT, every(5, 1), MembersShape::Plain),
        listed(NULL_MEMBERS, every(9, 4), MembersShape::Null),
        listed(TEXT_MEMBERS, every(11, 5), MembersShape::TypeText),
        listed(ONE_MEMBER, Members::These(vec![6]), MembersShape::One),
        listed(SHOUTING_MEMBERS, every(97, 8), MembersShape::Shouting),
        listed(24, every(89, 8), MembersShape::Absent),
    ];
    catalog.listed_roles = vec![
        listed(0, every(83, 2), MembersShape::Plain),
        listed(3, every(79, 2), MembersShape::Null),
    ];
    catalog
}

fn roles(positions: &[usize]) -> Vec<String> {
    positions
        .iter()
        .filter_map(|position| ROLES.get(*position))
        .map(|(_, id)| (*id).to_owned())
        .collect()
}

/// All policies, in file order. `person` is the id of one person, for the id selectors.
pub(crate) fn policies(catalog: &Catalog, person: &str) -> Vec<Policy> {
    let group = |position: usize| vec![catalog.group(position)];
    let to_group =
        |position, name| Policy { name, include_groups: group(position), ..Policy::default() };
    let mut all = effects(&to_group);
    all.extend(narrowings(&to_group));
    all.extend(selectors(catalog, person));
    all.extend(never(catalog));
    all
}

/// Block, controls that legacy clients cannot answer, controls that need a device or an app.
fn effects(to_group: &dyn Fn(usize, &'static str) -> Policy) -> Vec<Policy> {
    vec![
        Policy {
            client_app_types: LEGACY,
            controls: &["block"],
            ..to_group(0, "Block legacy authentication")
        },
        Policy { controls: &["mfa"], ..to_group(1, "MFA, any client") },
        Policy {
            client_app_types: MODERN,
            controls: &["compliantDevice"],
            ..to_group(2, "Managed devices only")
        },
        Policy { controls: &["compliantDevice", "mfa"], ..to_group(3, "Managed device or MFA") },
        Policy {
            operator: Some("AND"),
            client_app_types: MODERN,
            controls: &["domainJoinedDevice", "mfa"],
            ..to_group(4, "Joined device and MFA")
        },
        Policy {
            operator: None,
            strength_json: r#"{"id":"00000000-0000-0000-0000-000000000004","displayName":"Phishing-resistant MFA","policyType":"builtIn","allowedCombinations":["fido2"]}"#,
            ..to_group(9, "Phishing-resistant MFA")
        },
        Policy {
            terms_of_use: &["7e000000-0000-4000-8000-000000000001"],
            ..to_group(10, "利用規約への同意")
        },
        Policy {
            controls: &["approvedApplication", "compliantApplication"],
            client_app_types: MODERN,
            ..to_group(18, "Approved or protected app")
        },
        Policy {
            operator: None,
            controls: &["compliantApplication"],
            custom_factors: &["ContosoSmartCard"],
            ..to_group(19, "Custom factor")
        },
        Policy {
            client_app_types: &["easSupported"],
            controls: &["block"],
            ..to_group(20, "Block ActiveSync, old spelling")
        },
        Policy {
            state: "Enabled",
            client_app_types: &[],
            controls: &["Block"],
            ..to_group(21, "Block everything (状態は大文字)")
        },
    ]
}

/// Policies that depend on place, device or application.
fn narrowings(to_group: &dyn Fn(usize, &'static str) -> Policy) -> Vec<Policy> {
    vec![
        Policy {
            controls: &["block"],
            conditions_json: r#","locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}"#,
            ..to_group(5, "Block outside trusted places")
        },
        Policy {
            controls: &["block"],
            conditions_json: r#","platforms":{"includePlatforms":["android","iOS"],"excludePlatforms":[]}"#,
            ..to_group(6, "Block phones")
        },
        Policy {
            controls: &["block"],
            conditions_json: r#","devices":{"includeDevices":[],"excludeDevices":[],"deviceFilter":{"mode":"exclude","rule":"device.trustType -eq \"ServerAD\""}}"#,
            ..to_group(7, "Block other devices")
        },
        Policy {
            controls: &["block"],
            conditions_json: r#","agents":{"includeAgents":["All"]}"#,
            ..to_group(8, "Block by a condition of the future")
        },
        Policy {
            include_applications: &[SHAREPOINT],
            application_filter_json: r#"{"mode":"include","rule":"CustomSecurityAttribute.Sensitivity -eq \"High\""}"#,
            controls: &["block"],
            ..to_group(11, "Block by application filter")
        },
        Policy {
            exclude_applications: &[EXCHANGE],
            controls: &["block"],
            ..to_group(12, "Block all but Exchange")
        },
        Policy {
            include_applications: &["office365"],
            controls: &["block"],
            conditions_json: r#","locations":{"includeLocations":["all"],"excludeLocations":[]},"platforms":{"includePlatforms":["all"],"excludePlatforms":[]}"#,
            ..to_group(22, "Block from everywhere")
        },
        Policy {
            include_applications: &[EXCHANGE],
            client_app_types: &["mobileAppsAndDesktopClients", "other"],
            controls: &["block"],
            conditions_json: r#","deviceStates":{"includeStates":["All"],"excludeStates":["Compliant"]}"#,
            ..to_group(23, "Block Exchange by device state")
        },
    ]
}

/// Users, groups, roles and guests, included and excluded, known and unknown.
fn selectors(catalog: &Catalog, person: &str) -> Vec<Policy> {
    let group = |position: usize| catalog.group(position);
    let browser =
        Policy { client_app_types: &["browser"], controls: &["block"], ..Policy::default() };
    vec![
        Policy {
            name: "Both kinds of groups on both sides",
            include_groups: vec![group(LISTED_IN), group(DIRECTORY_IN)],
            exclude_groups: vec![group(LISTED_OUT), group(DIRECTORY_OUT)],
            ..browser.clone()
        },
        Policy {
            name: "Surely included, perhaps excluded",
            include_groups: vec![group(LISTED_IN)],
            exclude_groups: vec![group(DIRECTORY_OUT)],
            ..browser.clone()
        },
        Policy {
            name: "Perhaps included, surely excluded",
            include_groups: vec![group(DIRECTORY_IN)],
            exclude_groups: vec![group(LISTED_OUT)],
            ..browser.clone()
        },
        Policy {
            name: "Perhaps included, from one place only",
            include_groups: vec![group(NULL_MEMBERS)],
            conditions_json: r#","locations":{"includeLocations":["10c00000-0000-4000-8000-000000000001"]}"#,
            ..browser.clone()
        },
        Policy {
            name: "One group as a bare text",
            include_groups: vec![group(24)],
            groups_as_text: true,
            ..browser.clone()
        },
        Policy {
            name: "One person by id",
            client_app_types: &["mobileAppsAndDesktopClients"],
            include_users: vec![person.to_ascii_uppercase()],
            ..browser.clone()
        },
        Policy {
            name: "Everyone but one person, no effect",
            client_app_types: MODERN,
            include_users: everyone(),
            exclude_users: vec![person.to_owned()],
            controls: &["mfa"],
            ..browser.clone()
        },
        Policy {
            name: "ゲストをブロック",
            include_users: vec!["GuestsOrExternalUsers".to_owned()],
            ..browser.clone()
        },
        Policy {
            name: "Guests of every kind, as text",
            include_guests_json: r##"{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember","externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}}"##,
            client_app_types: &["mobileAppsAndDesktopClients"],
            ..browser.clone()
        },
        Policy {
            name: "Members, external members excluded, as list",
            include_groups: vec![group(DIRECTORY_IN)],
            exclude_guests_json: r#"{"guestOrExternalUserTypes":["b2bCollaborationMember"],"externalTenants":null}"#,
            ..browser.clone()
        },
        Policy {
            name: "Administrators by role",
            client_app_types: &["all"],
            include_roles: roles(&[0, 1, 2, 3]),
            exclude_roles: roles(&[4]),
            ..browser
        },
    ]
}

/// Policies that never decide: off, reporting, of another kind, or for exceptional sign-ins.
fn never(catalog: &Catalog) -> Vec<Policy> {
    let all = Policy { include_users: everyone(), controls: &["block"], ..Policy::default() };
    vec![
        Policy {
            name: "Report only: block everything",
            state: "enabledForReportingButNotEnforced",
            ..all.clone()
        },
        Policy { name: "Disabled: block everything", state: "disabled", ..all.clone() },
        Policy {
            name: "Block high sign-in risk",
            conditions_json: r#","signInRiskLevels":["high"]"#,
            ..all.clone()
        },
        Policy {
            name: "Change password at high user risk",
            conditions_json: r#","userRiskLevels":["high"]"#,
            controls: &["mfa", "passwordChange"],
            operator: Some("AND"),
            ..all.clone()
        },
        Policy {
            name: "Block insider risk",
            conditions_json: r#","insiderRiskLevels":"moderate,elevated""#,
            ..all.clone()
        },
        Policy {
            name: "A risk list with none asks for nothing",
            conditions_json: r#","signInRiskLevels":["none","high"]"#,
            include_users: Vec::new(),
            include_groups: vec![catalog.group(DIRECTORY_OUT)],
            client_app_types: &["browser"],
            ..all.clone()
        },
        Policy {
            name: "Block device code flow",
            conditions_json: r#","authenticationFlows":{"transferMethods":"deviceCodeFlow,authenticationTransfer"}"#,
            ..all.clone()
        },
        Policy {
            name: "Register security information",
            include_applications: &[],
            user_actions: &["urn:user:registersecurityinfo"],
            ..all.clone()
        },
        Policy {
            name: "Authentication context",
            include_applications: &[],
            authentication_contexts: &["c1"],
            ..all.clone()
        },
        Policy {
            name: "Workload identities",
            conditions_json: r#","clientApplications":{"includeServicePrincipals":["ServicePrincipalsInMyTenant"],"excludeServicePrincipals":[]}"#,
            include_users: vec!["None".to_owned()],
            ..all.clone()
        },
        Policy {
            name: "Sign in every four hours",
            controls: &[],
            session_json: r#"{"applicationEnforcedRestrictions":null,"cloudAppSecurity":null,"disableResilienceDefaults":null,"persistentBrowser":null,"secureSignInSession":null,"signInFrequency":{"isEnabled":true,"authenticationType":"primaryAndSecondaryAuthentication","frequencyInterval":"timeBased","type":"hours","value":4}}"#,
            ..all.clone()
        },
        Policy { name: "SharePoint only", include_applications: &[SHAREPOINT], ..all },
    ]
}
