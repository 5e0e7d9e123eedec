//! What is damaged, missing or there twice (contract §3, Completeness).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use exo_policy::{Joined, Read};
use exo_snapshot::Shortfall::{Count, Damage, DefaultResultSize, Running, Status};
use exo_snapshot::{Part, PartState, Shortfall, SnapshotError};
use support::{Folder, Found, gzip, utf16};

fn guids(found: &Found) -> String {
    found.rows.iter().map(|row| row.guid.as_str()).collect::<Vec<_>>().join(" ")
}

const A: &str = r#"{"Guid":"a"}"#;
const B: &str = r#"{"Guid":"b"}"#;

/// Fails unless the mailboxes are those, and the damage is told with file and lines.
fn assert_damage(name: &str, bytes: &[u8], rows: u64, mailboxes: &str, lines: &[u64]) {
    let found = Folder::new().manifest("").with(name, bytes).read();
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(300)).unwrap()).into_owned();
    assert_eq!(guids(&found), mailboxes, "{text}");
    let report = found.reports.get(Part::CasMailboxes).unwrap();
    assert_eq!(report.state, PartState::Partial(Damage(lines.len() as u64)), "{text}");
    assert_eq!(report.rows, rows, "{text}");
    let file = name.rsplit('/').next().unwrap();
    assert_eq!(found.warnings.len(), lines.len(), "{text}: {:?}", found.warnings);
    for (warning, line) in found.warnings.iter().zip(lines) {
        let place = match line {
            0 => format!("cas-mailboxes: {file}: "),
            line => format!("cas-mailboxes: {file} line {line}: "),
        };
        assert!(warning.starts_with(&place), "{warning} should begin {place}");
    }
}

#[test]
fn a_damaged_row_is_one_warning_and_the_others_stay() {
    for row in [
        "42",
        "\"text\"",
        "null",
        "[]",
        "[{\"Guid\":\"x\"}]",
        "{\"Guid\":\"x\"",
        "{\"Guid\":\"x\",}",
        "{\"Guid\":\"x\",\"ImapEnabled\":NaN}",
        "{\"Guid\":\"x\",\"Other\":NaN}",
        "{\"Guid\":\"x\",\"Other\":-Infinity}",
        "{\"Guid\":\"x\"}{\"Guid\":\"y\"}",
        "{\"Guid\":\"x\"} y",
        "{Guid:\"x\"}",
        "{\"Guid\":'x'}",
        "{\"Guid\":\"x\",\"O\":01}",
        "{\"Guid\":\"x\",\"O\":\"\\q\"}",
        "{\"Guid\":\"x\",\"O\":\"\\u12\"}",
        "{\"Guid\":\"x\",\"O\":\"a\tb\"}",
        "{\"Guid\":\"x\",\"O\":1.}",
        "{\"Guid\":\"x\",\"O\":[1,]}",
        "{\"Guid\":\"x\",\"O\":[}",
        "{\"Guid\" \"x\"}",
        "{\"Guid\":\"x\" \"O\":1}",
        "{\"Guid\":\"x\",\"O\":tru}",
        "}",
        "x",
    ] {
        let text = format!("{A}\n\n{row}\r\n{B}\n");
        assert_damage("cas-mailboxes.ndjson", text.as_bytes(), 3, "a b", &[3]);
        assert_damage("cas-mailboxes.ndjson", &utf16(&text), 3, "a b", &[3]);
        assert_damage("cas-mailboxes.ndjson.gz", &gzip(text.as_bytes()), 3, "a b", &[3]);
    }
    for row in [
        "42",
        "\"text\"",
        "null",
        "[]",
        "[{\"Guid\":\"x\"}]",
        "{\"Guid\":\"x\",}",
        "{\"Guid\":\"x\",\"ImapEnabled\":NaN}",
    ] {
        let text = format!("[\n{A},\n {row} ,\n{B}]");
        assert_damage("cas-mailboxes.json", text.as_bytes(), 3, "a b", &[3]);
        assert_damage("cas-mailboxes/x.json", text.as_bytes(), 3, "a b", &[3]);
    }
}

#[test]
fn a_row_of_csv_with_another_number_of_fields_or_an_open_quote_is_damaged() {
    let head = "#TYPE x\r\n\"Guid\",\"DisplayName\"\r\n\"a\",\"two\r\nlines\"\r\n";
    for row in ["\"x\"", "\"x\",\"y\",\"z\"", "x,y,", "\"x,y\""] {
        let text = format!("{head}{row}\r\n\"b\",\"\"\r\n");
        assert_damage("cas-mailboxes.csv", text.as_bytes(), 3, "a b", &[5]);
        assert_damage("cas-mailboxes.csv", &utf16(&text), 3, "a b", &[5]);
    }
    let text = format!("{head}\"b\",\"\"\r\n\"x\",\"y\r\n\"c\",\"d\"\r\n");
    assert_damage("cas-mailboxes.csv", text.as_bytes(), 3, "a b", &[6]);
}

#[test]
fn a_broken_array_keeps_the_rows_before_the_break() {
    for (rest, line) in [
        ("", 3),
        (",", 3),
        (",\n{\"Guid\":\"x\"", 4),
        (" {\"Guid\":\"x\"}]", 3),
        (",,{\"Guid\":\"x\"}]", 3),
        ("}]", 3),
        (",]", 3),
        (",\n{\"Guid\":\"x", 4),
    ] {
        assert_damage(
            "cas-mailboxes.json",
            format!("[\n{A},\n{B}{rest}").as_bytes(),
            2,
            "a b",
            &[line],
        );
    }
    assert_damage("cas-mailboxes.json", b"[", 0, "", &[1]);
    assert_damage("cas-mailboxes.json", b"", 0, "", &[0]);
    assert_damage("cas-mailboxes.json", " \n".as_bytes(), 0, "", &[0]);
}

#[test]
fn text_after_the_end_of_an_array_or_a_row_makes_the_part_partial() {
    for rest in ["x", "]", ",", "{}", "[]"] {
        assert_damage(
            "cas-mailboxes.json",
            format!("[{A},{B}]\n\n {rest}").as_bytes(),
            2,
            "a b",
            &[3],
        );
        assert_damage("cas-mailboxes.json", format!("{A}\n{rest}").as_bytes(), 1, "a", &[2]);
    }
}

#[test]
fn a_truncated_or_damaged_gzip_keeps_what_came_before() {
    let rows: Vec<String> = (0..20_000_u64)
        .map(|n| {
            format!(
                r#"{{"Guid":"g{n}","DisplayName":"{:x}"}}"#,
                n.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            )
        })
        .collect();
    let whole = gzip(rows.join("\n").as_bytes());
    for length in [whole.len() / 2, whole.len() - 9, whole.len() - 4, 12, 5, 0] {
        let mut bytes = whole.clone();
        bytes.truncate(length);
        let found = Folder::new()
            .manifest("")
            .with("users.ndjson.gz", "")
            .with("cas-mailboxes.ndjson.gz", bytes)
            .read();
        let count = found.rows.len();
        assert_eq!(*found.state(Part::CasMailboxes), PartState::Partial(Damage(1)), "{length}");
        assert!(
            found.warnings.iter().any(|w| w.starts_with(&format!(
                "cas-mailboxes: cas-mailboxes.ndjson.gz line {}: ",
                (count + 1).min(20_000)
            ))),
            "{length} {count}: {:?}",
            found.warnings
        );
        assert!(count >= 20_000 * length / whole.len() / 2, "{length}: {count}");
        let names: Vec<String> = (0..count).map(|n| format!("g{n}")).collect();
        assert_eq!(guids(&found), names.join(" "));
    }
    let mut tail = whole;
    tail.extend_from_slice(b"not gzip");
    let found = Folder::new().manifest("").with("cas-mailboxes.ndjson.gz", tail).read();
    assert_eq!((found.rows.len(), found.warnings.len()), (20_000, 1));
    let two = [gzip(format!("{A}\n").as_bytes()), gzip(B.as_bytes())].concat();
    assert_eq!(
        guids(&Folder::new().manifest("").with("cas-mailboxes.ndjson.gz", two).read()),
        "a b"
    );
}

#[test]
fn a_document_that_is_empty_broken_or_in_an_array_of_another_length_is_not_read() {
    let good = r#"{"EwsEnabled":true}"#;
    let two = format!("[{good},{good}]");
    let cut = format!("[{good}");
    for text in [
        "",
        " ",
        "[]",
        "7",
        "null",
        "[7]",
        "{",
        "{\"EwsEnabled\":NaN}",
        "{\"EwsEnabled\":true} x",
        &cut,
        &two,
    ] {
        let found = Folder::new().manifest("").with("organization.json", text).read();
        assert_eq!(found.snapshot.tenant().organization.ews_enabled, Read::Absent, "{text}");
        assert_eq!(*found.state(Part::Organization), PartState::Partial(Damage(1)), "{text}");
        let [warning] = found.warnings.as_slice() else { panic!("{:?}", found.warnings) };
        assert!(warning.starts_with("organization: organization.json"), "{warning}");
    }
}

#[test]
fn a_count_that_differs_from_the_rows_read_makes_the_part_partial() {
    let rows = format!("{A}\n{A}\n{B}");
    let state = |rows: &str, count: &str| {
        let manifest = format!(r#"{{"name":"Cas-Mailboxes","count":{count}}}"#);
        Folder::new()
            .manifest(&manifest)
            .with("cas-mailboxes.ndjson", rows)
            .read()
            .state(Part::CasMailboxes)
            .clone()
    };
    for count in ["3", "null", "\"3\""] {
        assert_eq!(state(&rows, count), PartState::Complete, "duplicates included");
    }
    assert_eq!(state(&rows, "2"), PartState::Partial(Count { rows: 3, promised: 2 }));
    assert_eq!(state(&rows, "4"), PartState::Partial(Count { rows: 3, promised: 4 }));
    assert_eq!(state("", "0"), PartState::Complete, "an empty file is zero rows");
    assert_eq!(state("", "1"), PartState::Partial(Count { rows: 0, promised: 1 }));
    let damaged = Folder::new()
        .manifest(r#"{"name":"cas-mailboxes","count":2}"#)
        .with("cas-mailboxes.ndjson", format!("{A}\n7"))
        .read();
    assert_eq!(*damaged.state(Part::CasMailboxes), PartState::Partial(Damage(1)));
    for (count, complete) in [("1", true), ("0", false), ("2", false)] {
        let manifest = format!(r#"{{"name":"organization","count":{count}}}"#);
        let found = Folder::new()
            .manifest(&manifest)
            .with("organization.json", "[{\"EwsEnabled\":true}]")
            .read();
        assert_eq!(
            found.state(Part::Organization).is_complete(),
            complete,
            "a document is one row"
        );
        assert_eq!(found.snapshot.tenant().organization.ews_enabled, Read::Value(true));
    }
}

#[test]
fn the_status_of_the_manifest_counts() {
    let partial = |shortfall| PartState::Partial(shortfall);
    let cases: [(&str, PartState, bool); 17] = [
        ("", PartState::Complete, true),
        (r#""status":"complete""#, PartState::Complete, true),
        (r#""status":" COMPLETE ""#, PartState::Complete, true),
        (r#""status":null"#, PartState::Complete, true),
        (r#""status":"""#, PartState::Complete, true),
        (r#""status":"Partial""#, partial(Shortfall::Manifest), true),
        (r#""status":"finished""#, partial(Status("finished".into())), true),
        (r#""status":7"#, partial(Status("?".into())), true),
        (r#""status":"Failed""#, PartState::Failed, false),
        (r#""status":"skipped　""#, PartState::Skipped, false),
        (r#""error":"Running ""#, partial(Running), true),
        (r#""status":"complete","error":"running""#, partial(Running), true),
        (r#""status":null,"error":"running","count":1"#, partial(Running), true),
        (r#""error":"throttled""#, PartState::Complete, true),
        (r#""error":null"#, PartState::Complete, true),
        (
            r#""status":"failed"},{"name":"cas-mailboxes","status":"complete""#,
            PartState::Failed,
            false,
        ),
        (
            r#""status":"complete"},{"name":"CAS-mailboxes","status":"failed""#,
            PartState::Complete,
            true,
        ),
    ];
    for (entry, state, read) in cases {
        let comma = if entry.is_empty() { "" } else { "," };
        let manifest = format!(r#"{{"name":" cas-MAILBOXES "{comma}{entry}}}"#);
        let found = Folder::new().manifest(&manifest).with("cas-mailboxes.ndjson", A).read();
        assert_eq!(*found.state(Part::CasMailboxes), state, "{entry}");
        assert_eq!(guids(&found), if read { "a" } else { "" }, "{entry}");
        assert!(found.warnings.is_empty(), "{entry}");
    }
    let found = Folder::new()
        .manifest(r#"{"name":"users","status":"failed"},7,null"#)
        .with("cas-mailboxes.ndjson", A)
        .read();
    assert!(found.state(Part::CasMailboxes).is_complete(), "a part that is not listed is complete");
}

#[test]
fn files_of_a_part_that_failed_or_was_skipped_are_not_looked_at() {
    for status in ["failed", "skipped"] {
        let entry = |part: &str| {
            format!(r#"{{"name":"{part}","status":"{status}","sortedBy":"id","count":7}}"#)
        };
        let found = Folder::new()
            .manifest(
                &["conditional-access", "users", "organization", "group-members"]
                    .map(entry)
                    .join(","),
            )
            .with("conditional-access.csv", "no policy")
            .with("users.ndjson", "broken")
            .with("users.csv", "two forms")
            .with("group-members.json", "[")
            .with("organization.json", "{\"EwsEnabled\":true}")
            .with("cas-mailboxes.ndjson", A)
            .read();
        assert!(found.warnings.is_empty(), "{:?}", found.warnings);
        assert!(found.state(Part::Users).may_lack_rows());
        assert_eq!(found.rows.first().unwrap().user, "not read");
        assert_eq!(found.snapshot.tenant().organization.ews_enabled, Read::Absent);
        assert!(found.snapshot.tenant().conditional_access.is_none());
    }
}

#[test]
fn complete_without_a_file_is_absent_and_partial_without_one_is_partial() {
    let parts = r#"{"name":"users","status":"complete","count":5},{"name":"directory-users","status":"partial"}"#;
    let found = Folder::new().manifest(parts).with("cas-mailboxes.ndjson", A).read();
    assert_eq!(*found.state(Part::Users), PartState::Absent);
    assert_eq!(*found.state(Part::DirectoryUsers), PartState::Partial(Shortfall::Manifest));
    assert_eq!(*found.state(Part::Transport), PartState::Absent);
    assert_eq!(found.rows.first().unwrap().user, "none");
    assert_eq!(found.rows.first().unwrap().directory, "not read");
    assert!(matches!(Joined::<()>::None, Joined::None));
}

#[test]
fn without_a_manifest_there_is_one_warning_and_exactly_a_thousand_rows_are_partial() {
    let rows =
        |count: usize| (0..count).map(|n| format!("{{\"Guid\":\"{n}\"}}\n")).collect::<String>();
    for (count, complete) in [(999, true), (1000, false), (1001, true)] {
        let found = Folder::new()
            .with("cas-mailboxes.ndjson", rows(count))
            .with("mobile-devices.ndjson", rows(3))
            .read();
        let expected =
            if complete { PartState::Complete } else { PartState::Partial(DefaultResultSize) };
        assert_eq!(*found.state(Part::CasMailboxes), expected, "{count}");
        assert!(found.state(Part::MobileDevices).is_complete());
        let [warning] = found.warnings.as_slice() else { panic!("{:?}", found.warnings) };
        assert!(warning.starts_with("manifest: manifest.json: "), "{warning}");
    }
    let found = Folder::new().manifest("").with("cas-mailboxes.ndjson", rows(1000)).read();
    found.assert_clean("a manifest says otherwise");
    for part in ["group-members", "conditional-access", "authentication-policies"] {
        let rows = rows(1000).replace("Guid", "id").replace('}', ",\"state\":\"disabled\"}");
        let found = Folder::new().with(&format!("{part}.ndjson"), rows).read();
        let report = found.reports.iter().find(|report| report.part.name() == part).unwrap();
        assert_eq!(report.state, PartState::Partial(DefaultResultSize), "{part}");
    }
}

#[test]
fn every_warning_past_the_hundredth_of_a_part_is_counted() {
    let found = Folder::new().manifest("").with("cas-mailboxes.ndjson", "7\n".repeat(250)).read();
    assert_eq!(*found.state(Part::CasMailboxes), PartState::Partial(Damage(250)));
    let warnings = found.snapshot.warnings(&found.reports);
    assert_eq!((warnings.list().len(), warnings.left_off()), (100, &[("cas-mailboxes", 150)][..]));
}

#[test]
fn a_folder_that_cannot_be_a_snapshot_is_an_error() {
    assert!(matches!(Folder::new().try_read(), Err(SnapshotError::Empty(_))));
    assert!(matches!(
        Folder::new().with("notes.txt", "x").try_read(),
        Err(SnapshotError::Empty(_))
    ));
    let file = Folder::new().with("x", "");
    assert!(matches!(support::read(&file.path().join("x")), Err(SnapshotError::NotAFolder(_))));
}
