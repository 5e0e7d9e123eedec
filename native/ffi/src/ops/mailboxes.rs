//! `mailboxes`: every mailbox with its verdicts, as batches of rows or as a file.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use exo_findings::Judged;
use exo_policy::{Judge, Method, Protocol, VerdictWord};
use exo_readiness::out::{OutFile, Rows};
use exo_readiness::{MailboxAuthState, Selection, judge_mailboxes};
use serde::Deserialize;

use super::{Tenant, warn, words};
use crate::batch::Batch;
use crate::guard::{catalogue, json};
use crate::job::Sink;
use crate::problem::Problem;
use crate::request::Object;
use crate::status::ErrorCode;

/// How long a row may wait for its batch to fill.
const PATIENCE: Duration = Duration::from_millis(100);
/// Mailboxes between two looks at the clock.
const STRIDE: u64 = 64;

/// The arguments.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Query {
    tenant: Object<Tenant>,
    /// Names of mailboxes; null asks for all of them.
    #[serde(default)]
    identities: Option<Vec<String>>,
    #[serde(default)]
    protocols: Vec<String>,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    verdicts: Vec<String>,
    /// Rows carry the trace of the chosen pairs.
    #[serde(default)]
    trace: bool,
    /// Where the file goes; no rows are handed over then.
    #[serde(default)]
    out_file: Option<PathBuf>,
    /// The file has a row for each verdict.
    #[serde(default)]
    expand: bool,
}

/// Why the pass over the mailboxes ends early.
enum Stop {
    Cancelled,
    Failed(Problem),
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            // The job has its end already; this one is thrown away.
            Stop::Cancelled => Self::internal("cancelled"),
            Stop::Failed(problem) => problem,
        }
    }
}

pub(super) fn run(query: Query, sink: &Sink) -> Result<(), Problem> {
    let protocols = words(&query.protocols, Protocol::parse)?;
    let methods = words(&query.methods, Method::parse)?;
    let selection = Selection::default().pairs(&protocols, &methods).map_err(|_| {
        let problem = Problem::new(ErrorCode::NoSuchPair);
        let problem = problem.with("protocols", query.protocols.join(", "));
        problem.with("methods", query.methods.join(", "))
    })?;
    let selection = selection.verdicts(&words(&query.verdicts, VerdictWord::parse)?);
    let mut selection = match query.identities {
        Some(names) => selection.names(names),
        None => selection,
    };
    let (snapshot, options) = query.tenant.0.open(sink.language, sink)?;
    let mut file = match &query.out_file {
        None => None,
        Some(path) => Some(out_file(path, query.trace, query.expand, options.as_of)?),
    };
    let total = snapshot.manifest().mailboxes();
    let mut pace = Pace::new(sink, total);
    let mut batch = Batch::default();
    let traced = query.trace;
    let each = |judge: &Judge<'_>, judged: &Judged<'_>| -> Result<(), Stop> {
        let taken = selection.takes(judged);
        if taken {
            let state = MailboxAuthState::new(judge, judged, &selection.pairs).traced(traced);
            match &mut file {
                Some(file) => {
                    file.mailbox(&state).map_err(|error| Stop::Failed(error.into()))?;
                }
                None => batch.push(&state, traced.then_some(selection.pairs.as_slice())),
            }
        }
        if batch.is_full() || pace.is_due() && !batch.is_empty() {
            hand_over(&mut batch, sink)?;
        }
        if sink.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
    };
    let reports = judge_mailboxes(&snapshot, &options, each)?;
    if !batch.is_empty() {
        hand_over(&mut batch, sink)?;
    }
    if let Some(file) = file {
        if sink.is_cancelled() {
            return Ok(());
        }
        file.finish(&[])?;
    }
    warn(&snapshot, &reports, sink);
    not_found(&selection, sink);
    Ok(())
}

fn out_file(
    path: &std::path::Path,
    traced: bool,
    expand: bool,
    as_of: jiff::civil::Date,
) -> Result<OutFile, Problem> {
    let shown = path.display().to_string();
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("csv") if traced => {
            let problem = Problem::new(ErrorCode::OutFileTrace).with("path", shown.clone());
            return Err(problem.about(shown));
        }
        Some("csv" | "ndjson") => {}
        _ => {
            let problem = Problem::new(ErrorCode::OutFileEnding).with("path", shown.clone());
            return Err(problem.about(shown));
        }
    }
    let rows = if expand { Rows::Verdicts } else { Rows::Mailboxes };
    Ok(OutFile::create(path, as_of, rows)?)
}

fn hand_over(batch: &mut Batch, sink: &Sink) -> Result<(), Stop> {
    match sink.event(batch.take()) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Stop::Cancelled),
    }
}

/// Tells which names no mailbox had, each as an error of its own.
fn not_found(selection: &Selection, sink: &Sink) {
    let Some(catalogue) = catalogue() else { return };
    let rows: Vec<_> = selection
        .not_found()
        .into_iter()
        .map(|name| {
            let problem = Problem::new(ErrorCode::MailboxNotFound).with("identity", name);
            problem.about(name).document(catalogue, sink.language)
        })
        .collect();
    if !rows.is_empty() {
        // Whoever cancelled wants no errors.
        let _ = sink.event(json(&serde_json::json!({ "t": "errors", "rows": rows })));
    }
}

/// Counts mailboxes, tells progress, and says when a batch that is not full is due.
pub(super) struct Pace<'s> {
    sink: &'s Sink,
    total: Option<u64>,
    done: u64,
    last: Instant,
}

impl<'s> Pace<'s> {
    pub fn new(sink: &'s Sink, total: Option<u64>) -> Self {
        Self { sink, total, done: 0, last: Instant::now() }
    }

    /// One more mailbox; whether rows that wait should wait no longer.
    pub fn is_due(&mut self) -> bool {
        self.done += 1;
        if !self.done.is_multiple_of(STRIDE) || self.last.elapsed() < PATIENCE {
            return false;
        }
        self.last = Instant::now();
        self.sink.progress(self.done, self.total);
        true
    }
}
