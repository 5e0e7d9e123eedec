//! A small tenant in a folder, and the program run over it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The date of the verdicts where a test does not choose one.
pub const AS_OF: &str = "2026-11-24";

/// A snapshot that goes away with the test.
pub struct Tenant {
    home: TempDir,
}

impl Tenant {
    /// Two mailboxes with their users; security defaults off, no Conditional Access policy, and
    /// nothing said about devices.
    pub fn new() -> Self {
        let tenant = Self { home: tempfile::tempdir().unwrap() };
        fs::create_dir(tenant.folder()).unwrap();
        let (taro, ann) = (id(1), id(2));
        let manifest = json!({
            "schema": 1, "collectedAt": "2026-11-20T08:00:00Z", "smtpBasicReenabled": null,
            "parts": [{ "name": "organization", "status": "complete", "ewsAllowListRead": true }]
        });
        tenant.write("manifest.json", manifest.to_string());
        let organization = json!({
            "OAuth2ClientProfileEnabled": true, "DefaultAuthenticationPolicy": null,
            "EwsEnabled": null, "EwsAllowedAppIDs": null, "EwsApplicationAccessPolicy": null
        });
        tenant.write("organization.json", organization.to_string());
        tenant.write("transport.json", r#"{"SmtpClientAuthenticationDisabled":false}"#);
        tenant.write("security-defaults.json", r#"{"isEnabled":false}"#);
        tenant.write("conditional-access.json", "[]");
        tenant.rows("authentication-policies", &[json!({"Name": "Keine Basis", "Guid": id(9)})]);
        tenant.rows(
            "cas-mailboxes",
            &[mailbox(&taro, "taro", "山田 太郎"), mailbox(&ann, "ann", "Ann \"A, B\" Smith")],
        );
        let user = |id: &str, name: &str, policy: Option<&str>| {
            json!({
                "ExternalDirectoryObjectId": id, "UserPrincipalName": format!("{name}@contoso.jp"),
                "AuthenticationPolicy": policy, "AccountDisabled": false,
                "EXOModuleEnabled": true
            })
        };
        tenant.rows("users", &[user(&taro, "taro", Some("Keine Basis")), user(&ann, "ann", None)]);
        let directory = |id: &str| {
            json!({
                "id": id, "accountEnabled": true, "userType": "Member",
                "assignedPlans": [], "perUserMfaState": "disabled"
            })
        };
        tenant.rows("directory-users", &[directory(&taro), directory(&ann)]);
        tenant
    }

    /// The snapshot's folder.
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("snapshot")
    }

    /// A place beside the snapshot.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The folder around the snapshot and what tests write.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder().join(name), bytes).unwrap();
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.folder().join(name)).unwrap();
    }

    pub fn rows(&self, part: &str, rows: &[Value]) {
        self.write(&format!("{part}.ndjson"), lines(rows));
    }

    /// Runs the program over the snapshot, on the usual date.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        let folder = self.folder();
        Answer::of(command().arg(&folder).args(["--as-of", AS_OF]).args(arguments))
    }
}

/// The id with a number in it.
pub fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// The Guid of the mailbox with this id.
pub fn guid(id: &str) -> String {
    id.replace("-4000-", "-4fff-")
}

/// A mailbox with everything on and SMTP AUTH left to the organization.
pub fn mailbox(id: &str, name: &str, display: &str) -> Value {
    json!({
        "ExternalDirectoryObjectId": id, "Guid": guid(id),
        "PrimarySmtpAddress": format!("{name}.mail@contoso.jp"), "DisplayName": display,
        "RecipientTypeDetails": "UserMailbox", "ImapEnabled": true, "PopEnabled": false,
        "ActiveSyncEnabled": true, "EwsEnabled": null, "MAPIEnabled": true, "OWAEnabled": true,
        "SmtpClientAuthenticationDisabled": null, "EwsApplicationAccessPolicy": null
    })
}

/// Rows as lines.
pub fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// The program, in an environment that says nothing about languages.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_readiness"));
    in_no_language(&mut command);
    command
}

pub fn in_no_language(command: &mut Command) {
    for name in ["EXO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
}

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    pub fn of(command: &mut Command) -> Self {
        command.output().unwrap().into()
    }

    /// It went well; gives what was printed.
    pub fn good(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.out
    }

    /// It failed: exit code 2, nothing printed, one sentence that holds each of these.
    pub fn bad(&self, holds: &[&str]) {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        let sentences: Vec<&str> =
            self.err.lines().filter(|line| !line.starts_with("warning: ")).collect();
        let [sentence] = sentences.as_slice() else { panic!("one sentence: {self:?}") };
        assert!(sentence.starts_with("readiness: "), "{sentence}");
        for text in holds {
            assert!(sentence.contains(text), "'{text}' in: {sentence}");
        }
    }

    /// The warnings, without the word.
    pub fn warnings(&self) -> Vec<&str> {
        self.err.lines().filter_map(|line| line.strip_prefix("warning: ")).collect()
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!err.contains("panicked"), "{err}");
        Self { code: output.status.code(), out, err }
    }
}
