//! Mobile devices: rows of their own, not joined to mailboxes.

use std::collections::HashSet;

use exo_policy::Id;
use foldhash::fast::FixedState;

use crate::error::SnapshotError;
use crate::part::{Part, PartReport};
use crate::reader::Reader;
use crate::rows::{DeviceShape, MobileDevice};
use crate::stream;
use crate::warning::{WarningReason, Warnings};

/// Hands every device over, each `Guid` (else `Identity`) once.
pub(crate) fn read(
    reader: &Reader,
    mut take: impl FnMut(&MobileDevice<'_>),
) -> Result<PartReport, SnapshotError> {
    let mut seen = HashSet::<Id, FixedState>::default();
    let mut warnings = Warnings::default();
    let mut report = stream::read(reader, Part::MobileDevices, DeviceShape::default(), |batch| {
        for (position, row) in batch.rows.iter().enumerate() {
            let guid = batch.read(row.guid).value();
            let id = guid.or_else(|| batch.read(row.identity).value()).and_then(Id::parse);
            if id.is_none_or(|id| seen.insert(id)) {
                take(&row.resolve(&batch));
            } else {
                let second = WarningReason::SecondDevice;
                warnings.add(batch.warning(Part::MobileDevices, position, second));
            }
        }
        Ok(())
    })?;
    report.warnings.append(warnings);
    Ok(report)
}
