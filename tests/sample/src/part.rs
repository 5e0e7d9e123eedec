//! Writes the file (or the folder of files) of one part, row by row.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use crate::damage::Damage;
use crate::dates::DateStyle;
use crate::options::{Case, Encoding, Form, Options};
use crate::row::{Row, RowStyle, Shape};

/// Rows are handed to the file once this much has gathered.
const CHUNK: usize = 256 * 1024;

/// Rows in one file of a folder part. Files must stay few at millions of rows.
const ROWS_PER_FILE: u64 = 1000;

/// What was written of one part.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PartSummary {
    /// The part, which is the stem of its file.
    pub name: &'static str,
    /// Rows, the damaged ones and duplicates included; 1 for a document.
    pub rows: u64,
    /// Damaged rows and duplicates among them.
    pub damaged: u64,
    /// Bytes before compression.
    pub bytes: u64,
}

#[derive(Debug)]
enum Output {
    Plain(File),
    Gzip(GzEncoder<File>),
}

impl Output {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.write_all(bytes),
            Self::Gzip(encoder) => encoder.write_all(bytes),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Gzip(encoder) => encoder.finish().map(|_| ()),
        }
    }
}

/// How a part is to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartPlan {
    pub(crate) name: &'static str,
    /// The .NET type that `Export-Csv` names in its first line.
    pub(crate) csv_type: &'static str,
    /// Whether the rows come from Graph, whose names change with the case.
    pub(crate) graph: bool,
    /// Whether a CSV would make no sense, so that JSON is written in its place.
    pub(crate) never_csv: bool,
}

/// The parts that grow with the tenant.
const GROWING: [&str; 4] = ["cas-mailboxes", "users", "directory-users", "mobile-devices"];

impl PartPlan {
    fn form(&self, options: &Options) -> Form {
        match options.form {
            Form::Csv if self.never_csv => Form::Json,
            form => form,
        }
    }

    pub(crate) fn style(&self, options: &Options) -> RowStyle {
        let pascal = options.case == Case::Pascal;
        RowStyle {
            shape: if self.form(options) == Form::Csv { Shape::Csv } else { Shape::Json },
            dates: if pascal { DateStyle::Millis } else { DateStyle::Iso },
            pascal: pascal && self.graph,
            narrow: options.narrow && GROWING.contains(&self.name),
        }
    }
}

/// A part being written.
#[derive(Debug)]
pub(crate) struct Part {
    plan: PartPlan,
    form: Form,
    encoding: Encoding,
    folder: PathBuf,
    row: Row,
    output: Option<Output>,
    in_file: u64,
    files: u64,
    summary: PartSummary,
    damage: Damage,
    scratch: Vec<u8>,
}

impl Part {
    /// Opens the part below the snapshot folder.
    pub(crate) fn create(options: &Options, plan: PartPlan, damage: Damage) -> io::Result<Self> {
        let form = plan.form(options);
        let mut part = Self {
            plan,
            form,
            encoding: options.encoding,
            folder: options.out.clone(),
            row: Row::new(plan.style(options)),
            output: None,
            in_file: 0,
            files: 0,
            summary: PartSummary { name: plan.name, rows: 0, damaged: 0, bytes: 0 },
            damage,
            scratch: Vec::new(),
        };
        if form == Form::Folder {
            std::fs::create_dir_all(options.out.join(plan.name))?;
        } else {
            let suffix = suffix(form);
            part.open(&options.out.join(format!("{}{suffix}", plan.name)))?;
        }
        Ok(part)
    }

    /// The style of the rows, for blocks rendered once.
    pub(crate) const fn style(&self) -> RowStyle {
        self.row.style()
    }

    /// Writes one row. `write` may be called a second time, for the header of a CSV.
    pub(crate) fn row(&mut self, write: impl Fn(&mut Row)) -> io::Result<()> {
        self.before_row()?;
        if self.form == Form::Csv && self.summary.rows == 0 {
            self.header(&write);
        }
        let start = self.row.buffer.len();
        self.row.begin();
        write(&mut self.row);
        self.row.end();
        let end = self.row.buffer.len();
        self.after_row();
        let good = self.summary.rows - self.summary.damaged;
        if self.damage.is_due(good, self.form) {
            let last = self.row.buffer.get(start..end).map(<[u8]>::to_vec);
            self.add_damage(last.as_deref(), false)?;
        }
        if self.row.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    /// Ends the part.
    pub(crate) fn finish(mut self) -> io::Result<PartSummary> {
        while self.damage.is_left() {
            self.add_damage(None, true)?;
        }
        self.close_file()?;
        Ok(self.summary)
    }

    fn add_damage(&mut self, last: Option<&[u8]>, at_end: bool) -> io::Result<()> {
        let bytes = self.damage.take(self.form, last, at_end);
        self.before_row()?;
        self.row.buffer.extend_from_slice(&bytes);
        self.summary.damaged += 1;
        self.after_row();
        Ok(())
    }

    fn header(&mut self, write: &impl Fn(&mut Row)) {
        let line = format!("#TYPE {}\r\n", self.plan.csv_type);
        self.row.buffer.extend_from_slice(line.as_bytes());
        self.row.set_shape(Shape::CsvHeader);
        self.row.begin();
        write(&mut self.row);
        self.row.end();
        self.row.set_shape(Shape::Csv);
        self.row.buffer.extend_from_slice(b"\r\n");
    }

    fn before_row(&mut self) -> io::Result<()> {
        match self.form {
            Form::Json => {
                let opening: &[u8] = if self.in_file == 0 { b"[\n" } else { b",\n" };
                self.row.buffer.extend_from_slice(opening);
            }
            Form::Folder => {
                let full = if self.files == 1 { 1 } else { ROWS_PER_FILE };
                if self.in_file == full {
                    self.close_file()?;
                }
                if self.output.is_none() {
                    self.open_next_of_folder()?;
                }
                // The first file holds one bare row, the others an array each.
                if self.files > 1 {
                    let opening: &[u8] = if self.in_file == 0 { b"[\n" } else { b",\n" };
                    self.row.buffer.extend_from_slice(opening);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn after_row(&mut self) {
        match self.form {
            Form::Ndjson | Form::Gz => self.row.buffer.push(b'\n'),
            Form::Csv => self.row.buffer.extend_from_slice(b"\r\n"),
            Form::Json | Form::Folder => {}
        }
        self.summary.rows += 1;
        self.in_file += 1;
    }

    fn open_next_of_folder(&mut self) -> io::Result<()> {
        // The suffix counts in any case; the number keeps the files in order.
        let suffix = if self.files % 3 == 2 { "JSON" } else { "json" };
        let name = format!("rows-{:06}.{suffix}", self.files);
        let path = self.folder.join(self.plan.name).join(name);
        self.open(&path)
    }

    fn open(&mut self, path: &Path) -> io::Result<()> {
        let file = File::create(path)?;
        self.output = Some(if self.form == Form::Gz {
            // No name and no time in the header: the same rows give the same bytes.
            Output::Gzip(GzBuilder::new().mtime(0).write(file, Compression::fast()))
        } else {
            Output::Plain(file)
        });
        self.files += 1;
        self.in_file = 0;
        let mark: &[u8] = match self.encoding {
            Encoding::Utf16 => b"\xFF\xFE",
            Encoding::Utf8Bom => b"\xEF\xBB\xBF",
            Encoding::Utf8 if self.form == Form::Csv => b"\xEF\xBB\xBF",
            Encoding::Utf8 => b"",
        };
        self.put(mark)
    }

    fn close_file(&mut self) -> io::Result<()> {
        match self.form {
            Form::Json if self.in_file == 0 => self.row.buffer.extend_from_slice(b"[]\n"),
            Form::Json => self.row.buffer.extend_from_slice(b"\n]\n"),
            Form::Folder if self.files > 1 => self.row.buffer.extend_from_slice(b"\n]\n"),
            Form::Folder if self.files == 1 => self.row.buffer.push(b'\n'),
            _ => {}
        }
        self.flush()?;
        match self.output.take() {
            Some(output) => output.finish(),
            None => Ok(()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut rows = std::mem::take(&mut self.row.buffer);
        if self.encoding == Encoding::Utf16 {
            let mut scratch = std::mem::take(&mut self.scratch);
            scratch.clear();
            push_utf16(&mut scratch, &rows);
            self.put(&scratch)?;
            self.scratch = scratch;
        } else {
            self.put(&rows)?;
        }
        rows.clear();
        self.row.buffer = rows;
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.summary.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        match &mut self.output {
            Some(output) => output.write_all(bytes),
            None => Ok(()),
        }
    }
}

/// The end of the file name of a form; empty for a folder.
pub(crate) const fn suffix(form: Form) -> &'static str {
    match form {
        Form::Ndjson => ".ndjson",
        Form::Gz => ".ndjson.gz",
        Form::Json => ".json",
        Form::Csv => ".csv",
        Form::Folder => "",
    }
}

/// Appends UTF-8 text as UTF-16LE.
pub(crate) fn push_utf16(out: &mut Vec<u8>, utf8: &[u8]) {
    for unit in String::from_utf8_lossy(utf8).encode_utf16() {
        out.extend_from_slice(&unit.to_le_bytes());
    }
}
