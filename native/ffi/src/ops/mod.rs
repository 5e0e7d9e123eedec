//! The operations: what can be asked at once (`call`) and what takes a job (`start`).

#[cfg(feature = "test-hooks")]
mod hooks;
mod mailboxes;
mod readiness;
mod texts;

use std::path::PathBuf;
use std::sync::Arc;

use exo_findings::Language;
use exo_readiness::{Options, date_as_written};
use exo_snapshot::{Reports, Snapshot};
use jiff::civil::Date;
use serde::Deserialize;

use crate::guard::{catalogue, json};
use crate::job::{Job, Sink};
use crate::problem::Problem;
use crate::request::Request;

/// Answers a request at once.
pub(crate) fn call(request: Request) -> Result<Vec<u8>, Problem> {
    let language = request.language;
    match request.op.as_str() {
        "words" => request.args().map(|Nothing {}| texts::words()),
        "deadlines" => texts::deadlines(&request.args()?, language),
        "error" => texts::error(request.args()?, language),
        "views" => request.args().and_then(|Nothing {}| texts::views(language)),
        #[cfg(feature = "test-hooks")]
        "test.panic" => request.args().and_then(|Nothing {}| hooks::panic()),
        #[cfg(feature = "test-hooks")]
        "test.large" => request.args().map(|Nothing {}| hooks::large()),
        _ => Err(request.unknown()),
    }
}

/// Starts a job.
pub(crate) fn start(request: Request) -> Result<Arc<Job>, Problem> {
    let language = request.language;
    match request.op.as_str() {
        "mailboxes" => {
            let query: mailboxes::Query = request.args()?;
            Job::start(language, move |sink| mailboxes::run(query, sink))
        }
        "readiness" => {
            let query: readiness::Query = request.args()?;
            Job::start(language, move |sink| readiness::run(query, sink))
        }
        #[cfg(feature = "test-hooks")]
        "test.wait" => request.args().and_then(|Nothing {}| Job::start(language, hooks::wait)),
        #[cfg(feature = "test-hooks")]
        "test.flood" => request.args().and_then(|Nothing {}| Job::start(language, hooks::flood)),
        #[cfg(feature = "test-hooks")]
        "test.panic" => {
            let Nothing {} = request.args()?;
            Job::start(language, |_| hooks::panic().map(drop))
        }
        _ => Err(request.unknown()),
    }
}

/// The arguments of an operation that has none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// What every question about a snapshot names.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Tenant {
    /// The folder.
    snapshot: PathBuf,
    /// The date as written.
    as_of: String,
    /// The admin's word on SMTP AUTH with Basic; null where only the manifest counts.
    smtp_basic_reenabled: Option<bool>,
}

impl Tenant {
    fn open(&self, language: Language, sink: &Sink) -> Result<(Snapshot, Options), Problem> {
        let as_of = date(&self.as_of)?;
        let smtp_basic_reenabled = self.smtp_basic_reenabled;
        let snapshot = Snapshot::open_until(&self.snapshot, sink.stop())?;
        Ok((snapshot, Options { as_of, smtp_basic_reenabled, language }))
    }
}

/// `-AsOf` as written.
fn date(text: &str) -> Result<Date, Problem> {
    date_as_written(text).map_err(|error| Problem::from(error).with("value", text))
}

/// Words of the contract, without regard to case as PowerShell takes them.
fn words<T>(texts: &[String], parse: fn(&str) -> Option<T>) -> Result<Vec<T>, Problem> {
    let word = |text: &String| parse(text).ok_or_else(|| Problem::bad_request(text));
    texts.iter().map(word).collect()
}

/// Tells what was read around.
fn warn(snapshot: &Snapshot, reports: &Reports, sink: &Sink) {
    let Some(catalogue) = catalogue() else { return };
    let warnings = snapshot.warnings(reports);
    let mut rows: Vec<_> =
        warnings.list().iter().map(|warning| catalogue.warning(warning, sink.language)).collect();
    rows.extend(
        warnings
            .left_off()
            .iter()
            .map(|(part, count)| catalogue.warnings_left_off(part, *count, sink.language)),
    );
    if !rows.is_empty() {
        // Whoever cancelled wants no warnings.
        let _ = sink.event(json(&serde_json::json!({ "t": "warnings", "rows": rows })));
    }
}
