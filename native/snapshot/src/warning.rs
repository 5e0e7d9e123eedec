//! What is read around: told, and never what stops a run.

use crate::fault::Fault;
use crate::keyed::keyed;

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
    pub reason: WarningReason,
}

/// What was found, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WarningReason {
    /// There is no `manifest.json`.
    #[error("there is none; parts count as complete")]
    NoManifest,
    /// A row was left out.
    #[error("damaged row, left out: {0}")]
    RowDamaged(Fault),
    /// What comes before in the file stays.
    #[error("the rest of the file is lost: {0}")]
    RestLost(Fault),
    /// A document was left out.
    #[error("not read: {0}")]
    DocumentNotRead(Fault),
    /// A row of a small part is there twice.
    #[error("a second row '{id}': the first counts")]
    SecondRow {
        /// The id that both have, as the second writes it.
        id: String,
    },
    /// A user is there twice.
    #[error("a second row with the id of another ({name}): the first counts")]
    SecondRowOfId {
        /// The name of the second.
        name: String,
    },
    /// A row is there twice, and the second has no name.
    #[error("a second row with the id of another: the first counts")]
    SecondRowWithoutName,
    /// A mailbox is there twice.
    #[error("a second mailbox with the identity of another: the first counts")]
    SecondMailbox,
    /// A mobile device is there twice.
    #[error("a second device with the id of another: the first counts")]
    SecondDevice,
}

keyed! {
    WarningReason {
        Self::NoManifest => NoManifest,
        Self::RowDamaged(_) => RowDamaged,
        Self::RestLost(_) => RestLost,
        Self::DocumentNotRead(_) => DocumentNotRead,
        Self::SecondRow { id } => SecondRow { id: id },
        Self::SecondRowOfId { name } => SecondRowOfId { name: name },
        Self::SecondRowWithoutName => SecondRowWithoutName,
        Self::SecondMailbox => SecondMailbox,
        Self::SecondDevice => SecondDevice,
    }
}

impl WarningReason {
    /// What stands in the place `why` of the text, where it has one: a text of its own.
    pub const fn why(&self) -> Option<&Fault> {
        match self {
            Self::RowDamaged(why) | Self::RestLost(why) | Self::DocumentNotRead(why) => Some(why),
            _ => None,
        }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.reason),
            line => write!(f, "{} line {line}: {}", self.file, self.reason),
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
