//! The program `readiness` from outside: its options, what it says of broken snapshots, its
//! languages. Files that it writes are in `program/out.rs`, what would hurt it in
//! `program/hostile.rs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "program/hostile.rs"]
mod hostile;
#[path = "program/out.rs"]
mod out;
#[path = "program/support.rs"]
mod support;

use std::fs;

use serde_json::json;
use support::{Answer, Tenant, command, guid, id, lines, mailbox};

/// The line of the report that begins the row of a pair, without repeated spaces.
fn row_of(report: &str, protocol: &str, method: &str) -> String {
    let squeezed = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = format!("{protocol} {method} ");
    let row = report.lines().map(squeezed).find(|line| line.starts_with(&start));
    row.unwrap_or_else(|| panic!("no row {start}in\n{report}"))
}

/// What follows the heading of a pair in a trace: the verdict and its steps.
fn traced<'a>(trace: &'a str, pair: &str) -> &'a str {
    let start = trace.find(&format!("\n{pair}: ")).unwrap_or_else(|| panic!("{pair} in {trace}"));
    let rest = trace.get(start + 1..).unwrap();
    rest.split("\n\n").next().unwrap()
}

#[test]
fn help_and_version_are_answers_and_no_snapshot_is_asked_for() {
    for option in ["--help", "-h"] {
        let help = Answer::of(command().arg(option));
        for word in ["readiness SNAPSHOT", "--as-of", "--out", "--trace", "--language", "--version"]
        {
            assert!(help.good().contains(word), "{word}");
        }
        assert_eq!(help.err, "");
    }
    let version = Answer::of(command().arg("--version"));
    assert_eq!(version.good(), format!("readiness {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_options_are_one_sentence_that_names_them() {
    let tenant = Tenant::new();
    let folder = tenant.folder();
    let cases: [(&[&str], &[&str]); 12] = [
        (&["--nope"], &["--nope"]),
        (&["-x"], &["-x"]),
        (&["another"], &["another"]),
        (&["--as-of"], &["--as-of"]),
        (&["--as-of", "yesterday"], &["--as-of", "YYYY-MM-DD", "yesterday"]),
        (&["--as-of", "2026-02-30"], &["--as-of", "2026-02-30"]),
        (&["--as-of", "24.11.2026"], &["--as-of", "24.11.2026"]),
        (&["--as-of", ""], &["--as-of"]),
        (&["--language", "fr"], &["--language", "en or ja", "fr"]),
        (&["--smtp-basic-reenabled", "maybe"], &["--smtp-basic-reenabled", "maybe"]),
        (&["--out"], &["--out"]),
        (&["--trace"], &["--trace"]),
    ];
    for (arguments, holds) in cases {
        let answer = Answer::of(command().arg(&folder).args(arguments));
        answer.bad(holds);
        assert!(answer.err.contains("readiness --help"), "{answer:?}");
    }
    Answer::of(&mut command()).bad(&["no snapshot folder", "readiness --help"]);
}

#[test]
fn the_date_is_taken_as_written_from_2025_04_01_on() {
    let tenant = Tenant::new();
    let on = |date: &str| Answer::of(command().arg(tenant.folder()).args(["--as-of", date]));
    on("2025-03-31").bad(&["2025-03-31", "2025-04-01"]);
    on("1999-01-01T00:00:00Z").bad(&["1999-01-01", "2025-04-01"]);
    for date in ["2025-04-01", "2025-04-01T23:59:59-12:00", "2025-04-01 00:00"] {
        // On its own day either way: no time zone moves it before the first.
        assert!(on(date).good().contains("EXO-ORG-001"), "{date}");
    }
    // The last day before Basic ends for SMTP, by a time that is the next day elsewhere.
    let last = on("2026-12-30T23:30:00-08:00");
    assert_eq!(row_of(last.good(), "Smtp", "Basic"), "Smtp Basic 1 0 0 1");
    let first = on("2026-12-31T00:30:00+14:00");
    assert_eq!(row_of(first.good(), "Smtp", "Basic"), "Smtp Basic 0 2 0 0");
}

#[test]
fn a_report_names_findings_counts_and_mailboxes() {
    let tenant = Tenant::new();
    let answer = tenant.run(&[]);
    let report = answer.good();
    assert_eq!(answer.err, "");
    // Taro's authentication policy says nothing of SMTP: it was not read, so it is not known.
    assert_eq!(row_of(report, "Smtp", "Basic"), "Smtp Basic 1 0 0 1");
    assert_eq!(row_of(report, "Imap", "Basic"), "Imap Basic 0 2 0 0");
    assert_eq!(row_of(report, "Ews", "OAuth"), "Ews OAuth 0 0 2 0");
    assert!(report.contains("Mailboxes: 2"), "{report}");
    assert!(report.contains("ann@contoso.jp"), "{report}");
}

#[test]
fn a_folder_that_is_no_snapshot_is_named() {
    let tenant = Tenant::new();
    let place = |name: &str| tenant.beside(name).to_str().unwrap().to_owned();
    let (missing, file, empty, other) =
        (place("missing"), place("a file"), place("empty"), place("other"));
    fs::write(&file, "{}").unwrap();
    fs::create_dir(&empty).unwrap();
    fs::create_dir(&other).unwrap();
    fs::write(tenant.beside("other").join("notes.txt"), "x").unwrap();
    for path in [&missing, &file] {
        Answer::of(command().arg(path)).bad(&[path, "is not a folder"]);
    }
    for path in [&empty, &other] {
        Answer::of(command().arg(path)).bad(&[path, "no snapshot"]);
    }
}

#[test]
fn two_forms_of_one_part_are_named() {
    let tenant = Tenant::new();
    tenant.write("cas-mailboxes.csv", "\"Guid\"\r\n");
    let holds = ["cas-mailboxes", "'cas-mailboxes.csv'", "'cas-mailboxes.ndjson'"];
    tenant.run(&[]).bad(&holds);
    // Names match without regard to case: they would be one file on Windows.
    tenant.remove("cas-mailboxes.csv");
    tenant.write("USERS.JSON", "[]");
    tenant.run(&[]).bad(&["users", "'USERS.JSON'", "'users.ndjson'"]);
}

#[test]
fn a_broken_manifest_is_named() {
    let tenant = Tenant::new();
    let path = tenant.folder().join("manifest.json");
    let path = path.to_str().unwrap();
    for text in ["", "{", "[]", "[{},{}]", "5", r#"{"schema":2}"#, r#"{"parts":5}"#] {
        tenant.write("manifest.json", text);
        tenant.run(&[]).bad(&[path, "manifest", "broken"]);
    }
    tenant.remove("manifest.json");
    let answer = tenant.run(&[]);
    answer.good();
    assert_eq!(answer.warnings().len(), 1, "{answer:?}");
    assert!(answer.err.contains("manifest.json"), "{answer:?}");
}

#[test]
fn a_break_of_the_promised_order_is_an_error_with_file_and_line() {
    let tenant = Tenant::new();
    let manifest = json!({"schema": 1, "parts": [
        {"name": "cas-mailboxes", "status": "complete", "sortedBy": "ExternalDirectoryObjectId"}
    ]});
    tenant.write("manifest.json", manifest.to_string());
    tenant.run(&[]).good();
    tenant.rows("cas-mailboxes", &[mailbox(&id(2), "ann", "A"), mailbox(&id(1), "taro", "T")]);
    tenant.run(&[]).bad(&["cas-mailboxes.ndjson", "line 2", "ExternalDirectoryObjectId"]);
}

/// A gzip member with the text in blocks that are stored as they are; without its end.
fn truncated_gzip(text: &str) -> Vec<u8> {
    let mut bytes = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    let length = u16::try_from(text.len()).unwrap();
    bytes.push(0);
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

#[test]
fn a_truncated_gzip_keeps_the_rows_before_it() {
    let tenant = Tenant::new();
    tenant.remove("cas-mailboxes.ndjson");
    let rows = lines(&[
        mailbox(&id(1), "taro", "山田 太郎"),
        mailbox(&id(2), "ann", "Ann"),
        mailbox(&id(3), "eve", "Eve"),
    ]);
    let mut bytes = truncated_gzip(&rows);
    bytes.truncate(bytes.len() - 40);
    tenant.write("cas-mailboxes.ndjson.gz", &bytes);
    let answer = tenant.run(&[]);
    assert!(answer.good().contains("Mailboxes: 2"), "{answer:?}");
    let [warning] = answer.warnings()[..] else { panic!("{answer:?}") };
    assert!(warning.starts_with("cas-mailboxes.ndjson.gz line 3: "), "{warning}");
    // A part with a loss is not complete, and the report says so.
    assert!(answer.out.contains("EXO-DATA-001"), "{answer:?}");
    // Cut within the header of the file: no rows, still no failure.
    tenant.write("cas-mailboxes.ndjson.gz", bytes.get(..5).unwrap());
    let answer = tenant.run(&[]);
    assert!(answer.good().contains("Mailboxes: 0"), "{answer:?}");
    assert_eq!(answer.warnings().len(), 1, "{answer:?}");
}

#[test]
fn damaged_rows_are_warnings_with_file_and_line_and_the_many_are_counted() {
    let tenant = Tenant::new();
    let good = mailbox(&id(1), "taro", "山田 太郎");
    let mut text = format!("{good}\n{{\"Guid\":NaN}}\n\n[1]\n");
    text.push_str(&"x\n".repeat(150));
    tenant.write("cas-mailboxes.ndjson", &text);
    let answer = tenant.run(&[]);
    assert!(answer.good().contains("Mailboxes: 1"), "{answer:?}");
    let warnings = answer.warnings();
    assert!(warnings.first().unwrap().starts_with("cas-mailboxes.ndjson line 2: "), "{warnings:?}");
    assert!(warnings.get(1).unwrap().starts_with("cas-mailboxes.ndjson line 4: "), "{warnings:?}");
    assert_eq!(warnings.len(), 101, "a hundred and one line for the rest");
    assert_eq!(warnings.last().unwrap(), &"cas-mailboxes: 52 more");
}

#[test]
fn a_trace_is_found_by_each_name_of_a_mailbox() {
    let tenant = Tenant::new();
    let taro = id(1);
    let names = [&taro, &guid(&taro), "taro@contoso.jp", "taro.mail@contoso.jp"];
    for name in names {
        let answer = tenant.run(&["--trace", name]);
        let trace = answer.good();
        assert!(trace.contains(&format!("taro@contoso.jp ({taro})")), "{trace}");
        assert!(!trace.contains("ann@contoso.jp"), "{trace}");
        let imap = traced(trace, "ImapBasic");
        assert!(
            imap.starts_with("ImapBasic: Blocked (Retirement, Documented by Microsoft)"),
            "{imap}"
        );
        assert!(imap.contains("Retirement "), "{imap}");
        assert_eq!(tenant.run(&["--trace", &name.to_uppercase()]).out, trace, "{name}");
    }
    let smtp = tenant.run(&["--trace", &id(2)]);
    let smtp = traced(smtp.good(), "SmtpBasic").to_owned();
    assert!(smtp.starts_with("SmtpBasic: Allowed (None, Documented by Microsoft)"), "{smtp}");
    assert!(smtp.contains("2026-12-31"), "{smtp}");
    tenant.run(&["--trace", &id(7)]).bad(&[&id(7)]);
    tenant.run(&["--trace", ""]).bad(&["no mailbox"]);
    // A display name is no identity.
    tenant.run(&["--trace", "山田 太郎"]).bad(&["山田 太郎"]);
}

#[test]
fn the_language_comes_from_the_option_else_the_environment() {
    let tenant = Tenant::new();
    let (english, japanese) = ("Findings", "検出結果");
    let run = |arguments: &[&str], environment: &[(&str, &str)], holds: &str| {
        let mut command = command();
        command.envs(environment.iter().copied()).arg(tenant.folder()).args(arguments);
        let answer = Answer::of(&mut command);
        let (other, report) = (if holds == english { japanese } else { english }, answer.good());
        assert!(report.contains(holds), "{arguments:?} {environment:?}");
        assert!(!report.contains(other), "{arguments:?} {environment:?}");
        for id in ["EXO-ORG-001", "EXO-DATA-001", "MapiHttp"] {
            assert!(report.contains(id), "ids are English always: {id}");
        }
    };
    run(&[], &[], english);
    run(&["--language", "ja"], &[], japanese);
    run(&["--language", "JA-jp"], &[("EXO_LANGUAGE", "en")], japanese);
    run(&["--language", "en"], &[("EXO_LANGUAGE", "ja")], english);
    run(&[], &[("EXO_LANGUAGE", "ja"), ("LC_ALL", "en_US.UTF-8"), ("LANG", "en")], japanese);
    run(&[], &[("EXO_LANGUAGE", "en"), ("LANG", "ja_JP.UTF-8")], english);
    run(&[], &[("LANG", "ja_JP.UTF-8")], japanese);
    run(&[], &[("EXO_LANGUAGE", "tlh"), ("LANG", "ja_JP.UTF-8")], japanese);
}

#[test]
fn what_reading_tells_is_told_in_the_language() {
    let tenant = Tenant::new();
    let good = mailbox(&id(1), "taro", "山田 太郎");
    tenant.write("cas-mailboxes.ndjson", format!("{good}\n{}", "x\n".repeat(150)));
    let (english, japanese) = (tenant.run(&[]), tenant.run(&["--language", "ja"]));
    let holds = |answer: &Answer, position: usize, start: &str| {
        let line = answer.err.lines().nth(position).unwrap_or_else(|| panic!("{answer:?}"));
        assert!(line.starts_with(start), "{line}");
    };
    holds(&english, 0, "warning: cas-mailboxes.ndjson line 2: damaged row, left out: ");
    holds(&japanese, 0, "警告: cas-mailboxes.ndjson 2 行目: 破損した行を除外: ");
    holds(&english, 100, "warning: cas-mailboxes: 50 more");
    holds(&japanese, 100, "警告: cas-mailboxes: ほか 50 件");
    assert_eq!((english.err.lines().count(), japanese.err.lines().count()), (101, 101));

    // Before anything is read, and while mailboxes are.
    tenant.write("manifest.json", r#"{"schema":2}"#);
    tenant.run(&["--language", "ja"]).bad(&["schema が 2", "manifest.json"]);
    let sorted = json!({"parts": [{"name": "cas-mailboxes", "sortedBy": "Guid"}]});
    tenant.write("manifest.json", sorted.to_string());
    tenant.rows("cas-mailboxes", &[mailbox(&id(2), "ann", "A"), mailbox(&id(1), "taro", "T")]);
    tenant.run(&["--language", "ja"]).bad(&["cas-mailboxes.ndjson' 2 行目", "Guid の昇順"]);
}

#[test]
fn whether_smtp_with_basic_was_turned_on_again_is_asked_or_read() {
    let tenant = Tenant::new();
    let smtp = |date: &str, arguments: &[&str]| {
        let answer = Answer::of(
            command().arg(tenant.folder()).args(["--as-of", date, "--trace"]).args(arguments),
        );
        let trace = traced(answer.good(), "SmtpBasic").to_owned();
        (trace.lines().next().unwrap().to_owned(), trace.contains("Changes on: 2026-12-31"))
    };
    let allowed = "SmtpBasic: Allowed (None, Documented by Microsoft)".to_owned();
    let blocked = "SmtpBasic: Blocked (Retirement, Announced by Microsoft)".to_owned();
    let (ann, on, off) = (id(2), "--smtp-basic-reenabled=true", "--smtp-basic-reenabled=False");
    assert_eq!(smtp("2026-12-30", &[&ann]), (allowed.clone(), true));
    assert_eq!(smtp("2026-12-30", &[&ann, on]), (allowed.clone(), false));
    assert_eq!(smtp("2026-12-31", &[&ann]), (blocked.clone(), false));
    assert_eq!(smtp("2026-12-31", &[&ann, on]), (allowed, false));
    assert_eq!(smtp("2026-12-31", &[&ann, off]), (blocked.clone(), false));
    // The option goes over what the snapshot says.
    tenant.write("manifest.json", r#"{"smtpBasicReenabled":true}"#);
    assert_eq!(smtp("2026-12-31", &[&ann, off]), (blocked, false));
}
