//! What the gates say of one mailbox, each asked once, and packed so that a verdict is a handful
//! of OR instructions.
//!
//! Many pairs ask a gate the same question: the account is the same for every delegated sign-in,
//! the mailbox's IMAP switch for Basic, OAuth and applications. Each such question is a *slot*.
//! An answer sets one bit, that of its gate, in one of four lanes (block, unknown, conditional,
//! assumed); joining the lanes of a pair's slots leaves the combining rule (contract §4) to be
//! read off: the first bit of the first lane that has any.

use crate::conditional_access::ClientType;
use crate::gates::{self, Day};
use crate::mailbox::Mailbox;
use crate::read::Read;
use crate::tenant::Tenant;
use crate::verdict::{Gates, Outcome, PerPair, Verdict};
use crate::words::{Confidence, Effect, Gate, Method, Pair, Protocol, VerdictWord};

/// More than the questions there are; a power of two, so that any number can be cut to a slot.
const SLOTS: usize = 32;
/// The slot for answers that no pair reads.
const UNASKED: u8 = 31;
/// A slot for each gate, and one for none.
const GATES: usize = Gate::ALL.len();
/// How many slots of a pair mailboxes answer at most, the licence aside: no pair asks both the
/// access lists and a setting of the organization that differs by mailbox.
const OTHERS: usize = 6;
/// The slot that passes whatever the mailbox; also stands for gates that do not ask.
const NOTHING: u8 = 0;

/// Answers, joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lanes(u64);

impl Lanes {
    const BLOCK: u32 = 0;
    const UNKNOWN: u32 = 16;
    const CONDITIONAL: u32 = 32;
    /// The highest bit of this lane is no gate's: a pass that makes `Allowed` inferred.
    const ASSUMED: u32 = 48;

    /// The lane of each effect, in the order of [`Effect::ALL`].
    const OF_EFFECT: [u32; 4] = [Self::ASSUMED, Self::BLOCK, Self::CONDITIONAL, Self::UNKNOWN];

    /// Without branches: effects follow no pattern that a processor could learn.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "an effect's number is below the length by type")]
    const fn of(gate: Gate, outcome: Outcome) -> Self {
        let passes = matches!(outcome.effect, Effect::Pass);
        let told = (!passes | outcome.assumed) as u64;
        let inferred = (passes & matches!(outcome.confidence, Confidence::Inferred)) as u64;
        Self((told << gate as u32) << Self::OF_EFFECT[outcome.effect as usize] | inferred << 63)
    }

    /// The word and the gate that decides it. Lanes lie in the order in which they count, and
    /// gates in each in theirs: the lowest bit decides.
    #[inline]
    fn decide(self) -> (VerdictWord, Gate) {
        const WORDS: [VerdictWord; 4] = [
            VerdictWord::Blocked,
            VerdictWord::Unknown,
            VerdictWord::Conditional,
            VerdictWord::Allowed,
        ];
        let first = (self.0 | 1 << Self::ASSUMED).trailing_zeros() & 0x3F;
        let word = WORDS.get(first as usize / 16).copied().unwrap_or(VerdictWord::Allowed);
        if first < Self::ASSUMED {
            (word, Gate::ALL.get(first as usize % 16).copied().unwrap_or(Gate::None))
        } else {
            (word, Gate::None)
        }
    }

    const fn assumed(self) -> Gates {
        Gates::from_bits((self.0 >> Self::ASSUMED) as u16 & 0x7FFF)
    }

    const fn is_inferred(self) -> bool {
        self.0 >> Self::ASSUMED != 0
    }
}

/// What the gates say of one mailbox.
#[derive(Clone, Copy, Debug)]
pub struct Answers {
    lanes: [Lanes; SLOTS],
    outcomes: [Outcome; SLOTS],
}

impl Answers {
    const NONE: Self = Self { lanes: [Lanes(0); SLOTS], outcomes: [Outcome::PASS; SLOTS] };

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    const fn lanes(&self, slot: u8) -> Lanes {
        self.lanes[slot as usize % SLOTS]
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    const fn outcome(&self, slot: u8) -> Outcome {
        self.outcomes[slot as usize % SLOTS]
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    const fn set(&mut self, slot: u8, gate: Gate, outcome: Outcome) {
        self.lanes[slot as usize % SLOTS] = Lanes::of(gate, outcome);
        self.set_outcome(slot, outcome);
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length, or below it by `number`")]
    const fn put(&mut self, slot: u8, table: &[(Lanes, Outcome); 5], number: usize) {
        let (lanes, outcome) = table[number];
        self.lanes[slot as usize % SLOTS] = lanes;
        self.outcomes[slot as usize % SLOTS] = outcome;
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    const fn set_outcome(&mut self, slot: u8, outcome: Outcome) {
        self.outcomes[slot as usize % SLOTS] = outcome;
    }
}

/// The protocols with a switch of their own, in the order of [`switches`].
const SWITCHED: [Protocol; 7] = [
    Protocol::MapiHttp,
    Protocol::Ews,
    Protocol::ActiveSync,
    Protocol::Imap,
    Protocol::Pop,
    Protocol::OutlookWeb,
    Protocol::PowerShell,
];

/// The switches of a mailbox.
#[inline]
fn switches(mailbox: &Mailbox<'_>) -> [Read<bool>; 7] {
    SWITCHED.map(|protocol| gates::mailbox_switch(mailbox, protocol).unwrap_or(Read::Absent))
}

/// What gate 4 says by the number of each switch, packed.
const SWITCH_ANSWERS: [[(Lanes, Outcome); 5]; 7] = {
    let (plain, ews) = (packed(gates::SWITCH), packed(gates::EWS_SWITCH));
    [plain, ews, plain, plain, plain, plain, plain]
};

const fn packed(outcomes: [Outcome; 5]) -> [(Lanes, Outcome); 5] {
    let [a, b, c, d, e] = outcomes;
    let gate = Gate::Mailbox;
    [
        (Lanes::of(gate, a), a),
        (Lanes::of(gate, b), b),
        (Lanes::of(gate, c), c),
        (Lanes::of(gate, d), d),
        (Lanes::of(gate, e), e),
    ]
}

/// Which slot each gate of each pair reads, and the answers that no mailbox changes.
#[derive(Debug)]
pub(crate) struct Plan {
    of_pair: PerPair<[u8; GATES]>,
    asked: PerPair<Asked>,
    /// The slots that a mailbox answers: gate, and a pair that asks.
    questions: Vec<(u8, Gate, Pair)>,
    /// The slots of the mailbox's switches, in the order of [`switches`].
    switch_slots: [u8; 7],
    /// Where the four answers of Conditional Access go, with a pair for each.
    client_slots: Vec<(u8, Pair)>,
    fixed: Answers,
}

/// The slots of a pair that mailboxes answer, close together.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    /// The licence, which some dates do not ask for.
    license: u8,
    others: [u8; OTHERS],
}

impl Asked {
    fn of(slots: &[u8; GATES]) -> Self {
        let [_, license, rest @ ..] = slots;
        let mut asked = Self { license: *license, ..Self::default() };
        let used = rest.iter().copied().filter(|slot| *slot != NOTHING);
        debug_assert!(used.clone().count() <= OTHERS, "{slots:?}");
        for (to, slot) in asked.others.iter_mut().zip(used) {
            *to = slot;
        }
        asked
    }
}

/// Two pairs for which this is equal ask the gate the same question.
fn question(gate: Gate, pair: Pair) -> (u8, u8, u8) {
    let (protocol, method) = (pair.protocol() as u8, pair.method());
    let token = u8::from(matches!(method, Method::OAuth | Method::AppOnly));
    let smtp = matches!(pair.protocol(), Protocol::Smtp);
    match gate {
        Gate::License => (gate as u8, 0, 0),
        Gate::Organization | Gate::Mailbox if smtp => (gate as u8, protocol, token),
        Gate::Organization | Gate::Mailbox | Gate::AccessList | Gate::AuthenticationPolicy => {
            (gate as u8, protocol, 0)
        }
        Gate::Account => (gate as u8, u8::from(matches!(pair, Pair::SmtpBasic)), 0),
        Gate::SecurityDefaults => (gate as u8, u8::from(matches!(method, Method::Certificate)), 0),
        Gate::ConditionalAccess => {
            let client = ClientType::of(pair).map_or(u8::MAX, |client| client as u8);
            (gate as u8, client, u8::from(matches!(pair, Pair::ActiveSyncOAuth)))
        }
        Gate::Retirement | Gate::None => (gate as u8, protocol, method as u8),
    }
}

impl Plan {
    /// Lays out the slots. Questions of pairs that gate 1 settles on every date are not asked.
    pub fn new(tenant: &Tenant, day: &Day, later: &[Day]) -> Self {
        let mut known: Vec<((u8, u8, u8), u8)> = Vec::new();
        let mut plan = Self {
            of_pair: PerPair::from_fn(|_| [NOTHING; GATES]),
            asked: PerPair::from_fn(|_| Asked::default()),
            questions: Vec::new(),
            client_slots: Vec::new(),
            switch_slots: [UNASKED; 7],
            fixed: Answers::NONE,
        };
        let settled = |pair: &Pair| {
            day.settled.get(*pair).is_some()
                && later.iter().all(|day| day.settled.get(*pair).is_some())
        };
        for pair in Pair::ALL.iter().copied() {
            let mut slots = [NOTHING; GATES];
            for (gate, slot) in Gate::ALL.iter().copied().zip(&mut slots) {
                // Of a pair that is settled, only findings ask, and only these gates.
                let asked_by_findings =
                    matches!(gate, Gate::SecurityDefaults | Gate::ConditionalAccess);
                let silent = gate == Gate::Retirement && day.retirement.get(pair) == Outcome::PASS;
                if !asks(gate, pair) || silent || settled(&pair) && !asked_by_findings {
                    continue;
                }
                let asked = question(gate, pair);
                *slot = match known.iter().find(|(other, _)| *other == asked) {
                    Some((_, slot)) => *slot,
                    None => {
                        let slot = u8::try_from(known.len() + 1).unwrap_or(UNASKED);
                        debug_assert!(slot < UNASKED, "more questions than slots");
                        known.push((asked, slot));
                        plan.note(slot, gate, pair, tenant, day);
                        slot
                    }
                };
            }
            plan.of_pair.set(pair, slots);
            plan.asked.set(pair, Asked::of(&slots));
        }
        plan
    }

    fn note(&mut self, slot: u8, gate: Gate, pair: Pair, tenant: &Tenant, day: &Day) {
        match gate {
            // The lanes of these come from the date.
            Gate::Retirement => self.fixed.set_outcome(slot, day.retirement.get(pair)),
            Gate::Organization if is_of_day(gate, pair) => {
                self.fixed.set_outcome(slot, day.ews_organization);
            }
            Gate::SecurityDefaults => {
                self.fixed.set(slot, gate, gates::security_defaults(tenant, pair.method()));
            }
            Gate::Mailbox if pair.protocol() != Protocol::Smtp => {
                let place = SWITCHED.iter().position(|protocol| *protocol == pair.protocol());
                if let Some(known) = place.and_then(|place| self.switch_slots.get_mut(place)) {
                    *known = slot;
                }
            }
            Gate::ConditionalAccess => {
                self.client_slots.push((slot, pair));
                self.fixed.set(slot, gate, of_client(pair, &[Outcome::MISSING; 4]));
            }
            _ => self.questions.push((slot, gate, pair)),
        }
    }

    /// Asks every question that decides something.
    #[inline]
    pub fn answer(&self, tenant: &Tenant, mailbox: &Mailbox<'_>) -> Answers {
        let mut answers = self.fixed;
        let switches = switches(mailbox);
        for ((slot, switch), table) in self.switch_slots.iter().zip(switches).zip(&SWITCH_ANSWERS) {
            answers.put(*slot, table, switch.number());
        }
        for (slot, gate, pair) in &self.questions {
            answers.set(*slot, *gate, ask(*gate, *pair, tenant, mailbox));
        }
        if let Some(access) = &tenant.conditional_access {
            let outcomes = access.evaluate(mailbox);
            for (slot, pair) in &self.client_slots {
                answers.set(*slot, Gate::ConditionalAccess, of_client(*pair, &outcomes));
            }
        }
        answers
    }

    /// What one gate says of a pair, asked now where it was not asked before.
    pub fn outcome(
        &self,
        gate: Gate,
        pair: Pair,
        day: &Day,
        tenant: &Tenant,
        mailbox: &Mailbox<'_>,
        answers: &Answers,
    ) -> Outcome {
        if !asks(gate, pair) {
            return Outcome::PASS;
        }
        match gate {
            Gate::Retirement => day.retirement.get(pair),
            Gate::Organization if pair.protocol() == Protocol::Ews => day.ews_organization,
            Gate::License if !day.ews_license_in_force => Outcome::PASS,
            Gate::SecurityDefaults | Gate::ConditionalAccess => self.read(gate, pair, answers),
            _ => ask(gate, pair, tenant, mailbox),
        }
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "a gate's number is below the length by type")]
    fn read(&self, gate: Gate, pair: Pair, answers: &Answers) -> Outcome {
        answers.outcome(self.of_pair.get_ref(pair)[gate as usize])
    }

    #[inline]
    fn lanes(&self, pair: Pair, day: &DayLanes, answers: &Answers) -> Lanes {
        let asked = self.asked.get_ref(pair);
        let mut lanes = day.of_pair.get(pair).0;
        if day.license_in_force {
            lanes |= answers.lanes(asked.license).0;
        }
        for slot in &asked.others {
            lanes |= answers.lanes(*slot).0;
        }
        Lanes(lanes)
    }

    /// The verdict on a pair that gate 1 does not settle.
    #[inline]
    pub fn verdict(&self, pair: Pair, day: &DayLanes, answers: &Answers) -> Verdict {
        let lanes = self.lanes(pair, day, answers);
        let (verdict, gate) = lanes.decide();
        let mut outcome = self.read(gate, pair, answers);
        let open = matches!(verdict, VerdictWord::Allowed | VerdictWord::Conditional);
        let assumed = if open { lanes.assumed() } else { Gates::default() };
        if verdict == VerdictWord::Allowed && lanes.is_inferred() {
            outcome.confidence = Confidence::Inferred;
        }
        Verdict::decided(verdict, gate, outcome, assumed)
    }

    /// The word alone.
    #[inline]
    pub fn word(&self, pair: Pair, day: &DayLanes, answers: &Answers) -> VerdictWord {
        match day.settled.get(pair) {
            Some(settled) => settled.verdict,
            None => self.lanes(pair, day, answers).decide().0,
        }
    }
}

/// What a date decides alone, packed.
#[derive(Debug)]
pub(crate) struct DayLanes {
    of_pair: PerPair<Lanes>,
    /// The verdicts that gate 1 settles; the others are as if nothing stood against them.
    pub template: PerPair<Verdict>,
    /// The pairs that gate 1 does not settle.
    pub open: Vec<Pair>,
    settled: PerPair<Option<Verdict>>,
    license_in_force: bool,
}

impl DayLanes {
    pub fn new(day: &Day) -> Self {
        let of_pair = PerPair::from_fn(|pair| {
            let retirement = Lanes::of(Gate::Retirement, day.retirement.get(pair));
            let organization = match is_of_day(Gate::Organization, pair) {
                true => Lanes::of(Gate::Organization, day.ews_organization),
                false => Lanes::default(),
            };
            Lanes(retirement.0 | organization.0)
        });
        let settled = |pair: Pair| day.settled.get(pair);
        Self {
            of_pair,
            template: PerPair::from_fn(|pair| {
                settled(pair).unwrap_or_else(|| {
                    let none = Gates::default();
                    Verdict::decided(VerdictWord::Allowed, Gate::None, Outcome::PASS, none)
                })
            }),
            open: Pair::ALL.iter().copied().filter(|pair| settled(*pair).is_none()).collect(),
            settled: day.settled,
            license_in_force: day.ews_license_in_force,
        }
    }
}

/// Whether the tenant and the date answer for the gate, whatever the mailbox.
const fn is_of_day(gate: Gate, pair: Pair) -> bool {
    match gate {
        Gate::Retirement => true,
        Gate::Organization => matches!(pair.protocol(), Protocol::Ews),
        _ => false,
    }
}

/// Asks one gate.
fn ask(gate: Gate, pair: Pair, tenant: &Tenant, mailbox: &Mailbox<'_>) -> Outcome {
    match gate {
        Gate::License => gates::license(mailbox),
        Gate::Organization => gates::organization(tenant, mailbox, pair),
        Gate::Mailbox => gates::mailbox(tenant, mailbox, pair),
        Gate::AccessList => gates::access_list(tenant, mailbox, pair.protocol()),
        Gate::AuthenticationPolicy => {
            gates::authentication_policy(tenant, mailbox, pair.protocol())
        }
        Gate::Account if pair == Pair::SmtpBasic => {
            gates::account_smtp_basic(gates::account(mailbox), mailbox)
        }
        Gate::Account => gates::account(mailbox),
        Gate::Retirement | Gate::SecurityDefaults | Gate::ConditionalAccess | Gate::None => {
            Outcome::PASS
        }
    }
}

/// Gate 9 for a pair. That ActiveSync with OAuth counts as a mobile application is inferred, and
/// so is what the gate decides there; a pass decides nothing.
fn of_client(pair: Pair, outcomes: &[Outcome; 4]) -> Outcome {
    let client = ClientType::of(pair).map_or(usize::MAX, |client| client as usize);
    let outcome = outcomes.get(client).copied().unwrap_or(Outcome::PASS);
    if pair == Pair::ActiveSyncOAuth && outcome != Outcome::PASS {
        outcome.with(Confidence::Inferred)
    } else {
        outcome
    }
}

/// Whether a gate asks a pair at all (contract §4, the table's scope of each gate).
pub(crate) const fn asks(gate: Gate, pair: Pair) -> bool {
    let (protocol, method) = (pair.protocol(), pair.method());
    match gate {
        Gate::Retirement => true,
        Gate::License => matches!(protocol, Protocol::Ews),
        Gate::Organization => {
            matches!(protocol, Protocol::Ews | Protocol::Smtp)
                || matches!(pair, Pair::MapiHttpOAuth)
        }
        Gate::Mailbox => !matches!(protocol, Protocol::Autodiscover),
        Gate::AccessList => matches!(protocol, Protocol::Ews | Protocol::ActiveSync),
        Gate::AuthenticationPolicy => matches!(method, Method::Basic),
        Gate::SecurityDefaults => matches!(method, Method::Basic | Method::Certificate),
        Gate::Account | Gate::ConditionalAccess => !matches!(method, Method::AppOnly),
        Gate::None => false,
    }
}
