//! The gate table as data: every case of `tests/cases/gates` is written to a snapshot folder,
//! read, joined and judged, and each verdict compared field by field.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use exo_policy::{Calendar, Judge, Pair, Verdict, replay};
use exo_snapshot::Snapshot;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CaseFile {
    gate: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    why: String,
    as_of: String,
    #[serde(default)]
    set: Map<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    expect: BTreeMap<String, String>,
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/gates")
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Calls `f` with the map that holds the last key of a path, for every row of the part.
fn at_path(
    parts: &mut Map<String, Value>,
    path: &str,
    f: &mut dyn FnMut(&mut Map<String, Value>, &str),
) {
    fn walk(value: &mut Value, keys: &[&str], f: &mut dyn FnMut(&mut Map<String, Value>, &str)) {
        match (value, keys) {
            (Value::Array(rows), _) => rows.iter_mut().for_each(|row| walk(row, keys, f)),
            (Value::Object(map), [last]) => f(map, last),
            (Value::Object(map), [first, rest @ ..]) => {
                walk(map.entry(*first).or_insert(Value::Object(Map::new())), rest, f);
            }
            (other, _) => panic!("{keys:?} in {other}"),
        }
    }
    match path.split_once('.') {
        None => f(parts, path),
        Some((part, rest)) => {
            let keys: Vec<&str> = rest.split('.').collect();
            walk(parts.get_mut(part).unwrap_or_else(|| panic!("{path}")), &keys, f);
        }
    }
}

fn write_parts(parts: &Map<String, Value>, folder: &Path) {
    const DOCUMENTS: [&str; 5] =
        ["manifest", "organization", "transport", "activesync-organization", "security-defaults"];
    for (part, value) in parts {
        let (name, text) = match value {
            Value::Array(rows) if !DOCUMENTS.contains(&part.as_str()) => {
                let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
                (format!("{part}.ndjson"), lines.join("\n"))
            }
            other => (format!("{part}.json"), other.to_string()),
        };
        fs::write(folder.join(name), text).unwrap();
    }
}

/// The six fields of a case's expectation.
fn fields(verdict: Verdict) -> String {
    let assumed: Vec<&str> = verdict.assumed.iter().map(|gate| gate.word()).collect();
    format!(
        "{} {} {} {} {} {}",
        verdict.verdict,
        verdict.decided_by,
        verdict.reason,
        verdict.confidence,
        verdict.changes_on.map_or("-".to_owned(), |date| date.to_string()),
        if assumed.is_empty() { "-".to_owned() } else { assumed.join("+") }
    )
}

#[test]
fn every_case_of_the_gate_table() {
    let base: Map<String, Value> = read_json(&cases().join("base.json"));
    let mut files: Vec<PathBuf> =
        fs::read_dir(cases()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_name().is_some_and(|name| name != "base.json"));
    files.sort();
    let calendar = Calendar::builtin().unwrap();
    let (mut checked, mut wrong) = (0, Vec::new());
    for file in files {
        let content: CaseFile = read_json(&file);
        for (number, case) in content.cases.iter().enumerate() {
            let label = format!("{} #{number} ({})", content.gate, case.why);
            let mut parts = base.clone();
            for (path, value) in &case.set {
                at_path(&mut parts, path, &mut |map, key| {
                    map.insert(key.to_owned(), value.clone());
                });
            }
            for path in &case.remove {
                at_path(&mut parts, path, &mut |map, key| {
                    map.remove(key);
                });
            }
            let folder = tempfile::tempdir().unwrap();
            write_parts(&parts, folder.path());
            let snapshot = Snapshot::open(folder.path()).unwrap_or_else(|e| panic!("{label}: {e}"));
            let mut mailboxes = 0;
            let as_of = case.as_of.parse().unwrap();
            let judge = Judge::new(snapshot.tenant(), &calendar, as_of, None).unwrap();
            let read = snapshot.read_mailboxes(|record| {
                mailboxes += 1;
                let mut answers = judge.answers();
                judge.ask(&record.mailbox, &mut answers);
                let verdicts = judge.verdicts(&answers);
                for (pair, mut verdict) in verdicts.iter() {
                    let steps = judge.trace(&record.mailbox, &answers, pair, record.name());
                    let found = fields(verdict);
                    verdict.changes_on = None;
                    assert_eq!(replay(&steps), verdict, "{label}: {pair}");
                    if let Some(expected) = case.expect.get(pair.word()) {
                        checked += 1;
                        if *expected != found {
                            wrong.push(format!(
                                "{label}\n  {pair}: expected {expected}\n  {:w$}  found    {found}",
                                "",
                                w = pair.word().len()
                            ));
                        }
                    }
                }
                ControlFlow::Continue(())
            });
            read.unwrap_or_else(|e| panic!("{label}: {e}"));
            assert_eq!(mailboxes, 1, "{label}");
            for pair in case.expect.keys() {
                assert!(Pair::parse(pair).is_some(), "{label}: no pair {pair}");
            }
        }
    }
    assert!(checked > 1000, "only {checked} verdicts were compared");
    assert!(wrong.is_empty(), "{} of {checked} differ:\n{}", wrong.len(), wrong.join("\n"));
}
