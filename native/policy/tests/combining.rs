//! The combining rule (contract §4) on generated tenants and mailboxes: the verdicts of the judge
//! against the rule as the contract words it, applied to what each gate says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use exo_policy::{
    AuthenticationPolicies, AuthenticationPolicy, Calendar, Confidence, Directory, EARLIEST,
    Effect, EwsAllowList, Gate, Joined, Judge, Mailbox, Outcome, Pair, PerUserMfa, Read, Tenant,
    User, UserType, Verdict, VerdictWord, replay,
};
use jiff::civil::Date;
use proptest::prelude::*;

fn read<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Read<T>> {
    let values = values.into_iter().map(Read::Value);
    let mut all: Vec<Read<T>> = values.collect();
    all.extend([Read::Absent, Read::OtherShape, Read::Null]);
    proptest::sample::select(all)
}

fn switch() -> impl Strategy<Value = Read<bool>> {
    prop_oneof![3 => Just(Read::Value(true)), 2 => read(vec![true, false])]
}

fn joined<T: std::fmt::Debug + Clone>(
    row: impl Strategy<Value = T>,
) -> impl Strategy<Value = Joined<T>> {
    prop_oneof![6 => row.prop_map(Joined::Row), 1 => Just(Joined::None), 1 => Just(Joined::NotRead)]
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn tenant() -> impl Strategy<Value = Tenant> {
    let organization = (
        read(vec![true, false]),
        switch(),
        proptest::sample::select(vec![
            EwsAllowList::NotRead,
            EwsAllowList::Empty,
            EwsAllowList::Set("a".to_owned()),
        ]),
        read(texts(&["EnforceAllowList", "enforceblocklist", "other"])),
        read(texts(&["P", "Q"])),
    );
    let access = (read(texts(&["Allow", "Block"])), 0_usize..2, any::<bool>());
    let rest = (
        read(vec![true, false]),
        read(vec![true, false]),
        any::<bool>(),
        switch(),
        proptest::option::of(any::<bool>()),
        proptest::option::of(proptest::sample::select(vec!["2026-12-30", "2026-12-31"])),
    );
    (organization, access, rest).prop_map(|(organization, access, rest)| {
        let mut tenant = Tenant {
            smtp_client_authentication_disabled: rest.0,
            security_defaults: rest.1,
            smtp_basic_reenabled: rest.4,
            collected_on: rest.5.map(|date| date.parse().unwrap()),
            ..Tenant::default()
        };
        tenant.organization.oauth2_client_profile_enabled = organization.0;
        tenant.organization.ews_enabled = organization.1;
        tenant.organization.ews_allowed_app_ids = organization.2;
        tenant.organization.ews_application_access_policy = organization.3;
        tenant.organization.default_authentication_policy = organization.4;
        tenant.device_access.default_access_level = access.0;
        tenant.device_access.rules = access.1;
        tenant.device_access.rules_complete = access.2;
        if rest.2 {
            tenant.authentication_policies =
                AuthenticationPolicies::new(vec![AuthenticationPolicy {
                    name: Some("P".to_owned()),
                    references: texts(&["P"]),
                    allow_basic: [rest.3; 8],
                }]);
        }
        tenant
    })
}

fn user() -> impl Strategy<Value = User<'static>> {
    let bits = (switch(), switch(), switch());
    bits.prop_map(|(account, exo, remote)| User {
        authentication_policy: Read::Null,
        account_disabled: account.map(|on| !on),
        exo_module_enabled: exo,
        remote_powershell_enabled: remote,
    })
}

fn directory() -> impl Strategy<Value = Directory<'static>> {
    let mfa =
        vec![PerUserMfa::Enabled, PerUserMfa::Enforced, PerUserMfa::Disabled, PerUserMfa::Other];
    (switch(), read(vec![true, false]), read(mfa)).prop_map(|(enabled, kiosk, mfa)| Directory {
        account_enabled: enabled,
        user_type: Read::Value(UserType::Member),
        kiosk_only: kiosk,
        per_user_mfa: mfa,
        ..Directory::default()
    })
}

fn mailbox() -> impl Strategy<Value = Mailbox<'static>> {
    let switches = (switch(), switch(), switch(), switch(), switch(), switch());
    let access = read(vec!["EnforceAllowList", "EnforceBlockList", "x"]);
    let rest = (read(vec![true, false]), access, any::<bool>());
    (switches, rest, joined(user()), joined(directory())).prop_map(|(on, rest, user, directory)| {
        Mailbox {
            user_id: None,
            mapi_enabled: on.0,
            ews_enabled: on.1,
            active_sync_enabled: on.2,
            imap_enabled: on.3,
            pop_enabled: on.4,
            owa_enabled: on.5,
            smtp_client_authentication_disabled: rest.0,
            ews_application_access_policy: rest.1,
            has_device_list: rest.2,
            user,
            directory,
        }
    })
}

/// The rule in the contract's words, on what every gate says.
fn naive(gates: &[(Gate, Outcome)]) -> (VerdictWord, Gate, Outcome, Vec<Gate>) {
    let first =
        |effect: Effect| gates.iter().find(|(_, outcome)| outcome.effect == effect).copied();
    let assumed: Vec<Gate> =
        gates.iter().filter(|(_, outcome)| outcome.assumed).map(|(gate, _)| *gate).collect();
    if let Some((gate, outcome)) = first(Effect::Block) {
        return (VerdictWord::Blocked, gate, outcome, Vec::new());
    }
    if let Some((gate, outcome)) = first(Effect::Unknown) {
        return (VerdictWord::Unknown, gate, outcome, Vec::new());
    }
    if let Some((gate, outcome)) = first(Effect::Conditional) {
        return (VerdictWord::Conditional, gate, outcome, assumed);
    }
    let smtp_against_organization =
        gates.iter().any(|(_, outcome)| outcome.confidence == Confidence::Inferred);
    let inferred = !assumed.is_empty() || smtp_against_organization;
    let confidence = if inferred { Confidence::Inferred } else { Confidence::Documented };
    (VerdictWord::Allowed, Gate::None, Outcome { confidence, ..Outcome::PASS }, assumed)
}

fn check(verdict: Verdict, gates: &[(Gate, Outcome)]) -> Result<(), TestCaseError> {
    let (word, gate, outcome, assumed) = naive(gates);
    prop_assert_eq!(verdict.verdict, word);
    prop_assert_eq!(verdict.decided_by, gate);
    prop_assert_eq!(verdict.reason, outcome.reason);
    prop_assert_eq!(verdict.confidence, outcome.confidence);
    prop_assert_eq!(verdict.assumed.iter().collect::<Vec<_>>(), assumed);
    Ok(())
}

const DATES: [&str; 8] = [
    "2025-04-01",
    "2026-09-30",
    "2026-10-01",
    "2026-12-30",
    "2026-12-31",
    "2027-03-31",
    "2027-04-01",
    "2030-01-01",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_verdict_is_what_the_rule_makes_of_the_gates(
        tenant in tenant(),
        mailbox in mailbox(),
        date in proptest::sample::select(&DATES),
    ) {
        let calendar = Calendar::builtin().unwrap();
        let as_of: Date = date.parse().unwrap();
        let judge = Judge::new(&tenant, &calendar, as_of, None).unwrap();
        let mut answers = judge.answers();
judge.ask(&mailbox, &mut answers);
        for (pair, mut verdict) in judge.verdicts(&answers).iter() {
            let gates: Vec<(Gate, Outcome)> = Gate::ALL
                .iter()
                .map(|gate| (*gate, judge.outcome(*gate, pair, &mailbox, &answers)))
                .collect();
            check(verdict, &gates)?;
            let steps = judge.trace(&mailbox, &answers, pair, "m");
            verdict.changes_on = None;
            prop_assert_eq!(replay(&steps), verdict);
        }
    }

    #[test]
    fn changes_on_is_the_first_later_date_with_another_verdict(
        tenant in tenant(),
        mailbox in mailbox(),
        date in proptest::sample::select(&DATES),
    ) {
        let calendar = Calendar::builtin().unwrap();
        let as_of: Date = date.parse().unwrap();
        let on = |date: Date| {
            Judge::new(&tenant, &calendar, date, None).unwrap().judge(&mailbox)
        };
        let now = on(as_of);
        for pair in Pair::ALL {
            let turning = ["2026-10-01", "2026-12-31", "2027-04-01"].map(|d| d.parse::<Date>().unwrap());
            let expected = turning
                .into_iter()
                .filter(|day| *day > as_of)
                .find(|day| on(*day).get(*pair).verdict != now.get(*pair).verdict);
            prop_assert_eq!(now.get(*pair).changes_on, expected, "{}", pair);
        }
    }
}

#[test]
fn the_earliest_date_is_accepted_and_the_day_before_is_not() {
    let (tenant, calendar) = (Tenant::default(), Calendar::builtin().unwrap());
    assert!(Judge::new(&tenant, &calendar, EARLIEST, None).is_ok());
    let before = EARLIEST.yesterday().unwrap();
    let error = Judge::new(&tenant, &calendar, before, None).err().unwrap().to_string();
    assert!(error.contains("2025-03-31") && error.contains("2025-04-01"), "{error}");
}
