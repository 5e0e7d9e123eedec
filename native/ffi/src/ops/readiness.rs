//! `readiness`: the findings.

use exo_findings::{Judged, Severity, Status};
use exo_policy::Judge;
use exo_readiness::analyse;
use serde::Deserialize;

use super::mailboxes::Pace;
use super::{Tenant, warn, words};
use crate::guard::json;
use crate::job::Sink;
use crate::problem::Problem;
use crate::request::Object;
use crate::status::ErrorCode;

/// The arguments.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Query {
    tenant: Object<Tenant>,
    /// The job fails where a finding fails that is at least so grave.
    #[serde(default)]
    fail_on: Option<String>,
}

/// The job was cancelled: its end is there already.
struct Cancelled;

impl From<Cancelled> for Problem {
    fn from(_: Cancelled) -> Self {
        Self::internal("cancelled")
    }
}

pub(super) fn run(query: Query, sink: &Sink) -> Result<(), Problem> {
    let fail_on = words(query.fail_on.as_slice(), Severity::parse)?;
    let (snapshot, options) = query.tenant.0.open(sink.language, sink)?;
    let mut pace = Pace::new(sink, snapshot.manifest().mailboxes());
    let each = |_: &Judge<'_>, _: &Judged<'_>| {
        pace.is_due();
        if sink.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    };
    let analysis = analyse(&snapshot, &options, each)?;
    warn(&snapshot, &analysis.reports, sink);
    // Whoever cancelled wants no findings; the end is written already.
    let _ = sink.event(json(&serde_json::json!({ "t": "findings", "rows": &analysis.findings })));
    let Some(limit) = fail_on.first().copied() else { return Ok(()) };
    let grave = |severity: Severity| severity <= limit;
    let failed = analysis.findings.iter().filter(|f| f.status == Status::Fail && grave(f.severity));
    let ids: Vec<_> = failed.map(|finding| finding.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let problem = Problem::new(ErrorCode::ReadinessFailed);
    let problem = problem.with("count", ids.len().to_string()).with("ids", ids.join(", "));
    Err(problem.with("severity", format!("{limit:?}")))
}
