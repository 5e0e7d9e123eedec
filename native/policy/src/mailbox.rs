//! What is known of one mailbox: plain values and borrowed texts, no text to parse and nothing to
//! allocate, so that judging is arithmetic.

use crate::id::Id;
use crate::read::{Joined, Read};

/// One mailbox (`Get-CASMailbox`) with the rows that belong to it.
#[derive(Clone, Copy, Debug)]
pub struct Mailbox<'a> {
    /// The id of the owner: of the mailbox, else the directory row, else the user row.
    pub user_id: Option<Id>,
    /// `MAPIEnabled`.
    pub mapi_enabled: Read<bool>,
    /// `EwsEnabled`.
    pub ews_enabled: Read<bool>,
    /// `ActiveSyncEnabled`.
    pub active_sync_enabled: Read<bool>,
    /// `ImapEnabled`.
    pub imap_enabled: Read<bool>,
    /// `PopEnabled`.
    pub pop_enabled: Read<bool>,
    /// `OWAEnabled`.
    pub owa_enabled: Read<bool>,
    /// `SmtpClientAuthenticationDisabled`.
    pub smtp_client_authentication_disabled: Read<bool>,
    /// `EwsApplicationAccessPolicy`.
    pub ews_application_access_policy: Read<&'a str>,
    /// `ActiveSyncAllowedDeviceIDs` or `ActiveSyncBlockedDeviceIDs` holds an id.
    pub has_device_list: bool,
    /// The `Get-User` row.
    pub user: Joined<User<'a>>,
    /// The Graph user.
    pub directory: Joined<Directory<'a>>,
}

impl Mailbox<'_> {
    /// A mailbox of which nothing was read.
    pub const fn unread() -> Self {
        Self {
            user_id: None,
            mapi_enabled: Read::Absent,
            ews_enabled: Read::Absent,
            active_sync_enabled: Read::Absent,
            imap_enabled: Read::Absent,
            pop_enabled: Read::Absent,
            owa_enabled: Read::Absent,
            smtp_client_authentication_disabled: Read::Absent,
            ews_application_access_policy: Read::Absent,
            has_device_list: false,
            user: Joined::NotRead,
            directory: Joined::NotRead,
        }
    }
}

/// The `Get-User` row of a mailbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct User<'a> {
    /// `AuthenticationPolicy`, resolved by [`crate::AuthenticationPolicies::reference`].
    pub authentication_policy: Read<PolicyReference<'a>>,
    /// `AccountDisabled`.
    pub account_disabled: Read<bool>,
    /// `EXOModuleEnabled`.
    pub exo_module_enabled: Read<bool>,
    /// `RemotePowerShellEnabled`.
    pub remote_powershell_enabled: Read<bool>,
}

/// A reference to an authentication policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyReference<'a> {
    /// The reference as written: name, distinguished name or GUID.
    pub text: &'a str,
    /// The position of the policy among those of the tenant, `None` where it is not among them.
    pub index: Option<u32>,
}

/// The Graph user of a mailbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct Directory<'a> {
    /// `accountEnabled`.
    pub account_enabled: Read<bool>,
    /// `userType`.
    pub user_type: Read<UserType>,
    /// The `userPrincipalName` contains `#EXT#`; `None` where it is not known.
    pub external_name: Option<bool>,
    /// `assignedPlans` hold a Kiosk plan and none that includes EWS.
    pub kiosk_only: Read<bool>,
    /// `perUserMfaState`.
    pub per_user_mfa: Read<PerUserMfa>,
    /// `groups` was read.
    pub groups_read: bool,
    /// `roles` was read.
    pub roles_read: bool,
    /// Which of the groups and roles that policies name the row lists: one bit each, as
    /// [`crate::conditional_access::Selectors`] numbers them.
    pub member_of: &'a [u64],
}

/// `userType`; every word but `Guest` counts as a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserType {
    /// A guest.
    Guest,
    /// Anyone else.
    Member,
}

/// `perUserMfaState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerUserMfa {
    /// `enabled`
    Enabled,
    /// `enforced`
    Enforced,
    /// `disabled`
    Disabled,
    /// A word that the contract does not know.
    Other,
}

impl PerUserMfa {
    /// Whether the state leaves app passwords as the only password that Basic takes.
    pub const fn asks_for_app_password(self) -> bool {
        matches!(self, Self::Enabled | Self::Enforced)
    }
}
