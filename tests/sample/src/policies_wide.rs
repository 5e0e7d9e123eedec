//! Conditional Access of the profile `wide`: twenty enabled policies of a large company.

use crate::groups::{Catalog, Listed, Members, MembersShape, ROLES};
use crate::policies::{EXCHANGE, LEGACY, MODERN, Policy, everyone};

/// Groups that the policies name.
pub(crate) const NAMED_GROUPS: u64 = 24;

// Listed in `group-members`; the others come with the directory rows.
const BREAK_GLASS: usize = 0;
const PRINTERS: usize = 1;
const TRAVELLERS: usize = 2;
const SERVICE_ACCOUNTS: usize = 3;
// Only in the directory rows.
const LEGACY_EXCEPTIONS: usize = 4;
const MANAGED_WINDOWS: usize = 5;
const MOBILE_USERS: usize = 6;
const CONTRACTORS: usize = 7;
const FINANCE: usize = 8;
const FRONTLINE: usize = 9;
const RESEARCH: usize = 10;
const EXECUTIVES: usize = 11;
const JAPAN: usize = 12;
const GERMANY: usize = 13;
const PILOT_STRENGTH: usize = 14;
const CALL_CENTRE: usize = 15;
const KIOSK_PCS: usize = 16;
const MERGED_COMPANY: usize = 17;
const NO_DOWNLOAD: usize = 18;
const SUPPLIERS: usize = 19;
const REMOTE_WORK: usize = 20;
const SHARED_ACCOUNTS: usize = 21;
const IMAP_PROJECT: usize = 22;
const DEVICE_EXCEPTIONS: usize = 23;

/// Share of the mailboxes in each group that the directory rows carry, in percent.
pub(crate) const SHARES: [u64; 24] =
    [0, 0, 0, 0, 3, 55, 60, 8, 6, 12, 5, 1, 40, 18, 2, 7, 3, 9, 15, 4, 35, 3, 2, 6];

/// Groups and roles of the tenant. Listed groups are kept to about 2,000 members.
pub(crate) fn catalog(seed: u64, total: u64) -> Catalog {
    let mut catalog = Catalog::new(seed, NAMED_GROUPS, 2000);
    let listed = |position, least: u64, offset| Listed {
        position,
        members: Members::Every { stride: least.max(total / 2000), offset },
        shape: MembersShape::Plain,
    };
    catalog.listed_groups = vec![
        listed(BREAK_GLASS, 10_007, 11),
        listed(PRINTERS, 211, 5),
        listed(TRAVELLERS, 503, 7),
        listed(SERVICE_ACCOUNTS, 307, 2),
    ];
    catalog.listed_roles = vec![listed(0, 20_011, 13), listed(1, 9973, 17)];
    catalog
}

fn admin_roles() -> Vec<String> {
    ROLES.iter().map(|(_, id)| (*id).to_owned()).collect()
}

/// All policies, in file order.
pub(crate) fn policies(catalog: &Catalog) -> Vec<Policy> {
    let groups = |positions: &[usize]| -> Vec<String> {
        positions.iter().map(|place| catalog.group(*place)).collect()
    };
    let for_all = Policy {
        include_users: everyone(),
        exclude_groups: groups(&[BREAK_GLASS]),
        ..Policy::default()
    };
    let for_groups = |name, positions: &[usize]| Policy {
        name,
        include_groups: groups(positions),
        exclude_groups: groups(&[BREAK_GLASS]),
        ..Policy::default()
    };
    let mut all = vec![
        Policy {
            name: "CA001 Block legacy authentication",
            client_app_types: LEGACY,
            exclude_groups: groups(&[BREAK_GLASS, PRINTERS, LEGACY_EXCEPTIONS, IMAP_PROJECT]),
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            name: "CA002 MFA for everyone",
            client_app_types: MODERN,
            exclude_groups: groups(&[BREAK_GLASS, SERVICE_ACCOUNTS, SHARED_ACCOUNTS]),
            controls: &["mfa"],
            ..for_all.clone()
        },
        Policy {
            name: "CA003 Phishing-resistant MFA for administrators",
            include_users: Vec::new(),
            include_roles: admin_roles(),
            operator: None,
            strength_json: r#"{"id":"00000000-0000-0000-0000-000000000004","displayName":"Phishing-resistant MFA","policyType":"builtIn","requirementsSatisfied":"mfa","allowedCombinations":["windowsHelloForBusiness","fido2","x509CertificateMultiFactor"]}"#,
            ..for_all.clone()
        },
        Policy {
            client_app_types: MODERN,
            include_applications: &["Office365"],
            conditions_json: r#","platforms":{"includePlatforms":["windows"],"excludePlatforms":[]}"#,
            controls: &["compliantDevice", "domainJoinedDevice"],
            exclude_groups: groups(&[BREAK_GLASS, DEVICE_EXCEPTIONS]),
            ..for_groups("CA004 Managed Windows", &[MANAGED_WINDOWS])
        },
        Policy {
            client_app_types: MODERN,
            include_applications: &["Office365"],
            conditions_json: r#","platforms":{"includePlatforms":["android","iOS"],"excludePlatforms":[]}"#,
            controls: &["approvedApplication", "compliantApplication"],
            ..for_groups("CA005 Protected apps on phones", &[MOBILE_USERS])
        },
        Policy {
            name: "CA006 Block countries",
            include_users: Vec::new(),
            include_groups: groups(&[JAPAN, GERMANY]),
            exclude_groups: groups(&[BREAK_GLASS, TRAVELLERS]),
            conditions_json: r#","locations":{"includeLocations":["10c00000-0000-4000-8000-000000000001","10c00000-0000-4000-8000-000000000002"],"excludeLocations":["AllTrusted"]}"#,
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            name: "CA007 MFA for guests",
            include_users: vec!["GuestsOrExternalUsers".to_owned()],
            controls: &["mfa"],
            ..for_all.clone()
        },
        Policy {
            name: "CA008 Block providers from Exchange",
            include_users: Vec::new(),
            include_guests_json: r##"{"guestOrExternalUserTypes":"b2bDirectConnectUser,otherExternalUser,serviceProvider","externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}}"##,
            include_applications: &[EXCHANGE],
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            name: "CA009 Block high sign-in risk",
            conditions_json: r#","signInRiskLevels":["high"]"#,
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            name: "CA010 Change password at high user risk",
            conditions_json: r#","userRiskLevels":["high"]"#,
            operator: Some("AND"),
            controls: &["mfa", "passwordChange"],
            ..for_all.clone()
        },
        Policy {
            name: "CA011 Block device code flow",
            conditions_json: r#","authenticationFlows":{"transferMethods":"deviceCodeFlow"}"#,
            exclude_groups: groups(&[BREAK_GLASS, KIOSK_PCS]),
            controls: &["block"],
            ..for_all.clone()
        },
    ];
    all.extend(special(&for_all, &for_groups, &groups));
    all.extend(not_enforced(&for_all));
    all
}

fn special(
    for_all: &Policy,
    for_groups: &dyn Fn(&'static str, &[usize]) -> Policy,
    groups: &dyn Fn(&[usize]) -> Vec<String>,
) -> Vec<Policy> {
    vec![
        Policy {
            client_app_types: &["browser"],
            session_json: r#"{"applicationEnforcedRestrictions":{"isEnabled":true},"cloudAppSecurity":null,"disableResilienceDefaults":null,"persistentBrowser":{"isEnabled":true,"mode":"never"},"secureSignInSession":null,"signInFrequency":null}"#,
            ..for_groups("CA012 Web access without downloads", &[NO_DOWNLOAD, REMOTE_WORK])
        },
        Policy {
            client_app_types: MODERN,
            terms_of_use: &["7e000000-0000-4000-8000-000000000001"],
            ..for_groups("CA013 Terms of use for contractors", &[CONTRACTORS, SUPPLIERS])
        },
        Policy {
            client_app_types: MODERN,
            operator: None,
            strength_json: r#"{"id":"00000000-0000-0000-0000-000000000003","displayName":"Passwordless MFA","policyType":"builtIn","requirementsSatisfied":"mfa","allowedCombinations":["deviceBasedPush"]}"#,
            ..for_groups("CA014 Passwordless pilot", &[PILOT_STRENGTH, EXECUTIVES])
        },
        Policy {
            conditions_json: r#","platforms":{"includePlatforms":["all"],"excludePlatforms":["android","iOS","windows","macOS","linux"]}"#,
            controls: &["block"],
            ..for_groups("CA015 Block unknown platforms", &[FINANCE, RESEARCH, EXECUTIVES])
        },
        Policy {
            name: "CA016 Register security information from trusted places",
            include_applications: &[],
            user_actions: &["urn:user:registersecurityinfo"],
            conditions_json: r#","locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}"#,
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            operator: Some("AND"),
            client_app_types: MODERN,
            controls: &["compliantDevice", "mfa"],
            exclude_roles: admin_roles().into_iter().take(2).collect(),
            ..for_groups("CA017 Finance: managed device and MFA", &[FINANCE])
        },
        Policy {
            include_applications: &[EXCHANGE],
            conditions_json: r#","locations":{"includeLocations":["All"],"excludeLocations":["10c00000-0000-4000-8000-000000000003"]}"#,
            controls: &["block"],
            exclude_groups: groups(&[BREAK_GLASS, TRAVELLERS]),
            ..for_groups("CA018 Exchange only from our network", &[CONTRACTORS, CALL_CENTRE])
        },
        Policy {
            controls: &["mfa"],
            exclude_groups: groups(&[BREAK_GLASS, PRINTERS, SERVICE_ACCOUNTS]),
            ..for_groups("CA019 MFA for every client", &[FRONTLINE, MERGED_COMPANY, EXECUTIVES])
        },
        Policy {
            include_applications: &["Office365"],
            client_app_types: &["mobileAppsAndDesktopClients", "exchangeActiveSync", "other"],
            controls: &["block"],
            ..for_groups("CA020 Web only", &[KIOSK_PCS, SUPPLIERS])
        },
    ]
}

fn not_enforced(for_all: &Policy) -> Vec<Policy> {
    vec![
        Policy {
            name: "CA101 Report: managed device for everyone",
            state: "enabledForReportingButNotEnforced",
            client_app_types: MODERN,
            controls: &["compliantDevice"],
            ..for_all.clone()
        },
        Policy {
            name: "CA102 Report: block insider risk",
            state: "enabledForReportingButNotEnforced",
            conditions_json: r#","insiderRiskLevels":"elevated""#,
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            name: "CA901 Old: block ActiveSync",
            state: "disabled",
            client_app_types: &["exchangeActiveSync"],
            controls: &["block"],
            ..for_all.clone()
        },
    ]
}
