//! Authentication policies and Conditional Access of the profile `demo`.

use crate::auth_policies::{ALLOW_SMTP, AuthPolicy, BLOCK_ALL};
use crate::groups::{Catalog, ROLES};
use crate::policies::{LEGACY, MODERN, Policy, everyone};

/// Place of the group "Break glass and printers" in the catalogue.
pub(crate) const EXCLUDED: usize = 0;
/// Place of the accounting department.
pub(crate) const ACCOUNTING: usize = 1;

/// The company's authentication policies: the default one and the exception.
pub(crate) const AUTH_POLICIES: [AuthPolicy; 2] = [BLOCK_ALL, ALLOW_SMTP];

/// Conditional Access of the company.
pub(crate) fn policies(catalog: &Catalog) -> Vec<Policy> {
    let for_all = Policy {
        include_users: everyone(),
        exclude_groups: vec![catalog.group(EXCLUDED)],
        ..Policy::default()
    };
    vec![
        Policy {
            name: "レガシ認証をブロック (Block legacy authentication)",
            client_app_types: LEGACY,
            controls: &["block"],
            ..for_all.clone()
        },
        Policy {
            name: "すべてのユーザーに MFA",
            client_app_types: MODERN,
            controls: &["mfa"],
            ..for_all.clone()
        },
        Policy {
            name: "経理部: 管理対象デバイスのみ",
            client_app_types: MODERN,
            include_users: Vec::new(),
            include_groups: vec![catalog.group(ACCOUNTING)],
            controls: &["compliantDevice"],
            ..for_all.clone()
        },
        Policy {
            name: "Administrators: phishing-resistant MFA",
            include_users: Vec::new(),
            include_roles: ROLES.iter().take(2).map(|(_, id)| (*id).to_owned()).collect(),
            operator: None,
            strength_json: r#"{"id":"00000000-0000-0000-0000-000000000004","displayName":"Phishing-resistant MFA","policyType":"builtIn","allowedCombinations":["fido2"]}"#,
            ..for_all.clone()
        },
        Policy {
            name: "Pilot: managed device for everyone",
            state: "enabledForReportingButNotEnforced",
            client_app_types: MODERN,
            controls: &["compliantDevice"],
            ..for_all
        },
    ]
}
