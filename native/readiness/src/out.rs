//! Files for other tools: mailboxes or verdicts as CSV or lines of JSON, or everything as one JSON
//! document.
//!
//! A file appears whole or not at all: it is written beside its place and moved there at the end.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use exo_findings::Finding;
use exo_policy::{Gate, Pair};
use jiff::civil::Date;
use serde::Serialize;

use crate::behind::WriteBehind;
use crate::patterns::Patterns;
use crate::state::MailboxAuthState;

/// Patterns of verdicts whose text is kept, before all are forgotten.
const PATTERNS: usize = 4096;

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

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// A mailbox with all its verdicts.
    Mailboxes,
    /// One verdict.
    Verdicts,
}

/// A file under way.
#[derive(Debug)]
pub struct OutFile {
    path: PathBuf,
    partial: PathBuf,
    format: Format,
    rows: Rows,
    file: WriteBehind,
    written: u64,
    line: String,
    patterns: Patterns,
    /// What follows a mailbox's own fields, by pattern.
    tails: Vec<String>,
    moved: bool,
}

impl OutFile {
    /// Begins a file; its ending chooses the format.
    pub fn create(path: &Path, as_of: Date, rows: Rows) -> Result<Self, OutError> {
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
        let file = File::create(&partial).and_then(WriteBehind::new).map_err(fail)?;
        let mut out = Self {
            path: path.to_owned(),
            partial,
            format,
            rows,
            file,
            written: 0,
            line: String::new(),
            patterns: Patterns::default(),
            tails: Vec::new(),
            moved: false,
        };
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
        match (self.format, self.rows) {
            (Format::Csv, Rows::Mailboxes) => self.csv_mailbox(state),
            (Format::Csv, Rows::Verdicts) => self.csv_verdicts(state),
            (_, Rows::Mailboxes) => self.json(state),
            (_, Rows::Verdicts) => state.rows().try_for_each(|row| self.json(&row)),
        }
    }

    fn json(&mut self, row: &impl Serialize) -> io::Result<()> {
        self.written += 1;
        if self.format == Format::Json {
            let separator: &[u8] = if self.written == 1 { b"\n" } else { b",\n" };
            self.file.write_all(separator)?;
        }
        serde_json::to_writer(&mut self.file, row)?;
        if self.format == Format::NdJson { self.file.write_all(b"\n") } else { Ok(()) }
    }

    /// Ends the file and moves it to its place.
    pub fn finish(mut self, findings: &[Finding]) -> Result<(), OutError> {
        let ended = self.end(findings).and_then(|()| self.file.flush());
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
        const MAILBOX: [&str; 7] = [
            "Identity",
            "UserPrincipalName",
            "PrimarySmtpAddress",
            "DisplayName",
            "RecipientTypeDetails",
            "AuthenticationPolicy",
            "Verdicts",
        ];
        const VERDICT: [&str; 10] = [
            "Identity",
            "UserPrincipalName",
            "Protocol",
            "Method",
            "Verdict",
            "DecidedBy",
            "Reason",
            "Confidence",
            "ChangesOn",
            "Assumed",
        ];
        self.line.push('\u{FEFF}');
        match self.rows {
            Rows::Mailboxes => {
                csv_fields(MAILBOX, &mut self.line);
                self.line.push(',');
                csv_fields(Pair::ALL.iter().map(|pair| pair.word()), &mut self.line);
            }
            Rows::Verdicts => csv_fields(VERDICT, &mut self.line),
        }
        self.csv_line()
    }

    fn csv_mailbox(&mut self, state: &MailboxAuthState<'_>) -> io::Result<()> {
        csv_fields(state.columns().map(|(_, value)| value.unwrap_or_default()), &mut self.line);
        if self.patterns.len() == PATTERNS {
            self.patterns.clear();
            self.tails.clear();
        }
        let (number, new) = self.patterns.number(state.verdicts());
        if new {
            let (mut verdicts, mut tail) = (String::new(), String::from(","));
            state.verdicts_text(&mut verdicts);
            let words = state.verdicts().iter().map(|(_, verdict)| verdict.verdict.word());
            csv_fields([verdicts.as_str()].into_iter().chain(words), &mut tail);
            self.tails.push(tail);
        }
        self.line.push_str(self.tails.get(number).map_or("", String::as_str));
        self.csv_line()
    }

    fn csv_verdicts(&mut self, state: &MailboxAuthState<'_>) -> io::Result<()> {
        let [(_, identity), (_, user_principal_name), ..] = state.columns();
        for (pair, verdict) in state.chosen() {
            let changes_on = verdict.changes_on.map_or_else(String::new, |date| date.to_string());
            let assumed: Vec<_> = verdict.assumed.iter().map(Gate::word).collect();
            csv_fields(
                [
                    identity.unwrap_or_default(),
                    user_principal_name.unwrap_or_default(),
                    pair.protocol().word(),
                    pair.method().word(),
                    verdict.verdict.word(),
                    verdict.decided_by.word(),
                    verdict.reason.word(),
                    verdict.confidence.word(),
                    &changes_on,
                    &assumed.join(", "),
                ],
                &mut self.line,
            );
            self.csv_line()?;
        }
        Ok(())
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
            let _ = self.file.close();
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// Fields of a line.
fn csv_fields<'f>(fields: impl IntoIterator<Item = &'f str>, line: &mut String) {
    for (position, field) in fields.into_iter().enumerate() {
        if position > 0 {
            line.push(',');
        }
        csv_field(field, line);
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
