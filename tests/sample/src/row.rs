//! Writes one row as JSON, as a CSV line or as the CSV header.
//!
//! A part has one function that says its cells; the same function serves all three shapes, so a
//! column can never be missing in one of them. Rows go straight into the buffer that the file
//! writer empties: nothing is built in between, which is where the speed comes from.

use crate::dates::{DateStyle, push_date, push_number};
use crate::json::push_json_text;

/// What a row is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    Json,
    Csv,
    CsvHeader,
}

/// How the rows of one part are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowStyle {
    pub(crate) shape: Shape,
    pub(crate) dates: DateStyle,
    /// First letter of every name as a capital, as the Graph PowerShell SDK names properties.
    pub(crate) pascal: bool,
    /// Only the properties in [`NAMED`].
    pub(crate) narrow: bool,
}

/// The properties that the verdicts and their readers name, of the parts that grow with the tenant:
/// what a collector asks for that knows what it wants.
const NAMED: [&str; 38] = [
    "AccountDisabled",
    "ActiveSyncAllowedDeviceIDs",
    "ActiveSyncBlockedDeviceIDs",
    "ActiveSyncEnabled",
    "AuthenticationPolicy",
    "ClientVersion",
    "DeviceId",
    "DeviceModel",
    "DeviceOS",
    "DeviceType",
    "DisplayName",
    "EXOModuleEnabled",
    "EwsApplicationAccessPolicy",
    "EwsEnabled",
    "ExternalDirectoryObjectId",
    "FirstSyncTime",
    "Guid",
    "ImapEnabled",
    "MAPIEnabled",
    "OWAEnabled",
    "PopEnabled",
    "PrimarySmtpAddress",
    "RecipientTypeDetails",
    "RemotePowerShellEnabled",
    "SmtpClientAuthenticationDisabled",
    "UserDisplayName",
    "UserPrincipalName",
    "WindowsEmailAddress",
    "WhenChangedUTC",
    "accountEnabled",
    "assignedPlans",
    "groups",
    "id",
    "mail",
    "perUserMfaState",
    "roles",
    "userPrincipalName",
    "userType",
];

/// One value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    /// The property is not there. (A CSV has its column all the same.)
    Absent,
    Null,
    Bool(bool),
    Number(i64),
    /// Any text.
    Text(&'a str),
    /// Text that needs no escaping in any form: an id, an address of known make.
    Plain(&'a [u8]),
    /// The parts of a text that needs no escaping, one after the other.
    Parts(&'a [&'a [u8]]),
    /// Seconds since 1970-01-01.
    Date(i64),
    /// Ready JSON; CSV shows the given text in its place.
    Raw {
        json: &'a str,
        csv: &'a str,
    },
}

/// What `Export-Csv` writes for any list.
const CSV_LIST: &str = "System.Object[]";

/// The buffer that rows are written into.
#[derive(Debug)]
pub(crate) struct Row {
    style: RowStyle,
    first: bool,
    /// Whole rows, and the one being written.
    pub(crate) buffer: Vec<u8>,
}

/// Cells that are the same in every row, rendered once.
#[derive(Debug)]
pub(crate) struct Block {
    header: Vec<u8>,
    row: Vec<u8>,
}

impl Block {
    /// Renders the cells for one style.
    pub(crate) fn new(style: RowStyle, cells: &[(&str, Cell<'_>)]) -> Self {
        let render = |shape| {
            let mut row = Row::new(RowStyle { shape, ..style });
            for (name, cell) in cells {
                row.cell(name, *cell);
            }
            row.buffer
        };
        Self {
            header: render(Shape::CsvHeader),
            row: render(match style.shape {
                Shape::CsvHeader => Shape::Csv,
                other => other,
            }),
        }
    }
}

impl Row {
    pub(crate) const fn new(style: RowStyle) -> Self {
        Self { style, first: true, buffer: Vec::new() }
    }

    pub(crate) const fn style(&self) -> RowStyle {
        self.style
    }

    /// For the header line of a CSV, the shape is changed for the time of one row.
    pub(crate) const fn set_shape(&mut self, shape: Shape) {
        self.style.shape = shape;
    }

    #[inline]
    pub(crate) fn begin(&mut self) {
        self.first = true;
        if self.style.shape == Shape::Json {
            self.buffer.push(b'{');
        }
    }

    #[inline]
    pub(crate) fn end(&mut self) {
        if self.style.shape == Shape::Json {
            self.buffer.push(b'}');
        }
    }

    /// Writes one cell.
    #[inline]
    pub(crate) fn cell(&mut self, name: &str, cell: Cell<'_>) {
        if self.leaves_out(name) {
            return;
        }
        match self.style.shape {
            Shape::Json => self.json_cell(name, cell),
            Shape::Csv => self.csv_cell(cell),
            Shape::CsvHeader => self.header_cell(name),
        }
    }

    /// Writes the cells of a block.
    #[inline]
    pub(crate) fn block(&mut self, block: &Block) {
        let bytes = if self.style.shape == Shape::CsvHeader { &block.header } else { &block.row };
        if bytes.is_empty() {
            return;
        }
        self.separate();
        self.buffer.extend_from_slice(bytes);
    }

    /// Writes a list (or any nested value) whose JSON `write` appends.
    #[inline]
    pub(crate) fn nested(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>, bool)) {
        if self.leaves_out(name) {
            return;
        }
        if self.style.shape == Shape::Json {
            self.name(name);
            write(&mut self.buffer, self.style.pascal);
        } else {
            self.cell(name, Cell::Text(CSV_LIST));
        }
    }

    #[inline]
    fn leaves_out(&self, name: &str) -> bool {
        self.style.narrow && !NAMED.contains(&name)
    }

    #[inline]
    fn separate(&mut self) {
        if self.first {
            self.first = false;
        } else {
            self.buffer.push(b',');
        }
    }

    #[inline]
    fn name(&mut self, name: &str) {
        self.separate();
        self.buffer.push(b'"');
        self.push_name(name);
        self.buffer.extend_from_slice(b"\":");
    }

    #[inline]
    fn push_name(&mut self, name: &str) {
        match name.as_bytes().split_first() {
            Some((first, rest)) if self.style.pascal => {
                self.buffer.push(first.to_ascii_uppercase());
                self.buffer.extend_from_slice(rest);
            }
            _ => self.buffer.extend_from_slice(name.as_bytes()),
        }
    }

    fn header_cell(&mut self, name: &str) {
        self.separate();
        self.buffer.push(b'"');
        self.push_name(name);
        self.buffer.push(b'"');
    }

    #[inline]
    fn json_cell(&mut self, name: &str, cell: Cell<'_>) {
        if matches!(cell, Cell::Absent) {
            return;
        }
        self.name(name);
        let out = &mut self.buffer;
        match cell {
            Cell::Absent => {}
            Cell::Null => out.extend_from_slice(b"null"),
            Cell::Bool(true) => out.extend_from_slice(b"true"),
            Cell::Bool(false) => out.extend_from_slice(b"false"),
            Cell::Number(number) => push_number(out, number),
            Cell::Text(text) => push_json_text(out, text),
            Cell::Plain(bytes) => {
                out.push(b'"');
                out.extend_from_slice(bytes);
                out.push(b'"');
            }
            Cell::Parts(parts) => {
                out.push(b'"');
                for part in parts {
                    out.extend_from_slice(part);
                }
                out.push(b'"');
            }
            Cell::Date(seconds) => {
                out.push(b'"');
                push_date(out, seconds, self.style.dates);
                out.push(b'"');
            }
            Cell::Raw { json, .. } => out.extend_from_slice(json.as_bytes()),
        }
    }

    /// A null leaves nothing at all between the commas, an empty text leaves two quotes: that is
    /// how `Export-Csv` of Windows PowerShell 5.1 tells them apart.
    fn csv_cell(&mut self, cell: Cell<'_>) {
        self.separate();
        let out = &mut self.buffer;
        let mut quoted = |text: &str| {
            out.push(b'"');
            for byte in text.bytes() {
                if byte == b'"' {
                    out.push(b'"');
                }
                out.push(byte);
            }
            out.push(b'"');
        };
        match cell {
            Cell::Absent | Cell::Null => {}
            Cell::Bool(true) => quoted("True"),
            Cell::Bool(false) => quoted("False"),
            Cell::Text(text) | Cell::Raw { csv: text, .. } => quoted(text),
            Cell::Number(number) => {
                out.push(b'"');
                push_number(out, number);
                out.push(b'"');
            }
            Cell::Plain(bytes) => {
                out.push(b'"');
                out.extend_from_slice(bytes);
                out.push(b'"');
            }
            Cell::Parts(parts) => {
                out.push(b'"');
                for part in parts {
                    out.extend_from_slice(part);
                }
                out.push(b'"');
            }
            Cell::Date(seconds) => {
                out.push(b'"');
                push_date(out, seconds, DateStyle::Culture);
                out.push(b'"');
            }
        }
    }
}

/// An empty list.
pub(crate) const EMPTY_LIST: Cell<'static> = Cell::Raw { json: "[]", csv: CSV_LIST };

/// A list as ready JSON.
pub(crate) const fn list(json: &str) -> Cell<'_> {
    Cell::Raw { json, csv: CSV_LIST }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(shape: Shape) -> Row {
        Row::new(RowStyle { shape, dates: DateStyle::Iso, pascal: false, narrow: false })
    }

    fn sample(row: &mut Row) -> String {
        let block = Block::new(row.style(), &[("a", Cell::Null), ("b", Cell::Bool(true))]);
        row.begin();
        row.block(&block);
        row.cell("c", Cell::Absent);
        row.cell("d", Cell::Text("say \"hi\"\\\u{1}\r\n山田"));
        row.cell("e", Cell::Parts(&[b"x", b"y"]));
        row.cell("f", EMPTY_LIST);
        row.nested("g", |out, _| out.extend_from_slice(b"[1]"));
        row.end();
        String::from_utf8(row.buffer.clone()).unwrap()
    }

    #[test]
    fn json_escapes_and_leaves_out_what_is_absent() {
        assert_eq!(
            sample(&mut styled(Shape::Json)),
            r#"{"a":null,"b":true,"d":"say \"hi\"\\\u0001\r\n山田","e":"xy","f":[],"g":[1]}"#
        );
    }

    #[test]
    fn csv_doubles_quotes_and_keeps_every_column() {
        assert_eq!(
            sample(&mut styled(Shape::Csv)),
            ",\"True\",,\"say \"\"hi\"\"\\\u{1}\r\n山田\",\"xy\",\"System.Object[]\",\"System.Object[]\""
        );
        assert_eq!(sample(&mut styled(Shape::CsvHeader)), r#""a","b","c","d","e","f","g""#);
    }
}
