//! The groups and roles that policies name, numbered; and who is a member of them.
//!
//! A tenant has many thousand groups and a person is in up to hundreds; policies name a few dozen.
//! So the reader asks [`Selectors`] for each id of a row's `groups` and keeps one bit for the few
//! that matter.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::policy::Policy;
use crate::id::Id;

/// What a selector names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SelectorKind {
    /// A group.
    Group,
    /// A built-in role, by template id.
    Role,
}

/// The groups and roles that enabled policies name.
#[derive(Debug, Default)]
pub struct Selectors {
    numbers: HashMap<(SelectorKind, Id), usize, FixedState>,
    kinds: Vec<SelectorKind>,
    filter: Filter,
}

impl Selectors {
    /// Numbers what the policies name. Ids of policies that are not enabled do not matter.
    pub fn of(policies: &[Policy]) -> Self {
        let mut selectors = Self::default();
        for policy in policies.iter().filter(|policy| policy.state == super::PolicyState::Enabled) {
            for users in [&policy.include, &policy.exclude] {
                for text in &users.groups {
                    selectors.add(SelectorKind::Group, text);
                }
                for text in &users.roles {
                    selectors.add(SelectorKind::Role, text);
                }
            }
        }
        selectors
    }

    fn add(&mut self, kind: SelectorKind, text: &str) {
        if let Some(id) = Id::parse(text) {
            let next = self.kinds.len();
            let number = *self.numbers.entry((kind, id)).or_insert(next);
            if number == next {
                self.kinds.push(kind);
            }
            self.filter.add(text);
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether policies name no group and no role.
    pub const fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// How many words of 64 bits hold one bit for each.
    pub const fn words(&self) -> usize {
        self.kinds.len().div_ceil(64)
    }

    /// The kind of each, in the order of their numbers.
    pub fn kinds(&self) -> &[SelectorKind] {
        &self.kinds
    }

    /// The number of a group or role, `None` where no policy names it.
    pub fn number(&self, kind: SelectorKind, id: Id) -> Option<usize> {
        self.numbers.get(&(kind, id)).copied()
    }

    /// Clears the bits of all groups, or of all roles.
    pub fn clear(&self, kind: SelectorKind, bits: &mut [u64]) {
        for (number, known) in self.kinds.iter().enumerate() {
            if *known == kind
                && let Some(word) = bits.get_mut(number / 64)
            {
                *word &= !(1 << (number % 64));
            }
        }
    }

    /// Sets the bit of the group or role that `text` names, if a policy names it too.
    #[inline]
    pub fn mark(&self, kind: SelectorKind, text: &str, bits: &mut [u64]) {
        if self.filter.may_hold(text)
            && let Some(number) = Id::parse(text).and_then(|id| self.number(kind, id))
        {
            set(bits, number);
        }
    }
}

/// Lets through every text that was added and few others, at the cost of one multiplication.
#[derive(Debug)]
struct Filter {
    bits: Box<[u64]>,
    /// A text was added whose first eight bytes do not tell it from others.
    open: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self { bits: vec![0; 1024].into_boxed_slice(), open: false }
    }
}

impl Filter {
    fn add(&mut self, text: &str) {
        match Self::slot(text) {
            Some(slot) => set(&mut self.bits, slot),
            None => self.open = true,
        }
    }

    #[inline]
    fn may_hold(&self, text: &str) -> bool {
        self.open || Self::slot(text).is_none_or(|slot| get(&self.bits, slot))
    }

    /// One of 65,536 places, by the first eight bytes without regard to ASCII case; `None` for a
    /// text that is too short or where white space or other alphabets might make equal ids differ.
    #[inline]
    fn slot(text: &str) -> Option<usize> {
        let head = u64::from_le_bytes(*text.as_bytes().first_chunk::<8>()?);
        let not_ascii = head & 0x8080_8080_8080_8080 != 0;
        if not_ascii || !text.as_bytes().first().is_some_and(u8::is_ascii_hexdigit) {
            return None;
        }
        let mixed = (head | 0x2020_2020_2020_2020).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        usize::try_from(mixed >> 48).ok()
    }
}

/// Who is in the groups and roles whose members were read (`group-members`, `role-members`).
#[derive(Debug, Default)]
pub struct MemberTable {
    words: usize,
    /// The selectors that have a row here: it decides, whatever the directory row says.
    has_row: Vec<u64>,
    rows: HashMap<Id, usize, FixedState>,
    bits: Vec<u64>,
}

impl MemberTable {
    /// An empty table for these selectors.
    pub fn new(selectors: &Selectors) -> Self {
        Self { words: selectors.words(), has_row: vec![0; selectors.words()], ..Self::default() }
    }

    /// Takes the members of a group or role, once for each. Nothing is kept of one that no policy
    /// names.
    pub fn add(
        &mut self,
        selectors: &Selectors,
        kind: SelectorKind,
        id: Id,
        members: impl IntoIterator<Item = Id>,
    ) {
        let Some(number) = selectors.number(kind, id) else { return };
        set(&mut self.has_row, number);
        for member in members {
            let row = *self.rows.entry(member).or_insert(self.bits.len());
            if row == self.bits.len() {
                self.bits.resize(row + self.words, 0);
            }
            if let Some(bits) = self.bits.get_mut(row..row + self.words) {
                set(bits, number);
            }
        }
    }

    /// The selectors that have a row.
    pub(super) fn has_row(&self) -> &[u64] {
        &self.has_row
    }

    /// The selectors with a row that the user is a member of; empty for a member of none.
    pub(super) fn of(&self, user: Id) -> &[u64] {
        let row = self.rows.get(&user).copied();
        row.and_then(|row| self.bits.get(row..row + self.words)).unwrap_or(&[])
    }
}

/// Sets bit `number`.
pub(super) fn set(bits: &mut [u64], number: usize) {
    if let Some(word) = bits.get_mut(number / 64) {
        *word |= 1 << (number % 64);
    }
}

/// Whether bit `number` is set.
pub(super) fn get(bits: &[u64], number: usize) -> bool {
    bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}
