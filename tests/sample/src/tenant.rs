//! The organization of a generated tenant: names that rows repeat, and the state that a scenario
//! gives it.

use crate::auth_policies::{ALLOW_ALL, ALLOW_SMTP, BLOCK_ALL};
use crate::options::{Options, Profile, Scenario};
use crate::value::{NO, Value, YES};

/// The tenant id that Microsoft's own documentation uses as an example.
pub(crate) const TENANT_ID: &str = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
pub(crate) const FOREST: &[u8] = b"JPNPR01A001.PROD.OUTLOOK.COM";
pub(crate) const SCHEMA: &str = "JPNPR01A001.PROD.OUTLOOK.COM/Configuration/Schema/Person";
pub(crate) const LEGACY_ROOT: &[u8] =
    b"/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)";
pub(crate) const ORGANIZATION_DN: &[u8] = b"OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=JPNPR01A001,DC=PROD,DC=OUTLOOK,DC=COM";
pub(crate) const ORGANIZATION_ID: &str = "JPNPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com - JPNPR01A001.PROD.OUTLOOK.COM/ConfigurationUnits/contoso.onmicrosoft.com/Configuration";

/// Two applications with example ids of Microsoft's documentation.
const ALLOWED_APPS: &str =
    "00001111-aaaa-2222-bbbb-3333cccc4444,11112222-bbbb-3333-cccc-4444dddd5555";

/// The name of a mailbox server.
#[inline]
pub(crate) fn server(number: u64) -> [u8; 12] {
    let mut name = *b"TYXPR01MB000";
    let mut rest = number;
    for place in name.iter_mut().rev().take(3) {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    name
}

/// What a part of the manifest says, where it is not simply complete.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartState {
    pub(crate) status: &'static str,
    pub(crate) error: Option<&'static str>,
    /// Whether the file is there all the same.
    pub(crate) has_file: bool,
    /// Whether the manifest lists the part.
    pub(crate) listed: bool,
    /// Rows that the manifest counts beyond those in the file.
    pub(crate) missing_rows: u64,
}

impl PartState {
    pub(crate) const COMPLETE: Self =
        Self { status: "complete", error: None, has_file: true, listed: true, missing_rows: 0 };

    const fn lost(status: &'static str, error: &'static str) -> Self {
        Self { status, error: Some(error), has_file: false, ..Self::COMPLETE }
    }

    const fn cut(status: &'static str, error: &'static str) -> Self {
        Self { status, error: Some(error), ..Self::COMPLETE }
    }
}

/// The state of the organization.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tenant {
    profile: Profile,
    scenario: Scenario,
    pub(crate) ews: Value,
    pub(crate) allowed_apps: Value,
    pub(crate) allow_list_read: Option<bool>,
    pub(crate) ews_policy: Value,
    pub(crate) modern_auth: Value,
    pub(crate) default_policy: Value,
    pub(crate) smtp_off: Value,
    pub(crate) device_access: Value,
    pub(crate) device_rules: usize,
    pub(crate) security_defaults: Value,
    pub(crate) has_policies: bool,
    pub(crate) smtp_basic_reenabled: Option<bool>,
}

impl Tenant {
    /// The state that the options ask for.
    pub(crate) fn new(options: &Options) -> Self {
        let base = Self {
            profile: options.profile,
            scenario: options.scenario,
            ews: Value::Null,
            allowed_apps: Value::Null,
            allow_list_read: Some(true),
            ews_policy: Value::Null,
            modern_auth: YES,
            default_policy: Value::Null,
            smtp_off: YES,
            device_access: Value::Text("Allow"),
            device_rules: 0,
            security_defaults: NO,
            has_policies: true,
            smtp_basic_reenabled: None,
        };
        if options.profile == Profile::Demo {
            return Self {
                ews: YES,
                allowed_apps: Value::Text(ALLOWED_APPS),
                default_policy: Value::Text(BLOCK_ALL.name),
                ..base
            };
        }
        base.in_scenario()
    }

    fn in_scenario(self) -> Self {
        match self.scenario {
            Scenario::Baseline | Scenario::NoCa | Scenario::SmtpOff => self,
            Scenario::EwsList => Self {
                ews: YES,
                allowed_apps: Value::Text(ALLOWED_APPS),
                ews_policy: Value::Text("EnforceAllowList"),
                default_policy: Value::Text(BLOCK_ALL.distinguished_name),
                device_rules: 3,
                ..self
            },
            Scenario::EwsEmpty => Self {
                ews: YES,
                allowed_apps: Value::Text(""),
                ews_policy: Value::Text("AllowSomething"),
                default_policy: Value::Text("Deleted Policy"),
                ..self
            },
            Scenario::EwsOff => Self {
                ews: NO,
                default_policy: Value::Text(ALLOW_ALL.name),
                device_access: Value::Text("Quarantine"),
                ..self
            },
            Scenario::SecurityDefaults => {
                Self { security_defaults: YES, has_policies: false, ..self }
            }
            Scenario::Unread => Self {
                ews: YES,
                allow_list_read: None,
                ews_policy: Value::Absent,
                modern_auth: Value::Absent,
                default_policy: Value::Absent,
                device_access: Value::Null,
                device_rules: 0,
                security_defaults: Value::Null,
                ..self
            },
            Scenario::SmtpOn => {
                Self { smtp_off: NO, default_policy: Value::Text(ALLOW_SMTP.guid), ..self }
            }
            Scenario::Reenabled => {
                Self { smtp_off: NO, modern_auth: NO, smtp_basic_reenabled: Some(true), ..self }
            }
            Scenario::Kiosk => Self { ews: YES, allowed_apps: Value::Text(ALLOWED_APPS), ..self },
        }
    }

    /// What the manifest says of a part, and whether its file is written.
    pub(crate) fn part_state(&self, part: &str) -> PartState {
        match (self.scenario, part) {
            (Scenario::NoCa, "conditional-access") => {
                PartState::lost("failed", "403 Forbidden: Policy.Read.All is missing")
            }
            (Scenario::Unread, part) => unread(part),
            _ => PartState::COMPLETE,
        }
    }

    /// Whether this is the company of the profile `demo`.
    pub(crate) fn is_demo(&self) -> bool {
        self.profile == Profile::Demo
    }
}

/// One way of not being read for each part that decides something.
fn unread(part: &str) -> PartState {
    match part {
        // Neither listed nor there.
        "transport" => PartState { has_file: false, listed: false, ..PartState::COMPLETE },
        // "complete" without a file counts as absent.
        "security-defaults" => PartState { has_file: false, ..PartState::COMPLETE },
        "activesync-organization" => PartState::lost("failed", "the connection was closed"),
        "authentication-policies" => PartState::lost("skipped", "not asked for"),
        // What a failed part left behind must not be looked at.
        "users" => PartState::cut("Failed", "the operation timed out after 3,600 s"),
        "directory-users" => PartState::cut("complete", "running"),
        "activesync-rules" => PartState::cut("partial", "429 Too Many Requests"),
        // A word that nobody knows counts as partial.
        "conditional-access" => PartState::cut("paused", "waiting for consent"),
        // More rows were counted than came.
        "group-members" => PartState { missing_rows: 3, ..PartState::COMPLETE },
        "role-members" => PartState::lost("skipped", "not asked for"),
        _ => PartState::COMPLETE,
    }
}
