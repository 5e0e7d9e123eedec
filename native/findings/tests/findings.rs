//! The table of findings (contract §5): every case of `tests/cases/findings` is written to a
//! snapshot folder, judged and concluded, and status, counts, deadline and names compared.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Case, cases, findings};
use exo_findings::{Catalogue, Finding, Language, Severity};
use serde_json::{Map, Value, json};

/// Id, severity and every status that the rule allows, in the order of the contract.
const TABLE: [(&str, Severity, &str); 12] = [
    ("EXO-ORG-001", Severity::Critical, "Fail Pass Unknown"),
    ("EXO-ORG-002", Severity::Medium, "Pass Unknown Warning"),
    ("EXO-ORG-003", Severity::Info, "Info"),
    ("EXO-SMTP-001", Severity::High, "Fail Pass Unknown Warning"),
    ("EXO-SMTP-002", Severity::Medium, "Info Pass Unknown Warning"),
    ("EXO-POP-001", Severity::Medium, "Pass Unknown Warning"),
    ("EXO-EWS-001", Severity::Critical, "Fail NotApplicable Pass Unknown Warning"),
    ("EXO-EWS-002", Severity::High, "Fail NotApplicable Pass Unknown Warning"),
    ("EXO-EAS-001", Severity::High, "Fail Pass Unknown"),
    ("EXO-CA-001", Severity::High, "Fail Pass Unknown"),
    ("EXO-APPPASSWORD-001", Severity::Medium, "Pass Unknown Warning"),
    ("EXO-DATA-001", Severity::Medium, "Pass Warning"),
];

/// The fields of a finding as cases write them: status, affected, unknown, deadline, names.
fn fields(finding: &Finding) -> String {
    let count = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
    let names: Vec<&str> =
        finding.affected.iter().map(|name| name.trim_end_matches("@contoso.com")).collect();
    format!(
        "{:?} {} {} {} {}",
        finding.status,
        count(finding.affected_count),
        count(finding.unknown_count),
        finding.deadline.map_or("-".to_owned(), |date| date.to_string()),
        if names.is_empty() { "-".to_owned() } else { names.join("+") }
    )
}

/// The finding of this id, in English.
fn finding(case: &Case, id: &str) -> Finding {
    let [english, _] = findings(case);
    english.into_iter().find(|finding| finding.id == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn every_case_of_the_table() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut checked, mut wrong) = (0, Vec::new());
    for (file, case) in cases() {
        let [english, _] = findings(&case);
        let found: Vec<_> = english.iter().map(|f| (f.id.as_str(), f.severity)).collect();
        let expected: Vec<_> = TABLE.iter().map(|(id, severity, _)| (*id, *severity)).collect();
        assert_eq!(found, expected, "{file}: {}", case.why);
        assert!(!case.expect.is_empty(), "{file}: {} expects nothing", case.why);
        for (id, expected) in &case.expect {
            let Some(finding) = english.iter().find(|finding| finding.id == *id) else {
                panic!("{file}: {}: no finding {id}", case.why);
            };
            checked += 1;
            let found = fields(finding);
            if found != *expected {
                let why = &case.why;
                wrong
                    .push(format!("{file}: {why}\n  {id}: expected {expected}\n    found {found}"));
            }
            let status = expected.split(' ').next().unwrap().to_owned();
            seen.entry(id.clone()).or_default().insert(status);
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} differ:\n{}", wrong.len(), wrong.join("\n"));
    for (id, _, statuses) in TABLE {
        let seen: Vec<&str> = seen[id].iter().map(String::as_str).collect();
        assert_eq!(seen.join(" "), statuses, "{id}: the cases miss a status or have one too many");
    }
}

#[test]
fn modern_authentication_off_names_the_error_and_the_users_with_mfa() {
    let mut case = Case::default();
    case.set.insert("organization.OAuth2ClientProfileEnabled".to_owned(), json!(false));
    for (name, state) in
        [("ann", json!("enforced")), ("bob", json!("disabled")), ("cat", json!("Enabled"))]
    {
        let changes = Map::from_iter([("directory-users.perUserMfaState".to_owned(), state)]);
        case.mailboxes.insert(name.to_owned(), changes);
    }
    for finding in
        findings(&case).map(|all| all.into_iter().find(|f| f.id == "EXO-ORG-001").unwrap())
    {
        let evidence = &finding.evidence;
        assert!(evidence.contains("456"), "{evidence}");
        assert!(evidence.contains("ann@contoso.com, cat@contoso.com"), "{evidence}");
        assert!(!evidence.contains("bob"), "{evidence}");
        assert_eq!((finding.affected_count, finding.unknown_count), (None, None));
    }
}

#[test]
fn the_first_hundred_are_named_and_all_are_counted() {
    let mut case = Case::default();
    for number in 0..103 {
        case.mailboxes.insert(format!("m{number:03}"), Map::new());
    }
    let last = case.mailboxes.get_mut("m101").unwrap();
    last.insert("cas-mailboxes.SmtpClientAuthenticationDisabled".to_owned(), json!(true));
    last.insert("directory-users.perUserMfaState".to_owned(), json!("enabled"));
    let finding = finding(&case, "EXO-SMTP-001");
    assert_eq!(finding.affected_count, Some(102));
    let expected: Vec<String> =
        (0..100).map(|number| format!("m{number:03}@contoso.com")).collect();
    assert_eq!(finding.affected, expected);
}

#[test]
fn the_first_hundred_devices_are_named_and_all_are_counted() {
    let mut case = Case::default();
    let device = |number: usize| json!({"Identity": format!("d{number:03}"), "ClientType": "EAS", "ClientVersion": if number == 7 { "16.1" } else { "14.1" }});
    case.set.insert("mobile-devices".to_owned(), (0..150).map(device).collect());
    let finding = finding(&case, "EXO-EAS-001");
    assert_eq!(finding.affected_count, Some(149));
    let expected: Vec<String> =
        (0..101).filter(|number| *number != 7).map(|number| format!("d{number:03}")).collect();
    assert_eq!(finding.affected, expected);
}

#[test]
fn a_hundred_and_one_users_with_mfa_are_counted_in_words_and_named_up_to_a_hundred() {
    let mut case = Case::default();
    case.set.insert("organization.OAuth2ClientProfileEnabled".to_owned(), Value::Bool(false));
    case.set.insert("directory-users.perUserMfaState".to_owned(), json!("enforced"));
    for number in 0..101 {
        case.mailboxes.insert(format!("m{number:03}"), Map::new());
    }
    let finding = finding(&case, "EXO-ORG-001");
    assert!(finding.evidence.contains("101"), "{}", finding.evidence);
    assert!(finding.affected.len() <= 100, "{}", finding.affected.len());
}

#[test]
fn names_are_user_principal_names_else_addresses_else_ids() {
    let mut case = Case::default();
    let no_rows = [("users", json!("absent")), ("directory-users", json!("absent"))];
    let no_name = Map::from_iter(no_rows.map(|(part, value)| (part.to_owned(), value)));
    let mut no_address = no_name.clone();
    no_address.insert("cas-mailboxes.PrimarySmtpAddress".to_owned(), Value::Null);
    let upn = Map::from_iter([("users.UserPrincipalName".to_owned(), json!("upn@contoso.com"))]);
    case.mailboxes = BTreeMap::from([
        ("ann".to_owned(), upn),
        ("bob".to_owned(), no_name),
        ("cat".to_owned(), no_address),
    ]);
    let named = ["upn@contoso.com", "bob@contoso.com", "11111111-aaaa-4bbb-8ccc-000000000003"];
    assert_eq!(finding(&case, "EXO-POP-001").affected, named);
}

#[test]
fn what_could_not_be_read_is_told_with_the_reason() {
    let catalogue = Catalogue::builtin().unwrap();
    let status = |status: &str| json!([{"name": "users", "status": status}]);
    let user = json!({"UserPrincipalName": "ann@contoso.com"});
    let thousand: Value = (0..1000).map(|n| json!({"UserPrincipalName": n.to_string()})).collect();
    // What is set, the state, the reason and the values in it.
    let told = [
        (vec![("users", json!("absent"))], "absent", "", vec![]),
        (vec![("manifest.parts", status("Failed"))], "failed", "", vec![]),
        (vec![("manifest.parts", status("skipped"))], "skipped", "", vec![]),
        (vec![("manifest.parts", status("partial"))], "partial", "manifest", vec![]),
        (vec![("manifest.parts", status("odd"))], "partial", "status", vec![("status", "odd")]),
        (
            vec![("manifest.parts", json!([{"name": "users", "error": "running"}]))],
            "partial",
            "running",
            vec![],
        ),
        (
            vec![("manifest.parts", json!([{"name": "users", "count": 7}]))],
            "partial",
            "count",
            vec![("rows", "1"), ("promised", "7")],
        ),
        (
            vec![("manifest", json!("absent")), ("users", thousand)],
            "partial",
            "defaultResultSize",
            vec![],
        ),
        (vec![("users", json!([user, 7, "x"]))], "partial", "damage", vec![("count", "2")]),
    ];
    for (set, state, reason, values) in told {
        let set = set.into_iter().map(|(path, value)| (path.to_owned(), value)).collect();
        let both = findings(&Case { set, ..Case::default() });
        for (findings, language) in both.iter().zip([Language::English, Language::Japanese]) {
            let finding = findings.last().unwrap();
            let why = catalogue.shortfalls.get(reason);
            let why = why.map(|text| text.fill(language, &values)).unwrap_or_default();
            let state = catalogue.states[state].fill(language, &[("why", &why)]);
            let line = &catalogue.findings[&finding.id].evidence["part"];
            let line = line.fill(language, &[("part", "users"), ("state", &state)]);
            assert_eq!(finding.evidence, line, "{state} {reason}");
            assert_eq!(finding.affected, ["users"], "{state} {reason}");
        }
    }
}
