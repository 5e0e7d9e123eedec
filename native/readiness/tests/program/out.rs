//! `--out`: the contract's property names and order, as CSV, lines of JSON, and one document.

use std::fs;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Value, json};

use super::support::{AS_OF, Tenant, id, mailbox};

/// `MailboxAuthState` before the pairs (contract §4).
const PROPERTIES: [&str; 7] = [
    "Identity",
    "UserPrincipalName",
    "PrimarySmtpAddress",
    "DisplayName",
    "RecipientTypeDetails",
    "AuthenticationPolicy",
    "Verdicts",
];

/// The 22 pairs: protocols in the contract's order, of each its methods.
const PAIRS: [&str; 22] = [
    "MapiHttpBasic",
    "MapiHttpOAuth",
    "EwsBasic",
    "EwsOAuth",
    "EwsAppOnly",
    "ActiveSyncBasic",
    "ActiveSyncOAuth",
    "ActiveSyncCertificate",
    "ImapBasic",
    "ImapOAuth",
    "ImapAppOnly",
    "PopBasic",
    "PopOAuth",
    "PopAppOnly",
    "SmtpBasic",
    "SmtpOAuth",
    "SmtpAppOnly",
    "AutodiscoverBasic",
    "AutodiscoverOAuth",
    "OutlookWebOAuth",
    "PowerShellBasic",
    "PowerShellOAuth",
];

const VERDICT: [&str; 10] = [
    "Identity",
    "UserPrincipalName",
    "Protocol",
    "Method",
    "Verdict",
    "DecidedBy",
    "Reason",
    "Confidence",
    "ChangesOn",
    "Assumed",
];

const FINDING: [&str; 13] = [
    "Id",
    "Title",
    "Status",
    "Severity",
    "Deadline",
    "AffectedCount",
    "UnknownCount",
    "Affected",
    "Evidence",
    "Explanation",
    "Remediation",
    "Reference",
    "Confidence",
];

/// The findings that can be answered without sign-ins and applications, in order (contract §5).
const FINDINGS: [&str; 12] = [
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

/// An object with the order of its keys, doubled ones too.
struct Ordered(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Ordered;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

impl Ordered {
    fn keys(&self) -> Vec<&str> {
        self.0.iter().map(|(key, _)| key.as_str()).collect()
    }

    fn get(&self, key: &str) -> &Value {
        &self.0.iter().find(|(known, _)| known == key).unwrap_or_else(|| panic!("{key}")).1
    }
}

fn ordered(text: &str) -> Ordered {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The text of an array inside a document, for looks at the order of keys.
fn inner<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// Runs with `--out` and gives what was written; the printed report is the same as without.
fn written(tenant: &Tenant, name: &str) -> String {
    let path = tenant.beside(name);
    let answer = tenant.run(&["--out", path.to_str().unwrap()]);
    assert_eq!(answer.good(), tenant.run(&[]).good());
    String::from_utf8(fs::read(path).unwrap()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

/// The fields of a CSV text as `Import-Csv` reads it; every field must be quoted.
fn csv(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    for record in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        let inside = record.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
        records.push(inside.split("\",\"").map(|field| field.replace("\"\"", "\"")).collect());
    }
    records
}

#[test]
fn lines_of_json_hold_mailbox_auth_states_as_the_contract_shapes_them() {
    let tenant = Tenant::new();
    let text = written(&tenant, "mailboxes.ndjson");
    let rows: Vec<Ordered> = text.lines().map(ordered).collect();
    assert_eq!(rows.len(), 2);
    let keys: Vec<&str> = PROPERTIES.into_iter().chain(PAIRS).collect();
    for (row, line) in rows.iter().zip(text.lines()) {
        assert_eq!(row.keys(), keys);
        let verdicts = row.get("Verdicts").as_array().unwrap();
        let pairs: Vec<String> = verdicts
            .iter()
            .map(|verdict| {
                let text = |key: &str| verdict.get(key).and_then(Value::as_str).unwrap().to_owned();
                let pair = text("Protocol") + &text("Method");
                assert_eq!(*row.get(&pair), text("Verdict"), "the flat property says the same");
                pair
            })
            .collect();
        assert_eq!(pairs, PAIRS);
        for object in inner(line, "\"Verdicts\":[", "}],\"").split("},") {
            assert_eq!(ordered(&format!("{}}}", object.trim_end_matches('}'))).keys(), VERDICT);
        }
    }
    let [taro, ann] = rows.as_slice() else { panic!() };
    assert_eq!(*taro.get("Identity"), id(1));
    assert_eq!(*taro.get("UserPrincipalName"), "taro@contoso.jp");
    assert_eq!(*taro.get("PrimarySmtpAddress"), "taro.mail@contoso.jp");
    assert_eq!(*taro.get("DisplayName"), "山田 太郎");
    assert_eq!(*taro.get("RecipientTypeDetails"), "UserMailbox");
    assert_eq!(*taro.get("AuthenticationPolicy"), "Keine Basis");
    assert_eq!(*ann.get("AuthenticationPolicy"), Value::Null);
    let verdict = |row: &Ordered, pair: &str| {
        let position = PAIRS.iter().position(|known| *known == pair).unwrap();
        row.get("Verdicts").get(position).unwrap().clone()
    };
    let expected = |protocol: &str, method: &str, rest: Value| {
        let mut whole = json!({
            "Identity": id(2), "UserPrincipalName": "ann@contoso.jp",
            "Protocol": protocol, "Method": method,
        });
        whole.as_object_mut().unwrap().append(&mut rest.as_object().unwrap().clone());
        whole
    };
    assert_eq!(
        verdict(ann, "SmtpBasic"),
        expected(
            "Smtp",
            "Basic",
            json!({"Verdict": "Allowed", "DecidedBy": "None", "Reason": "None",
                "Confidence": "Documented", "ChangesOn": "2026-12-31", "Assumed": []})
        )
    );
    // Devices: what decides there was not read and is assumed.
    assert_eq!(
        verdict(ann, "ActiveSyncOAuth"),
        expected(
            "ActiveSync",
            "OAuth",
            json!({"Verdict": "Allowed", "DecidedBy": "None", "Reason": "None",
                "Confidence": "Inferred", "ChangesOn": null, "Assumed": ["AccessList"]})
        )
    );
    assert_eq!(
        verdict(ann, "EwsAppOnly"),
        expected(
            "Ews",
            "AppOnly",
            json!({"Verdict": "Conditional", "DecidedBy": "Organization",
                "Reason": "EwsPendingFlip", "Confidence": "Announced",
                "ChangesOn": "2027-04-01", "Assumed": []})
        )
    );
    assert_eq!(
        verdict(ann, "PopOAuth"),
        expected(
            "Pop",
            "OAuth",
            json!({"Verdict": "Blocked", "DecidedBy": "Mailbox",
                "Reason": "ProtocolOffForMailbox", "Confidence": "Documented",
                "ChangesOn": null, "Assumed": []})
        )
    );
}

#[test]
fn csv_opens_in_excel_and_keeps_names_quotes_and_columns() {
    let tenant = Tenant::new();
    let text = written(&tenant, "mailboxes.CSV");
    let text = text.strip_prefix('\u{FEFF}').expect("Excel takes a file without BOM for ANSI");
    let records = csv(text);
    let header: Vec<&str> = PROPERTIES.into_iter().chain(PAIRS).collect();
    let [head, taro, ann] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!(*head, header);
    assert!(taro.len() == header.len() && ann.len() == header.len());
    let cell = |row: &[String], column: &str| {
        row.get(header.iter().position(|known| *known == column).unwrap()).unwrap().clone()
    };
    assert_eq!(cell(taro, "DisplayName"), "山田 太郎");
    assert_eq!(cell(ann, "DisplayName"), "Ann \"A, B\" Smith");
    assert_eq!(cell(taro, "AuthenticationPolicy"), "Keine Basis");
    assert_eq!(cell(ann, "AuthenticationPolicy"), "", "null is an empty field");
    assert_eq!(cell(ann, "SmtpBasic"), "Allowed");
    let verdicts = cell(ann, "Verdicts");
    let parts: Vec<&str> = verdicts.split("; ").collect();
    assert_eq!(parts.len(), 22, "{verdicts}");
    for (part, pair) in parts.iter().zip(PAIRS) {
        let word = cell(ann, pair);
        assert!(part.starts_with(&format!("{pair}={word}(")) && part.ends_with(')'), "{part}");
    }
    assert!(verdicts.contains("PopOAuth=Blocked(ProtocolOffForMailbox); "), "{verdicts}");
    // A name with a line break stays one field.
    tenant.rows("cas-mailboxes", &[mailbox(&id(1), "taro", "two\r\nlines")]);
    let text = written(&tenant, "breaks.csv");
    assert!(text.contains(",\"two\r\nlines\","), "{text}");
}

#[test]
fn one_document_holds_the_date_the_mailboxes_and_the_findings() {
    let tenant = Tenant::new();
    let text = written(&tenant, "all.json");
    let document = ordered(&text);
    assert_eq!(document.keys(), ["AsOf", "Mailboxes", "Findings"]);
    assert_eq!(*document.get("AsOf"), AS_OF);
    let lines = written(&tenant, "all.ndjson");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(*document.get("Mailboxes"), Value::Array(lines), "the same states");
    let findings = document.get("Findings").as_array().unwrap();
    let ids: Vec<&str> = findings.iter().filter_map(|f| f.get("Id")?.as_str()).collect();
    assert_eq!(ids, FINDINGS);
    // The order of keys, from the text of each.
    let raw = text.split_once("\"Findings\":[").unwrap().1.rsplit_once("]}").unwrap().0;
    for object in serde_json::Deserializer::from_str(&raw.replace("\n  },", "\n  }")).into_iter() {
        let finding: Ordered = object.unwrap();
        assert_eq!(finding.keys(), FINDING);
        let reference = finding.get("Reference").as_object().unwrap();
        assert!(reference.len() == 2 && reference.contains_key("Title"), "{reference:?}");
        assert!(reference.get("Link").unwrap().as_str().unwrap().starts_with("https://"));
    }
    let finding = |id: &str| {
        let position = FINDINGS.iter().position(|known| *known == id).unwrap();
        findings.get(position).unwrap()
    };
    let smtp = finding("EXO-SMTP-001");
    // 37 days ahead is near.
    assert_eq!(smtp.get("Status").unwrap(), "Fail");
    assert_eq!(smtp.get("Severity").unwrap(), "High");
    assert_eq!(smtp.get("Deadline").unwrap(), "2026-12-31");
    assert_eq!(smtp.get("AffectedCount").unwrap(), 1);
    assert_eq!(smtp.get("UnknownCount").unwrap(), 1);
    assert_eq!(*smtp.get("Affected").unwrap(), json!(["ann@contoso.jp"]));
    let organization = finding("EXO-ORG-001");
    assert_eq!(organization.get("Status").unwrap(), "Pass");
    for property in ["Deadline", "AffectedCount", "UnknownCount"] {
        assert_eq!(organization.get(property), Some(&Value::Null), "present and null");
    }
    assert_eq!(finding("EXO-DATA-001").get("UnknownCount"), Some(&Value::Null));
}

#[test]
fn a_document_without_mailboxes_is_whole_too() {
    let tenant = Tenant::new();
    tenant.rows("cas-mailboxes", &[]);
    let text = written(&tenant, "none.json");
    assert_eq!(*ordered(&text).get("Mailboxes"), json!([]));
    assert_eq!(written(&tenant, "none.ndjson"), "");
    assert_eq!(csv(written(&tenant, "none.csv").strip_prefix('\u{FEFF}').unwrap()).len(), 1);
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_nothing_is_left_behind() {
    let tenant = Tenant::new();
    fs::create_dir(tenant.beside("folder.csv")).unwrap();
    fs::write(tenant.beside("file"), "x").unwrap();
    let before = names(tenant.home());
    for place in ["no such folder/x.csv", "folder.csv", "file/x.json"] {
        let path = tenant.beside(place);
        let path = path.to_str().unwrap();
        tenant.run(&["--out", path]).bad(&[path, "cannot write"]);
        assert_eq!(names(tenant.home()), before, "{place}");
    }
    for place in ["x.xlsx", "x", ".csv", "x.csv.gz"] {
        let path = tenant.beside(place);
        let path = path.to_str().unwrap();
        tenant.run(&["--out", path]).bad(&[path, ".csv, .ndjson or .json"]);
        assert_eq!(names(tenant.home()), before, "{place}");
    }
}

#[test]
fn a_run_that_fails_under_way_leaves_the_file_of_the_last_one() {
    let tenant = Tenant::new();
    let path = tenant.beside("x.json");
    let whole = written(&tenant, "x.json");
    // Ten thousand rows are written before the one that breaks the order.
    let manifest = json!({"parts": [{"name": "cas-mailboxes", "sortedBy": "Guid"}]});
    tenant.write("manifest.json", manifest.to_string());
    let mut rows: Vec<Value> = (0..10_000).map(|n| mailbox(&id(n), "x", "X")).collect();
    rows.push(mailbox(&id(0), "x", "X"));
    tenant.rows("cas-mailboxes", &rows);
    let answer = tenant.run(&["--out", path.to_str().unwrap()]);
    answer.bad(&["cas-mailboxes.ndjson", "line 10001", "Guid"]);
    assert_eq!(names(tenant.home()), ["snapshot", "x.json"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    tenant.run(&["--as-of", "2025-03-31", "--out", path.to_str().unwrap()]).bad(&["2025-03-31"]);
    assert_eq!(names(tenant.home()), ["snapshot", "x.json"]);
}
