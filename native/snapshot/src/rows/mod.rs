//! The rows of the large parts, read straight from the bytes into narrow rows: no tree, no
//! allocation a row.
//!
//! A [`Shape`] names the properties that matter and takes their values; everything else in a row
//! is checked to be JSON and skipped.

mod devices;
mod fast;
mod mailboxes;
mod members;
mod parse;
mod people;
mod plans;

pub(crate) use devices::DeviceShape;
pub use devices::MobileDevice;
pub(crate) use fast::Template;
pub(crate) use mailboxes::{CasRow, CasShape};
pub(crate) use members::MemberShape;
pub(crate) use parse::parse;
pub(crate) use people::{DirectoryRow, DirectoryShape, Person, PersonRow, UserRow, UserShape};

use std::path::Path;

use exo_policy::Read;

use crate::part::Part;
use crate::warning::{Warning, WarningReason};

/// A text within a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

/// Rows with their texts.
#[derive(Debug)]
pub(crate) struct Batch<R> {
    pub rows: Vec<R>,
    /// The file line of each row.
    pub lines: Vec<u64>,
    text: String,
    /// Memberships, [`Batch::words`] words a row.
    pub bits: Vec<u64>,
    /// How many words a row has.
    pub words: usize,
    /// The files, each with the position of its first row.
    files: Vec<(usize, String)>,
}

impl<R> Default for Batch<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            lines: Vec::new(),
            text: String::new(),
            bits: Vec::new(),
            words: 0,
            files: Vec::new(),
        }
    }
}

impl<R> Batch<R> {
    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.text.get(start..start + span.length as usize).unwrap_or_default()
    }

    /// The text of a span that may be missing.
    pub fn read(&self, span: Read<Span>) -> Read<&str> {
        span.map(|span| self.text(span))
    }

    /// The memberships that begin at a position of [`Batch::bits`].
    pub fn bits_at(&self, position: u32) -> &[u64] {
        let start = position as usize;
        self.bits.get(start..start + self.words).unwrap_or_default()
    }

    /// Copies a text to another batch.
    pub fn copy_text(&self, span: Read<Span>, to: &mut Self) -> Read<Span> {
        span.map(|span| to.push_text(self.text(span)))
    }

    /// Notes the file that the last row comes from.
    pub fn note_file(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or_default();
        if self.files.last().is_none_or(|(_, known)| name != known.as_str()) {
            let position = self.rows.len().saturating_sub(1);
            self.files.push((position, name.to_string_lossy().into_owned()));
        }
    }

    /// A warning about the row at a position.
    pub fn warning(&self, part: Part, position: usize, reason: WarningReason) -> Warning {
        let line = self.lines.get(position).copied().unwrap_or_default();
        let file = self.files.partition_point(|(start, _)| *start <= position);
        let file = file.checked_sub(1).and_then(|file| self.files.get(file));
        let file = file.map(|(_, name)| name.clone()).unwrap_or_default();
        Warning { part: part.name(), file, line, reason }
    }

    /// Keeps a text. Past 4 GiB, which no batch reaches, it is left empty.
    pub fn push_text(&mut self, text: &str) -> Span {
        let (start, length) = (u32::try_from(self.text.len()), u32::try_from(text.len()));
        let (Ok(start), Ok(length)) = (start, length) else {
            return Span::default();
        };
        self.text.push_str(text);
        Span { start, length }
    }

    /// How much text there is: the mark to go back to when a row turns out damaged.
    pub const fn mark(&self) -> (usize, usize) {
        (self.text.len(), self.bits.len())
    }

    /// Forgets the texts and memberships after the mark.
    pub fn back_to(&mut self, mark: (usize, usize)) {
        self.text.truncate(mark.0);
        self.bits.truncate(mark.1);
    }

    /// Whether the batch is large enough to be handed on.
    pub const fn is_full(&self) -> bool {
        self.rows.len() >= 1024 || self.text.len() >= 1 << 20
    }

    /// Gives back what was reserved for more rows: for batches that are kept.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.text.shrink_to_fit();
        self.bits.shrink_to_fit();
        self.lines = Vec::new();
    }
}

/// A simple value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Text(&'a str),
    /// A number, or a list or object where neither is expected.
    Other,
}

impl Scalar<'_> {
    /// As a boolean.
    pub fn bool(self) -> Read<bool> {
        match self {
            Self::Null => Read::Null,
            Self::Bool(value) => Read::Value(value),
            Self::Text(text) => crate::json::bool_of_text(text),
            Self::Other => Read::OtherShape,
        }
    }

    /// As a name, kept in the batch.
    pub fn name<R>(self, batch: &mut Batch<R>) -> Read<Span> {
        match self {
            Self::Null => Read::Null,
            Self::Text(text) => crate::json::name_of_text(text).map(|text| batch.push_text(text)),
            Self::Bool(_) | Self::Other => Read::OtherShape,
        }
    }
}

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A boolean or a name.
    Scalar,
    /// A list of ids.
    Ids,
    /// Graph `assignedPlans`.
    Plans,
}

/// What a list turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListEnd {
    Read,
    Null,
    OtherShape,
}

/// Knows the properties of a part's rows. One value reads all rows of a part.
pub(crate) trait Shape {
    /// The narrow row.
    type Row;
    /// The property that identifies a row, by which parts are merged.
    const KEY: &'static str;

    /// The properties that matter; their positions are the field numbers below.
    const FIELDS: &'static [(&'static str, Holds)];

    /// The number and kind of a property that matters, whatever the case of its name.
    #[inline]
    fn field(name: &str) -> Option<(u8, Holds)> {
        let lengths = const { lengths(Self::FIELDS) };
        if name.len() >= 64 || lengths >> name.len() & 1 == 0 {
            return None;
        }
        let same = |(field, (known, holds)): (u8, &(&str, Holds))| {
            (known.len() == name.len() && known.eq_ignore_ascii_case(name))
                .then_some((field, *holds))
        };
        (0..).zip(Self::FIELDS).find_map(same)
    }

    /// A row begins.
    fn begin(&mut self, batch: &mut Batch<Self::Row>);

    /// The value of a scalar property. A second value of one property replaces the first.
    fn scalar(&mut self, field: u8, value: Scalar<'_>, batch: &mut Batch<Self::Row>);

    /// A list property begins, or begins again.
    fn begin_list(&mut self, _field: u8, _batch: &mut Batch<Self::Row>) {}

    /// An id of a list.
    fn id(&mut self, _field: u8, _id: &str, _batch: &mut Batch<Self::Row>) {}

    /// A plan of `assignedPlans`.
    fn plan(&mut self, _plan: plans::Plan) {}

    /// A list property ends.
    fn end_list(&mut self, _field: u8, _end: ListEnd) {}

    /// The row is whole. What does not follow from other properties is settled here.
    fn end(&mut self, batch: &mut Batch<Self::Row>) -> Self::Row;

    /// The text that the rows are sorted by where that is [`Self::KEY`].
    fn key(row: &Self::Row) -> Read<Span>;
}

/// One bit for each length that a name in the list has: most properties of a row are told apart
/// from those that matter by their length alone.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which rejects a bad index")]
const fn lengths(fields: &[(&str, Holds)]) -> u64 {
    let (mut bits, mut field) = (0, 0);
    while field < fields.len() {
        bits |= 1 << fields[field].0.len();
        field += 1;
    }
    bits
}
