//! `.csv` as `Export-Csv` writes it: an optional `#TYPE` line, a header, quoted fields in which
//! quotes are doubled and lines may break.
//!
//! Written here rather than taken from a library because a quote that never closes must not pull
//! the rest of a large file into memory, and must be told as such.

use std::path::Path;

use super::text::{More, Text};
use super::{Raw, RowReader, TakeRow};
use crate::error::SnapshotError;
use crate::fault::Fault;

/// One record: the header's names and the fields, as many as names.
#[derive(Debug, Default)]
pub(crate) struct Record {
    header: Vec<String>,
    fields: Vec<String>,
}

impl Record {
    /// The columns with their fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.header.iter().map(String::as_str).zip(self.fields.iter().map(String::as_str))
    }
}

pub(super) fn read<T: TakeRow>(
    path: &Path,
    rows: &mut RowReader<'_, T>,
) -> Result<(), SnapshotError> {
    let mut text = Text::open(path, false)?;
    let mut buffer = Vec::new();
    let mut table = Table::default();
    // Where the search for the end of the record under way goes on.
    let mut searched = 0;
    let mut in_quotes = false;
    loop {
        let more = text.read(&mut buffer)?;
        let mut start = 0;
        while let Some(position) =
            memchr::memchr2(b'"', b'\n', buffer.get(searched..).unwrap_or_default())
        {
            let at = searched + position;
            searched = at + 1;
            if buffer.get(at) == Some(&b'"') {
                in_quotes = !in_quotes;
            } else if !in_quotes {
                table.take(path, buffer.get(start..at).unwrap_or_default(), rows)?;
                start = at + 1;
            }
        }
        buffer.drain(..start);
        searched = buffer.len();
        if buffer.len() > rows.limit() {
            table.lost(path, rows, in_quotes);
            return Ok(());
        }
        if !matches!(more, More::Bytes) {
            if in_quotes {
                table.lost(path, rows, in_quotes);
            } else if !buffer.is_empty() {
                table.take(path, &buffer, rows)?;
            }
            return Ok(());
        }
    }
}

/// The header once it was read, and the line that comes next.
#[derive(Default)]
struct Table {
    record: Record,
    line: u64,
}

impl Table {
    fn take<T: TakeRow>(
        &mut self,
        path: &Path,
        bytes: &[u8],
        rows: &mut RowReader<'_, T>,
    ) -> Result<(), SnapshotError> {
        let line = self.line + 1;
        self.line += 1 + memchr::memchr_iter(b'\n', bytes).count() as u64;
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_suffix('\r').unwrap_or(&text);
        if text.trim().is_empty() || (line == 1 && text.starts_with("#TYPE")) {
            return Ok(());
        }
        if self.record.header.is_empty() {
            split(text, &mut self.record.header);
            return Ok(());
        }
        self.record.fields.clear();
        split(text, &mut self.record.fields);
        let (found, expected) = (self.record.fields.len(), self.record.header.len());
        if found == expected {
            rows.row(path, line, Raw::Csv(&self.record))
        } else {
            rows.damaged(path, line, Fault::FieldCount { found, expected });
            Ok(())
        }
    }

    fn lost<T: TakeRow>(&self, path: &Path, rows: &mut RowReader<'_, T>, in_quotes: bool) {
        let why = if in_quotes {
            Fault::OpenQuote
        } else {
            Fault::TooLargeToPass { mib: rows.limit() >> 20 }
        };
        rows.damaged(path, self.line + 1, why);
    }
}

/// The fields of a record.
fn split(text: &str, fields: &mut Vec<String>) {
    let mut rest = text;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, more) = rest.split_once(',').map_or((rest, None), |(f, m)| (f, Some(m)));
            fields.push(field.to_owned());
            match more {
                Some(more) => rest = more,
                None => return,
            }
            continue;
        };
        let (mut field, mut tail) = (String::new(), quoted);
        while let Some((part, after)) = tail.split_once('"') {
            field.push_str(part);
            tail = after;
            match after.strip_prefix('"') {
                Some(after) => {
                    field.push('"');
                    tail = after;
                }
                None => break,
            }
        }
        let (junk, more) = tail.split_once(',').map_or((tail, None), |(j, m)| (j, Some(m)));
        field.push_str(junk);
        fields.push(field);
        match more {
            Some(more) => rest = more,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn fields_keep_quotes_commas_and_lines() {
        let mut fields = Vec::new();
        split("\"a,b\",,\"say \"\"hi\"\"\",x,\"two\nlines\",\"\"", &mut fields);
        assert_eq!(fields, ["a,b", "", "say \"hi\"", "x", "two\nlines", ""]);
    }
}
