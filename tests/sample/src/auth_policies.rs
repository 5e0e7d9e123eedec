//! The authentication policies of the generated tenants.

use crate::row::{Cell, Row};

/// An authentication policy: what it is called, and the protocols it still allows Basic for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuthPolicy {
    pub(crate) name: &'static str,
    pub(crate) guid: &'static str,
    pub(crate) exchange_object_id: &'static str,
    pub(crate) distinguished_name: &'static str,
    pub(crate) allows: &'static [&'static str],
    /// A switch that is null, and one that the row does not have.
    pub(crate) null: &'static str,
    pub(crate) absent: &'static str,
}

/// The twelve switches, in the order of the cmdlet.
const SWITCHES: [&str; 12] = [
    "AllowBasicAuthActiveSync",
    "AllowBasicAuthAutodiscover",
    "AllowBasicAuthImap",
    "AllowBasicAuthMapi",
    "AllowBasicAuthOfflineAddressBook",
    "AllowBasicAuthOutlookService",
    "AllowBasicAuthPop",
    "AllowBasicAuthPowershell",
    "AllowBasicAuthReportingWebServices",
    "AllowBasicAuthRpc",
    "AllowBasicAuthSmtp",
    "AllowBasicAuthWebServices",
];

/// Blocks Basic everywhere, as a new policy does.
pub(crate) const BLOCK_ALL: AuthPolicy = AuthPolicy {
    name: "Block Basic Auth",
    guid: "a1000000-0000-4000-8000-000000000001",
    exchange_object_id: "a1000000-0000-4000-9000-000000000001",
    distinguished_name: "CN=Block Basic Auth,CN=Auth Policies,CN=Configuration,CN=contoso.onmicrosoft.com,CN=ConfigurationUnits,DC=JPNPR01A001,DC=PROD,DC=OUTLOOK,DC=COM",
    allows: &[],
    null: "",
    absent: "",
};

/// Leaves Basic to printers and applications that send mail.
pub(crate) const ALLOW_SMTP: AuthPolicy = AuthPolicy {
    name: "Allow SMTP for devices",
    guid: "a1000000-0000-4000-8000-000000000002",
    exchange_object_id: "a1000000-0000-4000-9000-000000000002",
    distinguished_name: "CN=Allow SMTP for devices,CN=Auth Policies,CN=Configuration,CN=contoso.onmicrosoft.com,CN=ConfigurationUnits,DC=JPNPR01A001,DC=PROD,DC=OUTLOOK,DC=COM",
    allows: &["AllowBasicAuthSmtp"],
    null: "",
    absent: "",
};

/// Allows everything, under a Japanese name.
pub(crate) const ALLOW_ALL: AuthPolicy = AuthPolicy {
    name: "基本認証を許可 (旧)",
    guid: "a1000000-0000-4000-8000-000000000003",
    exchange_object_id: "a1000000-0000-4000-9000-000000000003",
    distinguished_name: "CN=基本認証を許可 (旧),CN=Auth Policies,CN=Configuration,CN=contoso.onmicrosoft.com,CN=ConfigurationUnits,DC=JPNPR01A001,DC=PROD,DC=OUTLOOK,DC=COM",
    allows: &SWITCHES,
    null: "",
    absent: "",
};

/// Its switch for SMTP is null.
pub(crate) const SMTP_NULL: AuthPolicy = AuthPolicy {
    name: "SMTP switch null",
    guid: "a1000000-0000-4000-8000-000000000004",
    exchange_object_id: "a1000000-0000-4000-9000-000000000004",
    distinguished_name: "CN=SMTP switch null,CN=Auth Policies,CN=Configuration,CN=contoso.onmicrosoft.com,CN=ConfigurationUnits,DC=JPNPR01A001,DC=PROD,DC=OUTLOOK,DC=COM",
    allows: &["AllowBasicAuthImap", "AllowBasicAuthPop"],
    null: "AllowBasicAuthSmtp",
    absent: "",
};

/// Its switch for SMTP was not read.
pub(crate) const SMTP_ABSENT: AuthPolicy = AuthPolicy {
    name: "SMTP switch not read",
    guid: "a1000000-0000-4000-8000-000000000005",
    exchange_object_id: "a1000000-0000-4000-9000-000000000005",
    distinguished_name: "CN=SMTP switch not read,CN=Auth Policies,CN=Configuration,CN=contoso.onmicrosoft.com,CN=ConfigurationUnits,DC=JPNPR01A001,DC=PROD,DC=OUTLOOK,DC=COM",
    allows: &[],
    null: "",
    absent: "AllowBasicAuthSmtp",
};

impl AuthPolicy {
    /// Writes the row of `Get-AuthenticationPolicy`.
    pub(crate) fn write(&self, row: &mut Row) {
        row.cell("Name", Cell::Text(self.name));
        for switch in SWITCHES {
            let cell = if switch == self.null {
                Cell::Null
            } else if switch == self.absent {
                Cell::Absent
            } else {
                Cell::Bool(self.allows.contains(&switch))
            };
            row.cell(switch, cell);
        }
        row.cell("AdminDisplayName", Cell::Text(""));
        row.cell("ExchangeVersion", Cell::Text("0.20 (15.0.0.0)"));
        row.cell("DistinguishedName", Cell::Text(self.distinguished_name));
        row.cell("Identity", Cell::Text(self.name));
        row.cell("Id", Cell::Text(self.name));
        row.cell("Guid", Cell::Text(self.guid));
        row.cell("ExchangeObjectId", Cell::Text(self.exchange_object_id));
        row.cell("OrganizationalUnitRoot", Cell::Text("contoso.onmicrosoft.com"));
        row.cell("WhenCreated", Cell::Date(1_600_000_000));
        row.cell("WhenChanged", Cell::Date(1_700_000_000));
        row.cell("IsValid", Cell::Bool(true));
        row.cell("ObjectState", Cell::Text("Unchanged"));
    }
}
