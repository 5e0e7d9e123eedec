//! Rows of `Get-User`.

use crate::naming::DOMAIN;
use crate::person::{Kind, Person};
use crate::row::{Block, Cell, EMPTY_LIST, Row, RowStyle};
use crate::shapes::{id_cell, name_cell};
use crate::tenant::{ORGANIZATION_DN, ORGANIZATION_ID};

/// What is the same in every user of a tenant.
pub(crate) struct Users {
    account: Block,
    phones: Block,
    organization: Block,
}

impl Users {
    pub(crate) fn new(style: RowStyle) -> Self {
        let (no, null) = (Cell::Bool(false), Cell::Null);
        let empty = Cell::Text("");
        let block = |cells: &[(&str, Cell<'_>)]| Block::new(style, cells);
        Self {
            account: block(&[
                ("IsSecurityPrincipal", Cell::Bool(true)),
                ("IsLinked", no),
                ("SidHistory", EMPTY_LIST),
                ("UserAccountControl", Cell::Text("NormalAccount")),
                ("ResetPasswordOnNextLogon", no),
                ("ConsumerNetID", null),
                ("CanHaveCloudCache", no),
                ("LegacyAgeGroup", Cell::Text("None")),
            ]),
            phones: block(&[
                ("Fax", empty),
                ("HomePhone", empty),
                ("MobilePhone", empty),
                ("OtherTelephone", EMPTY_LIST),
                ("Pager", empty),
                ("AssistantName", empty),
                ("Manager", null),
                ("DirectReports", EMPTY_LIST),
            ]),
            organization: block(&[
                ("AdministrativeUnits", EMPTY_LIST),
                ("OrganizationId", Cell::Text(ORGANIZATION_ID)),
                ("IsValid", Cell::Bool(true)),
                ("ObjectState", Cell::Text("Unchanged")),
            ]),
        }
    }

    /// Writes the cells of one user.
    pub(crate) fn write(&self, row: &mut Row, person: &Person) {
        let traits = &person.traits;
        row.block(&self.account);
        row.cell("AccountDisabled", traits.account_disabled.cell());
        row.cell("AuthenticationPolicy", traits.policy.cell());
        row.cell("StsRefreshTokensValidFrom", Cell::Date(person.created));
        row.cell("RemotePowerShellEnabled", traits.remote_powershell.cell());
        row.cell("EXOModuleEnabled", traits.exo_module.cell());
        name_cell(row, "UserPrincipalName", &person.upn, traits.user_upn);
        row.cell("MicrosoftOnlineServicesID", Cell::Text(&person.upn));
        mail_cell(row, "WindowsEmailAddress", person);
        row.cell("DisplayName", Cell::Text(&person.display));
        row.cell("FirstName", Cell::Text(person.given));
        row.cell("LastName", Cell::Text(person.surname));
        row.cell("Department", Cell::Text(person.department));
        row.cell("Title", Cell::Text(person.title));
        row.cell("Office", Cell::Text(person.office.name));
        row.cell("StreetAddress", Cell::Text(person.office.street));
        row.cell("City", Cell::Text(person.office.city));
        row.cell("StateOrProvince", Cell::Text(person.office.state));
        row.cell("PostalCode", Cell::Text(person.office.postal_code));
        row.cell("CountryOrRegion", Cell::Text(person.office.country));
        row.block(&self.phones);
        row.cell("Notes", Cell::Text(notes(person)));
        let (recipient, details) = recipient_types(person);
        row.cell("RecipientType", Cell::Text(recipient));
        row.cell("RecipientTypeDetails", Cell::Text(details));
        id_cell(row, "ExternalDirectoryObjectId", &person.id, traits.user_id);
        row.cell("Identity", Cell::Plain(person.id.bytes()));
        row.cell(
            "DistinguishedName",
            Cell::Parts(&[b"CN=", person.id.bytes(), b",", ORGANIZATION_DN]),
        );
        row.cell("Guid", Cell::Plain(person.guid.bytes()));
        row.cell("WhenChangedUTC", Cell::Date(person.changed));
        row.cell("WhenCreatedUTC", Cell::Date(person.created));
        row.block(&self.organization);
    }
}

/// The mail address in user and directory rows, which some people have apart from the mailbox.
pub(crate) fn mail_cell(row: &mut Row, name: &str, person: &Person) {
    if person.traits.shares_address {
        row.cell(name, Cell::Text(&person.smtp));
    } else {
        row.cell(name, Cell::Parts(&[b"old.", person.alias.as_bytes(), b"@", DOMAIN.as_bytes()]));
    }
}

/// Notes are where line breaks, quotes and commas get into an export.
const fn notes(person: &Person) -> &'static str {
    match person.index % 50 {
        7 => "Moved from Osaka,\r\nask \"HR\" first",
        23 => "引き継ぎ中, 2026年12月末まで",
        _ => "",
    }
}

fn recipient_types(person: &Person) -> (&'static str, &'static str) {
    if person.traits.has_mailbox {
        ("UserMailbox", person.traits.kind.recipient_type())
    } else if person.traits.external {
        ("MailUser", "GuestMailUser")
    } else {
        debug_assert_eq!(person.traits.kind, Kind::User);
        ("User", "User")
    }
}
