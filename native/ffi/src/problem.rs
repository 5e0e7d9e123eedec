//! Errors as documents: what a host shows and what it decides by.

use exo_findings::{Catalogue, Language};
use exo_policy::{EARLIEST, JudgeError};
use exo_readiness::out::OutError;
use exo_readiness::{AnalysisError, DateError};
use exo_snapshot::SnapshotError;
use serde::Serialize;

use crate::status::ErrorCode;

/// A failure with what its text names.
#[derive(Debug)]
pub(crate) struct Problem {
    pub code: ErrorCode,
    pub values: Vec<(&'static str, String)>,
    /// What it is about: a mailbox, a path.
    pub target: Option<String>,
    /// The reader's own error, whose text depends on the language.
    snapshot: Option<Box<SnapshotError>>,
}

/// The error document (native/README.md).
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    code: i32,
    name: &'static str,
    category: &'static str,
    message: String,
    action: String,
    target: Option<String>,
}

impl Problem {
    pub fn new(code: ErrorCode) -> Self {
        Self { code, values: Vec::new(), target: None, snapshot: None }
    }

    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.values.push((key, value.into()));
        self
    }

    pub fn about(self, target: impl Into<String>) -> Self {
        Self { target: Some(target.into()), ..self }
    }

    /// A request that the operation cannot take, with the reason.
    pub fn bad_request(why: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::BadRequest).with("why", why.to_string())
    }

    /// A defect of this library.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::Internal).with("what", what.to_string())
    }

    /// The document in one language.
    pub fn document(&self, catalogue: &Catalogue, language: Language) -> Document {
        let reader = self.snapshot.as_ref().map(|error| catalogue.snapshot_error(error, language));
        let own = self.values.iter().map(|(key, value)| (*key, value.as_str()));
        let values = own.chain(reader.as_deref().map(|text| ("reader", text)));
        self.document_with(values, catalogue, language)
    }

    /// The document with these values in its text.
    pub fn document_with<'v>(
        &self,
        values: impl IntoIterator<Item = (&'v str, &'v str)>,
        catalogue: &Catalogue,
        language: Language,
    ) -> Document {
        let name = self.code.name();
        let values: Vec<_> = values.into_iter().map(|(key, value)| (key, clipped(value))).collect();
        let (message, action) = match catalogue.errors.get(name) {
            Some(texts) => {
                (texts.message.fill(language, &values), texts.action.fill(language, &values))
            }
            // A hole in the catalogue must not hide what went wrong.
            None => (format!("{name} {values:?}"), String::new()),
        };
        let (code, category) = (self.code.number(), self.code.category());
        let target = self.target.as_deref().map(|target| clipped(target).to_owned());
        Document { code, name, category, message, action, target }
    }
}

/// A text of the caller's, at the length that an error may repeat of it.
fn clipped(text: &str) -> &str {
    const LENGTH: usize = 4096;
    let end = (0..=LENGTH.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

impl From<SnapshotError> for Problem {
    fn from(error: SnapshotError) -> Self {
        use ErrorCode::*;
        let code = match &error {
            SnapshotError::NotAFolder(_) => SnapshotNotAFolder,
            SnapshotError::Empty(_) => SnapshotEmpty,
            SnapshotError::Io { .. } => SnapshotUnreadable,
            SnapshotError::Manifest { .. } => SnapshotManifestBroken,
            SnapshotError::TwoForms { .. } => SnapshotTwoForms,
            SnapshotError::CsvNotPossible(_) => SnapshotCsvNotPossible,
            SnapshotError::NotSorted { .. } => SnapshotNotSorted,
            _ => Internal,
        };
        let path = error.values().into_iter().find(|(key, _)| *key == "path");
        let target = path.map(|(_, path)| path);
        Self { snapshot: Some(Box::new(error)), target, ..Self::new(code) }
    }
}

impl From<DateError> for Problem {
    fn from(error: DateError) -> Self {
        Self::new(match error {
            DateError::NotADate => ErrorCode::AsOfNotADate,
            DateError::TooEarly => ErrorCode::AsOfTooEarly,
        })
        .with("earliest", EARLIEST.to_string())
    }
}

impl From<OutError> for Problem {
    fn from(error: OutError) -> Self {
        match error {
            OutError::Ending(path) => {
                let path = path.display().to_string();
                Self::new(ErrorCode::OutFileEnding).with("path", path.clone()).about(path)
            }
            OutError::Io { path, error } => {
                let path = path.display().to_string();
                let problem = Self::new(ErrorCode::OutFileUnwritable).with("path", path.clone());
                problem.with("why", error.to_string()).about(path)
            }
        }
    }
}

impl<E: Into<Self>> From<AnalysisError<E>> for Problem {
    fn from(error: AnalysisError<E>) -> Self {
        match error {
            AnalysisError::Snapshot(error) => error.into(),
            AnalysisError::Judge(JudgeError::TooEarly(_)) => DateError::TooEarly.into(),
            AnalysisError::Judge(error) => Self::internal(error),
            AnalysisError::Calendar(error) => Self::internal(error),
            AnalysisError::Catalogue(error) => Self::internal(error),
            AnalysisError::Consumer(error) => error.into(),
        }
    }
}
