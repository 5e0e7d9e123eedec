//! Hand-made tenants: `tests/cases/findings/*.json` on the base tenant of the gate cases.
//!
//! A case sets properties of parts by path, for all rows (`set`) or for those of one mailbox
//! (`mailboxes`); the value `"absent"` takes the property, row or part away. `parts` gives parts
//! a status in the manifest. Each mailbox has its cas-mailboxes, users and directory-users row.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use exo_findings::{Catalogue, Finding, Judged, Language, Tally, conclude};
use exo_policy::{Calendar, Judge};
use exo_snapshot::{Reports, Snapshot};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A case as it is written.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Case {
    pub why: String,
    pub as_of: Option<String>,
    /// The parameter, not the manifest's property.
    pub smtp_basic_reenabled: Option<bool>,
    pub set: Map<String, Value>,
    pub parts: BTreeMap<String, String>,
    pub mailboxes: BTreeMap<String, Map<String, Value>>,
    /// By finding id: status, affected, unknown, deadline, names.
    pub expect: BTreeMap<String, String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every case with its file's name.
pub fn cases() -> Vec<(String, Case)> {
    let entries = fs::read_dir(folder().join("findings")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = read_json(&file);
        all.extend(cases.into_iter().map(|case| (name.clone(), case)));
    }
    all
}

/// Sets what the keys lead to in every row, or takes it away.
fn put(target: &mut Value, keys: &[&str], value: &Value) {
    match (target, keys) {
        (Value::Array(rows), _) => rows.iter_mut().for_each(|row| put(row, keys, value)),
        (Value::Object(map), [last]) if value == "absent" => {
            map.remove(*last).unwrap_or_else(|| panic!("there is no '{last}' to take away"));
        }
        (Value::Object(map), [last]) => {
            map.insert((*last).to_owned(), value.clone());
        }
        (Value::Object(map), [first, rest @ ..]) => {
            let inner = map.get_mut(*first).unwrap_or_else(|| panic!("there is no '{first}'"));
            put(inner, rest, value);
        }
        (other, _) => panic!("{keys:?} in {other}"),
    }
}

fn put_at(target: &mut Value, path: &str, value: &Value) {
    put(target, &path.split('.').collect::<Vec<_>>(), value);
}

/// The rows of one mailbox, by part.
fn rows_of(base: &Value, number: usize, name: &str, changes: &Map<String, Value>) -> Value {
    let mut rows = json!({});
    for part in ["cas-mailboxes", "users", "directory-users"] {
        let text = base[part][0].to_string();
        let text = text.replace("ann@contoso.com", &format!("{name}@contoso.com"));
        let text = text.replace("8ccc-000000000001", &format!("8ccc-{:012}", number + 1));
        let text = text.replace("8ccc-000000000002", &format!("8ccc-{:012}", number + 1));
        rows[part] = serde_json::from_str(&text).unwrap();
    }
    for (path, value) in changes {
        put_at(&mut rows, path, value);
    }
    rows
}

/// All parts of the tenant of a case.
fn tenant(case: &Case) -> Value {
    let base: Value = read_json(&folder().join("gates/base.json"));
    let mut parts = base.clone();
    for part in ["cas-mailboxes", "users", "directory-users"] {
        parts[part] = json!([]);
    }
    let only = BTreeMap::from([("ann".to_owned(), Map::new())]);
    let mailboxes = if case.mailboxes.is_empty() { &only } else { &case.mailboxes };
    for (number, (name, changes)) in mailboxes.iter().enumerate() {
        let rows = rows_of(&base, number, name, changes);
        for (part, row) in rows.as_object().unwrap() {
            parts[part].as_array_mut().unwrap().push(row.clone());
        }
    }
    for (path, value) in &case.set {
        put_at(&mut parts, path, value);
    }
    for (part, status) in &case.parts {
        let listed = parts["manifest"]["parts"].as_array_mut().unwrap();
        listed.retain(|entry| entry["name"] != part.as_str());
        let error = (status == "running").then_some("running");
        let status = if status == "running" { "complete" } else { status };
        listed.push(json!({"name": part, "status": status, "error": error}));
    }
    parts
}

/// Writes a tenant to a folder. A text in the place of a part is written as it is.
fn write(parts: &Value, folder: &Path) {
    for (part, value) in parts.as_object().unwrap() {
        let (suffix, text) = match value {
            Value::String(text) => ("json", text.clone()),
            Value::Array(rows) => {
                ("ndjson", rows.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"))
            }
            other => ("json", other.to_string()),
        };
        fs::write(folder.join(format!("{part}.{suffix}")), text).unwrap();
    }
}

/// The findings on the tenant of a case, English and Japanese.
pub fn findings(case: &Case) -> [Vec<Finding>; 2] {
    let folder = tempfile::tempdir().unwrap();
    write(&tenant(case), folder.path());
    let snapshot = Snapshot::open(folder.path()).unwrap_or_else(|e| panic!("{}: {e}", case.why));
    let calendar = Calendar::builtin().unwrap();
    let as_of = case.as_of.as_deref().unwrap_or("2026-06-15").parse().unwrap();
    let judge = Judge::new(snapshot.tenant(), &calendar, as_of, case.smtp_basic_reenabled).unwrap();
    let mut tally = Tally::new(&judge);
    let read = snapshot.read_mailboxes(|record| {
        let mut answers = judge.answers();
        judge.ask(&record.mailbox, &mut answers);
        let verdicts = judge.verdicts(&answers);
        tally.mailbox(&judge, &Judged { record, answers: &answers, verdicts: &verdicts });
        ControlFlow::Continue(())
    });
    let mut reports: Reports = snapshot.reports().clone();
    reports.extend(read.unwrap());
    reports.extend([snapshot.read_devices(|device| tally.device(device)).unwrap()]);
    let catalogue = Catalogue::builtin().unwrap();
    [Language::English, Language::Japanese]
        .map(|language| conclude(&judge, &reports, &tally, &catalogue, language))
}
