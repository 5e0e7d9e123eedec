//! All policies at once: one bit a policy.
//!
//! Every selector (everyone, guests, a user, a group, a role) carries the set of policies that
//! include it and the set that exclude it. For a person the sets of the selectors that surely
//! apply, and of those that may, are joined; what is left is the policies that match, and those
//! that may. Then each client type asks which of them block. The cost is that of the person's own
//! memberships, not of the number of policies.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::policy::{ClientType, Policy, PolicyEffect};
use super::selectors::{self, MemberTable, SelectorKind, Selectors};
use crate::id::Id;
use crate::mailbox::{Directory, Mailbox, UserType};
use crate::verdict::Outcome;
use crate::words::{Effect, Reason};

/// The outcome for each client type, in the order of [`ClientType::ALL`].
pub type PerClient = [Outcome; 4];

/// The policies that a selector includes and excludes, among 64.
#[derive(Clone, Copy, Debug, Default)]
struct Touches {
    include: u64,
    exclude: u64,
}

impl Touches {
    const fn join(&mut self, other: Self) {
        self.include |= other.include;
        self.exclude |= other.exclude;
    }
}

/// What the policies of one block do to one client type.
#[derive(Clone, Copy, Debug, Default)]
struct Effects {
    /// Surely stop a match: the block control.
    block: u64,
    /// Surely stop a match: a control that the client cannot answer.
    not_possible: u64,
    /// Let a match through under a condition.
    needs_device: u64,
    /// Any of these under a narrowing condition.
    narrowed: u64,
}

impl Effects {
    const fn any(&self) -> u64 {
        self.block | self.not_possible | self.needs_device | self.narrowed
    }
}

/// Up to 64 policies, in file order.
#[derive(Debug, Default)]
struct Block {
    everyone: Touches,
    guests: Touches,
    /// External user types without and with B2B members.
    external: Touches,
    external_b2b_member: Touches,
    /// Every policy that names users by id.
    any_user: Touches,
    selectors: Vec<Touches>,
    users: HashMap<Id, Touches, FixedState>,
    effects: [Effects; 4],
}

/// The Conditional Access policies of a tenant, ready to be asked.
#[derive(Debug, Default)]
pub struct ConditionalAccess {
    /// The policies as read, in file order.
    pub policies: Vec<Policy>,
    /// The groups and roles they name.
    pub selectors: Selectors,
    members: MemberTable,
    groups: Vec<u64>,
    roles: Vec<u64>,
    blocks: Vec<Block>,
    /// No policy is missing.
    pub complete: bool,
}

/// Whether one policy matches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// An input that decides it is not known.
    Unknown,
}

/// The person's selectors: those that surely apply and those that may.
struct Person<'a> {
    id: Option<Id>,
    user_type: Option<UserType>,
    external_name: Option<bool>,
    directory: Option<&'a Directory<'a>>,
    from_table: &'a [u64],
}

impl ConditionalAccess {
    /// Compiles the policies. `members` are the rows of `group-members` and `role-members`.
    pub fn new(
        policies: Vec<Policy>,
        selectors: Selectors,
        members: MemberTable,
        complete: bool,
    ) -> Self {
        let mut groups = vec![0; selectors.words()];
        let mut roles = vec![0; selectors.words()];
        for (number, kind) in selectors.kinds().iter().enumerate() {
            match kind {
                SelectorKind::Group => selectors::set(&mut groups, number),
                SelectorKind::Role => selectors::set(&mut roles, number),
            }
        }
        let blocks = policies.chunks(64).map(|chunk| Block::new(chunk, &selectors)).collect();
        Self { policies, selectors, members, groups, roles, blocks, complete }
    }

    /// What gate 9 says for each client type.
    pub fn evaluate(&self, mailbox: &Mailbox<'_>) -> PerClient {
        let person = self.person(mailbox);
        let mut found = [Found::default(); 4];
        for block in &self.blocks {
            let (yes, unknown) = self.matches(block, &person);
            for (found, effects) in found.iter_mut().zip(&block.effects) {
                found.take(yes, unknown, effects);
            }
        }
        found.map(|found| found.outcome(self.complete))
    }

    /// Whether the policy at this position in file order matches the person.
    pub fn matches_policy(&self, position: usize, mailbox: &Mailbox<'_>) -> Match {
        let Some(block) = self.blocks.get(position / 64) else {
            return Match::No;
        };
        let (yes, unknown) = self.matches(block, &self.person(mailbox));
        let bit = 1 << (position % 64);
        match (yes & bit != 0, unknown & bit != 0) {
            (true, _) => Match::Yes,
            (false, true) => Match::Unknown,
            (false, false) => Match::No,
        }
    }

    fn person<'a>(&'a self, mailbox: &'a Mailbox<'a>) -> Person<'a> {
        let directory = mailbox.directory.row();
        Person {
            id: mailbox.user_id,
            user_type: directory.and_then(|row| row.user_type.value()),
            external_name: directory.and_then(|row| row.external_name),
            directory,
            from_table: mailbox.user_id.map_or(&[], |id| self.members.of(id)),
        }
    }

    /// The policies of the block that match, and those of which it is not known.
    fn matches(&self, block: &Block, person: &Person<'_>) -> (u64, u64) {
        let mut sure = block.everyone;
        let mut open = Touches::default();
        match person.user_type {
            Some(UserType::Guest) => sure.join(block.guests),
            Some(UserType::Member) => {}
            None => open.join(block.guests),
        }
        if person.user_type != Some(UserType::Member) {
            open.join(block.external);
            open.join(block.external_b2b_member);
        } else if person.external_name != Some(false) {
            open.join(block.external_b2b_member);
        }
        match person.id {
            Some(id) => {
                if let Some(touches) = block.users.get(&id) {
                    sure.join(*touches);
                }
            }
            None => open.join(block.any_user),
        }
        for word in 0..self.selectors.words() {
            let (yes, maybe) = self.memberships(person, word);
            block.join(word, yes, &mut sure);
            block.join(word, maybe, &mut open);
        }
        let yes = sure.include & !sure.exclude & !open.exclude;
        let maybe = (sure.include | open.include) & !sure.exclude & !yes;
        (yes, maybe)
    }

    /// 64 groups and roles: those the person is a member of, and those of which it is not known.
    fn memberships(&self, person: &Person<'_>, word: usize) -> (u64, u64) {
        let at = |bits: &[u64]| bits.get(word).copied().unwrap_or(0);
        let table = at(self.members.has_row());
        let listed = person.directory.map_or(0, |row| at(row.member_of));
        let groups_read = person.directory.is_some_and(|row| row.groups_read);
        let roles_read = person.directory.is_some_and(|row| row.roles_read);
        let mut not_read = 0;
        if !groups_read {
            not_read |= at(&self.groups);
        }
        if !roles_read {
            not_read |= at(&self.roles);
        }
        let yes = (at(person.from_table) & table) | (listed & !table & !not_read);
        let maybe = (not_read & !table) | if person.id.is_none() { table } else { 0 };
        (yes, maybe)
    }
}

impl Block {
    fn new(policies: &[Policy], selectors: &Selectors) -> Self {
        let mut block =
            Self { selectors: vec![Touches::default(); selectors.len()], ..Self::default() };
        for (position, policy) in policies.iter().enumerate() {
            let bit = 1_u64 << (position % 64);
            let narrowed = !policy.narrowing().is_empty();
            for (client, effects) in ClientType::ALL.into_iter().zip(&mut block.effects) {
                if policy.skipped(client).is_some() {
                    continue;
                }
                match policy.effect(client) {
                    PolicyEffect::None => {}
                    _ if narrowed => effects.narrowed |= bit,
                    PolicyEffect::Block(Reason::CaBlock) => effects.block |= bit,
                    PolicyEffect::Block(_) => effects.not_possible |= bit,
                    PolicyEffect::NeedsDeviceOrApp => effects.needs_device |= bit,
                }
            }
            let include = Touches { include: bit, exclude: 0 };
            let exclude = Touches { include: 0, exclude: bit };
            block.name(&policy.include, include, selectors);
            block.name(&policy.exclude, exclude, selectors);
        }
        block
    }

    /// Notes everyone whom one side of a policy names.
    fn name(&mut self, users: &super::Users, touches: Touches, selectors: &Selectors) {
        if users.names("All") {
            self.everyone.join(touches);
        }
        if users.names("GuestsOrExternalUsers") {
            self.guests.join(touches);
        }
        match users.external_includes_b2b_member() {
            Some(true) => self.external_b2b_member.join(touches),
            Some(false) => self.external.join(touches),
            None => {}
        }
        for id in users.ids() {
            self.any_user.join(touches);
            self.users.entry(id).or_default().join(touches);
        }
        let named = [(SelectorKind::Group, &users.groups), (SelectorKind::Role, &users.roles)];
        for (kind, texts) in named {
            for id in texts.iter().filter_map(|text| Id::parse(text)) {
                let number = selectors.number(kind, id);
                if let Some(known) = number.and_then(|number| self.selectors.get_mut(number)) {
                    known.join(touches);
                }
            }
        }
    }

    /// Joins what the selectors of one word touch.
    fn join(&self, word: usize, mut bits: u64, into: &mut Touches) {
        while bits != 0 {
            let number = word * 64 + bits.trailing_zeros() as usize;
            if let Some(touches) = self.selectors.get(number) {
                into.join(*touches);
            }
            bits &= bits - 1;
        }
    }
}

/// What was found so far for one client type: a bit for each thing that may be said, the graver
/// the lower. Blocks are taken in file order, so the first reason of a kind stays.
#[derive(Clone, Copy, Debug, Default)]
struct Found(u8);

impl Found {
    const BLOCK: u8 = 1 << 0;
    const NOT_POSSIBLE: u8 = 1 << 1;
    const UNKNOWN: u8 = 1 << 2;
    const INCOMPLETE: u8 = 1 << 3;
    const CONDITION: u8 = 1 << 4;
    const DEVICE: u8 = 1 << 5;
    /// What each bit says, in order; the last stands for none.
    const OUTCOMES: [Outcome; 7] = [
        Outcome::block(Reason::CaBlock),
        Outcome::block(Reason::CaControlNotPossible),
        Outcome::of(Effect::Unknown, Reason::CaMembershipUnknown),
        Outcome::MISSING,
        Outcome::conditional(Reason::CaCondition),
        Outcome::conditional(Reason::CaControlNeedsDeviceOrApp),
        Outcome::PASS,
    ];

    /// One of two kinds, that of the first of `policies`; nothing where there are none.
    const fn first(policies: u64, of_first_kind: u64, kinds: [u8; 2]) -> u8 {
        let first = policies & policies.wrapping_neg();
        let [one, other] = kinds;
        let kind = if first & of_first_kind != 0 { one } else { other };
        if policies != 0 { kind } else { 0 }
    }

    #[inline]
    const fn take(&mut self, yes: u64, unknown: u64, effects: &Effects) {
        let stops = yes & (effects.block | effects.not_possible);
        let stop = Self::first(stops, effects.block, [Self::BLOCK, Self::NOT_POSSIBLE]);
        let depends = yes & (effects.needs_device | effects.narrowed);
        let condition = Self::first(depends, effects.narrowed, [Self::CONDITION, Self::DEVICE]);
        let known = self.0;
        let new_stop = known & (Self::BLOCK | Self::NOT_POSSIBLE) == 0;
        let new_condition = known & (Self::CONDITION | Self::DEVICE) == 0;
        self.0 |= if new_stop { stop } else { 0 };
        self.0 |= if new_condition { condition } else { 0 };
        self.0 |= if unknown & effects.any() != 0 { Self::UNKNOWN } else { 0 };
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "the bit that is set last is below the length")]
    const fn outcome(self, complete: bool) -> Outcome {
        let incomplete = if complete { 0 } else { Self::INCOMPLETE };
        Self::OUTCOMES[(self.0 | incomplete | 1 << 6).trailing_zeros() as usize]
    }
}
