//! `sortedBy` (contract §3): the order is checked while reading, and merging gives what a table
//! gives.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;

use exo_snapshot::{Part, PartState, Shortfall, SnapshotError};
use support::{Folder, Form, Found, lines_of, sample, write_rows};

const ID: &str = "ExternalDirectoryObjectId";

fn entry(part: &str, property: &str) -> String {
    format!(r#"{{"name":"{part}","sortedBy":"{property}"}}"#)
}

fn all_sorted() -> String {
    [entry("cas-mailboxes", ID), entry("users", ID), entry("directory-users", "id")].join(",")
}

/// File, line and property of the break of an order.
fn break_of(folder: &Folder) -> Option<(String, u64, String)> {
    match folder.try_read() {
        Err(error @ SnapshotError::NotSorted { .. }) => {
            let text = error.to_string();
            let SnapshotError::NotSorted { path, line, property } = error else { unreachable!() };
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            for part in [file.as_str(), property.as_str(), &format!("line {line}")] {
                assert!(text.contains(part), "{text}");
            }
            Some((file, line, property))
        }
        Err(other) => panic!("{other}"),
        Ok(_) => None,
    }
}

/// Every part with rows, and the property that identifies them.
const PARTS: [(&str, &str); 9] = [
    ("cas-mailboxes", ID),
    ("users", ID),
    ("directory-users", "id"),
    ("mobile-devices", "Guid"),
    ("authentication-policies", "Name"),
    ("activesync-rules", "Identity"),
    ("group-members", "id"),
    ("role-members", "id"),
    ("conditional-access", "id"),
];

fn rows(property: &str, values: &[&str]) -> Vec<String> {
    let row = |value: &&str| format!(r#"{{"{property}":"{value}","state":"disabled"}}"#);
    values.iter().map(row).collect()
}

/// Fails unless the break of order in the part is told; `others` is the rest of the manifest.
fn assert_checked(part: &str, property: &str, others: &str) {
    let manifest = format!("{}{others}", entry(part, property));
    let broken = rows(property, &["a", "c", "b"]);
    for form in Form::JSON {
        let folder = write_rows(Folder::new().manifest(&manifest), part, &broken, form);
        let found = break_of(&folder).unwrap_or_else(|| panic!("{part} {form:?}: no error"));
        assert_eq!(found.2, property, "{part}");
        match form {
            Form::Folder => assert_eq!((found.0.as_str(), found.1), ("a1.json", 1)),
            Form::Json | Form::JsonUtf16 => {
                assert_eq!((found.0, found.1), (format!("{part}.json"), 4))
            }
            _ => assert_eq!(found.1, 3, "{part} {form:?}"),
        }
    }
    let sorted = write_rows(
        Folder::new().manifest(&manifest),
        part,
        &rows(property, &["a", "b", "B", "c"]),
        Form::NdJson,
    );
    assert_eq!(break_of(&sorted), None, "{part}");
}

#[test]
fn a_break_of_the_order_is_an_error_with_file_line_and_property() {
    for (part, property) in PARTS.iter().filter(|(part, _)| !part.ends_with("-members")) {
        let others = format!(",{}", all_sorted());
        assert_checked(part, property, &others);
    }
}

#[test]
fn the_order_of_members_is_checked_too() {
    assert_checked("group-members", "id", "");
    assert_checked("role-members", "id", "");
}

#[test]
fn the_order_of_users_is_checked_where_the_mailboxes_are_not_sorted_too() {
    assert_checked("users", ID, "");
    assert_checked("directory-users", "id", "");
}

#[test]
fn the_order_is_that_of_any_property_named() {
    for (part, _) in PARTS {
        if !part.ends_with("-members") {
            assert_checked(part, "WhenCreated", "");
        }
    }
    // One that is read for other ends as well.
    assert_checked("users", "UserPrincipalName", "");
    assert_checked("cas-mailboxes", "DisplayName", "");
    let csv = "DisplayName,Other\nx,b\ny,a\n";
    let folder =
        Folder::new().manifest(&entry("cas-mailboxes", "other")).with("cas-mailboxes.csv", csv);
    assert_eq!(break_of(&folder), Some(("cas-mailboxes.csv".into(), 3, "other".into())));
}

#[test]
fn the_order_is_that_of_utf16_code_units_of_the_lower_case_text() {
    for (first, second, sorted) in [
        ("\u{1F600}", "\u{FF01}", true),
        ("\u{FF01}", "\u{1F600}", false),
        ("a", "B", true),
        ("B", "a", false),
        ("Z", "_", false),
        ("_", "Z", true),
        ("É", "é", true),
        ("é", "É", true),
        ("f", "É", true),
        ("É", "f", false),
        ("a", "ab", true),
        ("ab", "a", false),
        ("a-b", "ab", true),
        ("10", "9", true),
    ] {
        for property in [ID, "Other"] {
            for part in ["cas-mailboxes", "users"] {
                let rows = rows(property, &[first, second]);
                let manifest = format!("{},{}", entry(part, property), entry("cas-mailboxes", ID));
                let folder =
                    write_rows(Folder::new().manifest(&manifest), part, &rows, Form::NdJson);
                assert_eq!(
                    break_of(&folder).is_none(),
                    sorted,
                    "{part} {property} {first} {second}"
                );
            }
        }
    }
}

#[test]
fn rows_without_the_property_and_damaged_rows_are_not_compared() {
    for (part, property) in PARTS.iter().filter(|(part, _)| !part.ends_with("-members")) {
        let row = |value: &str| format!(r#"{{"state":"disabled","{property}":{value}}}"#);
        let text = [
            row("\"b\""),
            row("null"),
            row("\"\""),
            "{\"state\":\"disabled\"}".into(),
            row("7"),
            row("\"@{a}\""),
            row("\"c\"") + "x",
            row("\" C \""),
        ];
        let folder = Folder::new().manifest(&format!("{},{}", entry(part, property), all_sorted()));
        let folder = folder.with(&format!("{part}.ndjson"), text.join("\n"));
        assert_eq!(break_of(&folder), None, "{part}");
        let folder = folder.with(&format!("{part}.ndjson"), text.join("\n") + "\n" + &row("\"a\""));
        assert_eq!(break_of(&folder).map(|found| found.1), Some(9), "{part}");
    }
}

fn without_promise(folder: &Folder) {
    let path = folder.path().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("\"sortedBy\": \"", "\"was\": \"");
    fs::write(path, text).unwrap();
}

/// A merge hands over last what misses a row: the order is told apart from the records.
fn assert_same(found: &Found, expected: &Found) {
    assert_eq!(found.rows.len(), expected.rows.len());
    let (mut rows, mut others): (Vec<_>, Vec<_>) =
        (found.rows.iter().collect(), expected.rows.iter().collect());
    rows.sort_by_key(|row| &row.record);
    others.sort_by_key(|row| &row.record);
    for (found, expected) in rows.iter().zip(&others) {
        assert_eq!(found.record, expected.record);
        assert_eq!(found.verdicts, expected.verdicts, "{}", found.record);
    }
    let (mut left, mut right) = (found.warnings.clone(), expected.warnings.clone());
    left.sort();
    right.sort();
    assert_eq!(left, right);
    for report in found.reports.iter() {
        let other = expected.reports.get(report.part).unwrap();
        assert_eq!((&report.state, report.rows), (&other.state, other.rows), "{:?}", report.part);
    }
}

#[test]
fn a_merge_gives_the_records_of_a_table() {
    for (seed, damage) in [(1, 0), (2, 0), (3, 30)] {
        let folder = sample(|options| {
            (options.mailboxes, options.seed, options.damage) = (3000, seed, damage);
        });
        let merged = folder.read();
        without_promise(&folder);
        let table = folder.read();
        assert!(merged.rows.len() >= 3000);
        assert_same(&merged, &table);
        for wanted in ["user: None", "user: Row", "directory: None", "directory: Row"] {
            let met = merged.records().iter().any(|record| record.contains(wanted));
            assert!(met || damage > 0, "{wanted}");
        }
    }
}

#[test]
fn a_merge_gives_the_records_of_a_table_with_rows_without_ids_in_every_place() {
    let folder = sample(|options| options.mailboxes = 3000);
    for (part, key) in [("cas-mailboxes", ID), ("users", ID), ("directory-users", "id")] {
        let mut out = Vec::new();
        for (number, row) in lines_of(&folder, part).into_iter().enumerate() {
            let mut value: serde_json::Value = serde_json::from_str(&row).unwrap();
            let object = value.as_object_mut().unwrap();
            // Another rhythm for each part, so that each meets the others with and without.
            if number % (part.len() % 7 + 3) == 0 {
                object.remove(key);
                out.push(value.to_string());
            } else if number % 11 == 0 && part != "cas-mailboxes" {
                // A second row of the same id, with another name.
                out.push(row);
                object.insert("UserPrincipalName".into(), format!("second{number}@x").into());
                object.remove("userPrincipalName");
                out.push(value.to_string());
            } else if number % 13 != 0 {
                out.push(row);
            }
        }
        fs::write(folder.path().join(format!("{part}.ndjson")), out.join("\n")).unwrap();
    }
    let path = folder.path().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap().replace("\"count\"", "\"counted\"");
    fs::write(path, text).unwrap();
    let merged = folder.read();
    without_promise(&folder);
    let table = folder.read();
    assert!(merged.warnings.len() > 100, "{}", merged.warnings.len());
    assert_same(&merged, &table);
    let without = merged.rows.iter().filter(|row| row.user == "none").count();
    assert!(without > 100, "{without}");
}

#[test]
fn mailboxes_that_miss_a_row_come_after_those_that_do_not_however_many_there_are() {
    // More than wait at a time, so that the part is read once more in between.
    const MAILBOXES: usize = 80_000;
    let id = |number: usize| format!("{number:08}");
    let cas = |number: usize| format!("{{\"{ID}\":\"{}\",\"Guid\":\"{number}\"}}\n", id(number));
    let user = |number: usize| format!("{{\"{ID}\":\"{}\"}}\n", id(number));
    let missing = |number: &usize| number % 2 == 1;
    let folder = Folder::new()
        .manifest(&all_sorted())
        .with("cas-mailboxes.ndjson", (0..MAILBOXES).map(cas).collect::<String>())
        .with("users.ndjson", (0..MAILBOXES).filter(|n| !missing(n)).map(user).collect::<String>());
    let found = folder.read();
    assert_eq!(found.rows.len(), MAILBOXES);
    let mut order = Vec::new();
    for row in &found.rows {
        let number: usize = row.guid.parse().unwrap();
        assert_eq!(row.user == "none", missing(&number), "{number}");
        order.push(number);
    }
    let (mut kept, mut late): (Vec<usize>, Vec<usize>) = order.iter().partition(|n| !missing(n));
    assert!(kept.is_sorted() && late.is_sorted());
    kept.append(&mut late);
    assert_ne!(order, kept, "the first that wait do not wait for the end");
    assert_eq!(order.get(..2), Some(&[0, 2][..]));
}

#[test]
fn the_mailboxes_without_ids_come_last_in_the_order_of_the_file() {
    let text = r#"{"Guid":"4"}
{"ExternalDirectoryObjectId":"a","Guid":"1"}
{"Guid":"3"}
{"ExternalDirectoryObjectId":"b","Guid":"2"}"#;
    for manifest in ["", &all_sorted()] {
        let found = Folder::new().manifest(manifest).with("cas-mailboxes.ndjson", text).read();
        let order: Vec<&str> = found.rows.iter().map(|row| row.guid.as_str()).collect();
        assert_eq!(order, ["1", "2", "4", "3"]);
    }
}

#[test]
fn whether_a_missing_row_was_lost_is_known_from_the_end_of_the_file() {
    let mailboxes = r#"{"ExternalDirectoryObjectId":"b","UserPrincipalName":"b"}
{"Guid":"g","UserPrincipalName":"x"}"#;
    let good = "{\"ExternalDirectoryObjectId\":\"c\",\"id\":\"c\"}\n".to_owned()
        + &"{\"Other\":1}\n".repeat(5000);
    let cases = [
        (good.clone(), "", "none", "none"),
        (good.clone() + "{\"broken\":", "", "not read", "not read"),
        (good.clone() + "[]", "", "not read", "not read"),
        (good.clone(), r#","count":9999"#, "not read", "not read"),
        (good.clone(), r#","status":"partial""#, "not read", "not read"),
        (good.clone(), r#","status":"failed""#, "not read", "not read"),
        (good.clone(), r#","status":"skipped""#, "not read", "not read"),
        (
            good.clone()
                + "{\"UserPrincipalName\":\"B\",\"AuthenticationPolicy\":\"p\",\"perUserMfaState\":\"p\"}",
            "",
            "row",
            "none",
        ),
    ];
    for (rows, more, by_id, by_name) in cases {
        for sorted in [true, false] {
            let part = |name: &str, key: &str, more: &str| {
                let sorted = if sorted { format!(r#","sortedBy":"{key}""#) } else { String::new() };
                format!(r#"{{"name":"{name}"{sorted}{more}}}"#)
            };
            let manifest = [
                part("cas-mailboxes", ID, ""),
                part("users", ID, more),
                part("directory-users", "id", more),
            ];
            let found = Folder::new()
                .manifest(&manifest.join(","))
                .with("cas-mailboxes.ndjson", mailboxes)
                .with("users.ndjson", &rows)
                .with("directory-users.ndjson", &rows)
                .read();
            let [first, second] = found.rows.as_slice() else { panic!("{}", found.rows.len()) };
            let expected =
                |word: &'static str, row: &'static str| if word == "row" { row } else { word };
            assert_eq!(first.user, expected(by_id, "p"), "{more} {sorted}");
            assert_eq!(first.directory, expected(by_id, "other"), "{more} {sorted}");
            assert_eq!(
                (second.user.as_str(), second.directory.as_str()),
                (by_name, by_name),
                "{more} {sorted}"
            );
        }
    }
    // No file at all is no row; a part that is partial and has none may have lost it.
    let found =
        Folder::new().manifest(&all_sorted()).with("cas-mailboxes.ndjson", mailboxes).read();
    assert_eq!(*found.state(Part::Users), PartState::Absent);
    assert_eq!(found.rows.first().unwrap().user, "none");
}

#[test]
fn a_duplicate_in_a_merge_is_told_once_and_the_first_counts() {
    let folder = Folder::new()
        .manifest(&all_sorted())
        .with("cas-mailboxes.ndjson", "{\"ExternalDirectoryObjectId\":\"b\"}\n{\"ExternalDirectoryObjectId\":\"B\",\"Guid\":\"x\"}")
        .with("users.ndjson", "{\"ExternalDirectoryObjectId\":\"B\",\"AuthenticationPolicy\":\"p\"}\n{}\n{\"ExternalDirectoryObjectId\":\"b\",\"AuthenticationPolicy\":\"q\"}")
        .with("directory-users.ndjson", "{\"id\":\"a\"}\n{\"id\":\"A\"}\n{\"id\":\"É\"}\n{\"id\":\"é\"}");
    let found = folder.read();
    assert_eq!(found.rows.len(), 1);
    assert_eq!(found.rows.first().unwrap().user, "p");
    let places: Vec<&str> =
        found.warnings.iter().map(|w| w.split(": a second").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "cas-mailboxes: cas-mailboxes.ndjson line 2",
            "users: users.ndjson line 3",
            "directory-users: directory-users.ndjson line 2",
            "directory-users: directory-users.ndjson line 4"
        ]
    );
    assert_eq!(found.state(Part::Users), &PartState::Complete);
    assert_ne!(found.state(Part::Users), &PartState::Partial(Shortfall::Manifest));
}
