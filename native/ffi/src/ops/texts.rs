//! What is known without a snapshot: words, texts, the calendar.

use std::collections::BTreeMap;

use exo_findings::{Catalogue, Language, Texts};
use exo_policy::{
    Calendar, Confidence, Effect, Gate, Method, Pair, Precision, Protocol, Reason, VerdictWord,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use exo_readiness::patterns::days;

use super::date;
use crate::guard::{catalogue, json as bytes};
use crate::problem::Problem;
use crate::status::ErrorCode;

/// The words that batches hold as numbers, in the order of the numbers.
pub(super) fn words() -> Vec<u8> {
    let pairs: Vec<_> = Pair::ALL
        .iter()
        .map(|pair| json!([pair.word(), pair.protocol().word(), pair.method().word()]))
        .collect();
    bytes(&json!({
        "pairs": pairs,
        "protocols": Protocol::ALL,
        "methods": Method::ALL,
        "verdicts": VerdictWord::ALL,
        "gates": Gate::ALL,
        "reasons": Reason::ALL,
        "confidences": Confidence::ALL,
        "effects": Effect::ALL,
    }))
}

/// A row of the calendar as PowerShell shows it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Deadline<'c> {
    id: &'c str,
    date: Option<jiff::civil::Date>,
    precision: &'static str,
    days_left: Option<i32>,
    stops: &'c str,
    protocol: &'c [Protocol],
    method: &'c [Method],
    confidence: Confidence,
    cloud: &'c [String],
    source: Source<'c>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Source<'c> {
    title: &'c str,
    link: &'c str,
}

/// The day from which days are counted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DeadlineQuery {
    as_of: String,
}

/// The calendar.
pub(super) fn deadlines(query: &DeadlineQuery, language: Language) -> Result<Vec<u8>, Problem> {
    let as_of = days(date(&query.as_of)?);
    let catalogue = texts()?;
    let calendar = Calendar::builtin().map_err(Problem::internal)?;
    let rows: Vec<_> = calendar
        .rows
        .iter()
        .map(|row| Deadline {
            id: &row.id,
            date: row.date,
            precision: match row.precision {
                Precision::Day => "Day",
                Precision::Month => "Month",
            },
            days_left: row.date.map(|date| days(date) - as_of),
            stops: Catalogue::word(&catalogue.deadlines, &row.id, language),
            protocol: &row.protocols,
            method: &row.methods,
            confidence: row.confidence,
            cloud: &row.clouds,
            source: Source { title: &row.source.title, link: &row.source.link },
        })
        .collect();
    Ok(bytes(&json!({ "rows": rows })))
}

/// An error that the shell found, to be told in the catalogue's words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorQuery {
    name: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    target: Option<String>,
}

/// The document of an error.
pub(super) fn error(query: ErrorQuery, language: Language) -> Result<Vec<u8>, Problem> {
    let code = ErrorCode::ALL.iter().find(|code| code.name() == query.name).copied();
    let code = code.ok_or_else(|| Problem::bad_request(format!("no error '{}'", query.name)))?;
    let mut problem = Problem::new(code);
    problem.target = query.target;
    let values = query.values.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    Ok(bytes(&problem.document_with(values, texts()?, language)))
}

/// The texts of views, by group and word.
pub(super) fn views(language: Language) -> Result<Vec<u8>, Problem> {
    let catalogue = texts()?;
    let group = |texts: &Texts| -> BTreeMap<String, String> {
        texts.iter().map(|(key, text)| (key.clone(), text.get(language).to_owned())).collect()
    };
    Ok(bytes(&json!({
        "reasons": group(&catalogue.reasons),
        "verdicts": group(&catalogue.verdicts),
        "labels": group(&catalogue.labels),
    })))
}

fn texts() -> Result<&'static Catalogue, Problem> {
    catalogue().ok_or_else(|| Problem::internal("the catalogue cannot be read"))
}
