//! The trace: every gate consulted, in order, with what it read; for a person to follow and for a
//! machine to replay.
//!
//! Nothing here decides. The last step of a gate carries what the gate said, the steps before it
//! only what it read; [`replay`] takes the verdict from the steps alone.

mod lines;

use serde::{Deserialize, Serialize};

use lines::{Lines, joined, show_bool, show_text, state, truth};

use crate::conditional_access::{ClientType, ConditionalAccess, Match, PolicyEffect, PolicyState};
use crate::gates;
use crate::judge::Judge;
use crate::lanes::Answers;
use crate::mailbox::{Mailbox, PerUserMfa, UserType};
use crate::read::Read;
use crate::slots::asks;
use crate::tenant::{AuthenticationPolicy, EwsAllowList};
use crate::verdict::{Combine, Outcome, Verdict};
use crate::words::{Confidence, Effect, Gate, Pair, Protocol, Reason};

/// One line of a trace. Texts are the services' own words, in English always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TraceStep {
    /// The gate.
    pub gate: Gate,
    /// Where the value comes from: a cmdlet, a Graph resource, `Calendar`.
    pub source: String,
    /// The object: the organization, the mailbox, a policy's name.
    pub object: String,
    /// The property.
    pub property: String,
    /// Its value: `True`, a text, `null`, `not read`, `another shape`.
    pub value: String,
    /// What the gate says; `None` on a step that only tells what was read.
    pub effect: Option<Effect>,
    /// Why.
    pub reason: Reason,
    /// How firm the rule is.
    pub confidence: Confidence,
    /// The gate passes on an assumption.
    pub assumed: bool,
}

/// The verdict that the steps lead to (its `changes_on` is not in them).
pub fn replay(steps: &[TraceStep]) -> Verdict {
    let mut combine = Combine::default();
    for step in steps {
        if let Some(effect) = step.effect {
            let outcome = Outcome {
                effect,
                reason: step.reason,
                confidence: step.confidence,
                assumed: step.assumed,
            };
            if let Some(blocked) = combine.take(step.gate, outcome) {
                return blocked;
            }
        }
    }
    combine.verdict()
}

impl Judge<'_> {
    /// Every gate that asks the pair, with what it read. `name` is how the trace calls the mailbox.
    pub fn trace(
        &self,
        mailbox: &Mailbox<'_>,
        answers: &Answers,
        pair: Pair,
        name: &str,
    ) -> Vec<TraceStep> {
        let mut steps = Vec::new();
        for gate in Gate::ALL.iter().copied().filter(|gate| asks(*gate, pair)) {
            let mut lines = Lines { gate, name, steps: &mut steps };
            self.describe(gate, pair, mailbox, &mut lines);
            let outcome = self.outcome(gate, pair, mailbox, answers);
            lines.conclude(outcome);
        }
        steps
    }

    /// What the gate reads for the pair.
    fn describe(&self, gate: Gate, pair: Pair, mailbox: &Mailbox<'_>, lines: &mut Lines<'_>) {
        let tenant = self.tenant();
        match gate {
            Gate::Retirement => {
                if pair == Pair::SmtpBasic {
                    let value = tenant.smtp_basic_reenabled.map(truth);
                    lines.read(
                        "manifest",
                        "snapshot",
                        "smtpBasicReenabled",
                        value.unwrap_or("null"),
                    );
                }
                lines.read("Calendar", pair.word(), "date", &self.as_of().to_string());
            }
            Gate::License => {
                let plans = joined(&mailbox.directory, |row| match row.kiosk_only {
                    Read::Value(true) => "Kiosk plan without EWS".to_owned(),
                    Read::Value(false) => "no Kiosk plan, or one that includes EWS".to_owned(),
                    other => state(&other),
                });
                lines.of_person("Graph user", "assignedPlans", &plans);
            }
            Gate::Organization => self.describe_organization(pair, lines),
            Gate::Mailbox => describe_mailbox(mailbox, pair.protocol(), lines),
            Gate::AccessList => self.describe_access(mailbox, pair.protocol(), lines),
            Gate::AuthenticationPolicy => self.describe_policy(mailbox, pair.protocol(), lines),
            Gate::Account => describe_account(mailbox, pair, lines),
            Gate::SecurityDefaults => {
                let value = show_bool(tenant.security_defaults);
                lines.read(
                    "identitySecurityDefaultsEnforcementPolicy",
                    "tenant",
                    "isEnabled",
                    &value,
                );
            }
            Gate::ConditionalAccess => match (&tenant.conditional_access, ClientType::of(pair)) {
                (Some(access), Some(client)) => {
                    describe_access_policies(access, mailbox, client, lines)
                }
                _ => lines.read("conditionalAccessPolicy", "tenant", "policies", "not read"),
            },
            Gate::None => {}
        }
    }

    fn describe_organization(&self, pair: Pair, lines: &mut Lines<'_>) {
        let tenant = self.tenant();
        let organization = &tenant.organization;
        let config = "Get-OrganizationConfig";
        match pair.protocol() {
            Protocol::Ews => {
                lines.read(
                    config,
                    "organization",
                    "EwsEnabled",
                    &show_bool(organization.ews_enabled),
                );
                let list = match &organization.ews_allowed_app_ids {
                    EwsAllowList::NotRead => "not read",
                    EwsAllowList::Empty => "empty",
                    EwsAllowList::Set(text) => text,
                };
                lines.read(config, "organization", "EwsAllowedAppIDs", list);
            }
            Protocol::Smtp => {
                let value = show_bool(tenant.smtp_client_authentication_disabled);
                let property = "SmtpClientAuthenticationDisabled";
                lines.read("Get-TransportConfig", "organization", property, &value);
            }
            _ => {
                let value = show_bool(organization.oauth2_client_profile_enabled);
                lines.read(config, "organization", "OAuth2ClientProfileEnabled", &value);
            }
        }
    }

    fn describe_access(&self, mailbox: &Mailbox<'_>, protocol: Protocol, lines: &mut Lines<'_>) {
        let tenant = self.tenant();
        if protocol == Protocol::Ews {
            let property = "EwsApplicationAccessPolicy";
            let own = show_text(mailbox.ews_application_access_policy);
            lines.of_person("Get-CASMailbox", property, &own);
            let whole = tenant.organization.ews_application_access_policy.as_ref();
            let whole = show_text(whole.map(String::as_str));
            lines.read("Get-OrganizationConfig", "organization", property, &whole);
            return;
        }
        let access = &tenant.device_access;
        let level = show_text(access.default_access_level.as_ref().map(String::as_str));
        let settings = "Get-ActiveSyncOrganizationSettings";
        lines.read(settings, "organization", "DefaultAccessLevel", &level);
        let rules = match access.rules_complete {
            true => access.rules.to_string(),
            false => format!("{} read, not complete", access.rules),
        };
        lines.read("Get-ActiveSyncDeviceAccessRule", "organization", "rules", &rules);
        let lists = truth(mailbox.has_device_list);
        lines.of_person(
            "Get-CASMailbox",
            "ActiveSyncAllowedDeviceIDs, ActiveSyncBlockedDeviceIDs",
            lists,
        );
    }

    fn describe_policy(&self, mailbox: &Mailbox<'_>, protocol: Protocol, lines: &mut Lines<'_>) {
        let tenant = self.tenant();
        let own = joined(&mailbox.user, |user| {
            show_text(user.authentication_policy.map(|reference| reference.text))
        });
        lines.of_person("Get-User", "AuthenticationPolicy", &own);
        let Some(user) = mailbox.user.row() else {
            return;
        };
        if user.authentication_policy == Read::Null {
            let default = tenant.organization.default_authentication_policy.as_ref();
            let default = show_text(default.map(String::as_str));
            let property = "DefaultAuthenticationPolicy";
            lines.read("Get-OrganizationConfig", "organization", property, &default);
        }
        let Some(reference) = tenant.effective_policy(user.authentication_policy).value() else {
            return;
        };
        let policy = tenant.authentication_policies.get(reference);
        let value = match policy {
            Some(policy) => show_bool(policy.allows(protocol)),
            None if tenant.authentication_policies.is_read() => "no such policy".to_owned(),
            None => "not read".to_owned(),
        };
        let property = AuthenticationPolicy::switch(protocol)
            .and_then(|switch| AuthenticationPolicy::SWITCHES.get(switch));
        let property = property.copied().unwrap_or("AllowBasicAuth");
        lines.read("Get-AuthenticationPolicy", reference.text, property, &value);
    }
}

fn describe_mailbox(mailbox: &Mailbox<'_>, protocol: Protocol, lines: &mut Lines<'_>) {
    let (source, property) = match protocol {
        Protocol::MapiHttp => ("Get-CASMailbox", "MAPIEnabled"),
        Protocol::Ews => ("Get-CASMailbox", "EwsEnabled"),
        Protocol::ActiveSync => ("Get-CASMailbox", "ActiveSyncEnabled"),
        Protocol::Imap => ("Get-CASMailbox", "ImapEnabled"),
        Protocol::Pop => ("Get-CASMailbox", "PopEnabled"),
        Protocol::OutlookWeb => ("Get-CASMailbox", "OWAEnabled"),
        Protocol::PowerShell => ("Get-User", "EXOModuleEnabled, RemotePowerShellEnabled"),
        Protocol::Smtp | Protocol::Autodiscover => {
            let value = show_bool(mailbox.smtp_client_authentication_disabled);
            return lines.of_person("Get-CASMailbox", "SmtpClientAuthenticationDisabled", &value);
        }
    };
    let value = gates::mailbox_switch(mailbox, protocol).map_or_else(String::new, show_bool);
    lines.of_person(source, property, &value);
}

fn describe_account(mailbox: &Mailbox<'_>, pair: Pair, lines: &mut Lines<'_>) {
    let enabled = joined(&mailbox.directory, |row| show_bool(row.account_enabled));
    lines.of_person("Graph user", "accountEnabled", &enabled);
    if mailbox.directory.row().is_none_or(|row| row.account_enabled.value().is_none()) {
        let disabled = joined(&mailbox.user, |user| show_bool(user.account_disabled));
        lines.of_person("Get-User", "AccountDisabled", &disabled);
    }
    if pair == Pair::SmtpBasic {
        let state = joined(&mailbox.directory, |row| match row.per_user_mfa {
            Read::Value(PerUserMfa::Enabled) => "enabled".to_owned(),
            Read::Value(PerUserMfa::Enforced) => "enforced".to_owned(),
            Read::Value(PerUserMfa::Disabled) => "disabled".to_owned(),
            Read::Value(PerUserMfa::Other) => "another word".to_owned(),
            other => state(&other),
        });
        lines.of_person("Graph user", "perUserMfaState", &state);
    }
}

/// One step for each policy that could touch the client, or that is told apart on purpose:
/// report-only ones and those that strike exceptional sign-ins only.
fn describe_access_policies(
    access: &ConditionalAccess,
    mailbox: &Mailbox<'_>,
    client: ClientType,
    lines: &mut Lines<'_>,
) {
    let user_type = joined(&mailbox.directory, |row| match row.user_type {
        Read::Value(UserType::Guest) => "Guest".to_owned(),
        Read::Value(UserType::Member) => "Member".to_owned(),
        other => state(&other),
    });
    lines.of_person("Graph user", "userType", &user_type);
    for (position, policy) in access.policies.iter().enumerate() {
        let name = policy.name();
        let told = match policy.skipped(client) {
            Some(_) if policy.state == PolicyState::ReportOnly => {
                "report-only, not enforced".to_owned()
            }
            Some(skipped) => format!("skipped: {skipped:?}, controls: {}", controls(policy)),
            None => {
                let matches = match access.matches_policy(position, mailbox) {
                    Match::Yes => "applies",
                    Match::No => "does not apply to the user",
                    Match::Unknown => "membership not known",
                };
                let effect = match policy.effect(client) {
                    PolicyEffect::None => "no effect",
                    PolicyEffect::Block(Reason::CaBlock) => "block",
                    PolicyEffect::Block(_) => "controls the client cannot answer",
                    PolicyEffect::NeedsDeviceOrApp => "needs a device or an application",
                };
                let narrowing = policy.narrowing();
                let condition = if narrowing.is_empty() {
                    String::new()
                } else {
                    format!(", under a condition: {}", narrowing.join(", "))
                };
                format!("{matches}: {effect}{condition}, controls: {}", controls(policy))
            }
        };
        lines.read("conditionalAccessPolicy", name, "result", &told);
    }
    let complete = if access.complete { "all policies read" } else { "not complete" };
    lines.read("conditionalAccessPolicy", "tenant", "policies", complete);
}

fn controls(policy: &crate::conditional_access::Policy) -> String {
    let controls = policy.required_controls();
    if controls.is_empty() { "none".to_owned() } else { controls.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::replay;
    use crate::calendar::Calendar;
    use crate::judge::Judge;
    use crate::mailbox::Mailbox;
    use crate::read::Read;
    use crate::tenant::Tenant;
    use crate::words::Gate;
    use jiff::civil::date;

    #[test]
    fn replaying_a_trace_gives_the_verdict() {
        let calendar = Calendar::builtin().unwrap_or_else(|e| unreachable!("{e}"));
        let mut tenant = Tenant::default();
        for state in [Read::Absent, Read::Null, Read::Value(false), Read::Value(true)] {
            tenant.smtp_client_authentication_disabled = state;
            tenant.security_defaults = state;
            let judge = Judge::new(&tenant, &calendar, date(2026, 11, 24), None)
                .unwrap_or_else(|e| unreachable!("{e}"));
            let mailbox = Mailbox {
                smtp_client_authentication_disabled: state,
                ews_enabled: state,
                ..Mailbox::unread()
            };
            let mut answers = judge.answers();
            judge.ask(&mailbox, &mut answers);
            for (pair, mut verdict) in judge.judge(&mailbox).iter() {
                let steps = judge.trace(&mailbox, &answers, pair, "m");
                verdict.changes_on = None;
                assert_eq!(replay(&steps), verdict, "{pair}");
                let gates: Vec<Gate> = steps.iter().map(|step| step.gate).collect();
                assert!(gates.is_sorted(), "{pair}: {gates:?}");
            }
        }
    }
}
