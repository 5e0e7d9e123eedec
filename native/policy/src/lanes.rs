//! Answers of gates as bits, so that joining them is OR and the combining rule (contract §4) is a
//! look at the lowest bit.

use crate::verdict::{Gates, Outcome};
use crate::words::{Confidence, Effect, Gate, VerdictWord};

/// More than the questions there are; a power of two, so that any number can be cut to a slot.
pub(crate) const SLOTS: usize = 32;
/// The slot that passes whatever the mailbox; also stands for gates that do not ask.
pub(crate) const NOTHING: u8 = 0;
/// The slot for answers that no pair reads.
pub(crate) const UNASKED: u8 = 31;

/// Answers, joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lanes(pub u64);

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
    pub(crate) const fn of(gate: Gate, outcome: Outcome) -> Self {
        let passes = matches!(outcome.effect, Effect::Pass);
        let told = (!passes | outcome.assumed) as u64;
        let inferred = (passes & matches!(outcome.confidence, Confidence::Inferred)) as u64;
        Self((told << gate as u32) << Self::OF_EFFECT[outcome.effect as usize] | inferred << 63)
    }

    /// The word and the gate that decides it. Lanes lie in the order in which they count, and
    /// gates in each in theirs: the lowest bit decides.
    #[inline]
    pub(crate) fn decide(self) -> (VerdictWord, Gate) {
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

    pub(crate) const fn assumed(self) -> Gates {
        Gates::from_bits((self.0 >> Self::ASSUMED) as u16 & 0x7FFF)
    }

    pub(crate) const fn is_inferred(self) -> bool {
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
    pub(crate) const NONE: Self =
        Self { lanes: [Lanes(0); SLOTS], outcomes: [Outcome::PASS; SLOTS] };

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    pub(crate) const fn lanes(&self, slot: u8) -> Lanes {
        self.lanes[slot as usize % SLOTS]
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    pub(crate) const fn outcome(&self, slot: u8) -> Outcome {
        self.outcomes[slot as usize % SLOTS]
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    pub(crate) const fn set(&mut self, slot: u8, gate: Gate, outcome: Outcome) {
        self.lanes[slot as usize % SLOTS] = Lanes::of(gate, outcome);
        self.set_outcome(slot, outcome);
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length, or below it by `number`")]
    pub(crate) const fn put(&mut self, slot: u8, table: &[(Lanes, Outcome); 5], number: usize) {
        let (lanes, outcome) = table[number];
        self.lanes[slot as usize % SLOTS] = lanes;
        self.outcomes[slot as usize % SLOTS] = outcome;
    }

    #[inline]
    #[allow(clippy::indexing_slicing, reason = "cut to the length")]
    pub(crate) const fn set_outcome(&mut self, slot: u8, outcome: Outcome) {
        self.outcomes[slot as usize % SLOTS] = outcome;
    }
}
