//! Rows of `Get-CASMailbox`, nearly as wide as the service writes them: left out are second
//! spellings of what is there already (`Id`, `Name`, UTC stamps, legacy names of servers).

use crate::guid::Guid;
use crate::person::Person;
use crate::random::{Purpose, Random};
use crate::row::{Block, Cell, EMPTY_LIST, Row, RowStyle};
use crate::shapes::{id_cell, is_plain, name_cell, odd_list};
use crate::tenant::{LEGACY_ROOT, ORGANIZATION_DN, ORGANIZATION_ID, SCHEMA, server};
use crate::value::ListShape;

/// Ids of devices, for the lists of allowed and blocked ones.
const DEVICES: [&str; 4] =
    ["APPLDNPXK0TZ0D80", "SEC1A2B3C4D5E6F7", "7F0C8DA1B2E34455", "androidc259148960"];

/// What is the same in every mailbox of a tenant, in runs between the cells that differ.
pub(crate) struct CasMailboxes {
    seed: u64,
    policy: Block,
    outlook: Block,
    imap: Block,
    pop: Block,
    mapi: Block,
    settings: Block,
    directory: Block,
    organization: Block,
}

impl CasMailboxes {
    pub(crate) fn new(seed: u64, style: RowStyle) -> Self {
        let block = |cells: &[(&str, Cell<'_>)]| Block::new(style, cells);
        let (yes, no, null) = (Cell::Bool(true), Cell::Bool(false), Cell::Null);
        Self {
            seed,
            policy: block(&[
                ("ActiveSyncMailboxPolicy", Cell::Text("Default")),
                ("ActiveSyncMailboxPolicyIsDefaulted", yes),
                ("ActiveSyncDebugLogging", no),
                ("ActiveSyncSuppressReadReceipt", no),
                ("OwaMailboxPolicy", Cell::Text("OwaMailboxPolicy-Default")),
                ("ECPEnabled", yes),
                ("PublicFolderClientAccess", no),
                ("EwsAllowOutlook", null),
                ("EwsAllowMacOutlook", null),
                ("EwsAllowEntourage", null),
                ("EwsAllowList", null),
                ("EwsBlockList", null),
            ]),
            outlook: block(&[
                ("OWAforDevicesEnabled", yes),
                ("OneWinNativeOutlookEnabled", yes),
                ("OutlookMobileEnabled", yes),
                ("MacOutlookEnabled", yes),
                ("UniversalOutlookEnabled", yes),
                ("ShowGalAsDefaultView", yes),
            ]),
            imap: block(&protocol([
                "ImapUseProtocolDefaults",
                "ImapMessagesRetrievalMimeFormat",
                "ImapEnableExactRFC822Size",
                "ImapSuppressReadReceipt",
                "ImapForceICalForCalendarRetrievalOption",
            ])),
            pop: block(&protocol([
                "PopUseProtocolDefaults",
                "PopMessagesRetrievalMimeFormat",
                "PopEnableExactRFC822Size",
                "PopSuppressReadReceipt",
                "PopForceICalForCalendarRetrievalOption",
            ])),
            mapi: block(&[
                ("MAPIBlockOutlookVersions", Cell::Text("")),
                ("MAPIBlockOutlookRpcHttp", no),
                ("MapiHttpEnabled", null),
                ("MAPIBlockOutlookNonCachedMode", no),
                ("MAPIBlockOutlookExternalConnectivity", no),
            ]),
            settings: block(&[
                ("ExternalImapSettings", null),
                ("InternalImapSettings", null),
                ("ExternalPopSettings", null),
                ("InternalPopSettings", null),
                ("ExternalSmtpSettings", null),
                ("InternalSmtpSettings", null),
            ]),
            directory: block(&[
                ("ExchangeVersion", Cell::Text("0.20 (15.0.0.0)")),
                ("ObjectCategory", Cell::Text(SCHEMA)),
                ("OrganizationId", Cell::Text(ORGANIZATION_ID)),
            ]),
            organization: block(&[("IsValid", yes)]),
        }
    }

    /// Writes the cells of one mailbox.
    pub(crate) fn write(&self, row: &mut Row, person: &Person) {
        let traits = &person.traits;
        let mut random = Random::keyed(self.seed, Purpose::ExchangeGuid, person.index);
        let exchange = Guid::from_halves(random.next(), random.next());
        let server = server(random.below(900));
        let alias = person.alias.as_bytes();

        addresses(row, person);
        row.cell(
            "LegacyExchangeDN",
            Cell::Parts(&[
                LEGACY_ROOT,
                b"/cn=Recipients/cn=",
                exchange.bytes().get(..18).unwrap_or_default(),
                b"-",
                alias,
            ]),
        );
        name_cell(row, "PrimarySmtpAddress", &person.smtp, traits.mailbox_smtp);
        row.cell("ServerName", Cell::Plain(&server.to_ascii_lowercase()));
        row.cell("DisplayName", Cell::Text(&person.display));
        devices(row, "ActiveSyncAllowedDeviceIDs", traits.allowed_devices, traits.allowed_count);
        devices(row, "ActiveSyncBlockedDeviceIDs", traits.blocked_devices, traits.blocked_count);
        row.block(&self.policy);
        row.cell("ActiveSyncEnabled", traits.active_sync.cell());
        row.cell(
            "HasActiveSyncDevicePartnership",
            Cell::Bool(!matches!(traits.phone, crate::value::Phone::Nothing)),
        );
        row.cell("EwsEnabled", traits.ews.cell());
        row.cell("EwsApplicationAccessPolicy", traits.ews_policy.cell());
        row.cell("OWAEnabled", traits.owa.cell());
        row.block(&self.outlook);
        row.cell("ImapEnabled", traits.imap.cell());
        row.block(&self.imap);
        row.cell("PopEnabled", traits.pop.cell());
        row.block(&self.pop);
        row.cell("MAPIEnabled", traits.mapi.cell());
        row.block(&self.mapi);
        row.cell("SmtpClientAuthenticationDisabled", traits.smtp_off.cell());
        row.block(&self.settings);
        id_cell(row, "ExternalDirectoryObjectId", &person.id, traits.mailbox_id);
        // Get-CASMailbox has no user name; collectors that add it do so here.
        name_cell(row, "UserPrincipalName", &person.upn, traits.mailbox_upn);
        row.cell(
            "RecipientTypeDetails",
            if traits.type_known { Cell::Text(traits.kind.recipient_type()) } else { Cell::Absent },
        );
        row.block(&self.directory);
        row.cell(
            "DistinguishedName",
            Cell::Parts(&[b"CN=", person.id.bytes(), b",", ORGANIZATION_DN]),
        );
        row.cell("Identity", Cell::Plain(person.id.bytes()));
        row.cell("Guid", Cell::Plain(person.guid.bytes()));
        row.cell("WhenChanged", Cell::Date(person.changed));
        row.cell("WhenCreated", Cell::Date(person.created));
        row.block(&self.organization);
    }
}

/// The settings that IMAP and POP share, by their names.
const fn protocol(names: [&str; 5]) -> [(&str, Cell<'_>); 5] {
    let [defaults, format, size, receipt, calendar] = names;
    [
        (defaults, Cell::Bool(true)),
        (format, Cell::Text("BestBodyFormat")),
        (size, Cell::Bool(false)),
        (receipt, Cell::Bool(false)),
        (calendar, Cell::Bool(false)),
    ]
}

/// The proxy addresses: the primary one, the one of the first domain, SIP and SharePoint.
fn addresses(row: &mut Row, person: &Person) {
    row.nested("EmailAddresses", |out, _| {
        let mut address = |parts: &[&[u8]]| {
            out.push(if out.last() == Some(&b':') { b'[' } else { b',' });
            out.push(b'"');
            for part in parts {
                out.extend_from_slice(part);
            }
            out.push(b'"');
        };
        address(&[b"SMTP:", person.smtp.as_bytes()]);
        address(&[b"smtp:", person.alias.as_bytes(), b"@contoso.onmicrosoft.com"]);
        address(&[b"SIP:", person.upn.as_bytes()]);
        out.push(b']');
    });
}

/// A list of device ids.
#[inline]
fn devices(row: &mut Row, name: &str, shape: ListShape, count: u8) {
    if is_plain(shape) && count == 0 {
        row.cell(name, EMPTY_LIST);
    } else {
        let ids: Vec<&str> = DEVICES.iter().take(usize::from(count)).copied().collect();
        odd_list(row, name, &ids, shape);
    }
}
