//! Any JSON object as a `conditional-access` row: nothing panics on the way to a verdict, every
//! verdict follows from its trace, and the same policy written otherwise reads the same.

#![no_main]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a finding is a panic")]

use std::sync::LazyLock;

use exo_policy::conditional_access::{ConditionalAccess, MemberTable, Policy, Selectors};
use exo_policy::{
    Calendar, Directory, Id, Joined, Judge, Mailbox, Read, Tenant, User, UserType, replay,
};
use exo_snapshot::fuzzing::access_policy;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::builtin().unwrap());

fuzz_target!(|data: &[u8]| {
    let Some(read) = access_policy(data) else { return };
    if let Ok(value) = serde_json::from_slice::<Value>(data)
        && has_plain_keys(&value)
    {
        let plain = shown(&value);
        for (how, other) in
            [("keys in capitals", capitals(&value)), ("without what is empty", without(&value))]
        {
            assert_eq!(plain, shown(&other), "{how}: {value}");
        }
    }
    if let Ok(policy) = read {
        judge(policy);
    }
});

/// What was read of the policy, in words.
fn shown(value: &Value) -> String {
    let read = access_policy(value.to_string().as_bytes());
    let read = read.map(|read| {
        read.map(|mut policy| {
            // Their order is that of the file, which capitals change.
            policy.other_conditions.sort_unstable();
            policy
        })
    });
    format!("{read:?}")
}

/// Whether keys are ASCII and no two of one object differ in case alone.
fn has_plain_keys(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(has_plain_keys),
        Value::Object(map) => {
            let mut keys: Vec<String> = map.keys().map(|key| key.to_ascii_lowercase()).collect();
            keys.sort_unstable();
            keys.iter().all(|key| key.is_ascii())
                && keys.windows(2).all(|pair| pair.first() != pair.last())
                && map.values().all(has_plain_keys)
        }
        _ => true,
    }
}

fn capitals(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(capitals).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.to_ascii_uppercase(), capitals(value))).collect()
        }
        other => other.clone(),
    }
}

/// The value without properties that are not configured; `conditions` must be there.
fn without(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without).collect(),
        Value::Object(map) => map
            .iter()
            .filter(|(key, value)| configured(value) || key.eq_ignore_ascii_case("conditions"))
            .map(|(key, value)| (key.clone(), without(value)))
            .collect(),
        other => other.clone(),
    }
}

fn configured(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => items.iter().any(configured),
        Value::Object(map) => {
            map.iter().any(|(key, value)| !key.contains('@') && configured(value))
        }
        _ => true,
    }
}

fn judge(policy: Policy) {
    let policies = vec![policy];
    let selectors = Selectors::of(&policies);
    let table = MemberTable::new(&selectors);
    let access = ConditionalAccess::new(policies, selectors, table, true);
    let words = access.selectors.words();
    let tenant = Tenant { conditional_access: Some(access), ..Tenant::default() };
    let judge = Judge::new(&tenant, &CALENDAR, "2026-11-24".parse().unwrap(), None).unwrap();
    let member_of = vec![0x5555_5555_5555_5555; words];
    let directory = |user_type| Directory {
        user_type,
        external_name: Some(false),
        groups_read: true,
        member_of: &member_of,
        ..Directory::default()
    };
    let known = |user_type| Mailbox {
        user_id: Id::parse("11111111-aaaa-4bbb-8ccc-000000000001"),
        user: Joined::Row(User::default()),
        directory: Joined::Row(directory(user_type)),
        ..Mailbox::unread()
    };
    for mailbox in [
        Mailbox::unread(),
        known(Read::Value(UserType::Member)),
        known(Read::Value(UserType::Guest)),
        known(Read::Null),
    ] {
        let mut answers = judge.answers();
        judge.ask(&mailbox, &mut answers);
        for (pair, mut verdict) in judge.verdicts(&answers).iter() {
            let steps = judge.trace(&mailbox, &answers, pair, "somebody");
            verdict.changes_on = None;
            assert_eq!(replay(&steps), verdict, "{pair}: {steps:?}");
        }
    }
}
