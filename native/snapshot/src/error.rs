//! What stops reading, and what only gets a warning.

use std::path::PathBuf;

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
        why: String,
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

impl SnapshotError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::Io { path, error }
    }
}

/// Something that was read around: a damaged row, a duplicate, a missing manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The part.
    pub part: &'static str,
    /// The file within the snapshot.
    pub file: String,
    /// The line, 0 where the warning is about the whole file.
    pub line: u64,
    /// What was found.
    pub text: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.text),
            line => write!(f, "{} line {line}: {}", self.file, self.text),
        }
    }
}

/// Warnings, kept up to a limit for each part and counted past it.
#[derive(Clone, Debug, Default)]
pub struct Warnings {
    list: Vec<Warning>,
    left_off: Vec<(&'static str, u64)>,
}

impl Warnings {
    /// How many warnings of one part are kept: a file of damaged rows must not fill the memory.
    pub const PER_PART: usize = 100;

    pub(crate) fn add(&mut self, warning: Warning) {
        if self.list.iter().filter(|known| known.part == warning.part).count() < Self::PER_PART {
            self.list.push(warning);
            return;
        }
        match self.left_off.iter_mut().find(|(part, _)| *part == warning.part) {
            Some((_, count)) => *count += 1,
            None => self.left_off.push((warning.part, 1)),
        }
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.list.append(&mut other.list);
        self.left_off.append(&mut other.left_off);
    }

    /// The warnings that were kept, in the order in which they were found.
    pub fn list(&self) -> &[Warning] {
        &self.list
    }

    /// How many more each part has.
    pub fn left_off(&self) -> &[(&'static str, u64)] {
        &self.left_off
    }
}
