//! The profile `mixed`: which inputs each mailbox of the test tenant has.
//!
//! Gates hide each other: where an early one blocks, a later one is never seen. So half of the
//! mailboxes are clean but for *one* aspect, taken through all its variants in turn; a quarter
//! differ in two; and a quarter in many at once. About 1,300 mailboxes meet every variant.

use crate::groups::ROLES;
use crate::mixed_shapes::{
    EWS_POLICIES, FLAGS, LISTS, MFA_STATES, NAMES, PLANS, POLICY_REFERENCES, USER_TYPES,
};
use crate::options::Scenario;
use crate::person::{Kind, Traits};
use crate::policies_mixed::NAMED_GROUPS;
use crate::random::{Purpose, Random};
use crate::value::{IdShape, ListShape, NO, NameShape, Phone, Plans, Value, YES};

/// Number of aspects that [`apply`] knows.
const ASPECTS: u64 = 23;

/// The inputs of one mailbox. `twin` marks the mailbox whose name the extra row after it takes.
pub(crate) fn traits(seed: u64, index: u64, scenario: Scenario, twin: bool) -> Traits {
    let mut traits = Traits::default();
    let mut random = Random::keyed(seed, Purpose::Traits, index);
    surroundings(&mut traits, &mut random);
    if twin {
        // Found by name alone, and two rows have that name.
        apply(&mut traits, 17, 0);
        in_scenario(&mut traits, &mut random, scenario);
        return traits;
    }
    let (quarter, turn) = (index / 4, index % 4);
    match turn {
        0 | 1 => {
            let step = quarter * 2 + turn;
            apply(&mut traits, step % ASPECTS, step / ASPECTS);
        }
        2 => {
            apply(&mut traits, random.below(ASPECTS), random.below(1 << 32));
            apply(&mut traits, random.below(ASPECTS), random.below(1 << 32));
        }
        _ => {
            for aspect in 0..ASPECTS {
                if random.percent(30) {
                    apply(&mut traits, aspect, random.below(1 << 32));
                }
            }
        }
    }
    in_scenario(&mut traits, &mut random, scenario);
    traits
}

/// Somebody with a user and a directory row and no mailbox.
pub(crate) fn outsider_traits(seed: u64, index: u64) -> Traits {
    let mut random = Random::keyed(seed, Purpose::Traits, index);
    Traits {
        external: random.percent(50),
        user_type: Value::Text("Guest"),
        plans: Plans::Empty,
        has_mailbox: false,
        ..Traits::default()
    }
}

/// What varies without deciding anything.
fn surroundings(traits: &mut Traits, random: &mut Random) {
    traits.kind = match random.below(20) {
        0 | 1 => Kind::Shared,
        2 => Kind::Room,
        3 => Kind::Equipment,
        4 => Kind::Machine,
        _ => Kind::User,
    };
    traits.phone = match random.below(10) {
        0..=3 => Phone::Nothing,
        4 | 5 => Phone::Outlook,
        6 => Phone::Current,
        7 => Phone::Old,
        8 => Phone::Two,
        _ => Phone::Odd(u8::try_from(random.below(64)).unwrap_or(0)),
    };
    traits.type_known = random.percent(80);
    traits.other_address = random.percent(10);
    traits.wide_address = random.percent(4);
    traits.other_groups = u8::try_from(random.below(6)).unwrap_or(0);
}

fn in_scenario(traits: &mut Traits, random: &mut Random, scenario: Scenario) {
    match scenario {
        // Nobody switches SMTP AUTH on for one mailbox.
        Scenario::SmtpOff if traits.smtp_off == NO || random.percent(50) => {
            traits.smtp_off = Value::Null;
        }
        Scenario::SmtpOn if random.percent(50) => traits.smtp_off = Value::Null,
        Scenario::Kiosk if traits.plans == Plans::Enterprise && random.percent(85) => {
            traits.plans = Plans::Kiosk;
        }
        _ => {}
    }
}

fn of<T: Copy>(table: &[T], variant: u64, fallback: T) -> T {
    let length = u64::try_from(table.len()).unwrap_or(1).max(1);
    usize::try_from(variant % length)
        .ok()
        .and_then(|place| table.get(place).copied())
        .unwrap_or(fallback)
}

/// Gives one aspect one of its variants.
fn apply(traits: &mut Traits, aspect: u64, variant: u64) {
    let flag = of(&FLAGS, variant, YES);
    match aspect {
        0 => traits.mapi = flag,
        1 => traits.ews = flag,
        2 => traits.active_sync = flag,
        3 => traits.imap = flag,
        4 => traits.pop = flag,
        5 => traits.owa = flag,
        // True first, the default of the others being False here.
        6 => traits.smtp_off = if flag == NO { YES } else { flag },
        7 => {
            traits.ews_policy = of(&EWS_POLICIES, variant, Value::Null);
            // A policy counts only where the mailbox has EwsEnabled True.
            if variant / 9 % 3 == 2 {
                traits.ews = Value::Null;
            }
        }
        8 => devices(traits, variant),
        9 => traits.exo_module = flag,
        10 => {
            traits.exo_module = if variant.is_multiple_of(2) { Value::Null } else { Value::Absent };
            traits.remote_powershell = of(&FLAGS, variant / 2, YES);
        }
        11 => traits.policy = of(&POLICY_REFERENCES, variant, Value::Null),
        12 => {
            traits.account_enabled =
                if variant.is_multiple_of(2) { Value::Null } else { Value::Absent };
            let disabled = of(&FLAGS, variant / 2, YES);
            traits.account_disabled = if disabled == NO { YES } else { disabled };
        }
        13 => traits.account_enabled = flag,
        14 => traits.mfa = of(&MFA_STATES, variant, Value::Null),
        15 => traits.plans = of(&PLANS, variant, Plans::Enterprise),
        16 => traits.user_type = of(&USER_TYPES, variant, Value::Null),
        17 => join(traits, variant),
        18 => {
            traits.groups = of(&LISTS, variant, ListShape::Plain);
            traits.named_groups |= 1 << of(&[14_u32, 16, 2, 17], variant / 10, 14);
        }
        19 => {
            traits.roles = of(&LISTS, variant, ListShape::Plain);
            traits.role_bits |= 1 << of(&[1_u32, 2], variant / 10, 1);
        }
        20 => {
            traits.external = true;
            traits.user_type = of(&USER_TYPES, variant / 2, Value::Null);
            if variant % 2 == 1 {
                traits.directory_upn = of(&NAMES, variant / 2, NameShape::Plain);
            }
        }
        21 => traits.named_groups |= 1 << (variant % NAMED_GROUPS),
        _ => {
            let length = u64::try_from(ROLES.len()).unwrap_or(1);
            traits.role_bits |= 1 << (variant % length);
        }
    }
}

fn devices(traits: &mut Traits, variant: u64) {
    let shape = of(&LISTS, variant, ListShape::Plain);
    let count = u8::try_from(1 + variant % 3).unwrap_or(1);
    match variant / 10 % 3 {
        0 => {
            traits.allowed_devices = shape;
            traits.allowed_count = count;
        }
        1 => {
            traits.blocked_devices = shape;
            traits.blocked_count = count;
        }
        // Not read on one side, a device on the other.
        _ => {
            traits.allowed_devices = shape;
            traits.blocked_count = 1;
        }
    }
}

/// How the three rows of one person find each other, or do not.
fn join(traits: &mut Traits, variant: u64) {
    match variant % 16 {
        0 => traits.mailbox_id = IdShape::Absent,
        1 => {
            traits.mailbox_id = IdShape::Null;
            traits.mailbox_upn = NameShape::Upper;
        }
        2 => {
            // The primary address is only in WindowsEmailAddress and mail.
            traits.mailbox_id = IdShape::Empty;
            traits.other_address = true;
        }
        3 => {
            traits.mailbox_id = IdShape::Absent;
            traits.other_address = true;
            traits.shares_address = false;
        }
        4 => traits.has_user_row = false,
        5 => traits.has_directory_row = false,
        6 => {
            traits.has_user_row = false;
            traits.has_directory_row = false;
        }
        7 => traits.user_id = IdShape::Null,
        8 => traits.directory_id = IdShape::Absent,
        9 => traits.mailbox_id = IdShape::Upper,
        10 => {
            traits.user_id = IdShape::Upper;
            traits.directory_id = IdShape::Upper;
        }
        11 => {
            traits.mailbox_id = IdShape::Null;
            traits.mailbox_smtp = NameShape::Padded;
        }
        12 => {
            // Nobody knows the id.
            traits.mailbox_id = IdShape::Absent;
            traits.user_id = IdShape::Absent;
            traits.directory_id = IdShape::Null;
        }
        13 => {
            traits.mailbox_id = IdShape::Absent;
            traits.wide_address = true;
            traits.user_upn = NameShape::Upper;
        }
        14 => {
            traits.mailbox_id = IdShape::Absent;
            traits.mailbox_upn = NameShape::Padded;
            traits.directory_upn = NameShape::Absent;
        }
        _ => {
            traits.user_id = IdShape::Empty;
            traits.user_upn = NameShape::Null;
        }
    }
}
