//! What can be wrong with a row, a document or a file.

use crate::keyed::keyed;

/// What is wrong with a row, a document or a file, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A row or a document has more bytes than are read.
    #[error("larger than {mib} MiB")]
    TooLarge {
        /// The limit.
        mib: usize,
    },
    /// A CSV record has more bytes than are read; where it ends is not known then.
    #[error("larger than {mib} MiB; the file is lost from here on")]
    TooLargeToPass {
        /// The limit.
        mib: usize,
    },
    /// A CSV field never ends.
    #[error("a quote that never closes; the file is lost from here on")]
    OpenQuote,
    /// A CSV record has more or fewer fields than its header.
    #[error("{found} fields, the header has {expected}")]
    FieldCount {
        /// Fields of the record.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// No JSON, or JSON that is no object.
    #[error("not a JSON object ({error})")]
    NotJson {
        /// What the parser says.
        error: String,
    },
    /// JSON of another kind, or no JSON at all.
    #[error("a JSON object was expected")]
    ObjectExpected,
    /// An array of one, which is no object.
    #[error("a JSON object was expected in the array")]
    ObjectInArrayExpected,
    /// An array where one object belongs.
    #[error("an array of {count} was found, one object was expected")]
    OneExpected {
        /// Its elements.
        count: usize,
    },
    /// A property that the row must have.
    #[error("'{property}' is missing or has a shape that cannot hold it")]
    Shape {
        /// The property.
        property: &'static str,
    },
    /// The manifest is of another schema.
    #[error("schema is {found}, this version reads schema 1")]
    Schema {
        /// A number, or a text in quotes.
        found: String,
    },
    /// The schema of the manifest is no number.
    #[error("schema is no whole number, this version reads schema 1")]
    SchemaShape,
    /// `parts` of the manifest is something else.
    #[error("'parts' must be a list of objects")]
    PartsNotAList,
    /// gzip that is damaged or ends too early.
    #[error("the compressed data is damaged or cut off ({error})")]
    Compressed {
        /// What the decoder says.
        error: String,
    },
    /// Nothing where an array or an object belongs.
    #[error("the file is empty, an array or an object was expected")]
    EmptyFile,
    /// A comma or a bracket where an element belongs.
    #[error("an element of the array was expected")]
    ElementExpected,
    /// An element where a comma or the end belongs.
    #[error("',' or ']' was expected after an element of the array")]
    CommaExpected,
    /// The array or the object has ended, the file has not.
    #[error("text after the end")]
    TextAfterEnd,
    /// A brace closes what was never opened.
    #[error("a closing brace without an opening one")]
    StrayBrace,
    /// The file ends before its array.
    #[error("the file ends within the array")]
    CutOff,
}

keyed! {
    Fault {
        Self::TooLarge { mib } => TooLarge { mib: mib },
        Self::TooLargeToPass { mib } => TooLargeToPass { mib: mib },
        Self::OpenQuote => OpenQuote,
        Self::FieldCount { found, expected } => FieldCount { found: found, expected: expected },
        Self::NotJson { error } => NotJson { error: error },
        Self::ObjectExpected => ObjectExpected,
        Self::ObjectInArrayExpected => ObjectInArrayExpected,
        Self::OneExpected { count } => OneExpected { count: count },
        Self::Shape { property } => Shape { property: property },
        Self::Schema { found } => Schema { found: found },
        Self::SchemaShape => SchemaShape,
        Self::PartsNotAList => PartsNotAList,
        Self::Compressed { error } => Compressed { error: error },
        Self::EmptyFile => EmptyFile,
        Self::ElementExpected => ElementExpected,
        Self::CommaExpected => CommaExpected,
        Self::TextAfterEnd => TextAfterEnd,
        Self::StrayBrace => StrayBrace,
        Self::CutOff => CutOff,
    }
}

impl Fault {
    /// Past a limit in bytes.
    pub(crate) const fn too_large(limit: usize) -> Self {
        Self::TooLarge { mib: limit >> 20 }
    }

    /// What the JSON parser says, kept as its text.
    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        Self::NotJson { error: error.to_string() }
    }
}
