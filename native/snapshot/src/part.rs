//! The parts of a snapshot: their names, forms, files and completeness.

use std::path::{Path, PathBuf};

use crate::error::SnapshotError;
use crate::warning::Warnings;

/// A part of the snapshot that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `Get-OrganizationConfig`
    Organization,
    /// `Get-TransportConfig`
    Transport,
    /// `Get-ActiveSyncOrganizationSettings`
    ActiveSyncOrganization,
    /// `Get-ActiveSyncDeviceAccessRule`
    ActiveSyncRules,
    /// `Get-AuthenticationPolicy`
    AuthenticationPolicies,
    /// `Get-User`
    Users,
    /// `Get-CASMailbox`
    CasMailboxes,
    /// `Get-MobileDevice`
    MobileDevices,
    /// Graph users
    DirectoryUsers,
    /// Members of groups
    GroupMembers,
    /// Members of roles
    RoleMembers,
    /// Security defaults
    SecurityDefaults,
    /// Conditional Access policies
    ConditionalAccess,
}

impl Part {
    /// All of them, in the order of the contract's table.
    pub const ALL: [Self; 13] = [
        Self::Organization,
        Self::Transport,
        Self::ActiveSyncOrganization,
        Self::ActiveSyncRules,
        Self::AuthenticationPolicies,
        Self::Users,
        Self::CasMailboxes,
        Self::MobileDevices,
        Self::DirectoryUsers,
        Self::GroupMembers,
        Self::RoleMembers,
        Self::SecurityDefaults,
        Self::ConditionalAccess,
    ];

    /// The file stem, which is also its name in the manifest.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Transport => "transport",
            Self::ActiveSyncOrganization => "activesync-organization",
            Self::ActiveSyncRules => "activesync-rules",
            Self::AuthenticationPolicies => "authentication-policies",
            Self::Users => "users",
            Self::CasMailboxes => "cas-mailboxes",
            Self::MobileDevices => "mobile-devices",
            Self::DirectoryUsers => "directory-users",
            Self::GroupMembers => "group-members",
            Self::RoleMembers => "role-members",
            Self::SecurityDefaults => "security-defaults",
            Self::ConditionalAccess => "conditional-access",
        }
    }

    /// Whether the part is one document rather than rows.
    pub const fn is_document(self) -> bool {
        matches!(
            self,
            Self::Organization
                | Self::Transport
                | Self::ActiveSyncOrganization
                | Self::SecurityDefaults
        )
    }

    /// The longest row that is read. A row past it is damaged: memory stays bounded whatever the
    /// file holds. Lists of members may be long: 39 bytes for each of some million.
    pub(crate) const fn row_limit(self) -> usize {
        match self {
            Self::GroupMembers | Self::RoleMembers => 256 << 20,
            _ => 16 << 20,
        }
    }
}

/// How a part is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    NdJson,
    NdJsonGz,
    Json,
    Csv,
    Folder,
}

/// The files of a part.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    pub form: Form,
    pub paths: Vec<PathBuf>,
}

/// Why a part is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// The manifest says `partial`.
    Manifest,
    /// The manifest gives a status that is not known.
    Status(String),
    /// It was still being collected.
    Running,
    /// The manifest promises another number of rows.
    Count {
        /// Rows read.
        rows: u64,
        /// Rows promised.
        promised: u64,
    },
    /// Exactly as many rows as the services give by default, and no manifest.
    DefaultResultSize,
    /// So many places where a row is damaged or the rest of a file lost.
    Damage(u64),
}

/// How much of a part was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartState {
    /// There is no file.
    Absent,
    /// Collecting it failed.
    Failed,
    /// It was left out on purpose.
    Skipped,
    /// Something is missing, or may be.
    Partial(Shortfall),
    /// All of it.
    Complete,
}

impl PartState {
    /// Whether a row that is not there may have been lost.
    pub const fn may_lack_rows(&self) -> bool {
        matches!(self, Self::Failed | Self::Skipped | Self::Partial(_))
    }

    /// Whether all of it was read.
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Complete)
    }
}

/// What reading a part gave.
#[derive(Clone, Debug)]
pub struct PartReport {
    /// The part.
    pub part: Part,
    /// How much of it was read.
    pub state: PartState,
    /// There are files, and they were read.
    pub found: bool,
    /// Rows, damaged ones and duplicates included.
    pub rows: u64,
    /// What was read around.
    pub warnings: Warnings,
}

impl PartReport {
    /// The report of a part without files, or whose files were not looked at.
    pub(crate) fn without_files(part: Part, state: PartState) -> Self {
        Self { part, state, found: false, rows: 0, warnings: Warnings::default() }
    }
}

/// The reports of the parts that were read.
#[derive(Clone, Debug, Default)]
pub struct Reports(Vec<PartReport>);

impl Reports {
    /// Takes more reports. A second reading of a part replaces the first.
    pub fn extend(&mut self, reports: impl IntoIterator<Item = PartReport>) {
        for report in reports {
            self.0.retain(|known| known.part != report.part);
            self.0.push(report);
        }
    }

    /// The report of a part, if it was read.
    pub fn get(&self, part: Part) -> Option<&PartReport> {
        self.0.iter().find(|report| report.part == part)
    }

    /// The state of a part, if it was read.
    pub fn state(&self, part: Part) -> Option<&PartState> {
        self.get(part).map(|report| &report.state)
    }

    /// The reports, in the order in which the parts were read.
    pub fn iter(&self) -> impl Iterator<Item = &PartReport> {
        self.0.iter()
    }
}

/// The entries of the snapshot folder.
#[derive(Debug)]
pub(crate) struct Folder {
    pub path: PathBuf,
    entries: Vec<(String, bool)>,
}

impl Folder {
    pub fn open(path: &Path) -> Result<Self, SnapshotError> {
        if !path.is_dir() {
            return Err(SnapshotError::NotAFolder(path.to_owned()));
        }
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(path).map_err(SnapshotError::io(path))? {
            let entry = entry.map_err(SnapshotError::io(path))?;
            if let Some(name) = entry.file_name().to_str() {
                entries.push((name.to_owned(), entry.path().is_dir()));
            }
        }
        entries.sort_unstable();
        let folder = Self { path: path.to_owned(), entries };
        let parts = Part::ALL.iter().any(|part| !folder.forms(*part).is_empty());
        if parts || folder.file("manifest.json").is_some() {
            Ok(folder)
        } else {
            Err(SnapshotError::Empty(path.to_owned()))
        }
    }

    /// The path of a file, whatever the case of its name.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        let entry =
            self.entries.iter().find(|(entry, folder)| !folder && entry.eq_ignore_ascii_case(name));
        entry.map(|(entry, _)| self.path.join(entry))
    }

    /// Every form in which the part is there.
    fn forms(&self, part: Part) -> Vec<(Form, &str)> {
        let forms: &[(Form, &str)] = if part.is_document() {
            &[(Form::Json, ".json")]
        } else {
            &[
                (Form::NdJson, ".ndjson"),
                (Form::NdJsonGz, ".ndjson.gz"),
                (Form::Json, ".json"),
                (Form::Csv, ".csv"),
                (Form::Folder, ""),
            ]
        };
        let mut found = Vec::new();
        for (name, folder) in &self.entries {
            let head = name.get(..part.name().len());
            if !head.is_some_and(|head| head.eq_ignore_ascii_case(part.name())) {
                continue;
            }
            let tail = name.get(part.name().len()..).unwrap_or_default();
            for (form, suffix) in forms {
                if tail.eq_ignore_ascii_case(suffix) && *folder == (*form == Form::Folder) {
                    found.push((*form, name.as_str()));
                }
            }
        }
        found
    }

    /// The files of a part, `None` where there are none; an error where there are two forms.
    pub fn files(&self, part: Part) -> Result<Option<Files>, SnapshotError> {
        let forms = self.forms(part);
        let (form, name) = match forms.as_slice() {
            [] => return Ok(None),
            [one] => *one,
            [(_, first), (_, second), ..] => {
                return Err(SnapshotError::TwoForms {
                    part: part.name(),
                    first: (*first).to_owned(),
                    second: (*second).to_owned(),
                });
            }
        };
        let path = self.path.join(name);
        if part == Part::ConditionalAccess && form == Form::Csv {
            return Err(SnapshotError::CsvNotPossible(path));
        }
        let paths = if form == Form::Folder { json_files(&path)? } else { vec![path] };
        Ok(Some(Files { form, paths }))
    }
}

/// The `.json` files of a folder, in ordinal order of their names.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, SnapshotError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(SnapshotError::io(folder))? {
        let entry = entry.map_err(SnapshotError::io(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let suffix = name.len().checked_sub(5).and_then(|start| name.get(start..));
        if suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(".json"))
            && !entry.path().is_dir()
        {
            names.push((name.encode_utf16().collect::<Vec<_>>(), entry.path()));
        }
    }
    names.sort_unstable();
    Ok(names.into_iter().map(|(_, path)| path).collect())
}
