//! Reads a snapshot of a tenant and joins what belongs to each mailbox.
//!
//! The way of the data: `part` finds the files, [`source`](self) cuts them into raw rows whatever
//! their form and encoding, `rows` reads the large parts into narrow rows and `json` the small
//! ones into trees, `tenant` puts together what holds for everybody, `join` each mailbox with its
//! user and directory rows. Nothing is judged here.
//!
//! What is damaged is told with file and line, makes its part incomplete and is never a value.
//! Memory stays bounded: rows stream, and only what must be looked up later is kept.

#![forbid(unsafe_code)]

mod access_policy;
mod devices;
mod error;
mod join;
mod json;
mod manifest;
mod part;
mod reader;
mod rows;
mod source;
mod stream;
mod tenant;

use std::ops::ControlFlow;
use std::path::Path;

use exo_policy::Tenant;

pub use error::{SnapshotError, Warning, Warnings};
pub use join::MailboxRecord;
pub use manifest::Manifest;
pub use part::{Part, PartReport, PartState};
pub use rows::MobileDevice;

/// A snapshot whose small parts were read.
#[derive(Debug)]
pub struct Snapshot {
    reader: reader::Reader,
    tenant: Tenant,
    reports: Vec<PartReport>,
}

impl Snapshot {
    /// Opens a snapshot folder and reads everything but mailboxes, people and devices.
    pub fn open(path: &Path) -> Result<Self, SnapshotError> {
        let reader = reader::Reader::open(path)?;
        let (tenant, reports) = tenant::read(&reader)?;
        Ok(Self { reader, tenant, reports })
    }

    /// What the manifest says.
    pub const fn manifest(&self) -> &Manifest {
        &self.reader.manifest
    }

    /// What holds for the tenant as a whole.
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// What was read so far, a report for each part; all of them once mailboxes and devices were.
    pub fn reports(&self) -> &[PartReport] {
        &self.reports
    }

    /// The state of a part, if it was read.
    pub fn state(&self, part: Part) -> Option<&PartState> {
        self.reports.iter().find(|report| report.part == part).map(|report| &report.state)
    }

    /// Hands every mailbox over, joined with its rows, and notes the reports of the three parts.
    /// Mailboxes come in the order of the file, those without `ExternalDirectoryObjectId` last.
    /// A consumer that breaks off gets [`SnapshotError::Stopped`].
    pub fn read_mailboxes(
        &mut self,
        mut take: impl FnMut(&Tenant, &MailboxRecord<'_>) -> ControlFlow<()>,
    ) -> Result<(), SnapshotError> {
        let tenant = &self.tenant;
        let reports = join::read_mailboxes(&self.reader, tenant, |record| take(tenant, record))?;
        self.note(reports);
        Ok(())
    }

    /// Hands every mobile device over and notes the report of the part.
    pub fn read_devices(
        &mut self,
        take: impl FnMut(&MobileDevice<'_>),
    ) -> Result<(), SnapshotError> {
        let report = devices::read(&self.reader, take)?;
        self.note([report]);
        Ok(())
    }

    /// A second reading of a part replaces the first report.
    fn note<const N: usize>(&mut self, reports: [PartReport; N]) {
        self.reports.retain(|known| reports.iter().all(|report| report.part != known.part));
        self.reports.extend(reports);
    }

    /// Every warning so far, with one for a missing manifest.
    pub fn warnings(&self) -> Warnings {
        let mut warnings = Warnings::default();
        if !self.reader.manifest.present {
            warnings.add(Warning {
                part: "manifest",
                file: "manifest.json".to_owned(),
                line: 0,
                text: "there is none; parts count as complete".to_owned(),
            });
        }
        for report in &self.reports {
            warnings.append(report.warnings.clone());
        }
        warnings
    }
}
