//! Any bytes as one part of a snapshot, in any form: nothing panics, no row is lost in silence, and
//! where the file was cut into chunks does not matter.
//!
//! Three bytes choose what the rest is: the part (`a` the first, `n` the manifest), its form (`0`
//! lines, `1` lines in gzip, `2` JSON, `3` CSV, `4` a folder, `5` gzip as it comes), and how
//! (`0` plainly, `1` in the order that a manifest promises, `2` with a count, `3` cut off in the
//! middle, `4` with the end of the first chunk at the byte that a fourth byte names).

#![no_main]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a finding is a panic")]

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use exo_snapshot::{Part, PartReport, PartState, Reports, Snapshot, SnapshotError, WarningReason};
use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// How much is read of a file at once, after the three bytes in which a mark is looked for.
const CHUNK: usize = 1 << 18;

/// A small tenant whose parts stand beside the one that is fuzzed.
const AROUND: [(Part, &str, &str); 4] = [
    (Part::CasMailboxes, "cas-mailboxes.ndjson", MAILBOXES),
    (Part::Users, "users.ndjson", USERS),
    (Part::DirectoryUsers, "directory-users.ndjson", DIRECTORY),
    (Part::ConditionalAccess, "conditional-access.ndjson", POLICIES),
];
const MAILBOXES: &str = r#"{"ExternalDirectoryObjectId":"1","PrimarySmtpAddress":"a@x"}
{"ExternalDirectoryObjectId":"2","UserPrincipalName":"b@x"}
{"Guid":"3","UserPrincipalName":"c@x"}"#;
const USERS: &str = r#"{"ExternalDirectoryObjectId":"1","UserPrincipalName":"a@x"}
{"UserPrincipalName":"c@x"}"#;
const DIRECTORY: &str = r#"{"id":"2","userPrincipalName":"b@x","groups":["a1"]}"#;
const POLICIES: &str = r#"{"id":"p","state":"enabled","conditions":{"users":{"includeGroups":["a1"]},"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}}"#;

/// The folder, with all of the small tenant.
static HOME: LazyLock<TempDir> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    for (_, name, text) in AROUND {
        fs::write(home.path().join(name), text).unwrap();
    }
    home
});

#[derive(Clone, Copy, PartialEq)]
enum How {
    Plain,
    Sorted,
    Counted,
    CutOff,
    Chunked(u8),
}

fuzz_target!(|data: &[u8]| {
    let [part, form, how, bytes @ ..] = data else { return };
    let part = Part::ALL.get(usize::from(part.wrapping_sub(b'a') % 14)).copied();
    let form = form.wrapping_sub(b'0') % 6;
    let (how, bytes) = match (how.wrapping_sub(b'0') % 5, bytes) {
        (0, _) => (How::Plain, bytes),
        (1, _) => (How::Sorted, bytes),
        (2, _) => (How::Counted, bytes),
        (3, _) => (How::CutOff, bytes),
        (_, [at, rest @ ..]) => (How::Chunked(*at), rest),
        (_, []) => return,
    };
    let found = read(part, form, how, bytes);
    // A `#TYPE` line is one only where it is the first.
    if matches!(how, How::Chunked(_)) && form != 5 && !(form == 3 && starts_with_type(bytes)) {
        assert_eq!(found, read(part, form, How::Plain, bytes), "cut into other chunks");
    }
});

fn starts_with_type(bytes: &[u8]) -> bool {
    let text: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).take(9).collect();
    text.windows(5).any(|part| part == b"#TYPE")
}

/// Writes the part, reads the snapshot, and gives what came out: the names of the mailboxes and of
/// each part its rows, state and number of warnings.
fn read(part: Option<Part>, form: u8, how: How, bytes: &[u8]) -> Result<String, String> {
    let folder = HOME.path();
    let written = write(folder, part, form, how, bytes);
    let outcome = Snapshot::open(folder).and_then(|snapshot| take(&snapshot, part));
    for path in written {
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.unwrap();
    }
    if let Some((_, name, text)) = AROUND.iter().find(|(around, ..)| Some(*around) == part) {
        fs::write(folder.join(name), text).unwrap();
    }
    outcome.map_err(|error| match &error {
        SnapshotError::Manifest { .. } if part.is_none() => "manifest".to_owned(),
        SnapshotError::NotSorted { .. } if how == How::Sorted || part.is_none() => {
            error.to_string()
        }
        SnapshotError::CsvNotPossible(_) if part == Some(Part::ConditionalAccess) => {
            error.to_string()
        }
        _ => panic!("{error}"),
    })
}

fn write(folder: &Path, part: Option<Part>, form: u8, how: How, bytes: &[u8]) -> Vec<PathBuf> {
    if let Some((_, name, _)) = AROUND.iter().find(|(around, ..)| Some(*around) == part) {
        fs::remove_file(folder.join(name)).unwrap();
    }
    let mut written = Vec::new();
    let mut write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        written.push(path);
    };
    let bytes = if let How::Chunked(at) = how { padded(bytes, at) } else { bytes.to_vec() };
    let bytes = match form {
        1 => {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
            gzip.write_all(&bytes).unwrap();
            gzip.finish().unwrap()
        }
        _ => bytes,
    };
    let kept = if how == How::CutOff { bytes.len() / 2 } else { bytes.len() };
    let (bytes, rest) = bytes.split_at(kept);
    let Some(part) = part else {
        write("manifest.json", bytes);
        return written;
    };
    let entry = |name: &str, property: &str| {
        format!(r#"{{"name":"{name}","status":"complete","sortedBy":"{property}"}}"#)
    };
    match how {
        How::Sorted => {
            let parts = [
                entry("cas-mailboxes", "ExternalDirectoryObjectId"),
                entry("users", "ExternalDirectoryObjectId"),
                entry("directory-users", "id"),
                entry("mobile-devices", "Identity"),
            ];
            write("manifest.json", format!(r#"{{"parts":[{}]}}"#, parts.join(",")).as_bytes());
        }
        How::Counted => {
            let text = format!(r#"{{"parts":[{{"name":"{}","count":3}}]}}"#, part.name());
            write("manifest.json", text.as_bytes());
        }
        How::Plain | How::CutOff | How::Chunked(_) => {}
    }
    let name = part.name();
    match form {
        _ if part.is_document() => write(&format!("{name}.json"), bytes),
        0 => write(&format!("{name}.ndjson"), bytes),
        1 | 5 => write(&format!("{name}.ndjson.gz"), bytes),
        2 => write(&format!("{name}.json"), bytes),
        3 => write(&format!("{name}.csv"), bytes),
        _ => {
            fs::create_dir(folder.join(name)).unwrap();
            write(&format!("{name}/a.json"), bytes);
            if how == How::CutOff {
                write(&format!("{name}/b.JSON"), rest);
            }
            // The folder takes its files along.
            written.retain(|path| path.parent() == Some(folder));
            written.push(folder.join(name));
        }
    }
    written
}

/// The bytes behind so many line breaks that the first chunk ends at one of their first.
fn padded(bytes: &[u8], at: u8) -> Vec<u8> {
    let (mark, line): (usize, &[u8]) = match bytes {
        [0xFF, 0xFE, ..] => (2, b"\n\0"),
        [0xEF, 0xBB, 0xBF, ..] => (3, b"\n"),
        _ => (0, b"\n"),
    };
    let lines = (CHUNK + 3 - mark - usize::from(at)) / line.len();
    let (mark, rest) = bytes.split_at(mark);
    [mark, &line.repeat(lines), rest].concat()
}

fn take(snapshot: &Snapshot, part: Option<Part>) -> Result<String, SnapshotError> {
    let (mut mailboxes, mut devices) = (Vec::new(), 0);
    let mut reports = snapshot.reports().clone();
    let read = snapshot.read_mailboxes(|record| {
        mailboxes.push(record.name().to_owned());
        ControlFlow::Continue(())
    })?;
    reports.extend(read);
    reports.extend([snapshot.read_devices(|_| devices += 1)?]);
    // Lets the warnings be put together and told.
    let told: usize = snapshot.warnings(&reports).list().iter().map(|w| w.to_string().len()).sum();
    assert!(
        told > 0
            || part.is_none()
            || reports.iter().all(|report| report.warnings.list().is_empty())
    );

    account(&reports, Part::CasMailboxes, mailboxes.len());
    account(&reports, Part::MobileDevices, devices);
    let around = AROUND.iter().any(|(around, ..)| *around == Part::CasMailboxes);
    if around && part.is_some_and(|part| part != Part::CasMailboxes) {
        assert_eq!(mailboxes.len(), 3, "the other part cost a mailbox");
    }
    let of = |report: &PartReport| {
        let (state, warnings) = (&report.state, report.warnings.list().len());
        format!(
            "{:?} {state:?} {} {warnings} {:?}",
            report.part,
            report.rows,
            report.warnings.left_off()
        )
    };
    Ok(format!("{mailboxes:?} {devices} {:#?}", reports.iter().map(of).collect::<Vec<_>>()))
}

/// Every row of the part was handed over, or there is a warning for it.
fn account(reports: &Reports, part: Part, taken: usize) {
    let report = reports.get(part).unwrap();
    let is_second = |reason: &WarningReason| reason.key().starts_with("Second");
    let is_row = |reason: &WarningReason| {
        matches!(reason, WarningReason::RowDamaged(_)) || is_second(reason)
    };
    let list = report.warnings.list();
    let told = list.iter().filter(|warning| is_row(&warning.reason)).count() as u64;
    let left_off: u64 = report.warnings.left_off().iter().map(|(_, count)| count).sum();
    let taken = taken as u64;
    assert!(
        taken + told <= report.rows && report.rows <= taken + told + left_off,
        "{part:?}: {} rows, {taken} handed over, {told} told, {left_off} more: {list:?}",
        report.rows
    );
    let lost = list.iter().any(|warning| !is_second(&warning.reason));
    assert!(!(lost && report.state == PartState::Complete), "complete with a loss: {list:?}");
}
