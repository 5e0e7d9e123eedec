//! The texts of what reading a snapshot tells: one for each key of the reader, in both languages,
//! the English one as `Display` has it, and none that is left over.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::PathBuf;

use exo_findings::{Catalogue, Language, Text, Texts};
use exo_snapshot::{Fault, SnapshotError, Warning, WarningReason};

use super::{LANGUAGES, placeholders, same_keys};

/// What stands around the reason of a warning.
const AROUND: [(&str, &str); 3] =
    [("inFile", "file why"), ("atLine", "file line why"), ("more", "count part")];

/// One of each fault. The values differ, so that one in the place of another shows.
fn faults() -> Vec<Fault> {
    let error = || "expected value at line 1 column 7".to_owned();
    vec![
        Fault::TooLarge { mib: 16 },
        Fault::TooLargeToPass { mib: 256 },
        Fault::OpenQuote,
        Fault::FieldCount { found: 3, expected: 4 },
        Fault::NotJson { error: error() },
        Fault::ObjectExpected,
        Fault::ObjectInArrayExpected,
        Fault::OneExpected { count: 2 },
        Fault::Shape { property: "state" },
        Fault::Schema { found: "'2'".to_owned() },
        Fault::SchemaShape,
        Fault::PartsNotAList,
        Fault::Compressed { error: error() },
        Fault::EmptyFile,
        Fault::ElementExpected,
        Fault::CommaExpected,
        Fault::TextAfterEnd,
        Fault::StrayBrace,
        Fault::CutOff,
    ]
}

/// Every reason for a warning, with every fault where it has one.
fn reasons() -> Vec<WarningReason> {
    let with = [WarningReason::RowDamaged, WarningReason::RestLost, WarningReason::DocumentNotRead];
    let mut reasons: Vec<_> = with.iter().flat_map(|with| faults().into_iter().map(with)).collect();
    reasons.extend([
        WarningReason::NoManifest,
        WarningReason::SecondRow { id: "Block Basic".to_owned() },
        WarningReason::SecondRowOfId { name: "ann@contoso.jp".to_owned() },
        WarningReason::SecondRowWithoutName,
        WarningReason::SecondMailbox,
        WarningReason::SecondDevice,
    ]);
    reasons
}

/// Every error, with every fault where it has one.
fn errors() -> Vec<SnapshotError> {
    let path = || PathBuf::from("C:\\export {1}");
    let mut errors: Vec<_> =
        faults().into_iter().map(|why| SnapshotError::Manifest { path: path(), why }).collect();
    errors.extend([
        SnapshotError::NotAFolder(path()),
        SnapshotError::Empty(path()),
        SnapshotError::Io { path: path(), error: std::io::Error::other("access denied") },
        SnapshotError::TwoForms {
            part: "users",
            first: "users.csv".to_owned(),
            second: "Users.ndjson".to_owned(),
        },
        SnapshotError::CsvNotPossible(path()),
        SnapshotError::Stopped,
        SnapshotError::NotSorted { path: path(), line: 12, property: "id".to_owned() },
    ]);
    errors
}

fn warning(reason: WarningReason, line: u64) -> Warning {
    Warning { part: "users", file: "Users.ndjson".to_owned(), line, reason }
}

/// Fails unless the keys that the list meets are all that there are: a new variant needs one too.
fn all_met<'k>(met: impl IntoIterator<Item = &'k str>, keys: &[&str]) {
    assert_eq!(met.into_iter().collect::<BTreeSet<_>>(), keys.iter().copied().collect());
    assert_eq!(keys.len(), keys.iter().collect::<BTreeSet<_>>().len(), "a key is there twice");
}

#[test]
fn every_key_of_the_reader_has_a_text_and_nothing_is_left_over() {
    let catalogue = Catalogue::builtin().unwrap();
    same_keys(&catalogue.snapshot_errors, SnapshotError::KEYS.iter().copied(), "snapshotErrors");
    same_keys(&catalogue.faults, Fault::KEYS.iter().copied(), "faults");
    let around = AROUND.iter().map(|(key, _)| *key);
    let keys = WarningReason::KEYS.iter().copied().chain(around);
    same_keys(&catalogue.warnings, keys, "warnings");

    all_met(faults().iter().map(Fault::key), Fault::KEYS);
    all_met(reasons().iter().map(WarningReason::key), WarningReason::KEYS);
    all_met(errors().iter().map(SnapshotError::key), SnapshotError::KEYS);
}

/// Fails unless the text has the places of those values, and of a fault where there is one.
fn same_places(texts: &Texts, key: &str, values: &[(&'static str, String)], why: Option<&Fault>) {
    let mut names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    names.extend(why.map(|_| "why"));
    names.sort_unstable();
    let text: &Text = &texts[key];
    for language in LANGUAGES {
        assert_eq!(placeholders(text, language), names.join(" "), "{key} {language:?}");
    }
}

#[test]
fn every_text_has_the_places_of_its_values() {
    let catalogue = Catalogue::builtin().unwrap();
    for fault in faults() {
        same_places(&catalogue.faults, fault.key(), &fault.values(), None);
    }
    for reason in reasons() {
        same_places(&catalogue.warnings, reason.key(), &reason.values(), reason.why());
    }
    for error in errors() {
        same_places(&catalogue.snapshot_errors, error.key(), &error.values(), error.why());
    }
    for (key, names) in AROUND {
        assert_eq!(placeholders(&catalogue.warnings[key], Language::English), names);
    }
}

/// Fails unless English is what `Display` says, and Japanese is Japanese with the same values.
fn same_in_both(
    shown: &dyn Display,
    values: Vec<(&'static str, String)>,
    why: Option<&Fault>,
    told: impl Fn(Language) -> String,
) {
    assert_eq!(told(Language::English), shown.to_string());
    let japanese = told(Language::Japanese);
    let is_japanese = |text: &str| text.chars().any(|c| ('\u{3041}'..='\u{9fff}').contains(&c));
    assert!(is_japanese(&japanese), "{japanese}");
    for (name, value) in values.into_iter().chain(why.map(Fault::values).unwrap_or_default()) {
        assert!(japanese.contains(&value), "{name} {value} in: {japanese}");
    }
}

#[test]
fn english_is_what_display_says_and_japanese_tells_the_same_values() {
    let catalogue = Catalogue::builtin().unwrap();
    for error in errors() {
        same_in_both(&error, error.values(), error.why(), |language| {
            catalogue.snapshot_error(&error, language)
        });
    }
    for reason in reasons() {
        for line in [0, 12] {
            let warning = warning(reason.clone(), line);
            same_in_both(&warning, reason.values(), reason.why(), |language| {
                catalogue.warning(&warning, language)
            });
        }
    }
    // Texts of faults and of what stands around them are Japanese each by itself too.
    for (key, text) in catalogue.faults.iter().chain(&catalogue.warnings) {
        let [english, japanese] = LANGUAGES.map(|language| text.get(language));
        assert_eq!(english == japanese, key == "inFile", "{key} is not translated");
    }
}

#[test]
fn a_warning_names_its_file_and_line_as_each_language_does() {
    let catalogue = Catalogue::builtin().unwrap();
    let told = |reason: WarningReason, line| {
        let warning = warning(reason, line);
        LANGUAGES.map(|language| catalogue.warning(&warning, language))
    };
    assert_eq!(
        told(WarningReason::RowDamaged(Fault::TooLarge { mib: 16 }), 12),
        [
            "Users.ndjson line 12: damaged row, left out: larger than 16 MiB",
            "Users.ndjson 12 行目: 破損した行を除外: サイズが 16 MiB を超えている"
        ]
    );
    assert_eq!(
        told(WarningReason::RestLost(Fault::EmptyFile), 0),
        [
            "Users.ndjson: the rest of the file is lost: the file is empty, an array or an object was expected",
            "Users.ndjson: ファイルの残りの部分は読み取り不可: ファイルが空 (配列またはオブジェクトが必要)"
        ]
    );
    assert_eq!(
        LANGUAGES.map(|language| catalogue.warnings_left_off("users", 52, language)),
        ["users: 52 more", "users: ほか 52 件"]
    );
}

#[test]
fn what_has_no_text_is_told_by_its_key() {
    let mut catalogue = Catalogue::builtin().unwrap();
    catalogue.snapshot_errors.clear();
    catalogue.faults.clear();
    let error = SnapshotError::Stopped;
    assert_eq!(catalogue.snapshot_error(&error, Language::Japanese), "Stopped");
    let warning = warning(WarningReason::RowDamaged(Fault::OpenQuote), 1);
    let told = catalogue.warning(&warning, Language::English);
    assert_eq!(told, "Users.ndjson line 1: damaged row, left out: OpenQuote");
}
