//! The profile `wide`: which inputs each mailbox of the large tenant has.
//!
//! People in a company resemble each other, but not too much: a third of the mailboxes share a few
//! hundred combinations of inputs, the others are spread over some 130,000 (some of which fall
//! together). From 200,000 mailboxes on there are more than 50,000 distinct combinations, and never
//! many more than 100,000.

use crate::auth_policies::{ALLOW_ALL, ALLOW_SMTP, BLOCK_ALL};
use crate::groups::ROLES;
use crate::options::Scenario;
use crate::person::{Kind, Traits};
use crate::policies_wide::SHARES;
use crate::random::{Purpose, Random};
use crate::value::{NO, Phone, Plans, Value, YES};

/// Combinations that a third of the mailboxes share.
const COMMON: u64 = 512;
/// Combinations of the others.
const RARE: u64 = 1 << 17;

/// The inputs of one mailbox.
pub(crate) fn traits(seed: u64, index: u64, scenario: Scenario) -> Traits {
    let mut own = Random::keyed(seed, Purpose::Traits, index);
    let template = if own.below(3) == 0 { own.below(COMMON) } else { COMMON + own.below(RARE) };
    let mut random = Random::keyed(seed, Purpose::Template, template);
    let mut traits = Traits {
        kind: match random.below(100) {
            0..=83 => Kind::User,
            84..=91 => Kind::Shared,
            92..=95 => Kind::Room,
            96 => Kind::Equipment,
            _ => Kind::Machine,
        },
        ..Traits::default()
    };
    switches(&mut traits, &mut random);
    person(&mut traits, &mut random);
    memberships(&mut traits, &mut random);
    match scenario {
        Scenario::SmtpOff if traits.smtp_off == NO => traits.smtp_off = Value::Null,
        Scenario::Kiosk if random.percent(85) => traits.plans = Plans::Kiosk,
        _ => {}
    }
    // Few people are in many groups.
    let total = 5 + own.below(36).min(own.below(36)).min(own.below(36));
    let named = u64::from(traits.named_groups.count_ones());
    traits.other_groups = u8::try_from(total.saturating_sub(named)).unwrap_or(0);
    traits.phone = match own.below(100) {
        0..=54 => Phone::Nothing,
        55..=84 => Phone::Outlook,
        85..=93 => Phone::Current,
        94 => Phone::Old,
        _ => Phone::Two,
    };
    traits.other_address = own.percent(5);
    traits
}

fn yes_in(random: &mut Random, percent: u64) -> Value {
    Value::Bool(random.percent(percent))
}

fn switches(traits: &mut Traits, random: &mut Random) {
    traits.mapi = yes_in(random, 98);
    traits.ews = match random.below(100) {
        0..=3 => NO,
        4..=9 => Value::Null,
        _ => YES,
    };
    traits.active_sync = yes_in(random, 85);
    traits.imap = yes_in(random, 40);
    traits.pop = yes_in(random, 25);
    traits.owa = yes_in(random, 97);
    let machine = traits.kind == Kind::Machine;
    traits.smtp_off = match random.below(100) {
        0..=84 if machine => NO,
        0..=81 => Value::Null,
        82..=87 => YES,
        _ => NO,
    };
    traits.ews_policy = match random.below(100) {
        0 => Value::Text("EnforceAllowList"),
        1 | 2 => Value::Text("EnforceBlockList"),
        _ => Value::Null,
    };
    traits.allowed_count = u8::from(random.below(100) < 2);
    traits.blocked_count = u8::from(random.below(100) == 0);
    traits.exo_module = yes_in(random, 80);
    traits.remote_powershell = traits.exo_module;
    traits.policy = match random.below(100) {
        0..=14 => Value::Text(BLOCK_ALL.name),
        15..=24 => Value::Text(ALLOW_SMTP.name),
        25..=27 => Value::Text(ALLOW_ALL.name),
        28 => Value::Text(BLOCK_ALL.distinguished_name),
        29 => Value::Text(ALLOW_SMTP.guid),
        _ => Value::Null,
    };
}

fn person(traits: &mut Traits, random: &mut Random) {
    let owned = matches!(traits.kind, Kind::User | Kind::Machine);
    let enabled = if owned { random.percent(97) } else { random.percent(4) };
    traits.account_enabled = Value::Bool(enabled);
    traits.account_disabled = Value::Bool(!enabled);
    traits.mfa = match random.below(100) {
        0..=79 => Value::Text("disabled"),
        80..=84 => Value::Text("enabled"),
        _ => Value::Text("enforced"),
    };
    traits.plans = if owned {
        match random.below(100) {
            0..=57 => Plans::Enterprise,
            58..=82 => Plans::Standard,
            83..=95 => Plans::Kiosk,
            96 | 97 => Plans::KioskAndStandard,
            98 => Plans::KioskAndSuspended,
            _ => Plans::NoExchange,
        }
    } else if random.percent(95) {
        Plans::Empty
    } else {
        Plans::Standard
    };
    if random.below(1000) < 8 {
        traits.user_type = Value::Text("Guest");
        traits.external = traits.kind == Kind::User;
    }
}

fn memberships(traits: &mut Traits, random: &mut Random) {
    for (position, share) in SHARES.into_iter().enumerate() {
        if random.percent(share) {
            traits.named_groups |= 1 << position;
        }
    }
    if random.below(1000) < 12 {
        for _ in 0..=random.below(2) {
            let length = u64::try_from(ROLES.len()).unwrap_or(1);
            // Past the first two, whose members are listed.
            traits.role_bits |= 1 << (2 + random.below(length - 2));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::policies_wide::catalog;

    #[test]
    fn large_tenants_have_more_than_50000_combinations() {
        let catalog = catalog(1, 200_000);
        let mut combinations = HashSet::new();
        for index in 0..200_000 {
            let traits = Traits {
                // These decide no verdict.
                kind: Kind::User,
                phone: Phone::Nothing,
                other_groups: 0,
                other_address: false,
                ..traits(1, index, Scenario::Baseline)
            };
            let listed = catalog.listed_bits(index);
            combinations.insert(format!("{traits:?} {listed}"));
        }
        assert!(
            combinations.len() > 50_000 && combinations.len() < 100_000,
            "{} combinations",
            combinations.len()
        );
    }
}
