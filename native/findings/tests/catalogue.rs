//! The catalogue: whole, alike in both languages, and all of it used by the rules. The tenants
//! are those of `tests/cases/findings`. What reading tells is in `catalogue/reading.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "catalogue/reading.rs"]
mod reading;

use std::collections::BTreeSet;

use common::{cases, findings};
use exo_findings::{Catalogue, Finding, Language, Severity, Status, Text, Texts};
use exo_policy::{Calendar, Confidence, Gate, Reason, VerdictWord};
use exo_snapshot::Part;
use serde_json::Value;

const RAW: &str = include_str!("../data/catalogue.json");
const LANGUAGES: [Language; 2] = [Language::English, Language::Japanese];

const IDS: [&str; 12] = [
    "EXO-ORG-001",
    "EXO-ORG-002",
    "EXO-ORG-003",
    "EXO-SMTP-001",
    "EXO-SMTP-002",
    "EXO-POP-001",
    "EXO-EWS-001",
    "EXO-EWS-002",
    "EXO-EAS-001",
    "EXO-CA-001",
    "EXO-APPPASSWORD-001",
    "EXO-DATA-001",
];

/// Every line of evidence, and what it tells.
const EVIDENCE: [(&str, &str, &str); 24] = [
    ("EXO-ORG-001", "value", "value"),
    ("EXO-ORG-001", "mfa", "count names"),
    ("EXO-ORG-002", "counts", "count total unknown"),
    ("EXO-ORG-003", "dates", ""),
    ("EXO-SMTP-001", "counts", "count total unknown"),
    ("EXO-SMTP-001", "deadline", "days deadline"),
    ("EXO-SMTP-001", "switch", "value"),
    ("EXO-SMTP-002", "tenant", "value"),
    ("EXO-SMTP-002", "overrides", "inherit notRead off on"),
    ("EXO-POP-001", "counts", "count total unknown"),
    ("EXO-POP-001", "protocols", "imap pop"),
    ("EXO-EWS-001", "now", "count date total unknown"),
    ("EXO-EWS-001", "next", "count date unknown"),
    ("EXO-EWS-001", "end", "date"),
    ("EXO-EWS-001", "settings", "enabled list"),
    ("EXO-EWS-001", "emptyList", ""),
    ("EXO-EWS-001", "past", "date"),
    ("EXO-EWS-002", "counts", "count date total unknown"),
    ("EXO-EWS-002", "past", "date"),
    ("EXO-EAS-001", "counts", "count total unknown"),
    ("EXO-CA-001", "securityDefaults", "value"),
    ("EXO-CA-001", "policies", "count names"),
    ("EXO-CA-001", "counts", "count total unknown"),
    ("EXO-APPPASSWORD-001", "counts", "count total unknown"),
];

/// The same for EXO-DATA-001 and what its lines are put together from.
const NOT_READ: [(&str, &str); 12] = [
    ("part", "part state"),
    ("complete", ""),
    ("absent", ""),
    ("failed", ""),
    ("skipped", ""),
    ("partial", "why"),
    ("manifest", ""),
    ("status", "status"),
    ("running", ""),
    ("count", "promised rows"),
    ("defaultResultSize", ""),
    ("damage", "count"),
];

/// A text cut at its placeholders: what stands between them, and their names.
fn cut(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut pieces = text.split('{');
    let (mut between, mut names) = (vec![pieces.next().unwrap()], Vec::new());
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or_else(|| panic!("no '}}' in {text}"));
        assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()), "{text}");
        names.push(name);
        between.push(rest);
    }
    assert!(!between.iter().any(|text| text.contains('}')), "a stray '}}' in {text}");
    (between, names)
}

fn placeholders(text: &Text, language: Language) -> String {
    let mut names = cut(text.get(language)).1;
    names.sort_unstable();
    names.join(" ")
}

/// What stands in the places of the placeholders in a line, if the line is made from this text.
fn values<'l>(text: &str, line: &'l str) -> Option<Vec<&'l str>> {
    let (between, names) = cut(text);
    let mut rest = line.strip_prefix(between[0])?;
    let mut found = Vec::new();
    for (position, piece) in between[1..].iter().enumerate() {
        let end = if position + 1 == names.len() {
            rest.strip_suffix(piece)?.len()
        } else {
            rest.find(piece)?
        };
        found.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

/// Calls `f` with the path and both languages of every text of the file.
fn walk(value: &Value, path: &str, f: &mut impl FnMut(&str, &str, &str)) {
    let Value::Object(map) = value else { return };
    if let (Some(english), Some(japanese)) = (map.get("en"), map.get("ja")) {
        f(path, english.as_str().unwrap(), japanese.as_str().unwrap());
        return;
    }
    for (key, value) in map {
        walk(value, &format!("{path}/{key}"), f);
    }
}

fn same_keys<'k>(texts: &Texts, keys: impl IntoIterator<Item = &'k str>, what: &str) {
    let texts: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    assert_eq!(texts, keys.into_iter().collect(), "{what}");
}

#[test]
fn every_text_is_there_in_both_languages_and_trimmed() {
    let file: Value = serde_json::from_str(RAW).unwrap();
    let mut count = 0;
    walk(&file, "", &mut |path, english, japanese| {
        count += 1;
        for text in [english, japanese] {
            assert!(!text.is_empty(), "{path} is empty");
            for line in text.split('\n') {
                assert!(!line.is_empty(), "{path} has an empty line");
                assert_eq!(line, line.trim(), "{path} has white space at an end");
            }
            assert!(!text.contains(['\r', '\t', '\u{fffd}']), "{path}");
        }
        let lists = [english, japanese].map(|text| {
            let mut names = cut(text).1;
            names.sort_unstable();
            names
        });
        assert_eq!(lists[0], lists[1], "{path}: other placeholders in Japanese");
        let japanese_letters =
            |text: &str| text.chars().any(|c| ('\u{3041}'..='\u{9fff}').contains(&c));
        assert!(!japanese_letters(english), "{path}: Japanese in English");
        if path.starts_with("/findings") && !path.ends_with("reference/title") {
            assert!(japanese_letters(japanese), "{path} is not translated");
        }
    });
    // A key that is there twice would count once.
    assert_eq!(count, RAW.matches("\"en\":").count(), "a key is there twice, or 'ja' is missing");
    assert_eq!(count, RAW.matches("\"ja\":").count(), "a key is there twice, or 'en' is missing");
}

#[test]
fn every_word_has_a_text_and_nothing_is_left_over() {
    let catalogue = Catalogue::builtin().unwrap();
    same_keys(&catalogue.reasons, Reason::ALL.iter().map(|word| word.word()), "reasons");
    same_keys(&catalogue.gates, Gate::ALL.iter().map(|word| word.word()), "gates");
    same_keys(&catalogue.verdicts, VerdictWord::ALL.iter().map(|word| word.word()), "verdicts");
    same_keys(
        &catalogue.confidences,
        Confidence::ALL.iter().map(|word| word.word()),
        "confidences",
    );
    same_keys(&catalogue.parts, Part::ALL.iter().map(|part| part.name()), "parts");
    let calendar = Calendar::builtin().unwrap();
    same_keys(&catalogue.deadlines, calendar.rows.iter().map(|row| row.id.as_str()), "deadlines");
    let statuses = [
        Status::Pass,
        Status::Fail,
        Status::Warning,
        Status::Info,
        Status::Unknown,
        Status::NotApplicable,
        Status::Error,
    ];
    let statuses = statuses.map(|status| format!("{status:?}"));
    same_keys(&catalogue.statuses, statuses.iter().map(String::as_str), "statuses");
    let severities =
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let severities = severities.map(|severity| format!("{severity:?}"));
    same_keys(&catalogue.severities, severities.iter().map(String::as_str), "severities");
    let ids: BTreeSet<&str> = catalogue.findings.keys().map(String::as_str).collect();
    assert_eq!(ids, BTreeSet::from(IDS));
}

#[test]
fn every_line_of_evidence_has_its_placeholders() {
    let catalogue = Catalogue::builtin().unwrap();
    let mut found = BTreeSet::new();
    for (id, texts) in catalogue.findings.iter().filter(|(id, _)| *id != "EXO-DATA-001") {
        for (key, text) in &texts.evidence {
            found.insert((id.as_str(), key.as_str(), placeholders(text, Language::English)));
        }
    }
    let expected = EVIDENCE.map(|(id, key, names)| (id, key, names.to_owned()));
    assert_eq!(found, BTreeSet::from(expected));
    let whole = &catalogue.findings["EXO-DATA-001"].evidence;
    let found: BTreeSet<_> = [whole, &catalogue.states, &catalogue.shortfalls]
        .into_iter()
        .flatten()
        .map(|(key, text)| (key.as_str(), placeholders(text, Language::English)))
        .collect();
    // The state "complete" has the key of the line, and no placeholder either.
    assert_eq!(found, BTreeSet::from(NOT_READ.map(|(key, names)| (key, names.to_owned()))));
}

/// The key of the text that a line is made from, and what stands in its places.
fn source<'a>(
    catalogue: &'a Catalogue,
    finding: &Finding,
    language: Language,
    line: &'a str,
) -> (&'a str, Vec<&'a str>) {
    let (id, texts) = catalogue.findings.get_key_value(finding.id.as_str()).unwrap();
    let mut made = texts
        .evidence
        .iter()
        .filter_map(|(key, text)| Some((key.as_str(), values(text.get(language), line)?)));
    let first = made.next().unwrap_or_else(|| panic!("{id}: no text gives '{line}'"));
    assert!(made.next().is_none(), "{id}: two texts give '{line}'");
    first
}

/// What both languages have to agree on.
fn facts(finding: &Finding) -> String {
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {}",
        finding.id,
        finding.status,
        finding.severity,
        finding.confidence,
        finding.deadline,
        finding.affected_count,
        finding.unknown_count,
        finding.affected,
        finding.reference.link
    )
}

#[test]
fn both_languages_tell_the_same_and_every_text_is_used() {
    let catalogue = Catalogue::builtin().unwrap();
    let mut used = BTreeSet::new();
    for (file, case) in cases() {
        let [english, japanese] = findings(&case);
        let ids: Vec<&str> = english.iter().map(|finding| finding.id.as_str()).collect();
        assert_eq!((ids, japanese.len()), (IDS.to_vec(), IDS.len()));
        for (english, japanese) in english.iter().zip(&japanese) {
            let label = format!("{file}: {}: {}", case.why, english.id);
            assert_eq!(facts(english), facts(japanese), "{label}");
            let lines = [english, japanese].map(|f| f.evidence.lines().collect::<Vec<_>>());
            assert_eq!(lines[0].len(), lines[1].len(), "{label}");
            assert!(!lines[0].is_empty(), "{label} has no evidence");
            for (first, second) in lines[0].iter().zip(&lines[1]) {
                let (key, told) = source(&catalogue, english, Language::English, first);
                let (other, told_too) = source(&catalogue, japanese, Language::Japanese, second);
                assert_eq!(key, other, "{label}");
                // Numbers and dates are the same, in whatever order; words are translated.
                let is_number = |text: &&str| text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                let [mut numbers, mut too] = [told, told_too]
                    .map(|told| told.into_iter().filter(is_number).collect::<Vec<_>>());
                numbers.sort_unstable();
                too.sort_unstable();
                assert_eq!(numbers, too, "{label}");
                used.insert((english.id.clone(), key.to_owned()));
            }
        }
    }
    let all: BTreeSet<(String, String)> = catalogue
        .findings
        .iter()
        .flat_map(|(id, texts)| texts.evidence.keys().map(|key| (id.clone(), key.clone())))
        .collect();
    assert_eq!(used, all, "some line of evidence is met by no case");
}

#[test]
fn every_place_in_the_evidence_is_filled() {
    let catalogue = Catalogue::builtin().unwrap();
    let mut wrong = BTreeSet::new();
    for (_, case) in cases() {
        for (findings, language) in findings(&case).iter().zip(LANGUAGES) {
            for finding in findings {
                for line in finding.evidence.lines() {
                    let (_, told) = source(&catalogue, finding, language, line);
                    let empty = told.iter().any(|value| value.trim().is_empty());
                    if empty || line.contains(['{', '}']) || line != line.trim() {
                        wrong.insert(format!("{}: '{line}'", finding.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The lines of a remediation that run something.
fn commands(finding: &Finding) -> Vec<&str> {
    let verbs = ["Get", "Set", "New", "Remove", "Update", "Connect", "Export"];
    let is_command = |line: &&str| {
        let word = line.split(' ').next().unwrap();
        word.split_once('-').is_some_and(|(verb, noun)| {
            verbs.contains(&verb) && noun.starts_with(|c: char| c.is_ascii_uppercase())
        })
    };
    finding.remediation.lines().filter(is_command).collect()
}

#[test]
fn what_to_run_is_the_same_in_both_languages() {
    let [english, japanese] = findings(&common::Case::default());
    for (english, japanese) in english.iter().zip(&japanese) {
        assert_eq!(commands(english), commands(japanese), "{}", english.id);
        let runs_nothing = commands(english).is_empty();
        assert_eq!(runs_nothing, english.id == "EXO-ORG-003", "{}", english.id);
    }
}

/// Whether a text sets what must never be set.
fn is_forbidden(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let value = |rest: &str| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        rest.trim_start_matches([':', '=', ' ']).to_owned()
    };
    let sets = |name: &str, value_of: &str| {
        text.split(name).skip(1).any(|rest| value(rest).starts_with(value_of))
    };
    // Without a value the parameter is a switch that is on.
    let switch =
        text.split("-allowbasicauth").skip(1).any(|rest| !value(rest).starts_with("$false"));
    switch
        || sets("allowbasicauth", "$true")
        || sets("oauth2clientprofileenabled", "$false")
        || text.contains("enableadal")
        || text.contains("disableadalatopwamoverride")
}

#[test]
fn nothing_leads_back_to_basic() {
    for text in [
        "Set-AuthenticationPolicy -Identity x -AllowBasicAuthSmtp:$true",
        "New-AuthenticationPolicy -Name x -AllowBasicAuthImap",
        "AllowBasicAuthPop = $True",
        "Set-OrganizationConfig -OAuth2ClientProfileEnabled $false",
        "EnableADAL=0",
        "DisableADALatopWAMOverride",
    ] {
        assert!(is_forbidden(text), "{text}");
    }
    for findings in findings(&common::Case::default()) {
        for finding in findings {
            assert!(!is_forbidden(&finding.remediation), "{}: {}", finding.id, finding.remediation);
        }
    }
}

#[test]
fn every_reference_is_an_https_address_with_a_title() {
    let catalogue = Catalogue::builtin().unwrap();
    for (id, texts) in &catalogue.findings {
        let link = &texts.reference.link;
        assert!(link.starts_with("https://") && !link.contains(' '), "{id}: {link}");
        for language in LANGUAGES {
            assert!(!texts.reference.title.get(language).is_empty(), "{id}");
        }
    }
}
