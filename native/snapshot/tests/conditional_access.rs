//! The Conditional Access evaluator against a second, deliberately naive one that was written from
//! the contract alone, on generated policies, people and members.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod naive;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use exo_policy::{Calendar, Gate, Judge, Outcome, Pair};
use exo_snapshot::Snapshot;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const USERS: [&str; 4] = [
    "00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
    "00000000-0000-4000-8000-00000000000A",
    "named-user",
];
const GROUPS: [&str; 3] = ["11111111-0000-4000-8000-000000000001", "G2", "g3"];
const ROLES: [&str; 2] = ["22222222-0000-4000-8000-000000000001", "R2"];

/// Values that are no list, or lists with something odd in them.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        Just(json!([null, " "])),
        Just(json!("a b")),
        Just(json!("@{x=y}")),
        Just(json!("System.Object[]")),
        Just(json!(5)),
        Just(json!(true)),
        Just(json!([3])),
        Just(json!(["a b"])),
        Just(json!({"a": null})),
        Just(json!({"a": 1})),
    ]
}

/// A list of some of the words, one word as text, nothing, or now and then something odd.
fn list(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        120 => proptest::sample::subsequence(words, 0..=words.len().min(3)).prop_map(|w| json!(w)),
        40 => Just(json!([])),
        30 => Just(Value::Null),
        20 => proptest::sample::select(words).prop_map(|w| json!(format!(" {} ", w.to_uppercase()))),
        1 => odd(),
    ]
}

/// An object with the properties, each there or not; now and then something else.
fn object(properties: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = properties.into_iter().unzip();
    let there = proptest::collection::vec(prop::bool::weighted(0.85), names.len());
    let whole = (values, there).prop_map(move |(values, there)| {
        let kept = names.iter().zip(values).zip(there).filter(|(_, there)| *there);
        Value::Object(kept.map(|((name, value), _)| ((*name).to_owned(), value)).collect())
    });
    prop_oneof![200 => whole, 3 => Just(Value::Null), 1 => odd()].boxed()
}

fn external() -> BoxedStrategy<Value> {
    let types = prop_oneof![
        Just(json!("internalGuest")),
        Just(json!("b2bCollaborationGuest, b2bCollaborationMember")),
        Just(json!(["b2bCollaborationMember"])),
        Just(Value::Null),
        Just(json!(4)),
    ];
    prop_oneof![
        6 => Just(Value::Null),
        2 => types.prop_map(|types| json!({"guestOrExternalUserTypes": types, "x": 1})),
    ]
    .boxed()
}

fn policy() -> BoxedStrategy<Value> {
    const USER_WORDS: &[&str] =
        &["All", "None", "GuestsOrExternalUsers", USERS[0], USERS[1], USERS[2], USERS[3]];
    let exclude = &USER_WORDS[2..];
    let users = object(vec![
        ("includeUsers", list(USER_WORDS).boxed()),
        ("excludeUsers", prop_oneof![2 => Just(json!([])), 1 => list(exclude)].boxed()),
        ("includeGroups", prop_oneof![1 => Just(json!([])), 1 => list(&GROUPS)].boxed()),
        ("excludeGroups", prop_oneof![1 => Just(json!([])), 1 => list(&GROUPS)].boxed()),
        ("includeRoles", prop_oneof![2 => Just(json!([])), 1 => list(&ROLES)].boxed()),
        ("excludeRoles", prop_oneof![2 => Just(json!([])), 1 => list(&ROLES)].boxed()),
        ("includeGuestsOrExternalUsers", external()),
        ("excludeGuestsOrExternalUsers", external()),
    ]);
    const APPLICATIONS: &[&str] =
        &["All", "Office365", "00000002-0000-0ff1-ce00-000000000000", "other-app"];
    let applications = object(vec![
        (
            "includeApplications",
            prop_oneof![3 => Just(json!(["All"])), 1 => list(APPLICATIONS)].boxed(),
        ),
        (
            "excludeApplications",
            prop_oneof![6 => Just(json!([])), 1 => list(&APPLICATIONS[1..])].boxed(),
        ),
        ("applicationFilter", rarely(json!({"mode": "include", "rule": "x"}))),
        ("includeUserActions", rarely(json!(["urn:user:registerdevice"]))),
        ("includeAuthenticationContextClassReferences", rarely(json!(["c1"]))),
    ]);
    const CLIENTS: &[&str] = &[
        "all",
        "browser",
        "mobileAppsAndDesktopClients",
        "exchangeActiveSync",
        "easSupported",
        "other",
    ];
    let selection =
        |include: &'static str, exclude: &'static str, words: &'static [&'static str]| {
            prop_oneof![
                5 => Just(Value::Null).boxed(),
                1 => object(vec![(include, list(words).boxed()), (exclude, list(words).boxed())]),
            ]
            .boxed()
        };
    let levels: &'static [&'static str] = &["low", "high", "none"];
    let risk = move || prop_oneof![9 => Just(json!([])), 1 => list(levels)].boxed();
    let conditions = object(vec![
        ("users", users),
        ("applications", applications),
        ("clientAppTypes", list(CLIENTS).boxed()),
        ("userRiskLevels", risk()),
        ("signInRiskLevels", risk()),
        ("servicePrincipalRiskLevels", risk()),
        ("insiderRiskLevels", rarely(json!("minor, elevated"))),
        ("authenticationFlows", rarely(json!({"transferMethods": "deviceCodeFlow,none"}))),
        ("locations", selection("includeLocations", "excludeLocations", &["All", "AllTrusted"])),
        ("platforms", selection("includePlatforms", "excludePlatforms", &["all", "iOS"])),
        ("devices", rarely(json!({"includeDevices": ["All"]}))),
        ("deviceStates", rarely(json!({"includeStates": []}))),
        ("clientApplications", rarely(json!({"includeServicePrincipals": ["x"]}))),
        ("times", rarely(json!({"days": []}))),
        ("agents", rarely(json!({"x": false}))),
        ("users@odata.type", Just(json!("#x")).boxed()),
    ]);
    const CONTROLS: &[&str] =
        &["block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication"];
    let grant = object(vec![
        ("builtInControls", list(CONTROLS).boxed()),
        (
            "operator",
            proptest::sample::select(vec![json!("OR"), json!("and"), Value::Null]).boxed(),
        ),
        ("termsOfUse", rarely(json!(["t"]))),
        ("customAuthenticationFactors", rarely(json!(["f"]))),
        ("authenticationStrength", rarely(json!({"id": "s"}))),
    ]);
    let state = prop_oneof![
        12 => Just(json!("enabled")),
        1 => Just(json!(" ENABLED ")),
        1 => Just(json!("disabled")),
        1 => Just(json!("enabledForReportingButNotEnforced")),
        1 => Just(json!(5)),
    ];
    (state, conditions, grant, rarely(json!({"signInFrequency": {"isEnabled": true}})))
        .prop_map(|(state, conditions, grant, session)| {
            json!({"displayName": "p", "state": state, "conditions": conditions,
                   "grantControls": grant, "sessionControls": session})
        })
        .boxed()
}

/// Mostly not configured, now and then the value, seldom something odd.
fn rarely(value: Value) -> BoxedStrategy<Value> {
    prop_oneof![200 => Just(Value::Null), 16 => Just(value), 8 => Just(json!({"a": [null]})), 1 => odd()]
        .boxed()
}

fn directory_row() -> impl Strategy<Value = Option<Value>> {
    let user_type = proptest::sample::select(vec![
        Some(json!("Guest")),
        Some(json!("Member")),
        Some(json!("Member")),
        Some(json!("other")),
        Some(Value::Null),
        Some(json!(7)),
        None,
    ]);
    let name = proptest::sample::select(vec![
        Some(json!("a@contoso.com")),
        Some(json!("a_fabrikam.com#ext#@contoso.com")),
        Some(Value::Null),
        None,
    ]);
    let groups = prop_oneof![4 => list(&GROUPS).prop_map(Some), 1 => Just(None)];
    let roles = prop_oneof![4 => list(&ROLES).prop_map(Some), 1 => Just(None)];
    let row = (user_type, name, groups, roles).prop_map(|(user_type, name, groups, roles)| {
        let mut row = Map::new();
        let all = [
            ("userType", user_type),
            ("userPrincipalName", name),
            ("groups", groups),
            ("roles", roles),
        ];
        for (key, value) in all {
            if let Some(value) = value {
                row.insert(key.to_owned(), value);
            }
        }
        Some(Value::Object(row))
    });
    prop_oneof![9 => row, 1 => Just(None)]
}

fn members(ids: &'static [&'static str]) -> impl Strategy<Value = Vec<Value>> {
    let row = (proptest::sample::select(ids), list(&USERS))
        .prop_map(|(id, members)| json!({"id": id, "members": members}));
    proptest::collection::vec(row, 0..3)
}

fn write_rows(folder: &Path, part: &str, rows: &[Value]) {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    fs::write(folder.join(format!("{part}.ndjson")), lines.join("\n")).unwrap();
}

/// What both evaluators say of one person, by client type.
fn compare(
    policies: &[Value],
    people: &[(bool, Option<Value>)],
    group_members: &[Value],
    role_members: &[Value],
    complete: bool,
) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_rows(path, "conditional-access", policies);
    write_rows(path, "group-members", group_members);
    write_rows(path, "role-members", role_members);
    let (mut mailboxes, mut rows) = (Vec::new(), Vec::new());
    for (number, (with_id, directory)) in people.iter().enumerate() {
        let id = with_id.then(|| USERS.get(number).copied()).flatten();
        let address = format!("p{number}@contoso.com");
        mailboxes.push(json!({"ExternalDirectoryObjectId": id, "Guid": format!("m{number}"), "PrimarySmtpAddress": address}));
        if let Some(Value::Object(row)) = directory {
            let mut row = row.clone();
            row.insert("mail".to_owned(), json!(address));
            if let Some(id) = id {
                row.insert("id".to_owned(), json!(id));
            } else {
                // Without an id the row joins by name alone, which the property may not disturb.
                row.remove("userPrincipalName");
            }
            rows.push(Value::Object(row));
        }
    }
    write_rows(path, "cas-mailboxes", &mailboxes);
    write_rows(path, "directory-users", &rows);
    let status = if complete { "complete" } else { "partial" };
    let manifest =
        json!({"schema": 1, "parts": [{"name": "conditional-access", "status": status}]});
    fs::write(path.join("manifest.json"), manifest.to_string()).unwrap();

    let snapshot = Snapshot::open(path).unwrap();
    let calendar = Calendar::builtin().unwrap();
    let judge =
        Judge::new(snapshot.tenant(), &calendar, "2026-11-24".parse().unwrap(), None).unwrap();
    let mut found: BTreeMap<String, [Outcome; 4]> = BTreeMap::new();
    let pairs = [Pair::ImapBasic, Pair::ActiveSyncBasic, Pair::ImapOAuth, Pair::OutlookWebOAuth];
    snapshot
        .read_mailboxes(|record| {
            let mut answers = judge.answers();
            judge.ask(&record.mailbox, &mut answers);
            let outcomes = pairs.map(|pair| {
                judge.outcome(Gate::ConditionalAccess, pair, &record.mailbox, &answers)
            });
            found.insert(record.primary_smtp_address.unwrap().to_owned(), outcomes);
            ControlFlow::Continue(())
        })
        .unwrap();

    let tenant = naive::Tenant { policies: Some(policies), complete, group_members, role_members };
    for (number, (with_id, directory)) in people.iter().enumerate() {
        let mut directory = directory.clone();
        if !with_id && let Some(Value::Object(row)) = &mut directory {
            row.remove("userPrincipalName");
        }
        let person = naive::Person {
            user_id: with_id.then(|| USERS.get(number).copied()).flatten(),
            directory: directory.as_ref(),
        };
        let clients = [
            naive::Client::Other,
            naive::Client::ExchangeActiveSync,
            naive::Client::Mobile,
            naive::Client::Browser,
        ];
        let ours = found.get(&format!("p{number}@contoso.com")).unwrap();
        for (client, ours) in clients.into_iter().zip(ours) {
            let (effect, reason) = naive::evaluate(&tenant, &person, client);
            let ours = (format!("{:?}", ours.effect), ours.reason.word());
            prop_assert_eq!(
                ours,
                (format!("{:?}", effect), reason),
                "person {} as {:?}",
                number,
                client
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_evaluators_agree(
        policies in proptest::collection::vec(policy(), 0..4),
        people in proptest::collection::vec((prop::bool::weighted(0.8), directory_row()), 4),
        group_members in members(&GROUPS),
        role_members in members(&ROLES),
        complete in prop::bool::weighted(0.85),
    ) {
        compare(&policies, &people, &group_members, &role_members, complete)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_evaluators_agree_on_more_policies_than_one_block_holds(
        policies in proptest::collection::vec(policy(), 70..90),
        people in proptest::collection::vec((Just(true), directory_row()), 2),
    ) {
        // Broken rows are made whole: one in a hundred would hide every other answer.
        let policies: Vec<Value> = policies.into_iter().filter(|row| !naive::damaged(row)).collect();
        compare(&policies, &people, &[], &[], true)?;
    }
}
