//! `.ndjson` and `.ndjson.gz`: one JSON value a line, lines end at LF.

use std::path::Path;

use super::text::{More, Text};
use super::{Raw, RowReader, TakeRow, trim};
use crate::error::SnapshotError;
use crate::fault::Fault;
use crate::part::Form;

pub(super) fn read<T: TakeRow>(
    path: &Path,
    form: Form,
    rows: &mut RowReader<'_, T>,
) -> Result<(), SnapshotError> {
    let mut text = Text::open(path, form == Form::NdJsonGz)?;
    let mut buffer = Vec::new();
    let mut line = 1;
    // The line under way is longer than a row may be: its bytes are dropped as they come.
    let mut too_long = false;
    // Up to here the line under way was searched for its end.
    let mut searched = 0;
    loop {
        let more = text.read(&mut buffer)?;
        let mut start = 0;
        let fresh = buffer.get(searched..).unwrap_or_default();
        for end in memchr::memchr_iter(b'\n', fresh).map(|at| searched + at) {
            let bytes = buffer.get(start..end).unwrap_or_default();
            if std::mem::take(&mut too_long) {
                long(path, line, rows);
            } else {
                take(path, line, bytes, rows)?;
            }
            line += 1;
            start = end + 1;
        }
        buffer.drain(..start);
        if too_long || buffer.len() > rows.limit() {
            too_long = true;
            buffer = Vec::new();
        }
        searched = buffer.len();
        match more {
            More::Bytes => {}
            More::End if too_long => {
                long(path, line, rows);
                return Ok(());
            }
            More::End => return take(path, line, &buffer, rows),
            More::Broken(why) => {
                // The last line may be whole; if it is not, it is part of what is lost.
                if !too_long && is_whole(&buffer) {
                    take(path, line, &buffer, rows)?;
                }
                rows.broken(path, line, why);
                return Ok(());
            }
        }
    }
}

fn take<T: TakeRow>(
    path: &Path,
    line: u64,
    bytes: &[u8],
    rows: &mut RowReader<'_, T>,
) -> Result<(), SnapshotError> {
    if trim(bytes).is_empty() { Ok(()) } else { rows.row(path, line, Raw::Json(bytes)) }
}

fn long<T: TakeRow>(path: &Path, line: u64, rows: &mut RowReader<'_, T>) {
    rows.damaged(path, line, Fault::too_large(rows.limit()));
}

fn is_whole(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}
