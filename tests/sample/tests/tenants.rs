//! What is in the tenants: variety, scenarios, width, the story of the demo.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::{BTreeSet, HashSet};

use exo_sample::args::SCENARIOS;
use exo_sample::{Profile, Scenario};
use serde_json::Value;
use support::{SORTED, document, field, files, ids, rows, snapshot, text};

/// The kind of a value, as far as a reader has to tell.
fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "absent",
        Some(Value::Null) => "null",
        Some(Value::Bool(true)) => "true",
        Some(Value::Bool(false)) => "false",
        Some(Value::Number(_)) => "number",
        Some(Value::Object(_)) => "object",
        Some(Value::Array(list)) if list.is_empty() => "empty list",
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => "list",
        Some(Value::Array(_)) => "odd list",
        Some(Value::String(text)) if text.starts_with("@{") => "@{",
        Some(Value::String(text)) if text.starts_with("System.") => "System.",
        Some(Value::String(text)) if text.trim().is_empty() => "blank",
        Some(Value::String(_)) => "text",
    }
}

#[test]
fn the_mixed_tenant_has_every_property_in_every_shape() {
    let (path, _) = snapshot("shapes", 2500, |_| {});
    let flags =
        ["absent", "null", "true", "false", "number", "object", "@{", "System.", "blank", "text"];
    let names = ["absent", "null", "number", "object", "@{", "text"];
    let lists = ["absent", "null", "empty list", "list", "odd list", "@{", "System.", "text"];
    let check = |part: &str, properties: &[&str], kinds: &[&'static str]| {
        let rows = rows(&path, part);
        for property in properties {
            let met: BTreeSet<&str> = rows.iter().map(|row| kind(row.get(property))).collect();
            let wanted: BTreeSet<&str> = kinds.iter().copied().collect();
            assert!(met.is_superset(&wanted), "{part} {property} has only {met:?}");
        }
    };
    let switches = [
        "MAPIEnabled",
        "EwsEnabled",
        "ActiveSyncEnabled",
        "ImapEnabled",
        "PopEnabled",
        "OWAEnabled",
        "SmtpClientAuthenticationDisabled",
    ];
    check("cas-mailboxes", &switches, &flags);
    check("cas-mailboxes", &["EwsApplicationAccessPolicy"], &names);
    let devices = ["ActiveSyncAllowedDeviceIDs", "ActiveSyncBlockedDeviceIDs"];
    check("cas-mailboxes", &devices, &lists);
    let ids = ["ExternalDirectoryObjectId"];
    check("cas-mailboxes", &ids, &["absent", "null", "blank", "text"]);
    let user_flags = ["EXOModuleEnabled", "RemotePowerShellEnabled", "AccountDisabled"];
    check("users", &user_flags, &flags);
    check("users", &["AuthenticationPolicy"], &names);
    check("users", &ids, &["absent", "null", "blank", "text"]);
    check("directory-users", &["accountEnabled"], &flags);
    check("directory-users", &["perUserMfaState"], &names);
    check("directory-users", &["userType"], &["absent", "null", "number", "@{", "text"]);
    check("directory-users", &["groups", "roles"], &lists);
    check(
        "directory-users",
        &["assignedPlans"],
        &["absent", "null", "empty list", "list", "odd list", "@{", "System."],
    );
    check("directory-users", &["id"], &["absent", "null", "text"]);
}

#[test]
fn the_mixed_tenant_speaks_japanese_and_joins_by_name() {
    let (path, _) = snapshot("names", 2500, |_| {});
    let mailboxes = rows(&path, "cas-mailboxes");
    let japanese = |row: &&Value| {
        let name = field(row, "DisplayName");
        name.chars().any(|letter| ('\u{3040}'..'\u{a000}').contains(&letter))
    };
    let share = mailboxes.iter().filter(japanese).count();
    assert!(share > 900 && share < 1400, "{share} Japanese names of 2500");
    let users: HashSet<String> = rows(&path, "users")
        .iter()
        .map(|row| field(row, "UserPrincipalName").trim().to_lowercase())
        .collect();
    let by_name = mailboxes.iter().filter(|row| {
        let address = field(row, "PrimarySmtpAddress").trim().to_lowercase();
        field(row, "ExternalDirectoryObjectId").is_empty() && users.contains(&address)
    });
    assert!(by_name.count() > 50);
    let guests = rows(&path, "directory-users");
    let guests = guests.iter().filter(|row| {
        field(row, "userType") == "Guest" && field(row, "userPrincipalName").contains("#EXT#")
    });
    assert!(guests.count() > 20);
}

#[test]
fn scenarios_say_what_they_are() {
    let mut seen = HashSet::new();
    for (name, scenario) in SCENARIOS {
        let (path, summary) = snapshot(&format!("scenario-{name}"), 30, |options| {
            options.scenario = scenario;
        });
        let has = |part| summary.part(part).is_some();
        let organization = document(&path.join("organization.json"));
        let manifest = document(&path.join("manifest.json"));
        let status = |part: &str| {
            let parts = manifest["parts"].as_array().unwrap();
            let found = parts.iter().find(|row| row["name"] == part);
            found.map_or(String::new(), |row| field(row, "status").to_owned())
        };
        match scenario {
            Scenario::Baseline => assert_eq!(organization["EwsEnabled"], Value::Null),
            Scenario::EwsList | Scenario::Kiosk => {
                assert_eq!(organization["EwsEnabled"], true);
                assert!(field(&organization, "EwsAllowedAppIDs").contains(','));
            }
            Scenario::EwsEmpty => assert_eq!(organization["EwsAllowedAppIDs"], ""),
            Scenario::EwsOff => assert_eq!(organization["EwsEnabled"], false),
            Scenario::SecurityDefaults => {
                let defaults = document(&path.join("security-defaults.json"));
                assert_eq!(defaults["isEnabled"], true);
                assert_eq!(summary.part("conditional-access").unwrap().rows, 0);
            }
            Scenario::NoCa => {
                assert!(!has("conditional-access"));
                assert_eq!(status("conditional-access"), "failed");
            }
            Scenario::Unread => {
                assert!(!has("transport") && status("transport").is_empty());
                assert!(!has("security-defaults"));
                assert_eq!(status("security-defaults"), "complete");
                assert!(has("users") && status("users") == "Failed");
            }
            Scenario::SmtpOn | Scenario::Reenabled => {
                let transport = document(&path.join("transport.json"));
                assert_eq!(transport["SmtpClientAuthenticationDisabled"], false);
                let reenabled = scenario == Scenario::Reenabled;
                assert_eq!(manifest["smtpBasicReenabled"] == true, reenabled);
            }
            Scenario::SmtpOff => {
                let on = rows(&path, "cas-mailboxes");
                assert!(
                    !on.iter().any(|row| row["SmtpClientAuthenticationDisabled"] == false),
                    "a mailbox switches SMTP AUTH on"
                );
            }
            other => panic!("{other:?} has no check"),
        }
        let bytes = [organization.to_string(), manifest.to_string()].concat();
        let mailboxes = text(&path.join("cas-mailboxes.ndjson"));
        let plans = text(&path.join("directory-users.ndjson"));
        assert!(seen.insert((bytes, mailboxes, plans)), "{name} is no state of its own");
    }
}

#[test]
fn the_wide_tenant_is_as_wide_as_the_services() {
    let (path, summary) = snapshot("wide", 4000, |options| options.profile = Profile::Wide);
    let average = |part: &str| {
        let part = summary.part(part).unwrap();
        part.bytes / part.rows
    };
    assert!((2000..2800).contains(&average("cas-mailboxes")));
    assert!((1200..1800).contains(&average("users")));
    assert!((800..2000).contains(&average("directory-users")));
    let directory = rows(&path, "directory-users");
    let groups = |row: &Value| row["groups"].as_array().unwrap().len();
    assert_eq!(directory.iter().map(groups).min(), Some(5));
    assert!(directory.iter().map(groups).max().unwrap() > 30);
    for (part, name) in SORTED {
        assert_eq!(ids(&path, part, name).len(), 4000);
    }
    assert_eq!(ids(&path, "users", SORTED[1].1), ids(&path, "cas-mailboxes", SORTED[0].1));
    let policies = rows(&path, "conditional-access");
    let enabled = policies.iter().filter(|row| row["state"] == "enabled");
    assert_eq!(enabled.count(), 20);
    // A listed group and the directory rows tell the same story.
    for group in rows(&path, "group-members") {
        let id = field(&group, "id");
        let told: Vec<&str> = directory
            .iter()
            .filter(|row| row["groups"].as_array().unwrap().iter().any(|group| group == id))
            .map(|row| field(row, "id"))
            .collect();
        assert_eq!(group["members"], Value::from(told));
    }
}

#[test]
fn the_demo_tells_its_story() {
    let (path, _) = snapshot("demo", 60, |options| options.profile = Profile::Demo);
    let mailboxes = rows(&path, "cas-mailboxes");
    let directory = rows(&path, "directory-users");
    let count = |rows: &[Value], name: &str, value: Value| {
        rows.iter().filter(|row| row[name] == value).count()
    };
    assert_eq!((mailboxes.len(), directory.len()), (60, 64));
    assert_eq!(count(&mailboxes, "PopEnabled", true.into()), 7);
    assert_eq!(count(&mailboxes, "SmtpClientAuthenticationDisabled", false.into()), 7);
    assert_eq!(count(&directory, "perUserMfaState", "enforced".into()), 2);
    assert_eq!(count(&directory, "userType", "Guest".into()), 2);
    let kiosk = directory.iter().filter(|row| {
        let plans = row["assignedPlans"].to_string();
        plans.contains("4a82b400-a79f-41a4-b4e2-e94f5787b113")
    });
    assert_eq!(kiosk.count(), 2);
    let devices = rows(&path, "mobile-devices");
    assert_eq!(count(&devices, "ClientVersion", "14.1".into()), 3);
    let policies = rows(&path, "conditional-access");
    let reporting = "enabledForReportingButNotEnforced";
    assert_eq!(count(&policies, "state", reporting.into()), 1);
    let organization = document(&path.join("organization.json"));
    let apps = field(&organization, "EwsAllowedAppIDs").split(',');
    assert_eq!((organization["EwsEnabled"] == true, apps.count()), (true, 2));
    // Only reserved domains.
    for (name, bytes) in files(&path) {
        let text = String::from_utf8(bytes).unwrap();
        for part in text.split('@').skip(1) {
            let known = ["contoso.com", "contoso.onmicrosoft.com", "fabrikam.com", "odata"];
            let reserved = known.iter().any(|domain| part.starts_with(domain));
            assert!(reserved, "{name}: @{}", part.get(..20).unwrap_or(part));
        }
    }
}
