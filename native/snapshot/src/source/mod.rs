//! From files to raw rows: encodings, compression, and the forms that PowerShell writes.

mod array;
mod csv;
mod lines;
mod text;

use std::path::Path;

pub(crate) use csv::Record;
pub(crate) use text::read_text;

use crate::error::SnapshotError;
use crate::fault::Fault;
use crate::part::{Files, Form, Part};
use crate::warning::{Warning, WarningReason, Warnings};

/// One row before anything in it is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Raw<'a> {
    /// The bytes of one JSON value; broken UTF-8 is possible.
    Json(&'a [u8]),
    /// A CSV record with the header it belongs to.
    Csv(&'a Record),
}

/// Whether a byte is white space of JSON.
pub(crate) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The bytes without the white space around them.
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().take_while(|byte| is_white(**byte)).count();
    let end = bytes.iter().rev().take_while(|byte| is_white(**byte)).count();
    bytes.get(start..bytes.len().saturating_sub(end)).unwrap_or_default()
}

/// Where a row begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub path: &'a Path,
    pub line: u64,
}

/// What a part's rows are handed to. An error of `row` is a damaged row; one of the outer kind
/// ends the reading.
pub(crate) trait TakeRow {
    fn row(&mut self, place: Place<'_>, raw: Raw<'_>) -> Result<Result<(), Fault>, SnapshotError>;
}

/// What reading the rows of a part gave.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Rows, damaged ones included.
    pub rows: u64,
    /// Places where a row is damaged or the rest of a file lost.
    pub damage: u64,
    pub warnings: Warnings,
}

impl Tally {
    pub fn warn(&mut self, part: Part, place: Place<'_>, reason: WarningReason) {
        let file = place.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file = file.unwrap_or_default();
        self.warnings.add(Warning { part: part.name(), file, line: place.line, reason });
    }

    /// Notes that something was lost here.
    pub fn lose(&mut self, part: Part, place: Place<'_>, reason: WarningReason) {
        self.damage += 1;
        self.warn(part, place, reason);
    }
}

/// Hands every row of a part to `taker`, in order. Damage is noted in the tally and read around.
pub(crate) fn read_rows(
    part: Part,
    files: &Files,
    taker: &mut impl TakeRow,
) -> Result<Tally, SnapshotError> {
    let mut reader = RowReader { part, taker, tally: Tally::default() };
    for path in &files.paths {
        match files.form {
            Form::NdJson | Form::NdJsonGz => lines::read(path, files.form, &mut reader)?,
            Form::Json | Form::Folder => array::read(path, &mut reader)?,
            Form::Csv => csv::read(path, &mut reader)?,
        }
    }
    Ok(reader.tally)
}

/// Counts rows and damage on the way to the taker.
struct RowReader<'t, T> {
    part: Part,
    taker: &'t mut T,
    tally: Tally,
}

impl<T: TakeRow> RowReader<'_, T> {
    fn limit(&self) -> usize {
        self.part.row_limit()
    }

    fn row(&mut self, path: &Path, line: u64, raw: Raw<'_>) -> Result<(), SnapshotError> {
        self.tally.rows += 1;
        let place = Place { path, line };
        if let Err(why) = self.taker.row(place, raw)? {
            self.tally.lose(self.part, place, WarningReason::RowDamaged(why));
        }
        Ok(())
    }

    fn damaged(&mut self, path: &Path, line: u64, why: Fault) {
        self.tally.rows += 1;
        self.tally.lose(self.part, Place { path, line }, WarningReason::RowDamaged(why));
    }

    /// The file ends or breaks here: what came before stays.
    fn broken(&mut self, path: &Path, line: u64, why: Fault) {
        self.tally.lose(self.part, Place { path, line }, WarningReason::RestLost(why));
    }
}
