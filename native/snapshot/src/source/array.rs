//! `.json`: an array of rows, or one row. The file is cut into its elements as it streams by, so
//! that a row damaged inside costs that row and a break of the array what comes after it.

use std::path::Path;

use super::text::{More, Text};
use super::{Raw, RowReader, TakeRow, is_white};
use crate::error::SnapshotError;
use crate::fault::Fault;

pub(super) fn read<T: TakeRow>(
    path: &Path,
    rows: &mut RowReader<'_, T>,
) -> Result<(), SnapshotError> {
    let mut text = Text::open(path, false)?;
    let mut buffer = Vec::new();
    let mut cutter = Cutter::default();
    loop {
        buffer.clear();
        let more = text.read(&mut buffer)?;
        for byte in &buffer {
            if cutter.limit_reached(rows.limit()) {
                cutter.drop_element();
            }
            match cutter.take(*byte) {
                Step::Nothing => {}
                Step::Element => cutter.hand_over(path, rows)?,
                Step::Broken(why) => {
                    rows.broken(path, cutter.line + 1, why.clone());
                    return Ok(());
                }
            }
        }
        if !matches!(more, More::Bytes) {
            return cutter.end(path, rows);
        }
    }
}

/// What the next byte means.
enum Step {
    Nothing,
    /// An element is whole.
    Element,
    /// The array cannot go on. A reference: a step is given back for every byte.
    Broken(&'static Fault),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// Before the array or the row.
    #[default]
    Start,
    /// In the array, before an element; `first` allows the end.
    Before { first: bool },
    /// In an element.
    Inside,
    /// In the array, after an element.
    After,
    /// After the end.
    Done,
}

/// Cuts the text into elements by brackets and quotes alone.
#[derive(Default)]
struct Cutter {
    at: At,
    in_array: bool,
    depth: usize,
    in_string: bool,
    escaped: bool,
    line: u64,
    element_line: u64,
    element: Vec<u8>,
    dropped: bool,
}

impl Cutter {
    fn take(&mut self, byte: u8) -> Step {
        if byte == b'\n' {
            self.line += 1;
        }
        match self.at {
            At::Inside => self.inside(byte),
            _ if is_white(byte) => Step::Nothing,
            At::Start if byte == b'[' => {
                self.in_array = true;
                self.at = At::Before { first: true };
                Step::Nothing
            }
            At::Start => self.begin(byte),
            At::Before { first: true } if byte == b']' => {
                self.at = At::Done;
                Step::Nothing
            }
            At::Before { .. } if matches!(byte, b',' | b']' | b'}' | b':') => {
                Step::Broken(&Fault::ElementExpected)
            }
            At::Before { .. } => self.begin(byte),
            At::After => match byte {
                b',' => {
                    self.at = At::Before { first: false };
                    Step::Nothing
                }
                b']' => {
                    self.at = At::Done;
                    Step::Nothing
                }
                _ => Step::Broken(&Fault::CommaExpected),
            },
            At::Done => Step::Broken(&Fault::TextAfterEnd),
        }
    }

    fn begin(&mut self, byte: u8) -> Step {
        self.at = At::Inside;
        self.element.clear();
        self.dropped = false;
        self.element_line = self.line + 1;
        self.depth = 0;
        self.inside(byte)
    }

    fn inside(&mut self, byte: u8) -> Step {
        if self.in_string {
            self.keep(byte);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return if self.depth == 0 && !self.in_string { self.whole() } else { Step::Nothing };
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                self.keep(byte);
                return if self.depth == 0 { self.whole() } else { Step::Nothing };
            }
            // A bare word or number ends where the array goes on.
            b',' | b']' if self.depth == 0 => {
                self.at = if byte == b',' { At::Before { first: false } } else { At::Done };
                return Step::Element;
            }
            b'}' => return Step::Broken(&Fault::StrayBrace),
            _ => {}
        }
        self.keep(byte);
        Step::Nothing
    }

    fn whole(&mut self) -> Step {
        self.at = if self.in_array { At::After } else { At::Done };
        Step::Element
    }

    fn keep(&mut self, byte: u8) {
        if !self.dropped {
            self.element.push(byte);
        }
    }

    fn limit_reached(&self, limit: usize) -> bool {
        self.element.len() >= limit
    }

    fn drop_element(&mut self) {
        self.dropped = true;
        self.element = Vec::new();
    }

    fn hand_over<T: TakeRow>(
        &mut self,
        path: &Path,
        rows: &mut RowReader<'_, T>,
    ) -> Result<(), SnapshotError> {
        if self.dropped {
            rows.damaged(path, self.element_line, Fault::too_large(rows.limit()));
            return Ok(());
        }
        rows.row(path, self.element_line, Raw::Json(&self.element))
    }

    /// The file ends.
    fn end<T: TakeRow>(
        &mut self,
        path: &Path,
        rows: &mut RowReader<'_, T>,
    ) -> Result<(), SnapshotError> {
        match self.at {
            At::Done => {}
            At::Start => rows.broken(path, 0, Fault::EmptyFile),
            At::Inside if !self.in_array && self.depth == 0 && !self.in_string => {
                self.hand_over(path, rows)?;
            }
            At::Before { .. } | At::Inside | At::After => {
                rows.broken(path, self.line + 1, Fault::CutOff);
            }
        }
        Ok(())
    }
}
