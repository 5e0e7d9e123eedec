//! What is known of the tenant as a whole.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use jiff::civil::Date;

use crate::conditional_access::ConditionalAccess;
use crate::id::Id;
use crate::mailbox::PolicyReference;
use crate::read::Read;
use crate::words::Protocol;

/// `EwsAllowedAppIDs`, as gate 3 reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EwsAllowList {
    /// Not read, or of another shape.
    #[default]
    NotRead,
    /// Read and empty.
    Empty,
    /// Read and set: the text as written.
    Set(String),
}

/// `Get-OrganizationConfig`.
#[derive(Clone, Debug, Default)]
pub struct Organization {
    /// `OAuth2ClientProfileEnabled`
    pub oauth2_client_profile_enabled: Read<bool>,
    /// `DefaultAuthenticationPolicy`
    pub default_authentication_policy: Read<String>,
    /// `EwsEnabled`
    pub ews_enabled: Read<bool>,
    /// `EwsAllowedAppIDs`
    pub ews_allowed_app_ids: EwsAllowList,
    /// `EwsApplicationAccessPolicy`
    pub ews_application_access_policy: Read<String>,
}

/// `Get-ActiveSyncOrganizationSettings` and `Get-ActiveSyncDeviceAccessRule`.
#[derive(Clone, Debug, Default)]
pub struct DeviceAccess {
    /// `DefaultAccessLevel`
    pub default_access_level: Read<String>,
    /// How many device access rules were read.
    pub rules: usize,
    /// The rules were read completely.
    pub rules_complete: bool,
}

/// A `Get-AuthenticationPolicy` row.
#[derive(Clone, Debug, Default)]
pub struct AuthenticationPolicy {
    /// `Name`
    pub name: Option<String>,
    /// Every text that refers to it: `Name`, `Identity`, `Id`, `DistinguishedName`, `Guid`,
    /// `ExchangeObjectId`.
    pub references: Vec<String>,
    /// `AllowBasicAuth…`, in the order of [`AuthenticationPolicy::switch`].
    pub allow_basic: [Read<bool>; 8],
}

impl AuthenticationPolicy {
    /// The properties of `allow_basic`, in order.
    pub const SWITCHES: [&'static str; 8] = [
        "AllowBasicAuthMapi",
        "AllowBasicAuthWebServices",
        "AllowBasicAuthActiveSync",
        "AllowBasicAuthImap",
        "AllowBasicAuthPop",
        "AllowBasicAuthSmtp",
        "AllowBasicAuthAutodiscover",
        "AllowBasicAuthPowershell",
    ];

    /// The position of the protocol's switch; Outlook on the web has none.
    pub const fn switch(protocol: Protocol) -> Option<usize> {
        match protocol {
            Protocol::MapiHttp => Some(0),
            Protocol::Ews => Some(1),
            Protocol::ActiveSync => Some(2),
            Protocol::Imap => Some(3),
            Protocol::Pop => Some(4),
            Protocol::Smtp => Some(5),
            Protocol::Autodiscover => Some(6),
            Protocol::PowerShell => Some(7),
            Protocol::OutlookWeb => None,
        }
    }

    /// Whether Basic is allowed for the protocol.
    pub fn allows(&self, protocol: Protocol) -> Read<bool> {
        Self::switch(protocol)
            .and_then(|switch| self.allow_basic.get(switch).copied())
            .unwrap_or(Read::Absent)
    }
}

/// The authentication policies of the tenant.
#[derive(Clone, Debug, Default)]
pub struct AuthenticationPolicies {
    rows: Vec<AuthenticationPolicy>,
    by_reference: HashMap<Id, u32, FixedState>,
    /// The part was read, complete or not.
    read: bool,
}

impl AuthenticationPolicies {
    /// The policies that were read, in file order.
    pub fn new(rows: Vec<AuthenticationPolicy>) -> Self {
        let mut by_reference = HashMap::default();
        for (index, row) in (0_u32..).zip(&rows) {
            for id in row.references.iter().filter_map(|text| Id::parse(text)) {
                by_reference.entry(id).or_insert(index);
            }
        }
        Self { rows, by_reference, read: true }
    }

    /// Whether the part was read.
    pub const fn is_read(&self) -> bool {
        self.read
    }

    /// Resolves a reference.
    pub fn reference<'a>(&self, text: &'a str) -> PolicyReference<'a> {
        let index = Id::parse(text).and_then(|id| self.by_reference.get(&id)).copied();
        PolicyReference { text, index }
    }

    /// The policy behind a reference.
    pub fn get(&self, reference: PolicyReference<'_>) -> Option<&AuthenticationPolicy> {
        self.rows.get(usize::try_from(reference.index?).ok()?)
    }
}

/// Everything that does not depend on the mailbox.
#[derive(Debug, Default)]
pub struct Tenant {
    /// `Get-OrganizationConfig`; every property absent where it was not read.
    pub organization: Organization,
    /// `SmtpClientAuthenticationDisabled` of `Get-TransportConfig`.
    pub smtp_client_authentication_disabled: Read<bool>,
    /// ActiveSync device access.
    pub device_access: DeviceAccess,
    /// The authentication policies.
    pub authentication_policies: AuthenticationPolicies,
    /// `isEnabled` of the security defaults policy.
    pub security_defaults: Read<bool>,
    /// The Conditional Access policies, `None` where the part was not read.
    pub conditional_access: Option<ConditionalAccess>,
    /// Whether an admin turned SMTP AUTH with Basic on again.
    pub smtp_basic_reenabled: Option<bool>,
    /// The date on which the snapshot was collected, `None` where it is not known.
    pub collected_on: Option<Date>,
}

impl Tenant {
    /// The authentication policy in force for a user's reference, with the reference that led to
    /// it: the user's, else the organization's default. `Null` means that there is none.
    pub fn effective_policy<'a>(
        &'a self,
        of_user: Read<PolicyReference<'a>>,
    ) -> Read<PolicyReference<'a>> {
        match of_user {
            Read::Null => self
                .organization
                .default_authentication_policy
                .as_ref()
                .map(|text| self.authentication_policies.reference(text)),
            other => other,
        }
    }
}
