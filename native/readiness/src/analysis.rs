//! The one pass over a snapshot.

use std::convert::Infallible;
use std::ops::ControlFlow;

use exo_findings::{Catalogue, CatalogueError, Finding, Judged, Language, Tally, conclude};
use exo_policy::{Calendar, CalendarError, Judge, JudgeError};
use exo_snapshot::{Reports, Snapshot, SnapshotError};
use jiff::civil::Date;

/// What the answers depend on beside the snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The date of the verdicts.
    pub as_of: Date,
    /// Whether an admin turned SMTP AUTH with Basic on again; overrides the manifest.
    pub smtp_basic_reenabled: Option<bool>,
    /// The language of the findings.
    pub language: Language,
}

/// What came out.
#[derive(Debug)]
pub struct Analysis {
    /// The findings, in the order of the contract.
    pub findings: Vec<Finding>,
    /// The counts.
    pub tally: Tally,
    /// What was read of each part.
    pub reports: Reports,
}

/// Why there is no answer. `E` is what the consumer of mailboxes fails with.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError<E = Infallible> {
    /// The snapshot cannot be read.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The tenant cannot be judged.
    #[error(transparent)]
    Judge(#[from] JudgeError),
    /// The calendar cannot be used.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The consumer failed.
    #[error("{0}")]
    Consumer(E),
}

/// Judges every mailbox and hands it to `each`; gives what was read of each part but the devices,
/// which no verdict rests on.
pub fn judge_mailboxes<E>(
    snapshot: &Snapshot,
    options: &Options,
    each: impl FnMut(&Judge<'_>, &Judged<'_>) -> Result<(), E>,
) -> Result<Reports, AnalysisError<E>> {
    pass(snapshot, &judge(snapshot, options)?, each)
}

/// Judges every mailbox, hands it to `each` and concludes the findings.
pub fn analyse<E>(
    snapshot: &Snapshot,
    options: &Options,
    mut each: impl FnMut(&Judge<'_>, &Judged<'_>) -> Result<(), E>,
) -> Result<Analysis, AnalysisError<E>> {
    let catalogue = Catalogue::builtin()?;
    let judge = judge(snapshot, options)?;
    let mut tally = Tally::new(&judge);
    let mut reports = pass(snapshot, &judge, |judge, judged| {
        tally.mailbox(judge, judged);
        each(judge, judged)
    })?;
    reports.extend([snapshot.read_devices(|device| tally.device(device))?]);
    let findings = conclude(&judge, &reports, &tally, &catalogue, options.language);
    Ok(Analysis { findings, tally, reports })
}

fn judge<'s, E>(snapshot: &'s Snapshot, options: &Options) -> Result<Judge<'s>, AnalysisError<E>> {
    let calendar = Calendar::builtin()?;
    let reenabled = options.smtp_basic_reenabled;
    Ok(Judge::new(snapshot.tenant(), &calendar, options.as_of, reenabled)?)
}

fn pass<E>(
    snapshot: &Snapshot,
    judge: &Judge<'_>,
    mut each: impl FnMut(&Judge<'_>, &Judged<'_>) -> Result<(), E>,
) -> Result<Reports, AnalysisError<E>> {
    let mut answers = judge.answers();
    let mut failed = None;
    let read = snapshot.read_mailboxes(|record| {
        judge.ask(&record.mailbox, &mut answers);
        let verdicts = judge.verdicts(&answers);
        let judged = Judged { record, answers: &answers, verdicts: &verdicts };
        match each(judge, &judged) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(error) = failed {
        return Err(AnalysisError::Consumer(error));
    }
    let mut reports = snapshot.reports().clone();
    reports.extend(read?);
    Ok(reports)
}
