//! Which user and directory rows belong to a mailbox (contract §3, Joins), each case with tables,
//! with merges, and with one of each.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use exo_policy::Id;
use serde_json::{Map, Value, json};
use support::{Folder, Found};

/// A mailbox: `ExternalDirectoryObjectId`, `UserPrincipalName`, `PrimarySmtpAddress`, and the
/// marker of the row expected. `-` is absent, `null` is null.
type Mailbox = [&'static str; 4];
/// A row: id, `UserPrincipalName`, `WindowsEmailAddress` or `mail`, marker.
type Row = [&'static str; 4];

fn object(fields: &[(&str, &str)]) -> Map<String, Value> {
    let value = |text: &str| if text == "null" { Value::Null } else { json!(text) };
    let set = fields.iter().filter(|(_, text)| *text != "-");
    set.map(|(name, text)| ((*name).to_owned(), value(text))).collect()
}

const MODES: [&str; 4] = ["", "users", "directory-users", "users directory-users"];

/// Writes mailboxes and rows, the same rows for both sides, and reads them.
fn read(mailboxes: &[Mailbox], rows: &[Row], mode: &str) -> Found {
    let lines = |rows: Vec<Map<String, Value>>| {
        let lines: Vec<String> =
            rows.into_iter().map(|row| Value::Object(row).to_string()).collect();
        lines.join("\n")
    };
    let mailbox = |(number, [id, upn, smtp, _]): (usize, &Mailbox)| {
        let guid = format!("m{number}");
        object(&[
            ("Guid", &guid),
            ("ExternalDirectoryObjectId", id),
            ("UserPrincipalName", upn),
            ("PrimarySmtpAddress", smtp),
        ])
    };
    let user = |[id, upn, mail, marker]: &Row| {
        object(&[
            ("ExternalDirectoryObjectId", id),
            ("UserPrincipalName", upn),
            ("WindowsEmailAddress", mail),
            ("AuthenticationPolicy", marker),
        ])
    };
    let directory = |[id, upn, mail, marker]: &Row| {
        object(&[
            ("id", id),
            ("userPrincipalName", upn),
            ("mail", mail),
            ("perUserMfaState", marker),
        ])
    };
    let mut entries = Vec::new();
    if !mode.is_empty() {
        entries
            .push(r#"{"name":"cas-mailboxes","sortedBy":"externaldirectoryobjectid"}"#.to_owned());
    }
    for part in mode.split_whitespace() {
        let key = if part == "users" { "ExternalDirectoryObjectId" } else { "Id" };
        entries.push(format!(r#"{{"name":"{part}","sortedBy":"{key}"}}"#));
    }
    Folder::new()
        .manifest(&entries.join(","))
        .with("cas-mailboxes.ndjson", lines(mailboxes.iter().enumerate().map(mailbox).collect()))
        .with("users.ndjson", lines(rows.iter().map(user).collect()))
        .with("directory-users.ndjson", lines(rows.iter().map(directory).collect()))
        .read()
}

/// Fails unless every mailbox has the row that it names, on both sides, in every mode, and
/// wherever the rows without ids stand.
fn check(why: &str, mailboxes: &[Mailbox], rows: &[Row]) {
    let nameless = |row: &&Row| matches!(row[0], "-" | "null" | " ");
    let (without, with): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(nameless);
    let first: Vec<Row> = without.iter().chain(&with).map(|row| **row).collect();
    let last: Vec<Row> = with.iter().chain(&without).map(|row| **row).collect();
    for mode in MODES {
        for rows in [rows, &first, &last] {
            let found = read(mailboxes, rows, mode);
            found.assert_clean(why);
            assert_eq!(found.rows.len(), mailboxes.len(), "{why}");
            for (number, expected) in mailboxes.iter().enumerate() {
                let row = found.by_guid(&format!("m{number}"));
                assert_eq!(row.user, expected[3], "{why}: user of {expected:?}, merged: {mode:?}");
                assert_eq!(
                    row.directory, expected[3],
                    "{why}: directory row of {expected:?}, merged: {mode:?}"
                );
            }
        }
    }
}

#[test]
fn a_row_belongs_to_a_mailbox_by_equal_id_whatever_the_case_and_the_names() {
    check(
        "guid",
        &[["0A1B2C3D-0000-4000-8000-00000000000a", "a", "a", "enabled"]],
        &[
            ["0a1b2c3d-0000-4000-8000-00000000000A", "x", "y", "enabled"],
            ["0a1b2c3d-0000-4000-8000-00000000000b", "a", "a", "enforced"],
        ],
    );
    check("text", &[[" aB-É", "-", "-", "enabled"]], &[["Ab-é ", "null", "-", "enabled"]]);
    check(
        "every one its own",
        &[["1", "-", "-", "enabled"], ["2", "-", "-", "enforced"], ["4", "-", "-", "disabled"]],
        &[
            ["0", "-", "-", "other"],
            ["1", "-", "-", "enabled"],
            ["2", "-", "-", "enforced"],
            ["3", "-", "-", "other"],
            ["4", "-", "-", "disabled"],
            ["5", "-", "-", "other"],
        ],
    );
}

#[test]
fn two_different_ids_never_join() {
    check(
        "same names",
        &[["1", "a", "a", "none"], ["3", "b", "b", "none"]],
        &[["0", "a", "a", "enabled"], ["2", "b", "b", "enforced"], ["4", "a", "b", "other"]],
    );
}

#[test]
fn a_name_joins_only_where_one_side_has_no_id() {
    check(
        "the row has none",
        &[["1", "a", "-", "enabled"], ["2", "c", "-", "none"]],
        &[["null", "A ", "-", "enabled"]],
    );
    check("the mailbox has none", &[["-", "a", "-", "enabled"]], &[["1", "　A", "-", "enabled"]]);
    check("neither has one", &[["null", "a", "-", "enabled"]], &[["-", "a", "-", "enabled"]]);
    check("blank is none", &[[" ", "a", "-", "enabled"]], &[["　", "a", "-", "enabled"]]);
    check(
        "an id goes before a name",
        &[["1", "a", "-", "enforced"]],
        &[["-", "a", "-", "enabled"], ["1", "b", "-", "enforced"]],
    );
    check(
        "another's id does not stand in the way",
        &[["2", "a", "-", "enabled"]],
        &[["-", "a", "-", "enabled"], ["3", "a", "-", "enforced"]],
    );
    check(
        "no name at all",
        &[["1", "-", "-", "none"], ["-", "-", "null", "none"]],
        &[["-", "-", "-", "enabled"], ["-", "null", "null", "other"]],
    );
}

#[test]
fn the_primary_address_is_the_name_only_where_the_user_principal_name_is_absent_or_null() {
    for id in ["1", "-"] {
        check("absent", &[[id, "-", "a", "enabled"]], &[["-", "a", "x", "enabled"]]);
        check("null", &[[id, "null", "a", "enabled"]], &[["-", "a", "x", "enabled"]]);
        check("blank", &[[id, " ", "a", "enabled"]], &[["-", "a", "x", "enabled"]]);
        check("there is one", &[[id, "b", "a", "none"]], &[["-", "a", "x", "enabled"]]);
    }
}

#[test]
fn the_address_of_a_row_counts_only_where_no_row_has_the_name_as_user_principal_name() {
    for id in ["1", "-"] {
        check(
            "by address",
            &[[id, "a", "-", "enabled"]],
            &[["-", "x", "A", "enabled"], ["-", "y", "b", "other"]],
        );
        check(
            "name before address",
            &[[id, "a", "-", "enforced"]],
            &[["-", "x", "a", "enabled"], ["-", "a", "y", "enforced"]],
        );
        check(
            "primary address by address",
            &[[id, "-", "a", "enabled"]],
            &[["-", "null", "a", "enabled"]],
        );
        check("both in one row", &[[id, "a", "-", "enabled"]], &[["-", "a", "a", "enabled"]]);
    }
    check(
        "a row of another id may not join, so its name does not count",
        &[["1", "a", "-", "enabled"]],
        &[["-", "x", "a", "enabled"], ["2", "a", "y", "enforced"]],
    );
    check(
        "for a mailbox without id every row may join",
        &[["-", "a", "-", "enforced"]],
        &[["-", "x", "a", "enabled"], ["2", "a", "y", "enforced"]],
    );
}

#[test]
fn two_candidates_by_name_are_no_row() {
    for id in ["1", "-"] {
        check(
            "two names",
            &[[id, "a", "-", "none"]],
            &[["-", "a", "x", "enabled"], ["-", "A", "y", "enforced"]],
        );
        check(
            "two addresses",
            &[[id, "a", "-", "none"]],
            &[["-", "x", "a", "enabled"], ["-", "y", "a", "enforced"]],
        );
        check(
            "two names, the address of one more",
            &[[id, "a", "-", "none"]],
            &[["-", "a", "x", "enabled"], ["-", "a", "y", "enforced"], ["-", "z", "a", "other"]],
        );
        check(
            "one name, two addresses",
            &[[id, "a", "-", "enabled"]],
            &[["-", "a", "x", "enabled"], ["-", "y", "a", "enforced"], ["-", "z", "a", "other"]],
        );
    }
    check(
        "of rows with ids",
        &[["-", "a", "-", "none"]],
        &[["1", "a", "x", "enabled"], ["2", "a", "y", "enforced"]],
    );
    check(
        "an id settles it",
        &[["1", "a", "-", "enabled"]],
        &[["1", "a", "x", "enabled"], ["-", "a", "y", "enforced"], ["-", "a", "z", "other"]],
    );
    check(
        "one of them has another id",
        &[["3", "a", "-", "enabled"]],
        &[["-", "a", "x", "enabled"], ["4", "a", "y", "enforced"]],
    );
}

#[test]
fn one_row_may_serve_several_mailboxes() {
    check(
        "by name",
        &[
            ["1", "a", "-", "enabled"],
            ["2", "A", "-", "enabled"],
            ["-", "-", "a", "enabled"],
            ["-", "a", "-", "enabled"],
        ],
        &[["-", "a", "x", "enabled"]],
    );
    check(
        "by id and by name",
        &[["1", "b", "-", "enabled"], ["-", "a", "-", "enabled"]],
        &[["1", "a", "x", "enabled"]],
    );
}

#[test]
fn a_row_that_repeats_the_id_of_another_joins_nobody() {
    let rows = [["1", "x", "-", "enabled"], ["1", "a", "-", "enforced"], ["2", "b", "-", "other"]];
    for mode in MODES {
        // By a name that only the second row has, with and without a mailbox that asks the first.
        for other in [["1", "-", "-", ""], ["-", "x", "-", ""], ["3", "-", "-", ""]] {
            let found = read(&[other, ["-", "a", "-", ""]], &rows, mode);
            let row = found.by_guid("m1");
            assert_eq!((row.user.as_str(), row.directory.as_str()), ("none", "none"), "{mode}");
            let first = if other[0] == "3" { "none" } else { "enabled" };
            assert_eq!(found.by_guid("m0").user, first, "{mode}");
        }
    }
}

/// A snapshot of one mailbox with different rows on the two sides.
fn one(mailbox: &str, user: &str, directory: &str, merged: bool) -> Found {
    let sorted = |part: &str, key: &str| format!(r#"{{"name":"{part}","sortedBy":"{key}"}}"#);
    let key = "ExternalDirectoryObjectId";
    let parts =
        [sorted("cas-mailboxes", key), sorted("users", key), sorted("directory-users", "id")]
            .join(",");
    Folder::new()
        .manifest(if merged { &parts } else { "" })
        .with("cas-mailboxes.ndjson", mailbox)
        .with("users.ndjson", user)
        .with("directory-users.ndjson", directory)
        .read()
}

#[test]
fn the_users_id_is_the_mailboxes_else_the_directory_rows_else_the_user_rows() {
    let user = r#"{"ExternalDirectoryObjectId":"3","UserPrincipalName":"a"}"#;
    let bare = r#"{"UserPrincipalName":"a"}"#;
    let (directory, nobody) =
        (r#"{"id":"2","userPrincipalName":"a"}"#, r#"{"userPrincipalName":"a"}"#);
    let (with, without) = (
        r#"{"ExternalDirectoryObjectId":"1","UserPrincipalName":"a"}"#,
        r#"{"Guid":"9","UserPrincipalName":"a"}"#,
    );
    let cases = [
        (with, bare, nobody, Some("1")),
        (without, user, directory, Some("2")),
        (without, user, nobody, Some("3")),
        (without, user, "", Some("3")),
        (without, bare, directory, Some("2")),
        (without, bare, nobody, None),
        (without, "", "", None),
    ];
    for (mailbox, user, directory, expected) in cases {
        for merged in [false, true] {
            let found = one(mailbox, user, directory, merged);
            assert_eq!(
                found.rows.first().unwrap().user_id,
                expected.and_then(Id::parse),
                "{mailbox} {user} {directory}"
            );
        }
    }
}

#[test]
fn the_user_principal_name_is_the_user_rows_else_the_directory_rows_else_the_mailboxes() {
    let row = |id: &str, name: &str| {
        let name = if name.is_empty() {
            String::new()
        } else {
            format!(
                r#","{}":"{name}""#,
                if id == "id" { "userPrincipalName" } else { "UserPrincipalName" }
            )
        };
        format!(r#"{{"{id}":"1"{name}}}"#)
    };
    let key = "ExternalDirectoryObjectId";
    for (mailbox, user, directory, expected) in [
        ("m", "u", "d", "u"),
        ("m", "", "d", "d"),
        ("m", " ", "d", "d"),
        ("m", "", "", "m"),
        ("", "u", "", "u"),
        ("", "", "", "-"),
    ] {
        for merged in [false, true] {
            let found = one(&row(key, mailbox), &row(key, user), &row("id", directory), merged);
            assert_eq!(found.rows.first().unwrap().user_principal_name, expected);
        }
    }
}

#[test]
fn the_identity_is_the_directory_id_else_the_guid() {
    let text = r#"{"Guid":"g1","ExternalDirectoryObjectId":"7"}
{"Guid":"g2","ExternalDirectoryObjectId":null}
{"Guid":"g3","ExternalDirectoryObjectId":{"x":1}}
{"DisplayName":"x"}"#;
    let found = Folder::new().manifest("").with("cas-mailboxes.ndjson", text).read();
    let identities: Vec<&str> = found.rows.iter().map(|row| row.identity.as_str()).collect();
    assert_eq!(identities, ["7", "g2", "g3", "-"]);
}
