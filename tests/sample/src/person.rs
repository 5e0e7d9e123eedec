//! A person (or a room, a printer …) and everything about it that decides verdicts.

use crate::guid::Guid;
use crate::names::{Locale, Office};
use crate::value::{IdShape, ListShape, NO, NameShape, Phone, Plans, Value, YES};

/// What a mailbox is for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Kind {
    #[default]
    User,
    Shared,
    Room,
    Equipment,
    /// A printer, a scanner or an application that sends mail.
    Machine,
}

impl Kind {
    pub(crate) const fn recipient_type(self) -> &'static str {
        match self {
            Self::User | Self::Machine => "UserMailbox",
            Self::Shared => "SharedMailbox",
            Self::Room => "RoomMailbox",
            Self::Equipment => "EquipmentMailbox",
        }
    }
}

/// The inputs of the verdicts that lie on one mailbox, its user row and its directory row.
#[derive(Clone, Debug)]
pub(crate) struct Traits {
    pub(crate) kind: Kind,
    pub(crate) mapi: Value,
    pub(crate) ews: Value,
    pub(crate) active_sync: Value,
    pub(crate) imap: Value,
    pub(crate) pop: Value,
    pub(crate) owa: Value,
    pub(crate) smtp_off: Value,
    pub(crate) ews_policy: Value,
    pub(crate) allowed_devices: ListShape,
    /// Number of ids in the list.
    pub(crate) allowed_count: u8,
    pub(crate) blocked_devices: ListShape,
    pub(crate) blocked_count: u8,
    /// Whether `RecipientTypeDetails` is known where the mailbox was read.
    pub(crate) type_known: bool,

    pub(crate) exo_module: Value,
    pub(crate) remote_powershell: Value,
    pub(crate) policy: Value,
    pub(crate) account_disabled: Value,

    pub(crate) account_enabled: Value,
    pub(crate) user_type: Value,
    pub(crate) mfa: Value,
    pub(crate) plans: Plans,
    pub(crate) groups: ListShape,
    /// Groups that policies name, as bits of the catalogue.
    pub(crate) named_groups: u64,
    /// Further groups, which no policy names.
    pub(crate) other_groups: u8,
    pub(crate) roles: ListShape,
    /// Roles, as bits of [`ROLES`](crate::groups::ROLES).
    pub(crate) role_bits: u32,

    /// Guest from another tenant: the user name holds `#EXT#`.
    pub(crate) external: bool,
    /// The primary address is another than the user name.
    pub(crate) other_address: bool,
    /// Address with letters beyond ASCII.
    pub(crate) wide_address: bool,
    pub(crate) mailbox_id: IdShape,
    pub(crate) user_id: IdShape,
    pub(crate) directory_id: IdShape,
    /// `UserPrincipalName` in the mailbox row.
    pub(crate) mailbox_upn: NameShape,
    pub(crate) mailbox_smtp: NameShape,
    pub(crate) user_upn: NameShape,
    pub(crate) directory_upn: NameShape,
    /// The mail addresses of user and directory row are the mailbox's primary address.
    pub(crate) shares_address: bool,

    pub(crate) phone: Phone,

    pub(crate) has_mailbox: bool,
    pub(crate) has_user_row: bool,
    pub(crate) has_directory_row: bool,
}

impl Default for Traits {
    /// Everything read and nothing in the way: every gate that looks at these inputs passes.
    fn default() -> Self {
        Self {
            kind: Kind::User,
            mapi: YES,
            ews: YES,
            active_sync: YES,
            imap: YES,
            pop: YES,
            owa: YES,
            smtp_off: NO,
            ews_policy: Value::Null,
            allowed_devices: ListShape::Plain,
            allowed_count: 0,
            blocked_devices: ListShape::Plain,
            blocked_count: 0,
            type_known: true,
            exo_module: YES,
            remote_powershell: YES,
            policy: Value::Null,
            account_disabled: NO,
            account_enabled: YES,
            user_type: Value::Text("Member"),
            mfa: Value::Text("disabled"),
            plans: Plans::Enterprise,
            groups: ListShape::Plain,
            named_groups: 0,
            other_groups: 0,
            roles: ListShape::Plain,
            role_bits: 0,
            external: false,
            other_address: false,
            wide_address: false,
            mailbox_id: IdShape::Plain,
            user_id: IdShape::Plain,
            directory_id: IdShape::Plain,
            mailbox_upn: NameShape::Absent,
            mailbox_smtp: NameShape::Plain,
            user_upn: NameShape::Plain,
            directory_upn: NameShape::Plain,
            shares_address: true,
            phone: Phone::Nothing,
            has_mailbox: true,
            has_user_row: true,
            has_directory_row: true,
        }
    }
}

/// One person, filled anew for every row so that its texts keep their memory.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) index: u64,
    pub(crate) id: Guid,
    pub(crate) guid: Guid,
    pub(crate) locale: Locale,
    pub(crate) given: &'static str,
    pub(crate) surname: &'static str,
    pub(crate) display: String,
    /// Local part of the address.
    pub(crate) alias: String,
    pub(crate) upn: String,
    pub(crate) smtp: String,
    pub(crate) department: &'static str,
    pub(crate) title: &'static str,
    pub(crate) office: &'static Office,
    /// When the mailbox was made and last changed, in seconds since 1970-01-01.
    pub(crate) created: i64,
    pub(crate) changed: i64,
    pub(crate) traits: Traits,
}

/// Where nobody works: the office of rooms before they are filled in.
static NO_OFFICE: Office = Office {
    name: "",
    street: "",
    city: "",
    state: "",
    postal_code: "",
    country: "",
    usage_location: "JP",
};

impl Default for Person {
    fn default() -> Self {
        Self {
            index: 0,
            id: Guid::from_halves(0, 0),
            guid: Guid::from_halves(0, 0),
            locale: Locale::default(),
            given: "",
            surname: "",
            display: String::new(),
            alias: String::new(),
            upn: String::new(),
            smtp: String::new(),
            department: "",
            title: "",
            office: &NO_OFFICE,
            created: 0,
            changed: 0,
            traits: Traits::default(),
        }
    }
}
