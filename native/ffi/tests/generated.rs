//! Files that are made from the tables of errors and texts. Each is compared here; with
//! `EXO_UPDATE=1` it is written instead.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;

use exo_ffi::ErrorCode;
use exo_findings::{Catalogue, Language};

/// Errors that are told before the library is there, from the shell's own table.
const OF_LOADING: [ErrorCode; 4] = [
    ErrorCode::LibraryMissing,
    ErrorCode::LibraryUnusable,
    ErrorCode::PlatformNotSupported,
    ErrorCode::Version,
];
/// The names of their places, in the order of the format operator's numbers.
const PLACES: [(&str, &str); 6] = [
    ("{path}", "{0}"),
    ("{why}", "{1}"),
    ("{platform}", "{0}"),
    ("{supported}", "{1}"),
    ("{found}", "{0}"),
    ("{expected}", "{1}"),
];

fn compare(path: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if std::env::var_os("EXO_UPDATE").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is not what the tables say: run EXO_UPDATE=1 cargo test -p exo-ffi --test generated",
        path.display()
    );
}

#[test]
fn every_error_has_texts_and_every_text_an_error() {
    let catalogue = Catalogue::builtin().unwrap();
    let mut names: Vec<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    let mut numbers: Vec<_> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
    names.sort_unstable();
    let texts: Vec<_> = catalogue.errors.keys().map(String::as_str).collect();
    assert_eq!(names, texts);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), names.len());
}

#[test]
fn the_shell_speaks_the_catalogues_words() {
    let catalogue = Catalogue::builtin().unwrap();
    for (folder, language) in [("en-US", Language::English), ("ja-JP", Language::Japanese)] {
        // Windows PowerShell reads a file without a byte order mark in the system's code page.
        let mut table = String::from("\u{FEFF}@{\n");
        let mut line = |key: &str, text: &str| {
            writeln!(table, "    {key} = '{}'", text.replace('\'', "''")).unwrap();
        };
        for code in OF_LOADING {
            let texts = &catalogue.errors[code.name()];
            let key = code.name().rsplit('.').next().unwrap();
            let fill = |text: &str| {
                PLACES.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
            };
            line(key, &fill(texts.message.get(language)));
            line(&format!("{key}Action"), &fill(texts.action.get(language)));
        }
        for (key, text) in &catalogue.shell {
            line(key, text.get(language));
        }
        table.push_str("}\n");
        compare(&format!("module/ExoModernAuth/{folder}/ExoModernAuth.Messages.psd1"), &table);
    }
}

#[test]
fn the_errors_are_documented() {
    let catalogue = Catalogue::builtin().unwrap();
    let mut page = String::from(
        "# Errors\n\n\
         The first part of `FullyQualifiedErrorId` of every error, with its category, what it says\n\
         and what to do. Names are stable: scripts may compare them.\n\n\
         ```powershell\n\
         try {\n    Test-ExoModernAuthReadiness -Snapshot $folder -FailOn High -ErrorAction Stop\n\
         } catch {\n    $_.FullyQualifiedErrorId    # Exo.Readiness.Failed,Test-ExoModernAuthReadiness\n\
         \x20   $_.ErrorDetails.RecommendedAction\n}\n```\n\n\
         Made from `native/ffi/src/status.rs` and `native/findings/data/`; a test compares.\n\n\
         | Id | Category | Message | What to do |\n|---|---|---|---|\n",
    );
    for code in ErrorCode::ALL {
        let texts = &catalogue.errors[code.name()];
        let name = code.name();
        let key = name.strip_prefix("Exo.Snapshot.");
        let reader = key.and_then(|key| catalogue.snapshot_errors.get(key));
        let message = reader.unwrap_or(&texts.message).get(Language::English);
        let action = texts.action.get(Language::English);
        let cell = |text: &str| text.replace('|', "\\|");
        let category = code.category();
        writeln!(page, "| `{name}` | {category} | {} | {} |", cell(message), cell(action)).unwrap();
    }
    compare("docs/errors.md", &page);
}
