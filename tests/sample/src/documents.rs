//! The documents of a snapshot: organization, transport, ActiveSync and security defaults; and the
//! rows of ActiveSync rules, which are as few.

use crate::row::{Cell, EMPTY_LIST, Row};
use crate::tenant::Tenant;

/// Writes `Get-OrganizationConfig`.
pub(crate) fn organization(row: &mut Row, tenant: &Tenant) {
    let (yes, no, null) = (Cell::Bool(true), Cell::Bool(false), Cell::Null);
    row.cell("Name", Cell::Text("contoso.onmicrosoft.com"));
    row.cell("DisplayName", Cell::Text("コントソ株式会社 (Contoso Japan)"));
    row.cell("AuditDisabled", no);
    row.cell("HybridConfigurationStatus", Cell::Text("Unknown"));
    row.cell("OAuth2ClientProfileEnabled", tenant.modern_auth.cell());
    row.cell("DefaultAuthenticationPolicy", tenant.default_policy.cell());
    row.cell("EwsEnabled", tenant.ews.cell());
    row.cell("EwsAllowedAppIDs", tenant.allowed_apps.cell());
    row.cell("EwsApplicationAccessPolicy", tenant.ews_policy.cell());
    row.cell("EwsAllowOutlook", null);
    row.cell("EwsAllowMacOutlook", null);
    row.cell("EwsAllowEntourage", null);
    row.cell("EwsAllowList", crate::row::list(r#"["ContosoCalendar/*","Outlook-iOS/*"]"#));
    row.cell("EwsBlockList", EMPTY_LIST);
    row.cell("SendFromAliasEnabled", no);
    row.cell("RejectDirectSend", no);
    row.cell("EnforceExoAppRbacPermissions", null);
    row.cell("IPListBlocked", EMPTY_LIST);
    row.cell("PublicComputersDetectionEnabled", no);
    row.cell("AutodiscoverPartialDirSync", no);
    row.cell("ConnectorsEnabled", yes);
    row.cell("ConnectorsEnabledForOutlook", yes);
    row.cell("ConnectorsEnabledForSharepoint", yes);
    row.cell("ConnectorsEnabledForTeams", yes);
    row.cell("ConnectorsEnabledForYammer", yes);
    row.cell("CustomerLockboxEnabled", no);
    row.cell("SmtpActionableMessagesEnabled", yes);
    row.cell("ActivityBasedAuthenticationTimeoutEnabled", yes);
    row.cell("ActivityBasedAuthenticationTimeoutInterval", Cell::Text("06:00:00"));
    row.cell("ActivityBasedAuthenticationTimeoutWithSingleSignOnEnabled", yes);
    row.cell("BookingsEnabled", yes);
    row.cell("WhenChangedUTC", Cell::Date(1_790_000_000));
    row.cell("IsValid", yes);
    row.cell("ObjectState", Cell::Text("Changed"));
}

/// Writes `Get-TransportConfig`.
pub(crate) fn transport(row: &mut Row, tenant: &Tenant) {
    let (yes, no, null) = (Cell::Bool(true), Cell::Bool(false), Cell::Null);
    let unlimited = Cell::Text("Unlimited");
    row.cell("Name", Cell::Text("Transport Settings"));
    row.cell("TLSReceiveDomainSecureList", EMPTY_LIST);
    row.cell("TLSSendDomainSecureList", EMPTY_LIST);
    row.cell("GenerateCopyOfDSNFor", EMPTY_LIST);
    row.cell("InternalSMTPServers", EMPTY_LIST);
    row.cell("JournalingReportNdrTo", Cell::Text("<>"));
    row.cell("MaxDumpsterSizePerDatabase", Cell::Text("18 MB (18,874,368 bytes)"));
    row.cell("MaxDumpsterTime", Cell::Text("7.00:00:00"));
    row.cell("VerifySecureSubmitEnabled", no);
    row.cell("ClearCategories", yes);
    row.cell("AddressBookPolicyRoutingEnabled", no);
    row.cell("DSNConversionMode", Cell::Text("PreserveDSNBody"));
    row.cell("MaxReceiveSize", unlimited);
    row.cell("MaxRecipientEnvelopeLimit", unlimited);
    row.cell("MaxSendSize", unlimited);
    row.cell("ExternalPostmasterAddress", null);
    row.cell("HygieneSuite", Cell::Text("Premium"));
    row.cell("MigrationEnabled", yes);
    row.cell("SafetyNetHoldTime", Cell::Text("7.00:00:00"));
    row.cell(
        "TransportRuleMinProductVersion",
        Cell::Raw { json: r#"{"Major":14,"Minor":0,"Build":0,"Revision":0}"#, csv: "14.0.0.0" },
    );
    row.cell("AnonymousSenderToRecipientRatePerHour", Cell::Number(1800));
    row.cell("SmtpClientAuthenticationDisabled", tenant.smtp_off.cell());
    row.cell("ReplyAllStormProtectionEnabled", yes);
    row.cell("ReplyAllStormDetectionMinimumRecipients", Cell::Number(2500));
    row.cell("AllowLegacyTLSClients", null);
    row.cell("MessageExpiration", Cell::Text("1.00:00:00"));
    row.cell("EnableExternalHTTPMailDelivery", no);
    row.cell("AdminDisplayName", Cell::Text(""));
    row.cell("Identity", Cell::Text("Transport Settings"));
    row.cell("WhenChangedUTC", Cell::Date(1_780_000_000));
    row.cell("IsValid", yes);
    row.cell("ObjectState", Cell::Text("Unchanged"));
}

/// Writes `Get-ActiveSyncOrganizationSettings`.
pub(crate) fn activesync_organization(row: &mut Row, tenant: &Tenant) {
    row.cell("DefaultAccessLevel", tenant.device_access.cell());
    row.cell("UserMailInsert", Cell::Text(""));
    row.cell("AllowAccessForUnSupportedPlatform", Cell::Bool(false));
    row.cell("AdminMailRecipients", EMPTY_LIST);
    row.cell("OtaNotificationMailInsert", Cell::Text(""));
    row.cell("DeviceFiltering", Cell::Null);
    row.cell("AllowRMSSupportForUnenlightenedApps", Cell::Bool(false));
    row.cell("EnableMobileMailboxPolicyWhenCAInplace", Cell::Bool(true));
    row.cell("TenantAdminPreference", Cell::Text("Default"));
    row.cell("Name", Cell::Text("Mobile Mailbox Settings"));
    row.cell("Identity", Cell::Text("Mobile Mailbox Settings"));
    row.cell("IsValid", Cell::Bool(true));
}

/// Writes Graph's `identitySecurityDefaultsEnforcementPolicy`.
pub(crate) fn security_defaults(row: &mut Row, tenant: &Tenant) {
    row.cell("id", Cell::Text("00000000-0000-0000-0000-000000000005"));
    row.cell("displayName", Cell::Text("Security Defaults"));
    row.cell(
        "description",
        Cell::Text("Security defaults is a set of basic identity security mechanisms."),
    );
    row.cell("isEnabled", tenant.security_defaults.cell());
}

/// Names, query and access level of the rules.
const DEVICE_RULES: [(&str, &str, &str); 3] = [
    ("Outlook for iOS and Android", "DeviceModel", "Allow"),
    ("iPhone", "DeviceType", "Quarantine"),
    ("Windows Mail", "DeviceModel", "Block"),
];

/// Writes `Get-ActiveSyncDeviceAccessRule` number `number`.
pub(crate) fn activesync_rule(row: &mut Row, number: usize) {
    let (query, characteristic, level) =
        DEVICE_RULES.get(number % DEVICE_RULES.len()).copied().unwrap_or_default();
    row.cell("QueryString", Cell::Text(query));
    row.cell("Characteristic", Cell::Text(characteristic));
    row.cell("AccessLevel", Cell::Text(level));
    row.cell("Name", Cell::Parts(&[query.as_bytes(), b" (", characteristic.as_bytes(), b")"]));
    row.cell("Identity", Cell::Parts(&[query.as_bytes(), b" (", characteristic.as_bytes(), b")"]));
    row.cell("IsValid", Cell::Bool(true));
}
