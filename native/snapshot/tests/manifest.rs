//! What the manifest and the files of a folder must be, and rows that are there twice (contract
//! §3, Forms and Completeness).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use exo_policy::Pair;
use exo_snapshot::{Part, SnapshotError};
use support::{Folder, Form, Found, utf16, write_rows};

fn error_of(folder: &Folder) -> SnapshotError {
    match folder.try_read() {
        Err(error) => error,
        Ok(_) => panic!("no error"),
    }
}

#[test]
fn a_broken_manifest_is_an_error_that_names_it() {
    for text in [
        "",
        "{",
        "[]",
        "7",
        "null",
        "[{},{}]",
        "{\"schema\":1,}",
        "{\"parts\":7}",
        "{\"parts\":\"@{name=users}\"}",
    ] {
        let error = error_of(&Folder::new().with("manifest.json", text));
        assert!(matches!(error, SnapshotError::Manifest { .. }), "{text}: {error}");
        assert!(error.to_string().contains("manifest.json"), "{error}");
    }
}

#[test]
fn another_schema_is_an_error_and_the_first_in_any_spelling_is_none() {
    for schema in ["2", "0", "\"2\"", "true", "{}"] {
        let error =
            error_of(&Folder::new().with("manifest.json", format!("{{\"schema\":{schema}}}")));
        assert!(error.to_string().contains("schema"), "{error}");
    }
    let spellings = [
        "{\"schema\":1}",
        "{\"Schema\":\" 1 \"}",
        "{}",
        "[{\"schema\":1}]",
        "{\"schema\":null,\"parts\":null}",
        "\u{FEFF}{\"schema\":1,\"x\":\"\\ud800\"}",
    ];
    for text in spellings {
        Folder::new().with("MANIFEST.json", text).read().assert_clean(text);
        Folder::new()
            .with("manifest.json", utf16(text.trim_start_matches('\u{FEFF}')))
            .read()
            .assert_clean(text);
    }
}

#[test]
fn the_collection_date_is_the_date_as_written_and_another_form_is_unknown() {
    for (text, date) in [
        ("2026-12-31T23:30:00Z", Some("2026-12-31")),
        ("2026-12-31T00:30:00.1234567+14:00", Some("2026-12-31")),
        (" 2026-12-31T23:30:00-12:00 ", Some("2026-12-31")),
        ("2026-12-31", Some("2026-12-31")),
        ("2026-12-31T10:00:00", Some("2026-12-31")),
        ("/Date(1798761600000)/", None),
        ("12/31/2026 10:00:00", None),
        ("31.12.2026", None),
        ("2026-12-31 10:00:00", None),
        ("20261231", None),
        ("20261231T100000Z", None),
        ("2026-13-31T00:00:00Z", None),
        ("2026-02-30", None),
        ("", None),
    ] {
        let manifest = format!(r#"{{"CollectedAt":"{text}"}}"#);
        let found = Folder::new().with("manifest.json", manifest).read();
        let read = found.snapshot.tenant().collected_on.map(|date| date.to_string());
        assert_eq!(read.as_deref(), date, "{text}");
        assert_eq!(found.snapshot.manifest().collected_on, found.snapshot.tenant().collected_on);
    }
    for manifest in [
        "{}",
        "{\"collectedAt\":null}",
        "{\"collectedAt\":20261231}",
        "{\"collectedAt\":{\"value\":\"2026-12-31\"}}",
    ] {
        let found = Folder::new().with("manifest.json", manifest).read();
        assert_eq!(found.snapshot.manifest().collected_on, None, "{manifest}");
    }
}

#[test]
fn two_forms_of_one_part_are_an_error_that_names_both() {
    let names = ["users.ndjson", "Users.ndjson.gz", "users.JSON", "users.csv", "users/a.json"];
    for (position, first) in names.iter().enumerate() {
        for second in names.iter().skip(position + 1) {
            let text =
                error_of(&Folder::new().manifest("").with(first, "").with(second, "")).to_string();
            for name in [first, second] {
                let name = name.split('/').next().unwrap();
                assert!(text.contains(&format!("'{name}'")), "{text} should name {name}");
            }
        }
    }
    let folder = Folder::new().manifest("").with("domains.ndjson", "").with("domains.csv", "");
    folder.read().assert_clean("a part that is not read");
}

#[test]
fn conditional_access_in_csv_is_an_error() {
    let error = error_of(&Folder::new().manifest("").with("Conditional-Access.CSV", "id,state\n"));
    assert!(
        matches!(&error, SnapshotError::CsvNotPossible(path) if path.ends_with("Conditional-Access.CSV")),
        "{error}"
    );
}

/// Fails unless the third row is told as the second of its id, in every form.
fn told(part: &str, rows: &[String; 3], check: impl Fn(&Found)) {
    for form in Form::JSON {
        let found = write_rows(Folder::new().manifest(""), part, rows, form).read();
        let (file, line) = match form {
            Form::Folder => ("a1.json".to_owned(), 1),
            Form::Json | Form::JsonUtf16 => (format!("{part}.json"), 4),
            Form::NdJsonGz => (format!("{part}.ndjson.gz"), 3),
            _ => (format!("{part}.ndjson"), 3),
        };
        let [warning] = found.warnings.as_slice() else {
            panic!("{part} {form:?}: {:?}", found.warnings)
        };
        assert!(
            warning.starts_with(&format!("{part}: {file} line {line}: ")),
            "{form:?}: {warning}"
        );
        let report = found.reports.iter().find(|report| report.part.name() == part).unwrap();
        assert!(report.state.is_complete() && report.rows == 3, "{report:?}");
        check(&found);
    }
}

fn rows(key: &str, rest: [&str; 3]) -> [String; 3] {
    let row = |id: &str, rest: &str| format!("{{\"{key}\":\"{id}\"{rest}}}");
    [row("A", rest[0]), row("b", rest[1]), row(" a", rest[2])]
}

#[test]
fn of_two_mailboxes_with_one_identity_the_first_counts() {
    for key in ["ExternalDirectoryObjectId", "Guid"] {
        told(
            "cas-mailboxes",
            &rows(key, [",\"DisplayName\":\"first\"", "", ",\"DisplayName\":\"second\""]),
            |found| {
                assert_eq!(found.rows.len(), 2);
                assert!(
                    found.records().concat().contains("first")
                        && !found.records().concat().contains("second")
                );
            },
        );
    }
}

#[test]
fn of_two_users_or_directory_users_with_one_id_the_first_counts() {
    told("users", &rows("ExternalDirectoryObjectId", ["", "", ""]), |_| {});
    told("directory-users", &rows("id", ["", "", ""]), |_| {});
    let found = Folder::new()
        .manifest("")
        .with("cas-mailboxes.ndjson", r#"{"ExternalDirectoryObjectId":"a"}"#)
        .with(
            "users.ndjson",
            rows(
                "ExternalDirectoryObjectId",
                [",\"AuthenticationPolicy\":\"p\"", "", ",\"AuthenticationPolicy\":\"q\""],
            )
            .join("\n"),
        )
        .with(
            "directory-users.ndjson",
            rows("id", [",\"perUserMfaState\":\"enabled\"", "", ""]).join("\n"),
        )
        .read();
    let row = found.rows.first().unwrap();
    assert_eq!((row.user.as_str(), row.directory.as_str()), ("p", "enabled"));
}

#[test]
fn of_two_policies_with_one_id_the_first_counts() {
    let state = |state: &str| format!(",\"state\":\"{state}\",\"conditions\":{{}}");
    let (on, off) = (state("enabled"), state("disabled"));
    told("conditional-access", &rows("id", [&on, &off, &off]), |found| {
        let access = format!("{:?}", found.snapshot.tenant().conditional_access);
        assert_eq!(access.matches("state: Enabled").count(), 1, "{access}");
    });
    for key in ["Guid", "Identity", "Name"] {
        told(
            "authentication-policies",
            &rows(key, ["", "", ",\"DistinguishedName\":\"second\""]),
            |found| {
                assert_eq!(
                    found.snapshot.tenant().authentication_policies.reference("second").index,
                    None
                );
            },
        );
    }
    told("activesync-rules", &rows("Identity", ["", "", ""]), |found| {
        assert_eq!(found.snapshot.tenant().device_access.rules, 2);
    });
}

#[test]
fn of_two_devices_with_one_id_the_first_counts() {
    for key in ["Guid", "Identity"] {
        told("mobile-devices", &rows(key, ["", "", ",\"ClientType\":\"second\""]), |found| {
            assert_eq!(found.devices.len(), 2);
            assert!(!found.devices.concat().contains("second"));
        });
    }
}

#[test]
fn of_two_groups_or_roles_with_one_id_the_first_counts() {
    told("group-members", &rows("id", ["", "", ",\"members\":[]"]), |_| {});
    told("role-members", &rows("id", ["", "", ",\"members\":[]"]), |_| {});
    let policy = r#"{"id":"p","state":"enabled","conditions":{"users":{"includeGroups":["a"]},"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}}"#;
    let verdict = |members: [&str; 2]| {
        let [first, second] = members.map(|list| format!(",\"members\":{list}"));
        let found = Folder::new()
            .manifest("")
            .with("conditional-access.json", policy)
            .with("group-members.ndjson", rows("id", [&first, "", &second]).join("\n"))
            .with("cas-mailboxes.json", r#"{"ExternalDirectoryObjectId":"u"}"#)
            .read();
        found.rows.first().unwrap().word(Pair::OutlookWebOAuth).to_owned()
    };
    assert_eq!(verdict(["[\"u\"]", "[]"]), "Blocked CaBlock");
    assert_ne!(verdict(["[]", "[\"u\"]"]), "Blocked CaBlock");
    // The first was not read: it counts as no row, and the second does not step in.
    assert_ne!(verdict(["7", "[\"u\"]"]), "Blocked CaBlock");
}

#[test]
fn every_row_of_a_folder_is_told_with_its_own_file() {
    let row = r#"{"ExternalDirectoryObjectId":"a"}"#;
    for part in ["users", "cas-mailboxes"] {
        let found = Folder::new()
            .manifest("")
            .with(&format!("{part}/1.json"), row)
            .with(&format!("{part}/2.json"), "[7]")
            .with(&format!("{part}/3.json"), format!("[\n{row}]"))
            .read();
        let mut places: Vec<&str> =
            found.warnings.iter().map(|w| w.split(": ").nth(1).unwrap()).collect();
        places.sort_unstable();
        assert_eq!(places, ["2.json line 1", "3.json line 2"], "{part}");
        assert!(!found.reports.state(Part::Users).unwrap().may_lack_rows() || part == "users");
    }
}
