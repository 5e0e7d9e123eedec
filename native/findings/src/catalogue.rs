//! Every text that an admin reads, English and Japanese beside each other: `data/catalogue.json`,
//! those of errors and of the PowerShell part `data/errors.json`.
//!
//! Ids, property names and values of the contract are English always and are not in it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A language that texts exist in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

impl Language {
    /// The language of a culture or locale name such as `ja`, `ja-JP` or `ja_JP.UTF-8`.
    pub fn of(name: &str) -> Option<Self> {
        let word = name.split(['-', '_', '.']).next().unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "ja" => Some(Self::Japanese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// A text in both languages, with placeholders in braces.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    en: String,
    ja: String,
}

impl Text {
    /// The text as it stands.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Japanese => &self.ja,
        }
    }

    /// The text with its placeholders filled.
    pub fn fill(&self, language: Language, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.get(language);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            filled.push_str(value.unwrap_or_default());
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// The title and address of a source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceText {
    /// Its title.
    pub title: Text,
    /// Its address.
    pub link: String,
}

/// The texts of a finding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingText {
    /// One line.
    pub title: Text,
    /// What it means.
    pub explanation: Text,
    /// What to run.
    pub remediation: Text,
    /// What running it breaks.
    pub breaks: Text,
    /// Lines of evidence by key.
    pub evidence: BTreeMap<String, Text>,
    /// Its source.
    pub reference: ReferenceText,
}

/// The texts of an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorText {
    /// What happened.
    pub message: Text,
    /// What to do about it.
    pub action: Text,
}

/// `data/errors.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Errors {
    errors: BTreeMap<String, ErrorText>,
    shell: Texts,
}

/// Texts by key.
pub type Texts = BTreeMap<String, Text>;

/// The catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Catalogue {
    /// By finding id.
    pub findings: BTreeMap<String, FindingText>,
    /// By `Reason`.
    pub reasons: Texts,
    /// By `DecidedBy`.
    pub gates: Texts,
    /// By `Verdict`.
    pub verdicts: Texts,
    /// By `Status`.
    pub statuses: Texts,
    /// By `Severity`.
    pub severities: Texts,
    /// By `Confidence`.
    pub confidences: Texts,
    /// By part of the snapshot.
    pub parts: Texts,
    /// By state of a part.
    pub states: Texts,
    /// By reason why a part is not complete.
    pub shortfalls: Texts,
    /// By calendar row.
    pub deadlines: Texts,
    /// Headings and the like.
    pub labels: Texts,
    /// By `SnapshotError`.
    pub snapshot_errors: Texts,
    /// By `WarningReason`, and what stands around it: the file and line, how many more there are.
    pub warnings: Texts,
    /// By `Fault`: what stands in the place `why` of the two before.
    pub faults: Texts,
    /// Errors by name, from a file of their own.
    #[serde(skip)]
    pub errors: BTreeMap<String, ErrorText>,
    /// The few sentences that the PowerShell part needs by itself.
    #[serde(skip)]
    pub shell: Texts,
}

/// A catalogue that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the catalogue cannot be read: {0}")]
pub struct CatalogueError(#[from] serde_json::Error);

impl Catalogue {
    /// The catalogue that ships.
    pub fn builtin() -> Result<Self, CatalogueError> {
        let catalogue: Self = serde_json::from_str(include_str!("../data/catalogue.json"))?;
        let Errors { errors, shell } = serde_json::from_str(include_str!("../data/errors.json"))?;
        Ok(Self { errors, shell, ..catalogue })
    }

    /// A text, or its key where it is missing: a hole must not stop a run.
    pub fn word<'c>(texts: &'c Texts, key: &'c str, language: Language) -> &'c str {
        texts.get(key).map_or(key, |text| text.get(language))
    }

    /// A heading.
    pub fn label<'c>(&'c self, key: &'c str, language: Language) -> &'c str {
        Self::word(&self.labels, key, language)
    }
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, Language, Text};

    #[test]
    fn placeholders_are_filled_and_unknown_ones_left_out() {
        let text = Text { en: "{a} of {b}{c}, {a}".to_owned(), ja: "{b} 中 {a}".to_owned() };
        let values = [("a", "1"), ("b", "2")];
        assert_eq!(text.fill(Language::English, &values), "1 of 2, 1");
        assert_eq!(text.fill(Language::Japanese, &values), "2 中 1");
    }

    #[test]
    fn a_culture_name_gives_its_language() {
        for (name, language) in [
            ("ja-JP", Some(Language::Japanese)),
            ("JA_JP.UTF-8", Some(Language::Japanese)),
            ("en", Some(Language::English)),
            ("de-DE", None),
            ("jam", None),
            ("", None),
        ] {
            assert_eq!(Language::of(name), language, "{name}");
        }
    }

    #[test]
    fn a_missing_text_shows_its_key() {
        let catalogue = Catalogue::builtin().unwrap();
        assert_eq!(catalogue.label("noSuchLabel", Language::Japanese), "noSuchLabel");
    }
}
