//! What stops reading.

use std::path::PathBuf;

use crate::fault::Fault;
use crate::keyed::keyed;

/// Why a snapshot cannot be used. Each names the file, and what was expected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// There is no such folder.
    #[error("'{}' is not a folder: a snapshot is a folder with the files of one tenant", .0.display())]
    NotAFolder(PathBuf),
    /// The folder holds no part of a snapshot.
    #[error("'{}' holds no snapshot: no manifest.json and none of the files of one", .0.display())]
    Empty(PathBuf),
    /// A file or folder cannot be read.
    #[error("cannot read '{}': {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// `manifest.json` cannot be used.
    #[error("the manifest '{}' is broken: {why}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what was expected.
        why: Fault,
    },
    /// One part is there in two forms.
    #[error("part '{part}' is there in two forms, '{first}' and '{second}': keep one of them")]
    TwoForms {
        /// The part.
        part: &'static str,
        /// The one file or folder.
        first: String,
        /// The other.
        second: String,
    },
    /// A form that the part cannot be read from.
    #[error("'{}' cannot be read: CSV cannot hold Conditional Access policies; export them as JSON", .0.display())]
    CsvNotPossible(PathBuf),
    /// Whoever took the rows had enough.
    #[error("reading was stopped")]
    Stopped,
    /// A part is not sorted as its manifest says.
    #[error("'{}' line {line}: not in ascending order of {property}, which the manifest promises (sortedBy)", path.display())]
    NotSorted {
        /// The file.
        path: PathBuf,
        /// The line of the row that comes too late.
        line: u64,
        /// The property.
        property: String,
    },
}

keyed! {
    SnapshotError {
        Self::NotAFolder(path) => NotAFolder { path: path.display() },
        Self::Empty(path) => Empty { path: path.display() },
        Self::Io { path, error } => Unreadable { path: path.display(), error: error },
        Self::Manifest { path, .. } => ManifestBroken { path: path.display() },
        Self::TwoForms { part, first, second } =>
            TwoForms { part: part, first: first, second: second },
        Self::CsvNotPossible(path) => CsvNotPossible { path: path.display() },
        Self::Stopped => Stopped,
        Self::NotSorted { path, line, property } =>
            NotSorted { path: path.display(), line: line, property: property },
    }
}

impl SnapshotError {
    /// What stands in the place `why` of the text, where it has one: a text of its own.
    pub const fn why(&self) -> Option<&Fault> {
        match self {
            Self::Manifest { why, .. } => Some(why),
            _ => None,
        }
    }

    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::Io { path, error }
    }
}
