//! Files for other tools: mailboxes as CSV or lines of JSON, or everything as one JSON document.
//!
//! A file appears whole or not at all: it is written beside its place and moved there at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use exo_findings::Finding;
use exo_policy::Pair;
use jiff::civil::Date;

use crate::state::MailboxAuthState;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum OutError {
    /// The ending is not known.
    #[error("'{}' has an ending that is not known: .csv, .ndjson or .json was expected", .0.display())]
    Ending(PathBuf),
    /// Writing failed.
    #[error("cannot write '{}': {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    NdJson,
    Json,
}

/// A file under way.
#[derive(Debug)]
pub struct OutFile {
    path: PathBuf,
    partial: PathBuf,
    format: Format,
    file: BufWriter<File>,
    rows: u64,
    line: String,
    moved: bool,
}

impl OutFile {
    /// Begins a file; its ending chooses the format.
    pub fn create(path: &Path, as_of: Date) -> Result<Self, OutError> {
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        let format = match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("csv") => Format::Csv,
            Some("ndjson") => Format::NdJson,
            Some("json") => Format::Json,
            _ => return Err(OutError::Ending(path.to_owned())),
        };
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        let partial = path.with_file_name(name);
        let fail = |error| OutError::Io { path: path.to_owned(), error };
        let file = BufWriter::with_capacity(1 << 18, File::create(&partial).map_err(fail)?);
        let (path, line) = (path.to_owned(), String::new());
        let mut out = Self { path, partial, format, file, rows: 0, line, moved: false };
        let begun = match format {
            Format::Csv => out.csv_header(),
            Format::NdJson => Ok(()),
            Format::Json => write!(out.file, "{{\"AsOf\":\"{as_of}\",\"Mailboxes\":["),
        };
        begun.map_err(|error| out.failed(error))?;
        Ok(out)
    }

    /// Writes a mailbox.
    pub fn mailbox(&mut self, state: &MailboxAuthState<'_>) -> Result<(), OutError> {
        self.write(state).map_err(|error| self.failed(error))
    }

    fn write(&mut self, state: &MailboxAuthState<'_>) -> io::Result<()> {
        self.rows += 1;
        match self.format {
            Format::Csv => self.csv_row(state),
            Format::NdJson => {
                serde_json::to_writer(&mut self.file, state)?;
                self.file.write_all(b"\n")
            }
            Format::Json => {
                let separator: &[u8] = if self.rows == 1 { b"\n" } else { b",\n" };
                self.file.write_all(separator)?;
                Ok(serde_json::to_writer(&mut self.file, state)?)
            }
        }
    }

    /// Ends the file and moves it to its place.
    pub fn finish(mut self, findings: &[Finding]) -> Result<(), OutError> {
        let ended = self.end(findings).and_then(|()| self.file.flush());
        let ended = ended.and_then(|()| self.file.get_ref().sync_all());
        ended.map_err(|error| self.failed(error))?;
        fs::rename(&self.partial, &self.path).map_err(|error| self.failed(error))?;
        self.moved = true;
        Ok(())
    }

    fn end(&mut self, findings: &[Finding]) -> io::Result<()> {
        if self.format == Format::Json {
            self.file.write_all(b"\n],\"Findings\":")?;
            serde_json::to_writer_pretty(&mut self.file, findings)?;
            self.file.write_all(b"}\n")?;
        }
        Ok(())
    }

    fn failed(&self, error: io::Error) -> OutError {
        OutError::Io { path: self.path.clone(), error }
    }

    /// The byte order mark makes Excel read the file as UTF-8: without it Japanese names break.
    fn csv_header(&mut self) -> io::Result<()> {
        const COLUMNS: [&str; 7] = [
            "Identity",
            "UserPrincipalName",
            "PrimarySmtpAddress",
            "DisplayName",
            "RecipientTypeDetails",
            "AuthenticationPolicy",
            "Verdicts",
        ];
        self.line.push('\u{FEFF}');
        let pairs = Pair::ALL.iter().map(|pair| pair.word());
        for (position, column) in COLUMNS.into_iter().chain(pairs).enumerate() {
            if position > 0 {
                self.line.push(',');
            }
            csv_field(column, &mut self.line);
        }
        self.csv_line()
    }

    fn csv_row(&mut self, state: &MailboxAuthState<'_>) -> io::Result<()> {
        for (_, value) in state.columns() {
            csv_field(value.unwrap_or_default(), &mut self.line);
            self.line.push(',');
        }
        let mut verdicts = String::new();
        state.verdicts_text(&mut verdicts);
        csv_field(&verdicts, &mut self.line);
        for (_, verdict) in state.verdicts() {
            self.line.push(',');
            csv_field(verdict.verdict.word(), &mut self.line);
        }
        self.csv_line()
    }

    fn csv_line(&mut self) -> io::Result<()> {
        self.line.push_str("\r\n");
        self.file.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl Drop for OutFile {
    fn drop(&mut self) {
        if !self.moved {
            // What could not be finished leaves nothing behind; a second error changes nothing.
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// A field, quoted as `Export-Csv` does.
fn csv_field(text: &str, line: &mut String) {
    line.push('"');
    for (position, part) in text.split('"').enumerate() {
        if position > 0 {
            line.push_str("\"\"");
        }
        line.push_str(part);
    }
    line.push('"');
}
