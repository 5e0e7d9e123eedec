//! Conditional Access rows with a value of another shape (contract §3, Shapes).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use exo_snapshot::{Part, PartState, Shortfall};
use support::{Folder, Form, write_rows};

const POLICY: &str = r#"{"id":"p","displayName":"d","state":"enabled","conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"],"applicationFilter":null},"users":{"includeUsers":["All"],"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest, b2bCollaborationGuest"}},"platforms":{},"locations":{},"authenticationFlows":{},"devices":{},"deviceStates":{},"clientApplications":{}},"grantControls":{"operator":"OR","builtInControls":["mfa"],"authenticationStrength":null},"sessionControls":{}}"#;

/// Whether the policy with a value at the path is damaged, by every form.
fn damaged(path: &str, value: &str) -> bool {
    let mut policy: serde_json::Value = serde_json::from_str(POLICY).unwrap();
    let mut at = &mut policy;
    for key in path.split('.') {
        at = at.as_object_mut().unwrap().entry(key).or_insert(serde_json::json!({}));
    }
    *at = serde_json::from_str(value).unwrap();
    let row = policy.to_string();
    let states =
        [Form::NdJson, Form::Json, Form::JsonUtf16, Form::Folder, Form::Single].map(|form| {
            let folder = write_rows(
                Folder::new().manifest(""),
                "conditional-access",
                std::slice::from_ref(&row),
                form,
            );
            let found = folder.read();
            let damaged =
                *found.state(Part::ConditionalAccess) == PartState::Partial(Shortfall::Damage(1));
            assert_eq!(found.warnings.len(), usize::from(damaged), "{path} {value}");
            damaged
        });
    assert!(states.iter().all(|state| *state == states[0]), "{path} {value}");
    states[0]
}

#[test]
fn a_policy_is_damaged_by_another_shape_where_the_rules_read_and_nowhere_else() {
    let objects = [
        "conditions",
        "conditions.applications",
        "conditions.users",
        "grantControls",
        "conditions.applications.applicationFilter",
        "conditions.platforms",
        "conditions.locations",
        "conditions.authenticationFlows",
        "conditions.devices",
        "conditions.deviceStates",
        "conditions.clientApplications",
        "grantControls.authenticationStrength",
        "sessionControls",
        "conditions.users.includeGuestsOrExternalUsers",
        "conditions.users.excludeGuestsOrExternalUsers",
    ];
    for path in objects {
        assert!(damaged(path, "\"@{includeApplications=System.Object[]}\""), "{path}");
        assert!(damaged(path, "7"), "{path}");
        for nothing in ["null", "\" \"", "{}", "{\"a\":{\"b\":[null,\"\"]}}"] {
            assert_eq!(
                damaged(path, nothing),
                path == "conditions" && !nothing.starts_with('{'),
                "{path} {nothing}"
            );
        }
    }
    let lists = [
        "conditions.clientAppTypes",
        "conditions.userRiskLevels",
        "conditions.signInRiskLevels",
        "conditions.servicePrincipalRiskLevels",
        "conditions.applications.includeApplications",
        "conditions.applications.excludeApplications",
        "conditions.applications.includeUserActions",
        "conditions.applications.includeAuthenticationContextClassReferences",
        "conditions.users.includeUsers",
        "conditions.users.excludeUsers",
        "conditions.users.includeGroups",
        "conditions.users.excludeGroups",
        "conditions.users.includeRoles",
        "conditions.users.excludeRoles",
        "conditions.platforms.includePlatforms",
        "conditions.platforms.excludePlatforms",
        "conditions.locations.includeLocations",
        "conditions.locations.excludeLocations",
        "grantControls.builtInControls",
        "grantControls.termsOfUse",
        "grantControls.customAuthenticationFactors",
    ];
    let names = [
        "conditions.insiderRiskLevels",
        "conditions.authenticationFlows.transferMethods",
        "conditions.users.includeGuestsOrExternalUsers.guestOrExternalUserTypes",
    ];
    for path in lists.into_iter().chain(names) {
        for bad in [
            "\"a b\"",
            "\"@{a=b}\"",
            "\"System.Object[]\"",
            "\"microsoft.x\"",
            "[\"a\",\"a b\"]",
            "[\"a\",7]",
            "[\"a\",{\"b\":1}]",
            "[\"@{a}\"]",
            "7",
            "{\"a\":1}",
            "true",
        ] {
            assert!(damaged(path, bad), "{path} {bad}");
        }
        for good in ["\"a\"", "[\" a \",null,\"\"]", "[]", "null", "\"\"", "[{\"a\":null}]"] {
            assert!(!damaged(path, good), "{path} {good}");
        }
    }
    for path in names {
        assert!(!damaged(path, "\"a, b ,c\"") && damaged(path, "\"a, b c\""), "{path}");
    }
    for bad in ["null", "\" \"", "7", "{\"a\":1}", "\"@{a}\"", "[\"enabled\"]"] {
        assert!(damaged("state", bad), "{bad}");
    }
    for bad in ["7", "{\"a\":1}", "\"@{a}\""] {
        assert!(damaged("grantControls.operator", bad), "{bad}");
    }
    for free in [
        "id",
        "displayName",
        "conditions.other",
        "conditions.devices.x",
        "conditions.deviceStates.x",
        "conditions.clientApplications.x",
        "sessionControls.x",
        "grantControls.y",
        "z",
    ] {
        for any in ["7", "\"a b\"", "\"@{a}\"", "[1,{}]", "{\"a\":1}"] {
            assert!(!damaged(free, any), "{free} {any}");
        }
    }
}

#[test]
fn a_policy_that_is_not_enabled_counts_as_read_whatever_is_in_it() {
    for state in ["disabled", " Disabled", "enabledForReportingButNotEnforced", "other"] {
        let row =
            format!(r#"{{"id":7,"state":"{state}","conditions":"@{{a}}","grantControls":7}}"#);
        let found = Folder::new().manifest("").with("conditional-access.ndjson", row).read();
        found.assert_clean(state);
    }
}
