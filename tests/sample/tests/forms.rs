//! The same tenant in every form, encoding and case.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use exo_sample::{Case, Encoding, Form, Options, Profile, Summary, generate};
use serde_json::Value;
use support::{document, field, folder, rows, snapshot, text};

const ROW_PARTS: [&str; 9] = [
    "activesync-rules",
    "authentication-policies",
    "users",
    "cas-mailboxes",
    "mobile-devices",
    "directory-users",
    "group-members",
    "role-members",
    "conditional-access",
];

/// Counts of the manifest by part, checked against the files and the summary.
fn check_counts(path: &Path, summary: &Summary) {
    let manifest = document(&path.join("manifest.json"));
    assert_eq!(manifest["schema"], 1);
    assert_eq!(manifest["collectedAt"], "2026-11-20T08:00:00Z");
    let counts: BTreeMap<&str, u64> = manifest["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| (field(part, "name"), part["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts.len(), 13);
    for part in ROW_PARTS {
        let read = u64::try_from(rows(path, part).len()).unwrap();
        assert_eq!(counts[part], read, "{part} in {}", path.display());
        assert_eq!(summary.part(part).unwrap().rows, read);
    }
}

#[test]
fn every_form_parses_and_counts_agree_with_the_manifest() {
    for profile in [Profile::Mixed, Profile::Wide] {
        for form in [Form::Ndjson, Form::Gz, Form::Json, Form::Csv, Form::Folder] {
            for mailboxes in [0, 1, 10, 1500] {
                let name = format!("forms-{profile:?}-{form:?}-{mailboxes}");
                let (path, summary) = snapshot(&name, mailboxes, |options| {
                    options.form = form;
                    options.profile = profile;
                });
                check_counts(&path, &summary);
                assert_eq!(summary.part("cas-mailboxes").unwrap().rows, mailboxes);
            }
        }
    }
}

#[test]
fn every_encoding_says_the_same() {
    for form in [Form::Ndjson, Form::Json, Form::Csv, Form::Folder] {
        let read = |encoding| {
            let name = format!("encoding-{form:?}-{encoding:?}");
            let (path, summary) = snapshot(&name, 60, |options| {
                options.form = form;
                options.encoding = encoding;
            });
            check_counts(&path, &summary);
            ROW_PARTS.map(|part| rows(&path, part))
        };
        let plain = read(Encoding::Utf8);
        assert_eq!(plain, read(Encoding::Utf8Bom));
        assert_eq!(plain, read(Encoding::Utf16));
    }
}

#[test]
fn byte_order_marks_are_where_they_belong() {
    let start = |form, encoding, file: &str| {
        let (path, _) = snapshot("marks", 3, |options| {
            options.form = form;
            options.encoding = encoding;
        });
        fs::read(path.join(file)).unwrap()[..3].to_vec()
    };
    let bom = b"\xEF\xBB\xBF";
    assert_eq!(start(Form::Csv, Encoding::Utf8, "users.csv"), bom);
    assert_eq!(start(Form::Json, Encoding::Utf8, "users.json"), b"[\n{");
    assert_eq!(start(Form::Ndjson, Encoding::Utf8Bom, "users.ndjson"), bom);
    assert_eq!(start(Form::Csv, Encoding::Utf16, "users.csv"), b"\xFF\xFE#");
    assert_eq!(start(Form::Csv, Encoding::Utf16, "organization.json"), b"\xFF\xFE{");
}

#[test]
fn json_forms_hold_the_same_rows() {
    let read = |form| {
        let (path, _) = snapshot(&format!("same-{form:?}"), 1200, |options| {
            options.form = form;
        });
        ROW_PARTS.map(|part| rows(&path, part))
    };
    let lines = read(Form::Ndjson);
    assert_eq!(lines, read(Form::Gz));
    assert_eq!(lines, read(Form::Json));
    assert_eq!(lines, read(Form::Folder));
}

#[test]
fn a_csv_says_what_json_says() {
    let (json_path, _) = snapshot("csv-json", 400, |_| {});
    let (csv_path, _) = snapshot("csv-csv", 400, |options| options.form = Form::Csv);
    for part in ["users", "cas-mailboxes", "directory-users", "mobile-devices"] {
        let json = rows(&json_path, part);
        let csv = rows(&csv_path, part);
        assert_eq!(json.len(), csv.len());
        for (json, csv) in json.iter().zip(&csv) {
            for (name, shown) in csv.as_object().unwrap() {
                // Time stamps are written as the culture has them.
                if name.starts_with("When") || name.ends_with("DateTime") {
                    continue;
                }
                let expected = match json.get(name) {
                    None | Some(Value::Null) => Value::Null,
                    Some(Value::Bool(true)) => "True".into(),
                    Some(Value::Bool(false)) => "False".into(),
                    Some(Value::Number(number)) => number.to_string().into(),
                    Some(Value::Array(_)) => "System.Object[]".into(),
                    Some(Value::Object(_)) => "@{Value=True}".into(),
                    Some(Value::String(_)) if field(csv, name).starts_with("20") => continue,
                    Some(text) => text.clone(),
                };
                // An odd list is written as a list or as a text of its own.
                if shown != &expected {
                    assert_eq!(shown, "System.Object[]", "{part} {name}: {expected}");
                }
            }
        }
    }
    assert!(csv_path.join("conditional-access.json").exists());
    assert!(!csv_path.join("conditional-access.csv").exists());
    let users = text(&csv_path.join("users.csv"));
    assert!(users.contains("\"Moved from Osaka,\r\nask \"\"HR\"\" first\""));
}

#[test]
fn a_folder_holds_one_row_then_arrays_in_order() {
    let (path, _) = snapshot("folder-files", 2500, |options| options.form = Form::Folder);
    let mut names: Vec<String> = fs::read_dir(path.join("cas-mailboxes"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["rows-000000.json", "rows-000001.json", "rows-000002.JSON", "rows-000003.json"]
    );
    let part = path.join("cas-mailboxes");
    assert!(document(&part.join("rows-000000.json")).is_object());
    let full = document(&part.join("rows-000001.json"));
    assert_eq!(full.as_array().unwrap().len(), 1000);
}

#[test]
fn pascal_rows_look_like_the_sdk() {
    let (camel_path, _) = snapshot("case-camel", 200, |_| {});
    let (path, _) = snapshot("case-pascal", 200, |options| options.case = Case::Pascal);
    let users = rows(&path, "directory-users");
    for (camel, pascal) in rows(&camel_path, "directory-users").iter().zip(&users) {
        assert_eq!(camel.get("displayName"), pascal.get("DisplayName"));
        assert_eq!(camel.get("groups"), pascal.get("Groups"));
        assert!(pascal.get("displayName").is_none());
        assert!(field(pascal, "CreatedDateTime").starts_with("/Date("));
        assert_eq!(pascal["Manager"]["Id"], Value::Null);
    }
    let plan = users.iter().find_map(|user| user["AssignedPlans"].get(0));
    assert_eq!(plan.unwrap()["CapabilityStatus"], "Enabled");
    for policy in rows(&path, "conditional-access") {
        let conditions = &policy["Conditions"];
        assert!(conditions["Users"]["IncludeUsers"].is_array());
        assert!(conditions["ClientAppTypes"].is_array());
        assert!(policy["GrantControls"].is_object());
        assert!(conditions.get("users").is_none());
    }
    // Exchange names keep their spelling; documents are lists of one.
    assert!(rows(&path, "cas-mailboxes")[0].get("OWAEnabled").is_some());
    let organization = document(&path.join("organization.json"));
    assert_eq!(organization.as_array().unwrap().len(), 1);
    let defaults = document(&path.join("security-defaults.json"));
    assert_eq!(defaults[0]["IsEnabled"], false);
}

#[test]
fn damage_comes_in_the_number_asked_for() {
    for form in [Form::Ndjson, Form::Json, Form::Csv, Form::Folder] {
        let (path, summary) = snapshot(&format!("damage-{form:?}"), 50, |options| {
            options.form = form;
            options.damage = 33;
        });
        let damaged: u64 = summary.parts.iter().map(|part| part.damaged).sum();
        assert_eq!(damaged, 33, "{form:?}");
        let cas = summary.part("cas-mailboxes").unwrap();
        assert_eq!((cas.rows, cas.damaged), (57, 7));
        if form == Form::Ndjson {
            let lines = text(&path.join("cas-mailboxes.ndjson"));
            let good = lines.lines().filter(|line| {
                let row = serde_json::from_str::<Value>(line);
                row.is_ok_and(|row| row.is_object())
            });
            // One of the seven is a row that comes twice.
            assert_eq!(good.count(), 51);
        }
        if form == Form::Csv {
            let lines = text(&path.join("cas-mailboxes.csv"));
            assert!(lines.ends_with("\"a quote that never closes\r\n"));
        }
    }
}

#[test]
fn a_used_folder_is_refused_and_force_leaves_one_form() {
    let (path, _) = snapshot("force", 5, |options| options.form = Form::Folder);
    let mut options = Options::new(&path, 5);
    let error = generate(&options).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
    options.force = true;
    fs::write(path.join("notes.txt"), "mine").unwrap();
    generate(&options).unwrap();
    assert!(!path.join("users").exists());
    assert!(path.join("users.ndjson").exists());
    assert!(path.join("notes.txt").exists());
    // A folder of somebody else's files is not emptied.
    let foreign = folder("force-foreign");
    fs::create_dir_all(foreign.join("users")).unwrap();
    fs::write(foreign.join("users/letter.txt"), "mine").unwrap();
    options.out = foreign.clone();
    assert!(generate(&options).is_err());
    assert!(foreign.join("users/letter.txt").exists());
}
