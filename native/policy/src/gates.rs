//! Gates 1 to 8: one function each, in the order of the contract's table (§4). Gate 9 is
//! [`crate::conditional_access`].

use jiff::civil::Date;

use crate::calendar::{Calendar, CalendarError, RuleDates};
use crate::mailbox::{Mailbox, PerUserMfa};
use crate::read::{Joined, Read};
use crate::tenant::{EwsAllowList, Tenant};
use crate::verdict::{Outcome, PerPair, Verdict};
use crate::words::{Confidence, Effect, Gate, Method, Pair, Protocol, Reason};

/// What the tenant and the date decide alone, for one date.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    /// The date.
    pub date: Date,
    /// Gate 1.
    pub retirement: PerPair<Outcome>,
    /// The verdicts that gate 1 settles, whatever the mailbox.
    pub settled: PerPair<Option<Verdict>>,
    /// Gate 2 asks for the licence.
    pub ews_license_in_force: bool,
    /// Gate 3 for EWS.
    pub ews_organization: Outcome,
}

impl Day {
    pub fn new(
        date: Date,
        calendar: &Calendar,
        tenant: &Tenant,
        smtp_basic_reenabled: Option<bool>,
    ) -> Result<Self, CalendarError> {
        let rules = calendar.rule_dates()?;
        let retirement = PerPair::from_fn(|pair| match pair {
            Pair::SmtpBasic => smtp_basic(date, &rules, tenant, smtp_basic_reenabled),
            Pair::ActiveSyncCertificate if date < rules.eas_certificate_retired => {
                Outcome::conditional(Reason::EasCertificateExistingTenantsOnly)
            }
            _ => retired(date, calendar, pair),
        });
        let settled = PerPair::from_fn(|pair| {
            let outcome = retirement.get(pair);
            (outcome.effect == Effect::Block).then(|| Verdict::blocked(Gate::Retirement, outcome))
        });
        Ok(Self {
            date,
            retirement,
            settled,
            ews_license_in_force: date >= rules.ews_kiosk_license,
            ews_organization: ews_organization(tenant, date >= rules.ews_off_by_default),
        })
    }
}

/// Gate 1: the first calendar row that blocks the pair by this date.
fn retired(date: Date, calendar: &Calendar, pair: Pair) -> Outcome {
    let in_force = calendar.rows.iter().find_map(|row| {
        let reason = row.blocks?;
        (row.concerns(pair) && row.date? <= date).then_some((reason, row.confidence))
    });
    in_force.map_or(Outcome::PASS, |(reason, confidence)| Outcome::block(reason).with(confidence))
}

/// Gate 1 for SMTP AUTH with Basic: off by default from its date, unless an admin turned it on
/// again. What a snapshot from before the date cannot know is forecast.
fn smtp_basic(date: Date, rules: &RuleDates, tenant: &Tenant, reenabled: Option<bool>) -> Outcome {
    if date < rules.smtp_basic_off {
        return Outcome::PASS;
    }
    let off = Outcome::block(Reason::SmtpBasicOffByDefault).with(Confidence::Announced);
    match reenabled.or(tenant.smtp_basic_reenabled) {
        Some(true) => Outcome::PASS,
        Some(false) => off,
        None if tenant.collected_on.is_some_and(|day| day < rules.smtp_basic_off) => off,
        None => Outcome::of(Effect::Unknown, Reason::SmtpBasicSwitchNotRead),
    }
}

/// Gate 2, where it is in force: EWS by licence.
pub(crate) fn license(mailbox: &Mailbox<'_>) -> Outcome {
    match mailbox.directory {
        Joined::NotRead => Outcome::MISSING,
        Joined::None => Outcome::ASSUMED,
        Joined::Row(row) => {
            let kiosk = Outcome::block(Reason::EwsKioskLicense);
            row.kiosk_only.choose(Outcome::ASSUMED, Outcome::ASSUMED, Outcome::PASS, kiosk)
        }
    }
}

/// Gate 3 for EWS: `EwsEnabled` and `EwsAllowedAppIDs`, before and after the default changed.
fn ews_organization(tenant: &Tenant, off_by_default: bool) -> Outcome {
    let organization = &tenant.organization;
    match (organization.ews_enabled, &organization.ews_allowed_app_ids) {
        (Read::Absent | Read::OtherShape, _) => Outcome::MISSING,
        (Read::Value(false), _) => Outcome::block(Reason::EwsOrgDisabled),
        (Read::Null, _) if off_by_default => {
            Outcome::conditional(Reason::EwsPendingFlip).with(Confidence::Announced)
        }
        (Read::Null, _) => Outcome::PASS,
        (Read::Value(true), EwsAllowList::NotRead) => {
            Outcome::of(Effect::Unknown, Reason::EwsAllowListNotRead)
        }
        (Read::Value(true), EwsAllowList::Set(_)) => {
            Outcome::conditional(Reason::EwsListedAppsOnly)
        }
        (Read::Value(true), EwsAllowList::Empty) if off_by_default => {
            Outcome::block(Reason::EwsAllowListEmpty)
        }
        (Read::Value(true), EwsAllowList::Empty) => Outcome::PASS,
    }
}

/// How firm a rule on SMTP AUTH switches is: Microsoft's text speaks of authenticated SMTP and
/// does not single out OAuth.
const fn smtp_confidence(method: Method) -> Confidence {
    match method {
        Method::Basic | Method::Certificate => Confidence::Documented,
        Method::OAuth | Method::AppOnly => Confidence::Inferred,
    }
}

/// Gate 3 for what is not EWS.
pub(crate) fn organization(tenant: &Tenant, mailbox: &Mailbox<'_>, pair: Pair) -> Outcome {
    match pair.protocol() {
        Protocol::MapiHttp if pair.method() == Method::OAuth => {
            match tenant.organization.oauth2_client_profile_enabled {
                Read::Value(true) => Outcome::PASS,
                Read::Value(false) => Outcome::block(Reason::ModernAuthOffForOutlook),
                Read::Absent | Read::OtherShape | Read::Null => Outcome::MISSING,
            }
        }
        Protocol::Smtp if mailbox.smtp_client_authentication_disabled == Read::Null => {
            match tenant.smtp_client_authentication_disabled {
                Read::Value(false) => Outcome::PASS,
                Read::Value(true) => Outcome::block(Reason::SmtpAuthOffForOrganization)
                    .with(smtp_confidence(pair.method())),
                Read::Absent | Read::OtherShape | Read::Null => Outcome::MISSING,
            }
        }
        _ => Outcome::PASS,
    }
}

/// The mailbox's own switch of a protocol, for those that have one.
pub(crate) fn mailbox_switch(mailbox: &Mailbox<'_>, protocol: Protocol) -> Option<Read<bool>> {
    match protocol {
        Protocol::MapiHttp => Some(mailbox.mapi_enabled),
        Protocol::Ews => Some(mailbox.ews_enabled),
        Protocol::ActiveSync => Some(mailbox.active_sync_enabled),
        Protocol::Imap => Some(mailbox.imap_enabled),
        Protocol::Pop => Some(mailbox.pop_enabled),
        Protocol::OutlookWeb => Some(mailbox.owa_enabled),
        Protocol::PowerShell => {
            Some(mailbox.user.row().map_or(Read::Absent, |user| match user.exo_module_enabled {
                Read::Value(enabled) => Read::Value(enabled),
                _ => user.remote_powershell_enabled,
            }))
        }
        Protocol::Smtp | Protocol::Autodiscover => None,
    }
}

/// Gate 4.
pub(crate) fn mailbox(tenant: &Tenant, mailbox: &Mailbox<'_>, pair: Pair) -> Outcome {
    if pair.protocol() == Protocol::Smtp {
        return mailbox_smtp(tenant, mailbox, pair.method());
    }
    let Some(switch) = mailbox_switch(mailbox, pair.protocol()) else { return Outcome::PASS };
    let ews = pair.protocol() == Protocol::Ews;
    *(if ews { &EWS_SWITCH } else { &SWITCH }).get(switch.number()).unwrap_or(&Outcome::MISSING)
}

/// Gate 4 by the mailbox's switch of a protocol.
pub(crate) const SWITCH: [Outcome; 5] = Read::table(
    Outcome::MISSING,
    Outcome::MISSING,
    Outcome::block(Reason::ProtocolOffForMailbox),
    Outcome::PASS,
);

/// The same for `EwsEnabled`, where null is a value.
pub(crate) const EWS_SWITCH: [Outcome; 5] = Read::table(
    Outcome::MISSING,
    Outcome::PASS,
    Outcome::block(Reason::ProtocolOffForMailbox),
    Outcome::PASS,
);

/// Gate 4 for SMTP AUTH: the mailbox's value overrides the organization's. Microsoft documents
/// that, hands-on reports doubt it: allowed against the organization's word is inferred.
fn mailbox_smtp(tenant: &Tenant, mailbox: &Mailbox<'_>, method: Method) -> Outcome {
    let against = tenant.smtp_client_authentication_disabled == Read::Value(true);
    let on = if against { Outcome::PASS.with(Confidence::Inferred) } else { Outcome::PASS };
    let off = Outcome::block(Reason::SmtpAuthOffForMailbox).with(smtp_confidence(method));
    let disabled = mailbox.smtp_client_authentication_disabled;
    disabled.choose(Outcome::MISSING, Outcome::PASS, on, off)
}

/// Gate 5.
pub(crate) fn access_list(tenant: &Tenant, mailbox: &Mailbox<'_>, protocol: Protocol) -> Outcome {
    match protocol {
        Protocol::Ews => ews_user_agents(tenant, mailbox),
        Protocol::ActiveSync => device_access(tenant, mailbox),
        _ => Outcome::PASS,
    }
}

/// The user-agent policy in force for EWS: the mailbox's counts only where its EWS is on.
pub(crate) fn ews_access_policy<'a>(tenant: &'a Tenant, mailbox: &Mailbox<'a>) -> Read<&'a str> {
    let of_mailbox = mailbox.ews_application_access_policy;
    match of_mailbox {
        Read::Value(_) if mailbox.ews_enabled == Read::Value(true) => of_mailbox,
        Read::Value(_) | Read::Null => {
            tenant.organization.ews_application_access_policy.as_ref().map(String::as_str)
        }
        Read::Absent | Read::OtherShape => of_mailbox,
    }
}

fn ews_user_agents(tenant: &Tenant, mailbox: &Mailbox<'_>) -> Outcome {
    let lists = ["EnforceAllowList", "EnforceBlockList"];
    match ews_access_policy(tenant, mailbox) {
        Read::Null => Outcome::PASS,
        Read::Value(text) if lists.iter().any(|list| list.eq_ignore_ascii_case(text)) => {
            Outcome::conditional(Reason::EwsUserAgentList)
        }
        Read::Value(_) | Read::Absent | Read::OtherShape => Outcome::MISSING,
    }
}

fn device_access(tenant: &Tenant, mailbox: &Mailbox<'_>) -> Outcome {
    let access = &tenant.device_access;
    let level = access.default_access_level.as_ref().value();
    let restricted = level.is_some_and(|level| !level.eq_ignore_ascii_case("Allow"));
    if restricted || access.rules > 0 || mailbox.has_device_list {
        Outcome::conditional(Reason::EasDeviceAccess)
    } else if level.is_none() || !access.rules_complete {
        Outcome::ASSUMED
    } else {
        Outcome::PASS
    }
}

/// Gate 6, for Basic.
pub(crate) fn authentication_policy(
    tenant: &Tenant,
    mailbox: &Mailbox<'_>,
    protocol: Protocol,
) -> Outcome {
    let Some(user) = mailbox.user.row() else {
        return Outcome::MISSING;
    };
    let reference = match tenant.effective_policy(user.authentication_policy) {
        Read::Null => return Outcome::PASS,
        Read::Absent | Read::OtherShape => return Outcome::MISSING,
        Read::Value(reference) => reference,
    };
    if !tenant.authentication_policies.is_read() {
        return Outcome::MISSING;
    }
    let Some(policy) = tenant.authentication_policies.get(reference) else {
        return Outcome::of(Effect::Unknown, Reason::AuthenticationPolicyNotFound);
    };
    match policy.allows(protocol) {
        Read::Value(true) => Outcome::PASS,
        Read::Value(false) => Outcome::block(Reason::BlockedByAuthenticationPolicy),
        Read::Null | Read::Absent | Read::OtherShape => Outcome::MISSING,
    }
}

/// Gate 7, first part: is the account on?
pub(crate) fn account(mailbox: &Mailbox<'_>) -> Outcome {
    let disabled = Outcome::block(Reason::AccountDisabled);
    let enabled = match &mailbox.directory {
        Joined::NotRead => return Outcome::MISSING,
        Joined::None => None,
        Joined::Row(row) => row.account_enabled.value(),
    };
    match enabled {
        Some(true) => return Outcome::PASS,
        Some(false) => return disabled,
        None => {}
    }
    match &mailbox.user {
        Joined::NotRead => Outcome::MISSING,
        Joined::None => Outcome::ASSUMED,
        Joined::Row(user) => match user.account_disabled {
            Read::Value(true) => disabled,
            Read::Value(false) => Outcome::PASS,
            Read::Null | Read::Absent | Read::OtherShape => Outcome::ASSUMED,
        },
    }
}

/// Gate 7, second part, for SMTP AUTH with Basic: per-user MFA leaves app passwords only.
pub(crate) fn account_smtp_basic(account: Outcome, mailbox: &Mailbox<'_>) -> Outcome {
    if matches!(account.effect, Effect::Block | Effect::Unknown) {
        return account;
    }
    match mailbox.directory.row().and_then(|row| row.per_user_mfa.value()) {
        Some(PerUserMfa::Enabled | PerUserMfa::Enforced) => {
            Outcome::conditional(Reason::AppPasswordOnly)
        }
        Some(PerUserMfa::Disabled) => account,
        Some(PerUserMfa::Other) | None => Outcome::ASSUMED,
    }
}

/// Gate 8, for Basic and certificates.
pub(crate) fn security_defaults(tenant: &Tenant, method: Method) -> Outcome {
    let outcome = match tenant.security_defaults {
        Read::Value(true) => Outcome::block(Reason::SecurityDefaultsOn),
        Read::Value(false) => return Outcome::PASS,
        Read::Null | Read::Absent | Read::OtherShape => Outcome::MISSING,
    };
    if method == Method::Certificate { outcome.with(Confidence::Inferred) } else { outcome }
}
