//! Gives a person its name, addresses, place and dates.

use crate::dates::COLLECTED_AT;
use crate::names::{Locale, Office, Spelled, Thing};
use crate::person::{Kind, Person};
use crate::random::{Purpose, Random};

/// The domain of the generated tenants.
pub(crate) const DOMAIN: &str = "contoso.com";
/// Its first domain, which every tenant keeps.
pub(crate) const INITIAL_DOMAIN: &str = "contoso.onmicrosoft.com";
/// Where guests come from.
pub(crate) const GUEST_DOMAIN: &str = "fabrikam.com";

/// 2014-01-01, before which no generated mailbox was made.
const FIRST_CREATED: i64 = 1_388_534_400;

/// Fills in what `person.traits` leaves open. `number` makes the addresses unique.
pub(crate) fn name_person(person: &mut Person, seed: u64, number: u64) {
    let mut random = Random::keyed(seed, Purpose::Name, number);
    let locale = match random.below(20) {
        0..=8 => Locale::Japanese,
        9..=15 => Locale::English,
        _ => Locale::German,
    };
    let surname = random.pick(locale.surnames()).copied().unwrap_or_default();
    let given = random.pick(locale.given_names()).copied().unwrap_or_default();
    let department = random.pick(locale.departments()).copied().unwrap_or_default();
    person.locale = locale;
    person.department = department.0;
    person.title = random.pick(locale.titles()).copied().unwrap_or_default();
    if let Some(office) = random.pick::<Office>(locale.offices()) {
        person.office = office;
    }
    match thing_of(person.traits.kind) {
        None => name_owner(person, surname, given, number),
        Some(thing) => name_thing(person, department, thing, number),
    }
    address(person, number);
    date(person, seed);
}

/// The dates of a mailbox.
pub(crate) fn date(person: &mut Person, seed: u64) {
    let mut random = Random::keyed(seed, Purpose::Stamp, person.index);
    let span = COLLECTED_AT.abs_diff(FIRST_CREATED);
    let age = random.below(span);
    let changed = random.below(age.max(1));
    person.created = COLLECTED_AT - i64::try_from(age).unwrap_or(0);
    person.changed = COLLECTED_AT - i64::try_from(changed).unwrap_or(0);
}

const fn thing_of(kind: Kind) -> Option<Thing> {
    match kind {
        Kind::User => None,
        Kind::Shared => Some(Thing::Shared),
        Kind::Room => Some(Thing::Room),
        Kind::Equipment => Some(Thing::Equipment),
        Kind::Machine => Some(Thing::Machine),
    }
}

fn name_owner(person: &mut Person, surname: Spelled, given: Spelled, number: u64) {
    person.surname = surname.0;
    person.given = given.0;
    let japanese = person.locale == Locale::Japanese;
    let (first, second) = if japanese { (surname.0, given.0) } else { (given.0, surname.0) };
    set(&mut person.display, &[first, " ", second]);
    if person.traits.wide_address {
        set(&mut person.alias, &[first, ".", second]);
        person.alias.retain(|letter| letter != ' ' && letter != '\'');
    } else {
        set(&mut person.alias, &[given.1, ".", surname.1]);
    }
    push_number(&mut person.alias, number);
}

/// `営業部 共有 12`, `Conference Room 7`.
fn name_thing(person: &mut Person, department: Spelled, thing: Thing, number: u64) {
    person.surname = "";
    person.given = "";
    let (word, spelled) = person.locale.things(thing);
    if thing == Thing::Shared {
        set(&mut person.display, &[department.0, " ", word, " "]);
        set(&mut person.alias, &[department.1, "-", spelled]);
    } else {
        set(&mut person.display, &[word, " "]);
        set(&mut person.alias, &[spelled, "-"]);
    }
    push_number(&mut person.display, number);
    push_number(&mut person.alias, number);
}

fn address(person: &mut Person, number: u64) {
    if person.traits.external {
        set(&mut person.upn, &[&person.alias, "_", GUEST_DOMAIN, "#EXT#@", INITIAL_DOMAIN]);
        set(&mut person.smtp, &[&person.alias, "@", GUEST_DOMAIN]);
        return;
    }
    set(&mut person.smtp, &[&person.alias, "@", DOMAIN]);
    if person.traits.other_address {
        // A staff number as user name is the usual reason for the two to differ.
        set(&mut person.upn, &["e"]);
        push_number(&mut person.upn, 1_000_000 + number);
        person.upn.push('@');
        person.upn.push_str(DOMAIN);
    } else {
        person.upn.clear();
        person.upn.push_str(&person.smtp);
    }
}

/// Replaces a text, keeping its memory.
pub(crate) fn set(text: &mut String, parts: &[&str]) {
    text.clear();
    for part in parts {
        text.push_str(part);
    }
}

/// Appends a decimal number.
pub(crate) fn push_number(text: &mut String, number: u64) {
    let mut divisor = 1;
    while number / divisor >= 10 {
        divisor *= 10;
    }
    while divisor > 0 {
        let digit = u8::try_from(number / divisor % 10).unwrap_or(0);
        text.push(char::from(b'0' + digit));
        divisor /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decimal() {
        let mut text = String::new();
        for number in [0, 7, 10, 987_654_321, u64::MAX] {
            push_number(&mut text, number);
            text.push(' ');
        }
        assert_eq!(text, format!("0 7 10 987654321 {} ", u64::MAX));
    }

    #[test]
    fn a_guest_is_named_after_its_home() {
        let mut person = Person::default();
        person.traits.external = true;
        name_person(&mut person, 1, 5);
        assert!(person.upn.ends_with("5_fabrikam.com#EXT#@contoso.onmicrosoft.com"));
        assert!(person.smtp.ends_with("5@fabrikam.com"));
    }

    #[test]
    fn dates_lie_between_2014_and_the_collection() {
        let mut person = Person::default();
        for index in 0..500 {
            person.index = index;
            date(&mut person, 3);
            assert!(person.created >= FIRST_CREATED);
            assert!(person.created <= person.changed && person.changed <= COLLECTED_AT);
        }
    }
}
