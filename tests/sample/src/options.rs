//! What to generate: the choices of the command line, for callers in Rust.

use std::path::PathBuf;

/// The form of the row files.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// One JSON object a line.
    #[default]
    Ndjson,
    /// The same, compressed.
    Gz,
    /// One JSON array.
    Json,
    /// As `Export-Csv` of Windows PowerShell 5.1 writes. Conditional Access policies, which have no
    /// sensible CSV, are written as JSON.
    Csv,
    /// A folder of JSON files: the first of one row, the others of arrays.
    Folder,
}

/// How text becomes bytes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8; CSV begins with a byte order mark, the other forms do not.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark in every form.
    Utf8Bom,
    /// UTF-16LE with a byte order mark, as `>` and `Out-File` of Windows PowerShell 5.1 write.
    Utf16,
}

/// How the names in Graph rows are written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Case {
    /// As the REST interface answers.
    #[default]
    Camel,
    /// As the Graph PowerShell SDK and `ConvertTo-Json` write: PascalCase, `/Date(…)/`, objects of
    /// nulls for what is not set, documents as arrays of one.
    Pascal,
}

/// Whose tenant it is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Profile {
    /// Every shape of every input that decides a verdict, for tests.
    #[default]
    Mixed,
    /// A large, realistic tenant, for benchmarks.
    Wide,
    /// A company of sixty mailboxes with a story, for demonstrations.
    Demo,
}

/// State of the organization, one of several that exclude each other.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Scenario {
    /// `EwsEnabled` null, SMTP AUTH off for the tenant, everything read.
    #[default]
    Baseline,
    /// `EwsEnabled` True with a list of applications and a user-agent list; the default
    /// authentication policy (by distinguished name) blocks Basic; ActiveSync rules.
    EwsList,
    /// `EwsEnabled` True with an empty list; the default authentication policy does not exist.
    EwsEmpty,
    /// `EwsEnabled` False; new ActiveSync devices are quarantined.
    EwsOff,
    /// Security defaults on, no Conditional Access policy.
    SecurityDefaults,
    /// The Conditional Access part failed.
    NoCa,
    /// Several parts missing, failed, skipped or partial, and properties not read.
    Unread,
    /// SMTP AUTH on for the tenant.
    SmtpOn,
    /// SMTP AUTH off for the tenant, and no mailbox switches it on for itself.
    SmtpOff,
    /// An old-fashioned tenant: SMTP AUTH on and re-enabled for Basic, modern authentication off
    /// for Outlook.
    Reenabled,
    /// Frontline licences nearly everywhere, `EwsEnabled` True with a list.
    Kiosk,
}

/// Everything [`generate`](crate::generate) needs to know. The same options give the same bytes.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder to write into; made where it does not exist.
    pub out: PathBuf,
    /// Number of mailboxes. The profile `demo` has a roster of [`Options::DEMO_MAILBOXES`].
    pub mailboxes: u64,
    /// Another seed gives another tenant of the same make.
    pub seed: u64,
    /// Whether mailboxes, users and directory users come in order of their ids.
    pub sorted: bool,
    /// Form of the row files.
    pub form: Form,
    /// Encoding of all files; UTF-16 and gzip exclude each other.
    pub encoding: Encoding,
    /// Names in Graph rows.
    pub case: Case,
    /// Whose tenant.
    pub profile: Profile,
    /// State of the organization; the profile `demo` has its own.
    pub scenario: Scenario,
    /// Whether to write `manifest.json`.
    pub manifest: bool,
    /// Number of damaged rows to add, spread over the row files.
    pub damage: u64,
    /// Users, mailboxes, directory users and devices with the properties alone that answers rest on.
    pub narrow: bool,
    /// Write into a folder that is not empty, replacing the files of an earlier run.
    pub force: bool,
}

impl Options {
    /// Mailboxes in the profile `demo`.
    pub const DEMO_MAILBOXES: u64 = 60;

    /// The profile `mixed` in its plainest form, sorted and with a manifest.
    #[must_use]
    pub fn new(out: impl Into<PathBuf>, mailboxes: u64) -> Self {
        Self {
            out: out.into(),
            mailboxes,
            seed: 1,
            sorted: true,
            form: Form::default(),
            encoding: Encoding::default(),
            case: Case::default(),
            profile: Profile::default(),
            scenario: Scenario::default(),
            manifest: true,
            damage: 0,
            force: false,
            narrow: false,
        }
    }

    /// Why these options cannot be served, in one sentence; `None` where they can.
    #[must_use]
    pub fn conflict(&self) -> Option<String> {
        if self.encoding == Encoding::Utf16 && self.form == Form::Gz {
            return Some("--encoding utf16 goes with ndjson, json, csv and folder, not gz".into());
        }
        if self.mailboxes > u64::from(u32::MAX) {
            return Some(format!("{} mailboxes are too many", self.mailboxes));
        }
        if self.profile == Profile::Demo {
            if self.mailboxes != Self::DEMO_MAILBOXES {
                return Some(format!(
                    "the profile demo has {} mailboxes: leave --mailboxes out",
                    Self::DEMO_MAILBOXES
                ));
            }
            if self.scenario != Scenario::Baseline {
                return Some("the profile demo has a scenario of its own".into());
            }
        }
        None
    }
}
