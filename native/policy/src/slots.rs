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
use crate::lanes::{Answers, Lanes, NOTHING, UNASKED};
use crate::mailbox::Mailbox;
use crate::read::Read;
use crate::tenant::Tenant;
use crate::verdict::{Gates, Outcome, PerPair, Verdict};
use crate::words::{Confidence, Gate, Method, Pair, Protocol, VerdictWord};

/// A slot for each gate, and one for none.
const GATES: usize = Gate::ALL.len();
/// How many slots of a pair mailboxes answer at most: no pair asks both the access lists and a
/// setting of the organization that differs by mailbox.
const ASKED: usize = 7;

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
    /// The slots that a mailbox answers: gate, and a pair that asks.
    questions: Vec<(u8, Gate, Pair)>,
    /// The slots of the mailbox's switches, in the order of [`switches`].
    switch_slots: [u8; 7],
    /// Where the four answers of Conditional Access go, with a pair for each.
    client_slots: Vec<(u8, Pair)>,
    fixed: Answers,
}

/// What a verdict on one pair joins on one date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking {
    /// The pair.
    pub pair: Pair,
    /// What the date and the tenant say.
    lanes: Lanes,
    /// The slots that mailboxes answer.
    slots: [u8; ASKED],
}

impl Asking {
    #[inline]
    fn join(&self, answers: &Answers) -> Lanes {
        let mut lanes = self.lanes.0;
        for slot in &self.slots {
            lanes |= answers.lanes(*slot).0;
        }
        Lanes(lanes)
    }

    /// The word alone.
    #[inline]
    pub fn word(&self, answers: &Answers) -> VerdictWord {
        self.join(answers).decide().0
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

    /// The answers that no mailbox changes.
    pub const fn fixed(&self) -> Answers {
        self.fixed
    }

    /// Asks every question that decides something. `answers` are those of this plan about any
    /// mailbox: each that depends on one is given anew.
    #[inline]
    pub fn answer(&self, tenant: &Tenant, mailbox: &Mailbox<'_>, answers: &mut Answers) {
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

    /// What a pair joins on a date.
    pub fn asking(&self, pair: Pair, day: &Day) -> Asking {
        let mut lanes = Lanes::of(Gate::Retirement, day.retirement.get(pair));
        if is_of_day(Gate::Organization, pair) {
            lanes.0 |= Lanes::of(Gate::Organization, day.ews_organization).0;
        }
        let mut slots = [NOTHING; ASKED];
        let asked = Gate::ALL.iter().copied().zip(self.of_pair.get(pair)).filter(|(gate, slot)| {
            let in_force = *gate != Gate::License || day.ews_license_in_force;
            in_force && *slot != NOTHING && !is_of_day(*gate, pair)
        });
        debug_assert!(asked.clone().count() <= ASKED, "{pair} asks more than {ASKED} slots");
        for (to, (_, slot)) in slots.iter_mut().zip(asked) {
            *to = slot;
        }
        Asking { pair, lanes, slots }
    }

    /// The verdict on a pair, on the date that the plan was made for.
    #[inline]
    pub fn verdict(&self, asking: &Asking, answers: &Answers) -> Verdict {
        let lanes = asking.join(answers);
        let (verdict, gate) = lanes.decide();
        let mut outcome = self.read(gate, asking.pair, answers);
        let open = matches!(verdict, VerdictWord::Allowed | VerdictWord::Conditional);
        let assumed = if open { lanes.assumed() } else { Gates::default() };
        if verdict == VerdictWord::Allowed && lanes.is_inferred() {
            outcome.confidence = Confidence::Inferred;
        }
        Verdict::decided(verdict, gate, outcome, assumed)
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
