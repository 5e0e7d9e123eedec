//! `Get-CASMailbox` rows.

use exo_policy::{Id, Read};

use super::Holds::{Ids, Scalar as One};
use super::{Batch, Holds, ListEnd, Scalar, Shape, Span};

/// A narrow `Get-CASMailbox` row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CasRow {
    pub id: Read<Span>,
    /// The number of `id`.
    pub user_id: Option<Id>,
    pub guid: Read<Span>,
    pub user_principal_name: Read<Span>,
    pub primary_smtp_address: Read<Span>,
    pub display_name: Read<Span>,
    pub recipient_type_details: Read<Span>,
    pub ews_application_access_policy: Read<Span>,
    pub imap_enabled: Read<bool>,
    pub pop_enabled: Read<bool>,
    pub active_sync_enabled: Read<bool>,
    pub ews_enabled: Read<bool>,
    pub mapi_enabled: Read<bool>,
    pub owa_enabled: Read<bool>,
    pub smtp_client_authentication_disabled: Read<bool>,
    /// `ActiveSyncAllowedDeviceIDs` holds an id.
    pub allowed_devices: bool,
    /// `ActiveSyncBlockedDeviceIDs` holds an id.
    pub blocked_devices: bool,
}

impl CasRow {
    /// The row with its texts copied to another batch.
    pub fn copy_to(&self, from: &Batch<Self>, to: &mut Batch<Self>) -> Self {
        Self {
            id: from.copy_text(self.id, to),
            guid: from.copy_text(self.guid, to),
            user_principal_name: from.copy_text(self.user_principal_name, to),
            primary_smtp_address: from.copy_text(self.primary_smtp_address, to),
            display_name: from.copy_text(self.display_name, to),
            recipient_type_details: from.copy_text(self.recipient_type_details, to),
            ews_application_access_policy: from.copy_text(self.ews_application_access_policy, to),
            ..*self
        }
    }
}

/// Reads [`CasRow`]s.
#[derive(Debug, Default)]
pub(crate) struct CasShape {
    row: CasRow,
    holds_id: bool,
}

impl Shape for CasShape {
    type Row = CasRow;
    const KEY: &'static str = "ExternalDirectoryObjectId";
    const FIELDS: &'static [(&'static str, Holds)] = &[
        ("ExternalDirectoryObjectId", One),
        ("Guid", One),
        ("UserPrincipalName", One),
        ("PrimarySmtpAddress", One),
        ("DisplayName", One),
        ("RecipientTypeDetails", One),
        ("EwsApplicationAccessPolicy", One),
        ("ImapEnabled", One),
        ("PopEnabled", One),
        ("ActiveSyncEnabled", One),
        ("EwsEnabled", One),
        ("MAPIEnabled", One),
        ("OWAEnabled", One),
        ("SmtpClientAuthenticationDisabled", One),
        ("ActiveSyncAllowedDeviceIDs", Ids),
        ("ActiveSyncBlockedDeviceIDs", Ids),
    ];

    fn begin(&mut self, _batch: &mut Batch<CasRow>) {
        self.row = CasRow::default();
    }

    #[inline]
    fn scalar(&mut self, field: u8, value: Scalar<'_>, batch: &mut Batch<CasRow>) {
        let row = &mut self.row;
        match field {
            0 => {
                row.id = value.name(batch);
                row.user_id = batch.read(row.id).value().and_then(Id::parse);
            }
            1 => row.guid = value.name(batch),
            2 => row.user_principal_name = value.name(batch),
            3 => row.primary_smtp_address = value.name(batch),
            4 => row.display_name = value.name(batch),
            5 => row.recipient_type_details = value.name(batch),
            6 => row.ews_application_access_policy = value.name(batch),
            7 => row.imap_enabled = value.bool(),
            8 => row.pop_enabled = value.bool(),
            9 => row.active_sync_enabled = value.bool(),
            10 => row.ews_enabled = value.bool(),
            11 => row.mapi_enabled = value.bool(),
            12 => row.owa_enabled = value.bool(),
            _ => row.smtp_client_authentication_disabled = value.bool(),
        }
    }

    fn begin_list(&mut self, _field: u8, _batch: &mut Batch<CasRow>) {
        self.holds_id = false;
    }

    fn id(&mut self, _field: u8, _id: &str, _batch: &mut Batch<CasRow>) {
        self.holds_id = true;
    }

    fn end_list(&mut self, field: u8, end: ListEnd) {
        // A list that was not read counts as empty (gate 5).
        let holds_id = self.holds_id && end == ListEnd::Read;
        match field {
            14 => self.row.allowed_devices = holds_id,
            _ => self.row.blocked_devices = holds_id,
        }
    }

    fn end(&mut self, _batch: &mut Batch<CasRow>) -> CasRow {
        self.row
    }

    fn key(row: &CasRow) -> Read<Span> {
        row.id
    }
}
