//! Snapshots made by hand, in every form, and what reading one gave as plain values.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use exo_policy::{Calendar, Id, Joined, Judge, Pair, PerUserMfa, Read};
use exo_snapshot::{Part, PartState, Reports, Snapshot, SnapshotError};
use serde_json::Value;
use tempfile::TempDir;

/// A snapshot folder under construction.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, with the folders above it.
    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Writes a manifest with these entries of `parts`.
    pub fn manifest(self, parts: &str) -> Self {
        self.with("manifest.json", format!(r#"{{"schema":1,"parts":[{parts}]}}"#))
    }

    pub fn read(&self) -> Found {
        read(self.path()).unwrap()
    }

    pub fn try_read(&self) -> Result<Found, SnapshotError> {
        read(self.path())
    }
}

/// One mailbox as it was handed over.
#[derive(Debug)]
pub struct Row {
    pub identity: String,
    pub guid: String,
    pub user_principal_name: String,
    pub user_id: Option<Id>,
    /// The `AuthenticationPolicy` of its user row, `none` or `not read`.
    pub user: String,
    /// The `perUserMfaState` of its directory row, `none` or `not read`.
    pub directory: String,
    /// Everything of the record.
    pub record: String,
    /// Every verdict on three dates.
    pub verdicts: String,
    /// The words of 2026-07-01.
    pub words: Vec<(Pair, String)>,
}

impl Row {
    /// Verdict and reason of one pair on 2026-07-01.
    pub fn word(&self, pair: Pair) -> &str {
        self.words.iter().find(|(known, _)| *known == pair).map(|(_, word)| word.as_str()).unwrap()
    }
}

/// What reading a snapshot gave.
pub struct Found {
    pub rows: Vec<Row>,
    pub reports: Reports,
    /// `part: file line n: text`.
    pub warnings: Vec<String>,
    pub devices: Vec<String>,
    pub snapshot: Snapshot,
}

impl Found {
    pub fn state(&self, part: Part) -> &PartState {
        self.reports.state(part).unwrap()
    }

    /// The row of a mailbox, by its `Guid`.
    pub fn by_guid(&self, guid: &str) -> &Row {
        self.rows.iter().find(|row| row.guid == guid).unwrap_or_else(|| panic!("no {guid}"))
    }

    pub fn records(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row.record.as_str()).collect()
    }

    /// Fails unless every part was read whole and without a warning.
    pub fn assert_clean(&self, label: &str) {
        assert_eq!(self.warnings, Vec::<String>::new(), "{label}");
        for report in self.reports.iter() {
            let state = &report.state;
            assert!(
                matches!(state, PartState::Complete | PartState::Absent),
                "{label}: {report:?}"
            );
        }
    }
}

/// Reads everything in a folder.
pub fn read(folder: &Path) -> Result<Found, SnapshotError> {
    let snapshot = Snapshot::open(folder)?;
    let calendar = Calendar::builtin().unwrap();
    let dates = ["2026-07-01", "2026-12-31", "2027-05-01"];
    let judges: Vec<Judge<'_>> = dates
        .iter()
        .map(|date| Judge::new(snapshot.tenant(), &calendar, date.parse().unwrap(), None).unwrap())
        .collect();
    let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let mut rows = Vec::new();
    let mut reports = snapshot.reports().clone();
    let read = snapshot.read_mailboxes(|record| {
        let mailbox = &record.mailbox;
        let mut verdicts = String::new();
        let mut words = Vec::new();
        for judge in &judges {
            for (pair, verdict) in judge.judge(mailbox).iter() {
                writeln!(verdicts, "{} {pair} {verdict:?}", judge.as_of()).unwrap();
                words.push((pair, format!("{} {}", verdict.verdict, verdict.reason)));
            }
        }
        rows.push(Row {
            identity: text(record.identity),
            guid: text(record.guid),
            user_principal_name: text(record.user_principal_name),
            user_id: mailbox.user_id,
            user: joined(&mailbox.user, |row| match row.authentication_policy {
                Read::Value(policy) => policy.text.to_owned(),
                other => format!("{other:?}"),
            }),
            directory: joined(&mailbox.directory, |row| match row.per_user_mfa {
                Read::Value(PerUserMfa::Enabled) => "enabled".to_owned(),
                Read::Value(PerUserMfa::Enforced) => "enforced".to_owned(),
                Read::Value(PerUserMfa::Disabled) => "disabled".to_owned(),
                Read::Value(PerUserMfa::Other) => "other".to_owned(),
                other => format!("{other:?}"),
            }),
            record: format!("{record:?}"),
            verdicts,
            words,
        });
        ControlFlow::Continue(())
    })?;
    reports.extend(read);
    let mut devices = Vec::new();
    let report = snapshot.read_devices(|device| devices.push(format!("{device:?}")))?;
    reports.extend([report]);
    let warnings = snapshot.warnings(&reports);
    let warnings = warnings.list().iter().map(|w| format!("{}: {w}", w.part)).collect();
    drop(judges);
    Ok(Found { rows, reports, warnings, devices, snapshot })
}

fn joined<T>(joined: &Joined<T>, f: impl FnOnce(&T) -> String) -> String {
    match joined {
        Joined::Row(row) => f(row),
        Joined::None => "none".to_owned(),
        Joined::NotRead => "not read".to_owned(),
    }
}

/// How rows are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    NdJson,
    NdJsonGz,
    NdJsonBom,
    NdJsonUtf16,
    Json,
    JsonUtf16,
    Folder,
    /// One row only.
    Single,
    /// Without lists.
    Csv,
    CsvUtf16,
}

impl Form {
    /// The forms that hold any number of rows of any shape.
    pub const JSON: [Self; 7] = [
        Self::NdJson,
        Self::NdJsonGz,
        Self::NdJsonBom,
        Self::NdJsonUtf16,
        Self::Json,
        Self::JsonUtf16,
        Self::Folder,
    ];
}

/// Writes rows (JSON texts without line breaks) in a form.
pub fn write_rows(folder: Folder, part: &str, rows: &[String], form: Form) -> Folder {
    let lines = rows.join("\n");
    let array = format!("[\n{}\n]\n", rows.join(",\n"));
    match form {
        Form::NdJson => folder.with(&format!("{part}.ndjson"), lines),
        Form::NdJsonGz => folder.with(&format!("{part}.ndjson.gz"), gzip(lines.as_bytes())),
        Form::NdJsonBom => folder.with(&format!("{part}.ndjson"), format!("\u{FEFF}{lines}\r\n")),
        Form::NdJsonUtf16 => folder.with(&format!("{part}.ndjson"), utf16(&lines)),
        Form::Json => folder.with(&format!("{part}.json"), array),
        Form::JsonUtf16 => folder.with(&format!("{part}.json"), utf16(&array)),
        Form::Folder => {
            // The first row alone, with a suffix in capitals; the others in an array after it.
            let (first, others) = rows.split_first().unwrap();
            let others = format!("[{}]", others.join(","));
            folder
                .with(&format!("{part}/B2.JSON"), first)
                .with(&format!("{part}/a1.json"), others)
                .with(&format!("{part}/notes.txt"), "not a row")
        }
        Form::Single => {
            assert_eq!(rows.len(), 1);
            folder.with(&format!("{part}.json"), rows.concat())
        }
        Form::Csv => folder.with(&format!("{part}.csv"), csv(rows)),
        Form::CsvUtf16 => {
            folder.with(&format!("{part}.csv"), utf16(csv(rows).trim_start_matches('\u{FEFF}')))
        }
    }
}

/// As `Export-Csv` of Windows PowerShell 5.1 writes flat rows.
pub fn csv(rows: &[String]) -> String {
    let rows: Vec<Value> = rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    let mut header: Vec<&String> = Vec::new();
    for key in rows.iter().flat_map(|row| row.as_object().unwrap().keys()) {
        if !header.contains(&key) {
            header.push(key);
        }
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |fields: Vec<String>| fields.join(",") + "\r\n";
    let mut out =
        "\u{FEFF}#TYPE Selected.System.Management.Automation.PSCustomObject\r\n".to_owned();
    out += &line(header.iter().map(|key| quoted(key)).collect());
    for row in &rows {
        let field = |key: &&String| match row.get(*key) {
            // Export-Csv leaves null without quotes.
            None | Some(Value::Null) => String::new(),
            Some(Value::Bool(true)) => quoted("True"),
            Some(Value::Bool(false)) => quoted("False"),
            Some(Value::String(text)) => quoted(text),
            Some(Value::Number(number)) => quoted(&number.to_string()),
            Some(other) => panic!("{other} is nothing for CSV"),
        };
        out += &line(header.iter().map(field).collect());
    }
    out
}

pub fn utf16(text: &str) -> Vec<u8> {
    let units = [0xFEFF].into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A sample tenant of the profile `mixed`.
pub fn sample(change: impl FnOnce(&mut exo_sample::Options)) -> Folder {
    let folder = Folder::new();
    let mut options = exo_sample::Options::new(folder.path(), 1300);
    options.force = true;
    change(&mut options);
    exo_sample::generate(&options).unwrap();
    folder
}

/// The rows of an `.ndjson` file.
pub fn lines_of(folder: &Folder, part: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.path().join(format!("{part}.ndjson"))).unwrap();
    text.lines().map(str::to_owned).collect()
}
