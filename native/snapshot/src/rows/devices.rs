//! `Get-MobileDevice` rows.

use exo_policy::Read;

use super::Holds::Scalar as One;
use super::{Batch, Holds, Scalar, Shape, Span};

/// A narrow `Get-MobileDevice` row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DeviceRow {
    pub guid: Read<Span>,
    pub identity: Read<Span>,
    pub client_type: Read<Span>,
    pub client_version: Read<Span>,
    pub device_active_sync_version: Read<Span>,
}

/// A mobile device, as its finding asks for it.
#[derive(Clone, Copy, Debug)]
pub struct MobileDevice<'a> {
    /// `Identity`, else `Guid`.
    pub name: Option<&'a str>,
    /// `ClientType`
    pub client_type: Read<&'a str>,
    /// `ClientVersion`
    pub client_version: Read<&'a str>,
    /// `DeviceActiveSyncVersion`
    pub device_active_sync_version: Read<&'a str>,
}

impl DeviceRow {
    /// The row with its texts.
    pub fn resolve<'b>(&self, batch: &'b Batch<Self>) -> MobileDevice<'b> {
        let identity = batch.read(self.identity).value();
        MobileDevice {
            name: identity.or_else(|| batch.read(self.guid).value()),
            client_type: batch.read(self.client_type),
            client_version: batch.read(self.client_version),
            device_active_sync_version: batch.read(self.device_active_sync_version),
        }
    }
}

/// Reads [`DeviceRow`]s.
#[derive(Debug, Default)]
pub(crate) struct DeviceShape {
    row: DeviceRow,
}

impl Shape for DeviceShape {
    type Row = DeviceRow;
    const KEY: &'static str = "Guid";
    const FIELDS: &'static [(&'static str, Holds)] = &[
        ("Guid", One),
        ("Identity", One),
        ("ClientType", One),
        ("ClientVersion", One),
        ("DeviceActiveSyncVersion", One),
    ];

    fn begin(&mut self, _batch: &mut Batch<DeviceRow>) {
        self.row = DeviceRow::default();
    }

    fn scalar(&mut self, field: u8, value: Scalar<'_>, batch: &mut Batch<DeviceRow>) {
        let row = &mut self.row;
        match field {
            0 => row.guid = value.name(batch),
            1 => row.identity = value.name(batch),
            2 => row.client_type = value.name(batch),
            3 => row.client_version = value.name(batch),
            _ => row.device_active_sync_version = value.name(batch),
        }
    }

    fn end(&mut self, _batch: &mut Batch<DeviceRow>) -> DeviceRow {
        self.row
    }

    fn key(row: &DeviceRow) -> Read<Span> {
        row.guid
    }
}
