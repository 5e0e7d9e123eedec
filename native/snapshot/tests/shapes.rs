//! Values of another shape than expected (contract §3, Shapes), in every form that can hold them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use exo_policy::{EwsAllowList, Pair, Read};
use support::{Folder, Form, Found, write_rows};

/// The forms that can hold a row with this value, and the row as each parser meets it.
fn every_form(part: &str, fields: &str, property: &str, value: &str, check: impl Fn(&Found, &str)) {
    let scalar = !value.starts_with(['[', '{']);
    let of = |head: &str| {
        let value =
            if value.is_empty() { String::new() } else { format!(r#","{property}":{value}"#) };
        format!("{{{head}{fields}{value}}}")
    };
    // The second has an escape and a break of lines, which only the general parser takes.
    for row in [of(""), of("\"N\\u006fte\":\"\\u0041\",\t")] {
        let mut forms = Form::JSON.to_vec();
        forms.push(Form::Single);
        if scalar && !value.is_empty() && part != "conditional-access" {
            forms.extend([Form::Csv, Form::CsvUtf16]);
        }
        for form in forms {
            let folder =
                write_rows(Folder::new().manifest(""), part, std::slice::from_ref(&row), form);
            check(&folder.read(), &format!("{part} {property} {value} {form:?}"));
        }
    }
}

/// The text after `property: ` in a record.
fn after<'r>(found: &'r Found, property: &str) -> &'r str {
    let record = found.rows.first().map(|row| row.record.as_str()).unwrap();
    let mark = format!(" {property}: ");
    record.split_once(&mark).unwrap_or_else(|| panic!("no {property} in {record}")).1
}

/// JSON, and what it is where a boolean or a name is expected. Texts that CSV turns numbers into
/// are names there, so numbers are left to the JSON forms.
const SCALARS: [(&str, &str, &str); 20] = [
    ("", "Absent", "Absent"),
    ("null", "Null", "Null"),
    ("\"\"", "Null", "Null"),
    ("\" 　\\t\"", "Null", "Null"),
    ("true", "Value(true)", "-"),
    ("false", "Value(false)", "-"),
    ("\"True\"", "Value(true)", "Value(\"True\")"),
    ("\"　fALSE \"", "Value(false)", "Value(\"fALSE\")"),
    ("\"yes\"", "OtherShape", "Value(\"yes\")"),
    ("\"　EnforceAllowList \"", "OtherShape", "Value(\"EnforceAllowList\")"),
    ("\"a b\"", "OtherShape", "Value(\"a b\")"),
    ("\"System.Object\"", "OtherShape", "Value(\"System.Object\")"),
    ("\"@{Value=True}\"", "OtherShape", "OtherShape"),
    ("\" @{Value=True}\"", "OtherShape", "OtherShape"),
    ("1", "OtherShape", "OtherShape"),
    ("-0.5e1", "OtherShape", "OtherShape"),
    ("{}", "OtherShape", "OtherShape"),
    ("{\"Value\":true}", "OtherShape", "OtherShape"),
    ("[true]", "OtherShape", "OtherShape"),
    ("[]", "OtherShape", "OtherShape"),
];

#[test]
fn a_boolean_or_a_name_of_another_shape_is_not_read() {
    let guid = r#""Guid":"g""#;
    let booleans = [
        ("ImapEnabled", "imap_enabled"),
        ("PopEnabled", "pop_enabled"),
        ("ActiveSyncEnabled", "active_sync_enabled"),
        ("EwsEnabled", "ews_enabled"),
        ("MAPIEnabled", "mapi_enabled"),
        ("OWAEnabled", "owa_enabled"),
        ("SmtpClientAuthenticationDisabled", "smtp_client_authentication_disabled"),
    ];
    for (value, boolean, name) in SCALARS {
        let number = value.starts_with(['1', '-']);
        for (property, field) in booleans {
            every_form("cas-mailboxes", guid, property, value, |found, label| {
                found.assert_clean(label);
                let rest = after(found, field);
                assert!(rest.starts_with(&format!("{boolean},")), "{label}: {rest}");
            });
        }
        if name != "-" {
            every_form(
                "cas-mailboxes",
                guid,
                "EwsApplicationAccessPolicy",
                value,
                |found, label| {
                    let rest = after(found, "ews_application_access_policy");
                    let csv = number && label.contains("Csv");
                    assert!(csv || rest.starts_with(&format!("{name},")), "{label}: {rest}");
                },
            );
            every_form(
                "mobile-devices",
                r#""Guid":"g""#,
                "ClientVersion",
                value,
                |found, label| {
                    let device = found.devices.first().unwrap();
                    let csv = number && label.contains("Csv");
                    assert!(
                        csv || device.contains(&format!("client_version: {name},")),
                        "{label}: {device}"
                    );
                },
            );
        }
    }
}

/// Values where a list of ids is expected: JSON, whether the list was read, whether it holds `x`.
const LISTS: [(&str, bool, bool); 24] = [
    ("", false, false),
    ("null", false, false),
    ("\"\"", false, false),
    ("\" 　\"", false, false),
    ("[]", true, false),
    ("[\"x\"]", true, true),
    ("[ \"　X \" , null, \"\", \" \" ]", true, true),
    ("\"x\"", true, true),
    ("\" x　\"", true, true),
    ("\"x y\"", false, false),
    ("\"x\\ty\"", false, false),
    ("\"@{Value=x}\"", false, false),
    ("\"System.Object[]\"", false, false),
    ("\"system.String\"", false, false),
    ("\"Microsoft.Exchange.Data.MultiValuedProperty\"", false, false),
    ("[\"x\",\"a b\"]", false, false),
    ("[\"x\",\"@{a}\"]", false, false),
    ("[\"System.Object[]\",\"x\"]", false, false),
    ("[\"x\",\"microsoft.y\"]", false, false),
    ("[\"x\",7]", false, false),
    ("[\"x\",{\"id\":\"y\"}]", false, false),
    ("[\"x\",[\"y\"]]", false, false),
    ("7", false, false),
    ("{\"id\":\"x\"}", false, false),
];

#[test]
fn a_list_of_device_ids_of_another_shape_counts_as_empty() {
    for property in ["ActiveSyncAllowedDeviceIDs", "ActiveSyncBlockedDeviceIDs"] {
        for (value, _, holds) in LISTS {
            every_form("cas-mailboxes", r#""Guid":"g""#, property, value, |found, label| {
                found.assert_clean(label);
                let holds = holds && !label.contains("Csv");
                let rest = after(found, "has_device_list");
                assert!(rest.starts_with(&holds.to_string()), "{label}: {rest}");
            });
        }
    }
}

/// One policy that blocks Basic clients for group or role `x`.
fn blocking(selector: &str) -> String {
    format!(
        r#"{{"id":"p","state":"enabled","conditions":{{"clientAppTypes":["other"],"applications":{{"includeApplications":["All"]}},"users":{{"{selector}":["x"]}}}},"grantControls":{{"operator":"OR","builtInControls":["block"]}}}}"#
    )
}

/// What the policy makes of SMTP with Basic: a block hides what else is not known.
fn membership(found: &Found) -> &str {
    let word = found.rows.first().unwrap().word(Pair::SmtpBasic);
    word.split_once(' ').unwrap().1
}

#[test]
fn a_list_of_groups_roles_or_members_of_another_shape_is_not_known() {
    let defaults = r#"{"isEnabled":false}"#;
    let organization = r#"{"DefaultAuthenticationPolicy":null}"#;
    let base = |selector: &str| {
        Folder::new()
            .manifest("")
            .with("security-defaults.json", defaults)
            .with("organization.json", organization)
            .with("transport.json", r#"{"SmtpClientAuthenticationDisabled":false}"#)
            .with("conditional-access.json", blocking(selector))
            .with("cas-mailboxes.json", r#"{"ExternalDirectoryObjectId":"u","SmtpClientAuthenticationDisabled":false}"#)
            .with("users.json", r#"{"ExternalDirectoryObjectId":"u","AuthenticationPolicy":null,"AccountDisabled":false}"#)
    };
    let cases = [
        ("includeGroups", "directory-users", r#""id":"u""#, "groups"),
        ("includeRoles", "directory-users", r#""id":"u""#, "roles"),
        ("includeGroups", "group-members", r#""id":"X ""#, "members"),
        ("includeRoles", "role-members", r#""id":"x""#, "members"),
    ];
    for (selector, part, fields, property) in cases {
        for (value, read, holds) in LISTS {
            let value = if property == "members" {
                value.replace('x', "u").replace('X', "U")
            } else {
                value.to_owned()
            };
            if property != "members" && value.is_empty() {
                continue;
            }
            let head = format!("{fields},\"a\":\"\\u0041\"");
            for (fields, form) in Form::JSON.iter().flat_map(|form| [(fields, form), (&head, form)])
            {
                let property = if value.is_empty() {
                    String::new()
                } else {
                    format!(r#","{property}":{value}"#)
                };
                let row = format!("{{{fields}{property}}}");
                let found =
                    write_rows(base(selector), part, std::slice::from_ref(&row), *form).read();
                found.assert_clean(&row);
                let expected = match (read, holds) {
                    (false, _) => "CaMembershipUnknown",
                    (true, true) => "CaBlock",
                    (true, false) => "None",
                };
                assert_eq!(membership(&found), expected, "{part} {row} {form:?}");
            }
        }
    }
    // No directory row has groups or roles in CSV, and no group members.
    for (selector, part, fields, property) in cases {
        let property =
            format!(r#""{property}":"{}""#, if property == "members" { "u" } else { "x" });
        let row = format!("{{{fields},{property}}}");
        let found = write_rows(base(selector), part, &[row], Form::Csv).read();
        assert_eq!(membership(&found), "CaMembershipUnknown", "{part}");
    }
}

#[test]
fn assigned_plans_of_another_shape_are_not_read() {
    let kiosk =
        r#"{"servicePlanId":"4a82b400-a79f-41a4-b4e2-e94f5787b113","capabilityStatus":"enabled"}"#;
    let with_ews = r#"{"ServicePlanId":" 9AAF7827-d63c-4b61-89c3-182f06f82e5c ","CapabilityStatus":"Warning"}"#;
    let cases = [
        (String::new(), "Absent"),
        ("null".to_owned(), "Null"),
        ("\"\"".to_owned(), "Null"),
        ("[]".to_owned(), "Value(false)"),
        (format!("[{kiosk}]"), "Value(true)"),
        (format!("[null,{kiosk},\" \"]"), "Value(true)"),
        (format!("[{kiosk}, {with_ews}]"), "Value(false)"),
        (format!("[{kiosk},\"@{{servicePlanId=x}}\"]"), "OtherShape"),
        (format!("[{kiosk},7]"), "OtherShape"),
        (format!("[{kiosk},[]]"), "OtherShape"),
        (format!("[{kiosk},true]"), "OtherShape"),
        ("\"System.Object[]\"".to_owned(), "OtherShape"),
        ("\"@{servicePlanId=x}\"".to_owned(), "OtherShape"),
        ("7".to_owned(), "OtherShape"),
        (kiosk.to_owned(), "OtherShape"),
    ];
    for (value, expected) in cases {
        for (form, head) in
            Form::JSON.iter().flat_map(|form| [(form, ""), (form, "\"\\u0041\":1,")])
        {
            let plans = if value.is_empty() {
                String::new()
            } else {
                format!(r#","assignedPlans":{value}"#)
            };
            let row = format!(r#"{{{head}"id":"u"{plans}}}"#);
            let folder = Folder::new()
                .manifest("")
                .with("cas-mailboxes.json", r#"{"ExternalDirectoryObjectId":"u"}"#);
            let found = write_rows(folder, "directory-users", &[row], *form).read();
            let rest = after(&found, "kiosk_only");
            assert!(rest.starts_with(&format!("{expected},")), "{value} {form:?}: {rest}");
        }
    }
}

#[test]
fn a_document_property_of_another_shape_is_not_read_and_the_ews_list_keeps_its_blanks() {
    let organization = |value: &str| {
        let text = format!(
            r#"{{"EwsEnabled":{value},"EwsAllowedAppIDs":{value},"DefaultAuthenticationPolicy":{value}}}"#
        );
        let found = Folder::new().manifest("").with("organization.json", text).read();
        found.assert_clean(value);
        found.snapshot.tenant().organization.clone()
    };
    for value in ["7", "{}", "{\"a\":1}", "[7]", "\"@{a=1}\""] {
        let organization = organization(value);
        assert_eq!(organization.ews_enabled, Read::OtherShape, "{value}");
        assert_eq!(organization.default_authentication_policy, Read::OtherShape, "{value}");
        assert_eq!(organization.ews_allowed_app_ids, EwsAllowList::NotRead, "{value}");
    }
    for value in ["\" \"", "\"\""] {
        let organization = organization(value);
        assert_eq!(organization.ews_enabled, Read::Null, "{value}");
        assert_eq!(organization.ews_allowed_app_ids, EwsAllowList::Empty, "{value}");
    }
}
