//! What reading tells of each kind of damage and of rows that are there twice, and that each kind
//! is met here.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;

use exo_snapshot::{Fault, SnapshotError, Warning, WarningReason};
use support::{Folder, gzip};

/// The one file of a snapshot, what it holds, and the one warning for it: line, key and values of
/// its reason, and of the fault where there is one.
const WARNINGS: [(&str, &str, &str); 24] = [
    ("users.ndjson", "{}\nx", "2 RowDamaged NotJson error=expected value at line 1 column 1"),
    ("users.ndjson", "[1]", "1 RowDamaged NotJson error=invalid type"),
    ("activesync-rules.json", "[1]", "1 RowDamaged ObjectExpected"),
    ("activesync-rules.ndjson", "x", "1 RowDamaged NotJson error=expected value"),
    ("conditional-access.json", "[{\"state\":5}]", "1 RowDamaged Shape property=state"),
    ("users.csv", "\"a\",\"b\"\n1\n", "2 RowDamaged FieldCount found=1 expected=2"),
    ("users.csv", "a\n\"b\n", "2 RowDamaged OpenQuote"),
    ("users.json", "", "0 RestLost EmptyFile"),
    ("users.json", "[{},\n,{}]", "2 RestLost ElementExpected"),
    ("users.json", "[{}{}]", "1 RestLost CommaExpected"),
    ("users.json", "[{}] {}", "1 RestLost TextAfterEnd"),
    ("users.json", "[1}", "1 RestLost StrayBrace"),
    ("users.json", "[{}", "1 RestLost CutOff"),
    ("organization.json", "{\n\"a\":}", "2 DocumentNotRead ObjectExpected"),
    ("organization.json", "7", "1 DocumentNotRead ObjectExpected"),
    ("organization.json", "[7]", "1 DocumentNotRead ObjectInArrayExpected"),
    ("organization.json", "[{},{}]", "1 DocumentNotRead OneExpected count=2"),
    ("authentication-policies.json", "[{\"Name\":\" P\"},{\"Name\":\"p\"}]", "1 SecondRow id=p"),
    ("group-members.ndjson", "{\"id\":\"a\"}\n{\"id\":\"A\"}", "2 SecondRowWithoutName"),
    (
        "users.ndjson",
        "{\"ExternalDirectoryObjectId\":\"a\"}\n{\"ExternalDirectoryObjectId\":\"a\"}",
        "2 SecondRowWithoutName",
    ),
    (
        "directory-users.ndjson",
        "{\"id\":\"a\"}\n{\"id\":\"a\",\"userPrincipalName\":\"a@x\"}",
        "2 SecondRowOfId name=a@x",
    ),
    ("cas-mailboxes.ndjson", "{\"Guid\":\"a\"}\n{\"Guid\":\"a\"}", "2 SecondMailbox"),
    ("mobile-devices.ndjson", "{\"Guid\":\"a\"}\n{\"Guid\":\"a\"}", "2 SecondDevice"),
    ("users.ndjson", "{}\n{}", ""),
];

/// `manifest.json`, and what is wrong with it.
const MANIFESTS: [(&str, &str); 8] = [
    ("{", "NotJson error=EOF while parsing"),
    ("[]", "ObjectExpected"),
    (r#"{"schema":2}"#, "Schema found=2"),
    (r#"{"schema":"1.0"}"#, "Schema found='1.0'"),
    (r#"{"schema":true}"#, "SchemaShape"),
    (r#"{"schema":-1}"#, "SchemaShape"),
    (r#"{"parts":7}"#, "PartsNotAList"),
    (r#"{"parts":[]}"#, ""),
];

/// A key with its values.
fn shown(key: &str, values: Vec<(&'static str, String)>) -> String {
    let values = values.iter().map(|(name, value)| format!(" {name}={value}"));
    format!("{key}{}", values.collect::<String>())
}

fn told(warning: &Warning) -> String {
    let Warning { line, reason, .. } = warning;
    let why = reason.why().map(|fault| format!(" {}", shown(fault.key(), fault.values())));
    format!("{line} {}{}", shown(reason.key(), reason.values()), why.unwrap_or_default())
}

/// Fails unless the file gives that one warning, or none; gives the keys met.
fn met(name: &str, bytes: &[u8], expected: &str) -> Vec<&'static str> {
    let found = Folder::new().manifest("").with(name, bytes).read();
    let warnings = found.snapshot.warnings(&found.reports);
    let [warning] = warnings.list() else {
        assert!(expected.is_empty() && warnings.list().is_empty(), "{name}: {warnings:?}");
        return Vec::new();
    };
    assert_eq!(warning.file, name, "{warning:?}");
    let text = told(warning);
    assert!(!expected.is_empty() && text.starts_with(expected), "{text} should begin {expected}");
    let keys = warning.reason.why().map(Fault::key).into_iter();
    keys.chain([warning.reason.key()]).collect()
}

#[test]
fn each_kind_of_damage_is_told_as_what_it_is() {
    let mut keys = BTreeSet::new();
    for (name, text, expected) in WARNINGS {
        keys.extend(met(name, text.as_bytes(), expected));
    }
    let long = "x".repeat(17 << 20);
    let row = format!("{{\"x\":\"{long}\"}}");
    for (name, text, expected) in [
        ("users.ndjson", &row, "1 RowDamaged TooLarge mib=16"),
        ("users.json", &row, "1 RowDamaged TooLarge mib=16"),
        ("users.csv", &long, "1 RowDamaged TooLargeToPass mib=16"),
    ] {
        keys.extend(met(name, text.as_bytes(), expected));
    }
    let gzip = gzip(b"{}\n{}\n");
    let cut = gzip.get(..gzip.len() - 3).unwrap();
    keys.extend(met("users.ndjson.gz", cut, "3 RestLost Compressed error="));

    let found = Folder::new().with("users.ndjson", "").read();
    let warnings = found.snapshot.warnings(&found.reports);
    let [warning] = warnings.list() else { panic!("{warnings:?}") };
    assert_eq!(
        (warning.file.as_str(), told(warning)),
        ("manifest.json", "0 NoManifest".to_owned())
    );
    keys.insert(warning.reason.key());

    for (text, expected) in MANIFESTS {
        match Folder::new().with("manifest.json", text).try_read() {
            Err(SnapshotError::Manifest { why, .. }) => {
                let told = shown(why.key(), why.values());
                assert!(!expected.is_empty() && told.starts_with(expected), "{text}: {told}");
                keys.insert(why.key());
            }
            Err(other) => panic!("{text}: {other}"),
            Ok(_) => assert_eq!(expected, "", "{text}"),
        }
    }
    let all = WarningReason::KEYS.iter().chain(Fault::KEYS).copied().collect();
    assert_eq!(keys, all, "some kind is met by no case");
}
