//! Reads generated snapshots, with readers of its own: plain, slow and strict.

#![allow(dead_code, reason = "each test file uses its share")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use exo_sample::{Options, Summary, generate};
use serde_json::{Map, Value};

/// Parts that may be sorted, and by what.
pub const SORTED: [(&str, &str); 3] = [
    ("cas-mailboxes", "ExternalDirectoryObjectId"),
    ("users", "ExternalDirectoryObjectId"),
    ("directory-users", "id"),
];

/// A fresh folder below the build directory.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sample-{name}"));
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    path
}

/// Generates into a fresh folder.
pub fn snapshot(
    name: &str,
    mailboxes: u64,
    change: impl FnOnce(&mut Options),
) -> (PathBuf, Summary) {
    let path = folder(name);
    let mut options = Options::new(&path, mailboxes);
    change(&mut options);
    let summary = generate(&options).unwrap();
    (path, summary)
}

/// The text of a file, whatever its encoding; a broken byte fails the test.
pub fn text(path: &Path) -> String {
    let mut bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|suffix| suffix == "gz") {
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
        bytes = plain;
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        let units: Vec<u16> =
            rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16(&units).unwrap();
    }
    let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    String::from_utf8(rest.to_vec()).unwrap()
}

/// A JSON document.
pub fn document(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

/// The rows of a part in the one form it has. CSV fields come as texts, unquoted empty ones as null.
pub fn rows(folder: &Path, part: &str) -> Vec<Value> {
    let at = |suffix: &str| folder.join(format!("{part}{suffix}"));
    for suffix in [".ndjson", ".ndjson.gz"] {
        if at(suffix).exists() {
            let text = text(&at(suffix));
            assert!(text.is_empty() || text.ends_with('\n'));
            return text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        }
    }
    if at(".json").exists() {
        return match document(&at(".json")) {
            Value::Array(rows) => rows,
            other => panic!("{part} is no array: {other}"),
        };
    }
    if at(".csv").exists() {
        return csv(&text(&at(".csv")));
    }
    let mut files: Vec<PathBuf> =
        fs::read_dir(at("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .flat_map(|path| match document(path) {
            Value::Array(rows) => rows,
            row => vec![row],
        })
        .collect()
}

/// Rows of a CSV as `Export-Csv` writes it.
fn csv(text: &str) -> Vec<Value> {
    if text.is_empty() {
        return Vec::new();
    }
    let (first, rest) = text.split_once("\r\n").unwrap();
    assert!(first.starts_with("#TYPE "), "{first}");
    let mut records = records(rest).into_iter();
    let header = records.next().unwrap();
    records
        .map(|record| {
            assert_eq!(record.len(), header.len(), "fields of {record:?}");
            let pairs = header.iter().zip(record);
            Value::Object(
                pairs
                    .map(|(name, field)| (name.clone().unwrap(), field.into()))
                    .collect::<Map<_, _>>(),
            )
        })
        .collect()
}

/// Fields by record: quoted ones as texts, bare empty ones as `None`.
fn records(text: &str) -> Vec<Vec<Option<String>>> {
    let (mut records, mut record) = (Vec::new(), Vec::new());
    let mut letters = text.chars().peekable();
    while letters.peek().is_some() {
        let mut field = None;
        if letters.next_if_eq(&'"').is_some() {
            let mut value = String::new();
            loop {
                match letters.next().expect("a quote that never closes") {
                    '"' if letters.next_if_eq(&'"').is_some() => value.push('"'),
                    '"' => break,
                    letter => value.push(letter),
                }
            }
            field = Some(value);
        }
        record.push(field);
        match letters.next() {
            Some(',') => {}
            Some('\r') => {
                assert_eq!(letters.next(), Some('\n'));
                records.push(std::mem::take(&mut record));
            }
            other => panic!("{other:?} after a field"),
        }
    }
    records
}

/// A property as text, empty where it is no text.
pub fn field<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Every file of a snapshot with its bytes.
pub fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap().path();
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            let inner = files(&entry).into_iter();
            all.extend(inner.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            all.insert(name, fs::read(&entry).unwrap());
        }
    }
    all
}

/// The ids of a part in file order, lower case, rows without one left out.
pub fn ids(path: &Path, part: &str, name: &str) -> Vec<String> {
    rows(path, part)
        .iter()
        .map(|row| field(row, name).to_lowercase())
        .filter(|id| !id.is_empty())
        .collect()
}
