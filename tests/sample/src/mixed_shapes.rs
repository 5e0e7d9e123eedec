//! The variants that the profile `mixed` takes each input through. What passes a gate comes last:
//! it is what the other mailboxes have anyway.

use crate::auth_policies::{ALLOW_ALL, ALLOW_SMTP, BLOCK_ALL, SMTP_ABSENT, SMTP_NULL};
use crate::value::{ListShape, NO, NameShape, Plans, Value, YES};

/// What a boolean comes as.
pub(crate) const FLAGS: [Value; 11] = [
    NO,
    Value::Null,
    Value::Absent,
    Value::Text("True"),
    Value::Text("false"),
    Value::Number,
    Value::Object,
    Value::AtText,
    Value::TypeText,
    Value::Text(" \u{3000}"),
    YES,
];

/// What the reference to an authentication policy comes as.
pub(crate) const POLICY_REFERENCES: [Value; 18] = [
    Value::Text(BLOCK_ALL.name),
    Value::Text("block BASIC auth"),
    Value::Text(ALLOW_SMTP.distinguished_name),
    Value::Text(ALLOW_ALL.name),
    Value::Text(ALLOW_SMTP.guid),
    Value::Text(ALLOW_SMTP.exchange_object_id),
    Value::Text("A1000000-0000-4000-8000-000000000001"),
    Value::Text("Retired Policy 2019"),
    Value::Text("b2000000-0000-4000-8000-00000000dead"),
    Value::Text(SMTP_NULL.name),
    Value::Text(SMTP_ABSENT.name),
    Value::Text("  Block Basic Auth "),
    Value::Absent,
    Value::Text(""),
    Value::Number,
    Value::Object,
    Value::AtText,
    Value::TypeText,
];

/// What the mailbox's user-agent policy for EWS comes as.
pub(crate) const EWS_POLICIES: [Value; 9] = [
    Value::Text("EnforceAllowList"),
    Value::Text("EnforceBlockList"),
    Value::Text("enforceallowlist"),
    Value::Text("AllowEverybody"),
    Value::Absent,
    Value::Number,
    Value::Object,
    Value::AtText,
    Value::Text(""),
];

/// What the per-user MFA state comes as.
pub(crate) const MFA_STATES: [Value; 10] = [
    Value::Text("enabled"),
    Value::Text("enforced"),
    Value::Text("Enforced"),
    Value::Text("unknownFutureValue"),
    Value::Null,
    Value::Absent,
    Value::Number,
    Value::Object,
    Value::AtText,
    Value::Text("disabled"),
];

/// What the user type comes as.
pub(crate) const USER_TYPES: [Value; 8] = [
    Value::Text("Guest"),
    Value::Text("guest"),
    Value::Text("Internal"),
    Value::Null,
    Value::Absent,
    Value::Number,
    Value::AtText,
    Value::Text("Member"),
];

/// What the licences come as.
pub(crate) const PLANS: [Plans; 16] = [
    Plans::Kiosk,
    Plans::KioskWarning,
    Plans::KioskShouting,
    Plans::KioskAndStandard,
    Plans::KioskAndGovernment,
    Plans::KioskAndSuspended,
    Plans::KioskSuspended,
    Plans::Standard,
    Plans::NoExchange,
    Plans::Empty,
    Plans::Absent,
    Plans::Null,
    Plans::AtText,
    Plans::Texts,
    Plans::TypeText,
    Plans::Enterprise,
];

/// What a list of ids comes as.
pub(crate) const LISTS: [ListShape; 10] = [
    ListShape::Plain,
    ListShape::WithNulls,
    ListShape::One,
    ListShape::Absent,
    ListShape::Null,
    ListShape::Joined,
    ListShape::WithNumber,
    ListShape::WithObject,
    ListShape::AtText,
    ListShape::TypeText,
];

/// What a user name comes as.
pub(crate) const NAMES: [NameShape; 5] =
    [NameShape::Absent, NameShape::Null, NameShape::Upper, NameShape::Padded, NameShape::Plain];
