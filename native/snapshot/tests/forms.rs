//! The forms and encodings of a snapshot (contract §3, Forms): the same rows give the same
//! verdicts however they are stored.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use exo_policy::Read;
use exo_sample::{Case, Encoding, Form as Made, Scenario};
use exo_snapshot::Part;
use serde_json::{Map, Value};
use support::{Folder, Form, Found, lines_of, read, sample, utf16, write_rows};

/// Fails unless both hold the same mailboxes with the same verdicts.
fn assert_same(found: &Found, expected: &Found, label: &str) {
    assert_eq!(found.rows.len(), expected.rows.len(), "{label}");
    for (found, expected) in found.rows.iter().zip(&expected.rows) {
        assert_eq!(found.verdicts, expected.verdicts, "{label}: {}", expected.record);
        assert_eq!(found.record, expected.record, "{label}");
    }
}

#[test]
fn a_sample_tenant_has_the_same_verdicts_in_every_json_form_encoding_and_case() {
    let plain = sample(|_| {}).read();
    plain.assert_clean("plain");
    assert!(plain.rows.len() >= 1300);
    for form in [Made::Ndjson, Made::Gz, Made::Json, Made::Folder] {
        for encoding in [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16] {
            for case in [Case::Camel, Case::Pascal] {
                if form == Made::Gz && encoding == Encoding::Utf16 {
                    continue;
                }
                let label = format!("{form:?} {encoding:?} {case:?}");
                let found = sample(|options| {
                    (options.form, options.encoding, options.case) = (form, encoding, case);
                });
                let found = found.read();
                found.assert_clean(&label);
                assert_same(&found, &plain, &label);
            }
        }
    }
}

#[test]
fn other_sample_tenants_have_the_same_verdicts_in_the_form_farthest_from_the_plain_one() {
    for scenario in [Scenario::EwsList, Scenario::EwsEmpty, Scenario::SmtpOn, Scenario::Kiosk] {
        let plain =
            sample(|options| (options.scenario, options.mailboxes) = (scenario, 400)).read();
        let found = sample(|options| {
            (options.scenario, options.mailboxes) = (scenario, 400);
            (options.form, options.encoding) = (Made::Folder, Encoding::Utf16);
            options.case = Case::Pascal;
        });
        assert_same(&found.read(), &plain, &format!("{scenario:?}"));
    }
}

/// A row as CSV can carry it: every property of `header`, flat, without the lists.
fn flat(row: &str, header: &[String]) -> String {
    let lists = [
        "assignedPlans",
        "groups",
        "roles",
        "ActiveSyncAllowedDeviceIDs",
        "ActiveSyncBlockedDeviceIDs",
        "members",
    ];
    let row: Map<String, Value> = serde_json::from_str(row).unwrap();
    let mut out = Map::new();
    for key in header.iter().filter(|key| !lists.contains(&key.as_str())) {
        let value = match row.get(key).cloned().unwrap_or(Value::Null) {
            Value::Number(number) => Value::String(number.to_string()),
            Value::Object(_) => Value::String("@{Value=x}".to_owned()),
            Value::Array(_) => Value::String("System.Object[]".to_owned()),
            scalar => scalar,
        };
        out.insert(key.clone(), value);
    }
    Value::Object(out).to_string()
}

#[test]
fn a_sample_tenant_as_csv_has_the_verdicts_of_the_same_flat_rows_in_json() {
    let tenant = sample(|_| {});
    let mut parts = Vec::new();
    for part in [
        "users",
        "cas-mailboxes",
        "directory-users",
        "authentication-policies",
        "activesync-rules",
        "mobile-devices",
        "group-members",
        "role-members",
    ] {
        let path = tenant.path().join(format!("{part}.ndjson"));
        if !path.exists() {
            continue;
        }
        let rows = lines_of(&tenant, part);
        std::fs::remove_file(path).unwrap();
        let mut header: Vec<String> = Vec::new();
        for row in &rows {
            let row: Map<String, Value> = serde_json::from_str(row).unwrap();
            header.extend(
                row.keys().filter(|key| !header.contains(key)).cloned().collect::<Vec<_>>(),
            );
        }
        parts.push((part, rows.iter().map(|row| flat(row, &header)).collect::<Vec<_>>()));
    }
    assert!(parts.len() >= 6, "{}", parts.len());
    let mut folder = tenant;
    let mut written = |form: Form, suffix: &str| {
        let path = folder.path().to_owned();
        for (part, rows) in &parts {
            folder = write_rows(std::mem::replace(&mut folder, Folder::new()), part, rows, form);
        }
        let found = read(&path).unwrap();
        for (part, _) in &parts {
            std::fs::remove_file(path.join(format!("{part}.{suffix}"))).unwrap();
        }
        found.assert_clean(suffix);
        found
    };
    let json = written(Form::NdJson, "ndjson");
    for form in [Form::Csv, Form::CsvUtf16] {
        let csv = written(form, "csv");
        assert_same(&csv, &json, "csv");
        assert_eq!(csv.devices, json.devices);
    }
}

#[test]
fn the_csv_that_the_sample_writes_is_read_whole() {
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let found =
            sample(|options| (options.form, options.encoding) = (Made::Csv, encoding)).read();
        found.assert_clean("csv");
        assert!(found.rows.len() >= 1300);
    }
}

fn mailbox(found: &Found) -> String {
    assert_eq!(found.rows.len(), 1);
    let row = found.rows.first().unwrap();
    format!("{} {}", row.identity, row.record)
}

/// One mailbox row in several spellings that all mean the same.
#[test]
fn every_spelling_of_a_row_is_the_same_row() {
    let plain = r#"{"ExternalDirectoryObjectId":"7a","DisplayName":"a/b'c","ImapEnabled":true,"PopEnabled":null,"OWAEnabled":false,"ActiveSyncAllowedDeviceIDs":["d1"],"EwsApplicationAccessPolicy":null}"#;
    let expected = mailbox(&Folder::new().manifest("").with("cas-mailboxes.ndjson", plain).read());
    let same = [
        (
            "escapes",
            r#"{"ExternalDirectoryObjectId":"7\u0061","DisplayName":"a\/b\u0027c","ImapEnabled":true,"PopEnabled":null,"OWAEnabled":false,"ActiveSyncAllowedDeviceIDs":["d\u0031"],"EwsApplicationAccessPolicy":null}"#,
        ),
        (
            "escaped names",
            r#"{"\u0045xternalDirectoryObjectId":"7a","DisplayName":"a/b'c","\u0049mapEnabled":true,"PopEnabled":null,"OWAEnabled":false,"ActiveSyncAllowedDeviceIDs":["d1"],"EwsApplicationAccessPolicy":null}"#,
        ),
        (
            "spaces",
            "  { \"ExternalDirectoryObjectId\" : \"7a\" , \"DisplayName\"\t:  \"a/b'c\",\"ImapEnabled\" :true , \"PopEnabled\": null ,\"OWAEnabled\":false , \"ActiveSyncAllowedDeviceIDs\" : [ \"d1\" ] , \"EwsApplicationAccessPolicy\":null }\t\r",
        ),
        (
            "other case",
            r#"{"externaldirectoryobjectid":"7a","DISPLAYNAME":"a/b'c","imapEnabled":true,"popenabled":null,"owaEnabled":false,"activesyncallowedDeviceIds":["d1"],"ewsapplicationaccesspolicy":null}"#,
        ),
        (
            "texts",
            r#"{"ExternalDirectoryObjectId":" 7a　","DisplayName":"　a/b'c ","ImapEnabled":"True","PopEnabled":"　","OWAEnabled":" FALSE ","ActiveSyncAllowedDeviceIDs":"d1","EwsApplicationAccessPolicy":""}"#,
        ),
        (
            "annotations",
            r#"{"@odata.type":"x","ImapEnabled@odata.context":false,"ExternalDirectoryObjectId":"7a","DisplayName@x":7,"DisplayName":"a/b'c","ImapEnabled":true,"PopEnabled":null,"OWAEnabled":false,"ActiveSyncAllowedDeviceIDs":["d1"],"ActiveSyncAllowedDeviceIDs@odata.type":"#,
        ),
        (
            "twice",
            r#"{"ExternalDirectoryObjectId":"other","externalDirectoryObjectId":"7a","displayname":"x","DisplayName":"a/b'c","imapenabled":false,"ImapEnabled":true,"PopEnabled":true,"popEnabled":null,"OWAEnabled":{"a":[1]},"OWAENABLED":false,"ActiveSyncAllowedDeviceIDs":[],"ActiveSyncAllowedDeviceIds":["d1"],"EwsApplicationAccessPolicy":"EnforceAllowList","ewsApplicationAccessPolicy":null}"#,
        ),
        (
            "more",
            r#"{"A":{"b":[1,-2.5e3,null,{"c":"\ud800"}]},"WhenChanged":"\/Date(1700000000000)\/","ExternalDirectoryObjectId":"7a","DisplayName":"a/b'c","ImapEnabled":true,"PopEnabled":null,"OWAEnabled":false,"ActiveSyncAllowedDeviceIDs":["d1",null," "],"EwsApplicationAccessPolicy":null}"#,
        ),
    ];
    for (label, text) in same {
        let text = if label == "annotations" {
            format!("{text}\"#Collection\",\"EwsApplicationAccessPolicy\":null}}")
        } else {
            text.to_owned()
        };
        for form in [Form::NdJson, Form::NdJsonUtf16, Form::NdJsonGz, Form::Json, Form::Single] {
            let folder = write_rows(
                Folder::new().manifest(""),
                "cas-mailboxes",
                std::slice::from_ref(&text),
                form,
            );
            let found = folder.read();
            found.assert_clean(label);
            assert_eq!(mailbox(&found), expected, "{label} {form:?}");
        }
    }
}

#[test]
fn a_later_null_or_other_shape_takes_back_an_earlier_list() {
    for later in ["null", "[]", "7", "\"a b\"", "{\"x\":1}", "[\"a\",7]"] {
        for escape in ["", r#","Office":"\u0041""#] {
            let text = format!(
                r#"{{"Guid":"g","ActiveSyncAllowedDeviceIDs":["d"],"activesyncalloweddeviceids":{later}{escape}}}"#
            );
            let found = Folder::new().manifest("").with("cas-mailboxes.ndjson", text).read();
            assert!(
                found.rows.first().unwrap().record.contains("has_device_list: false"),
                "{later}"
            );
        }
    }
}

#[test]
fn lone_surrogates_and_broken_bytes_become_a_replacement_and_the_row_stays() {
    let files: [(&str, Vec<u8>); 5] = [
        (
            "cas-mailboxes.ndjson",
            br#"{"Guid":"g","DisplayName":"a\ud83dz","ImapEnabled":true}"#.to_vec(),
        ),
        (
            "cas-mailboxes.ndjson",
            br#"{"Guid":"g","DisplayName":"a\uDC00z","ImapEnabled":true}"#.to_vec(),
        ),
        (
            "cas-mailboxes.json",
            b"[{\"Guid\":\"g\",\"DisplayName\":\"a\xFFz\",\"ImapEnabled\":true}]".to_vec(),
        ),
        (
            "cas-mailboxes.ndjson",
            b"{\"Office\":\"\xC3\",\"Guid\":\"g\",\"DisplayName\":\"a\xE4z\",\"ImapEnabled\":true}"
                .to_vec(),
        ),
        ("cas-mailboxes.csv", b"Guid,DisplayName,ImapEnabled\ng,a\xFFz,True\n".to_vec()),
    ];
    for (name, bytes) in files {
        let found = Folder::new().manifest("").with(name, &bytes).read();
        found.assert_clean(name);
        let record = mailbox(&found);
        assert!(record.contains("Some(\"a\u{FFFD}z\")"), "{record}");
        assert!(record.contains(&format!("imap_enabled: {:?}", Read::Value(true))), "{record}");
    }
    let mut bytes = utf16("{\"Guid\":\"g\",\"DisplayName\":\"aXz\"}");
    let at = bytes.iter().position(|byte| *byte == b'X').unwrap();
    bytes.splice(at..at + 2, [0x3D, 0xD8]);
    let found = Folder::new().manifest("").with("cas-mailboxes.ndjson", bytes).read();
    assert!(mailbox(&found).contains("Some(\"a\u{FFFD}z\")"));
}

#[test]
fn rows_longer_than_what_is_read_at_once_are_rows() {
    let note = "山".repeat(700_000);
    let rows: Vec<String> = (0..3)
        .map(|n| format!(r#"{{"Guid":"g{n}","Notes":"{note}","DisplayName":"n{n}"}}"#))
        .collect();
    for form in Form::JSON.into_iter().chain([Form::Csv, Form::CsvUtf16]) {
        let found = write_rows(Folder::new().manifest(""), "cas-mailboxes", &rows, form).read();
        found.assert_clean("long");
        let names: Vec<&str> = found.rows.iter().map(|row| row.guid.as_str()).collect();
        assert_eq!(names, ["g0", "g1", "g2"], "{form:?}");
    }
}

#[test]
fn a_folder_is_read_in_ordinal_order_whatever_the_case_of_suffix_and_name() {
    let row = |guid: &str| format!(r#"{{"Guid":"{guid}"}}"#);
    // U+1F600 comes before U+FF01 in UTF-16 code units, capitals before small letters.
    let found = Folder::new()
        .manifest("")
        .with("CAS-Mailboxes/\u{FF01}.json", row("6"))
        .with("CAS-Mailboxes/\u{1F600}.Json", row("5"))
        .with("CAS-Mailboxes/a.json", format!("[{},{}]", row("3"), row("4")))
        .with("CAS-Mailboxes/B.JSON", utf16(&row("2")))
        .with("CAS-Mailboxes/10.json", format!("\u{FEFF}[{}]", row("1")))
        .with("CAS-Mailboxes/x.json.bak", row("7"))
        .with("CAS-Mailboxes/inner.json/y.json", row("8"))
        .read();
    let names: Vec<&str> = found.rows.iter().map(|row| row.guid.as_str()).collect();
    assert_eq!(names, ["1", "2", "3", "4", "5", "6"]);
}

#[test]
fn documents_are_read_in_every_encoding_alone_or_in_an_array_of_one() {
    let text = r#"{"@odata.type":"x","EWSENABLED":"false","ewsEnabled":" True ","DefaultAuthenticationPolicy":"  Main　"}"#;
    let array = format!("[ {text} ]\r\n");
    let mut forms = vec![text.as_bytes().to_vec(), array.clone().into_bytes()];
    forms.extend([format!("\u{FEFF}{text}").into_bytes(), utf16(text), utf16(&array)]);
    for bytes in forms {
        let found = Folder::new().manifest("").with("Organization.JSON", &bytes).read();
        found.assert_clean("organization");
        let organization = &found.snapshot.tenant().organization;
        assert_eq!(organization.ews_enabled, Read::Value(true));
        assert_eq!(organization.default_authentication_policy, Read::Value("Main".to_owned()));
        assert!(found.state(Part::Organization).is_complete());
    }
}

#[test]
fn a_document_has_no_other_form_than_json() {
    for name in ["organization.ndjson", "organization.csv", "organization/a.json"] {
        let row = r#"{"EwsEnabled":true}"#;
        let found = Folder::new().manifest("").with(name, row).read();
        assert_eq!(found.snapshot.tenant().organization.ews_enabled, Read::Absent, "{name}");
    }
}

#[test]
fn csv_keeps_quotes_commas_and_line_breaks_and_needs_neither_mark_nor_type_line() {
    let csv = "\"Guid\",\"DisplayName\",\"ImapEnabled\",\"ActiveSyncAllowedDeviceIDs\"\n\"g\",\"a, \"\"b\"\"\r\nc\",\"True\",\"System.Object[]\"\n\nh,,,\n";
    for text in [csv.to_owned(), format!("\u{FEFF}#TYPE x\r\n{csv}"), csv.replace('\n', "\r\n")] {
        let text = text.replace("\r\r", "\r");
        let found = Folder::new().manifest("").with("cas-mailboxes.csv", text).read();
        found.assert_clean("csv");
        let first = &found.by_guid("g").record;
        assert!(first.contains(r#"Some("a, \"b\"\r\nc")"#), "{first}");
        assert!(first.contains("has_device_list: false"), "{first}");
        assert!(found.by_guid("h").record.contains("imap_enabled: Null"));
    }
}

#[test]
fn of_two_csv_columns_that_differ_in_case_alone_the_last_counts() {
    let found = Folder::new()
        .manifest("")
        .with("cas-mailboxes.csv", "Guid,ImapEnabled,imapenabled\ng,True,False\n")
        .with(
            "authentication-policies.csv",
            "NAME,AllowBasicAuthImap,name,allowbasicauthimap\nx,True,y,False\n",
        )
        .read();
    assert!(found.by_guid("g").record.contains("imap_enabled: Value(false)"));
    let policies = &found.snapshot.tenant().authentication_policies;
    assert_eq!(policies.reference("x").index, None);
    assert_eq!(policies.reference("y").index, Some(0));
}
