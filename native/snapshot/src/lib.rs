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
mod fault;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod join;
mod json;
mod keyed;
mod manifest;
mod mend;
mod part;
mod reader;
mod rows;
mod source;
mod stream;
mod tenant;
mod warning;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use exo_policy::Tenant;

pub use error::SnapshotError;
pub use fault::Fault;
pub use join::MailboxRecord;
pub use manifest::Manifest;
pub use part::{Part, PartReport, PartState, Reports, Shortfall};
pub use rows::MobileDevice;
pub use warning::{Warning, WarningReason, Warnings};

/// A snapshot whose small parts were read.
#[derive(Debug)]
pub struct Snapshot {
    reader: reader::Reader,
    tenant: Tenant,
    reports: Reports,
}

impl Snapshot {
    /// Opens a snapshot folder and reads everything but mailboxes, people and devices.
    pub fn open(path: &Path) -> Result<Self, SnapshotError> {
        Self::open_until(path, Arc::default())
    }

    /// The same, for a reader who may have enough: once `stop` is true, this and every reading of
    /// the snapshot ends with [`SnapshotError::Stopped`].
    pub fn open_until(path: &Path, stop: Arc<AtomicBool>) -> Result<Self, SnapshotError> {
        let reader = reader::Reader::open(path, stop)?;
        let (tenant, read) = tenant::read(&reader)?;
        let mut reports = Reports::default();
        reports.extend(read);
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

    /// The reports of the small parts.
    pub const fn reports(&self) -> &Reports {
        &self.reports
    }

    /// Hands every mailbox over, joined with its rows; gives the reports of the three parts.
    /// Mailboxes come in the order of the file, those without `ExternalDirectoryObjectId` last.
    /// A consumer that breaks off gets [`SnapshotError::Stopped`].
    pub fn read_mailboxes(
        &self,
        take: impl FnMut(&MailboxRecord<'_>) -> ControlFlow<()>,
    ) -> Result<[PartReport; 3], SnapshotError> {
        join::read_mailboxes(&self.reader, &self.tenant, take)
    }

    /// Hands every mobile device over; gives the report of the part.
    pub fn read_devices(
        &self,
        take: impl FnMut(&MobileDevice<'_>),
    ) -> Result<PartReport, SnapshotError> {
        devices::read(&self.reader, take)
    }

    /// The warnings of the reports, and one for a missing manifest.
    pub fn warnings(&self, reports: &Reports) -> Warnings {
        let mut warnings = Warnings::default();
        if !self.reader.manifest.present {
            warnings.add(Warning {
                part: "manifest",
                file: "manifest.json".to_owned(),
                line: 0,
                reason: WarningReason::NoManifest,
            });
        }
        for report in reports.iter() {
            warnings.append(report.warnings.clone());
        }
        warnings
    }
}
