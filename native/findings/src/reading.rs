//! What reading a snapshot tells, in the words of the catalogue.

use exo_snapshot::{Fault, SnapshotError, Warning};

use crate::catalogue::{Catalogue, Language, Texts};

impl Catalogue {
    /// Why a snapshot cannot be read: one sentence.
    pub fn snapshot_error(&self, error: &SnapshotError, language: Language) -> String {
        let (values, why) = (error.values(), error.why());
        self.sentence(&self.snapshot_errors, error.key(), values, why, language)
    }

    /// A warning with its file and line: one sentence.
    pub fn warning(&self, warning: &Warning, language: Language) -> String {
        let Warning { file, line, reason, .. } = warning;
        let why =
            self.sentence(&self.warnings, reason.key(), reason.values(), reason.why(), language);
        let place = if *line == 0 { "inFile" } else { "atLine" };
        let values = vec![("file", file.clone()), ("line", line.to_string()), ("why", why)];
        filled(&self.warnings, place, &values, language)
    }

    /// That a part has so many more warnings than were kept.
    pub fn warnings_left_off(&self, part: &str, count: u64, language: Language) -> String {
        let values = [("part", part.to_owned()), ("count", count.to_string())];
        filled(&self.warnings, "more", &values, language)
    }

    /// A text whose place `why`, where it has one, is filled by the text of a fault.
    fn sentence(
        &self,
        texts: &Texts,
        key: &str,
        mut values: Vec<(&'static str, String)>,
        why: Option<&Fault>,
        language: Language,
    ) -> String {
        if let Some(fault) = why {
            values.push(("why", filled(&self.faults, fault.key(), &fault.values(), language)));
        }
        filled(texts, key, &values, language)
    }
}

/// A text with its places filled, or its key where it is missing: a hole must not hide that
/// something was told.
fn filled(
    texts: &Texts,
    key: &str,
    values: &[(&'static str, String)],
    language: Language,
) -> String {
    let values: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    texts.get(key).map_or(key.to_owned(), |text| text.fill(language, &values))
}
