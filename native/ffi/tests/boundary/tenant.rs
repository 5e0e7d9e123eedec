//! Snapshots with mailboxes whose texts may be anything.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The tenant that ships.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../module/ExoModernAuth/Sample")
}

/// A mailbox with its user.
#[derive(Clone, Debug)]
pub struct Person {
    texts: [Option<String>; 4],
    address_is_name: bool,
    kind: Option<usize>,
    policy: Option<usize>,
    switches: [Option<bool>; 6],
    has_user: bool,
}

/// Few, so that rows share them.
const KINDS: [&str; 4] = ["UserMailbox", "SharedMailbox", "RoomMailbox", "共有"];
const POLICIES: [&str; 3] = ["Keine Basis", "基本認証なし", "nowhere"];

fn text() -> impl Strategy<Value = Option<String>> {
    let some = prop_oneof![
        4 => "[a-z]{1,12}@contoso\\.jp",
        2 => ".{0,12}",
        1 => "[\\x00-\\x20\"\\\\\u{80}-\u{10ffff}]{1,6}",
        1 => ".{300,400}",
    ];
    prop::option::weighted(0.9, some)
}

fn person() -> impl Strategy<Value = Person> {
    (
        prop::array::uniform4(text()),
        any::<bool>(),
        prop::option::weighted(0.9, 0..KINDS.len()),
        prop::option::of(0..POLICIES.len()),
        any::<[Option<bool>; 6]>(),
        prop::bool::weighted(0.9),
    )
        .prop_map(|(texts, address_is_name, kind, policy, switches, has_user)| Person {
            texts,
            address_is_name,
            kind,
            policy,
            switches,
            has_user,
        })
}

/// From no mailbox to more than two batches have.
pub fn people() -> impl Strategy<Value = Vec<Person>> {
    prop_oneof![
        1 => Just(Vec::new()),
        4 => prop::collection::vec(person(), 1..40),
        2 => prop::collection::vec(person(), 500..1100),
    ]
}

fn id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Writes them as a snapshot.
pub fn write(people: &[Person]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(home.path().join(name), text).unwrap();
    let lines = |name: &str, rows: Vec<Value>| {
        write(&format!("{name}.ndjson"), rows.iter().map(|row| format!("{row}\n")).collect());
    };
    write("manifest.json", json!({ "schema": 1, "parts": [] }).to_string());
    write("organization.json", json!({ "OAuth2ClientProfileEnabled": true }).to_string());
    write("transport.json", json!({ "SmtpClientAuthenticationDisabled": false }).to_string());
    write("security-defaults.json", json!({ "isEnabled": false }).to_string());
    write("conditional-access.json", "[]".to_owned());
    let policies = [0, 1].map(|policy| json!({ "Name": POLICIES[policy], "Guid": id(policy) }));
    lines("authentication-policies", policies.into());
    let mut mailboxes = Vec::new();
    let (mut users, mut directory) = (Vec::new(), Vec::new());
    for (number, person) in people.iter().enumerate() {
        let [name, address, display, account] = &person.texts;
        let id = account.is_some().then(|| id(number));
        let address = if person.address_is_name { name } else { address };
        let [imap, pop, sync, ews, mapi, smtp] = person.switches;
        mailboxes.push(json!({
            "ExternalDirectoryObjectId": id,
            "PrimarySmtpAddress": address, "DisplayName": display,
            "RecipientTypeDetails": person.kind.map(|kind| KINDS[kind]),
            "ImapEnabled": imap, "PopEnabled": pop, "ActiveSyncEnabled": sync, "EwsEnabled": ews,
            "MAPIEnabled": mapi, "OWAEnabled": true, "SmtpClientAuthenticationDisabled": smtp,
        }));
        if person.has_user && id.is_some() {
            users.push(json!({
                "ExternalDirectoryObjectId": id, "UserPrincipalName": name,
                "AuthenticationPolicy": person.policy.map(|policy| POLICIES[policy]),
                "AccountDisabled": imap == pop,
            }));
            directory.push(json!({ "id": id, "accountEnabled": true, "assignedPlans": [] }));
        }
    }
    lines("cas-mailboxes", mailboxes);
    lines("users", users);
    lines("directory-users", directory);
    home
}
