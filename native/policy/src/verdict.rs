//! What a gate says, and how what they say becomes a verdict (contract §4, Combining).

use jiff::civil::Date;

use crate::words::{Confidence, Effect, Gate, Pair, Reason, VerdictWord};

/// What one gate says of one pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Pass, block, conditional or unknown.
    pub effect: Effect,
    /// Why.
    pub reason: Reason,
    /// How firm the rule is. On a pass, anything but `Documented` makes an `Allowed` verdict so.
    pub confidence: Confidence,
    /// It passes because its input was assumed.
    pub assumed: bool,
}

impl Outcome {
    /// The gate has nothing against it.
    pub const PASS: Self = Self::of(Effect::Pass, Reason::None);
    /// An input is missing that the gate cannot do without.
    pub const MISSING: Self = Self::of(Effect::Unknown, Reason::MissingData);
    /// An input is missing that the gate assumes to be harmless.
    pub const ASSUMED: Self = Self { assumed: true, ..Self::PASS };

    /// A documented outcome.
    pub const fn of(effect: Effect, reason: Reason) -> Self {
        Self { effect, reason, confidence: Confidence::Documented, assumed: false }
    }

    /// A documented block.
    pub const fn block(reason: Reason) -> Self {
        Self::of(Effect::Block, reason)
    }

    /// A documented condition.
    pub const fn conditional(reason: Reason) -> Self {
        Self::of(Effect::Conditional, reason)
    }

    /// The same outcome, resting on another confidence.
    pub const fn with(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }
}

/// A set of gates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gates(u16);

impl Gates {
    /// The set with one more gate.
    #[must_use]
    pub const fn with(self, gate: Gate) -> Self {
        Self(self.0 | (1 << gate as u16))
    }

    /// The set of the gates whose bits are set.
    pub(crate) const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// Whether the gate is in the set.
    pub const fn contains(self, gate: Gate) -> bool {
        self.0 & (1 << gate as u16) != 0
    }

    /// Whether no gate is.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The gates, in the order in which they are asked.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = Gate> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let gate = Gate::ALL.get(left.trailing_zeros() as usize).copied()?;
            left &= left - 1;
            Some(gate)
        })
    }
}

/// The verdict on one pair of one mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it says.
    pub verdict: VerdictWord,
    /// The control that decides it.
    pub decided_by: Gate,
    /// Why.
    pub reason: Reason,
    /// How firm the deciding rule is.
    pub confidence: Confidence,
    /// The first later date on which the same inputs give another verdict.
    pub changes_on: Option<Date>,
    /// The gates that passed on an assumption; empty unless `Allowed` or `Conditional`.
    pub assumed: Gates,
}

impl Verdict {
    /// Whether the sign-in works, at least under a condition.
    pub const fn is_open(self) -> bool {
        matches!(self.verdict, VerdictWord::Allowed | VerdictWord::Conditional)
    }

    /// What a gate that blocks makes of a pair, whatever the others say.
    pub(crate) const fn blocked(gate: Gate, outcome: Outcome) -> Self {
        Self::decided(VerdictWord::Blocked, gate, outcome, Gates(0))
    }

    /// A verdict that a gate decides.
    pub(crate) const fn decided(
        verdict: VerdictWord,
        gate: Gate,
        outcome: Outcome,
        assumed: Gates,
    ) -> Self {
        Self {
            verdict,
            decided_by: gate,
            reason: outcome.reason,
            confidence: outcome.confidence,
            changes_on: None,
            assumed,
        }
    }
}

/// Takes what the gates say, in their order, and gives the verdict: any block, else any unknown,
/// else any condition, else allowed; among equals the first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Combine {
    unknown: Option<(Gate, Outcome)>,
    conditional: Option<(Gate, Outcome)>,
    assumed: Gates,
    inferred: bool,
}

impl Combine {
    /// Takes what the next gate says. A block ends it: the verdict comes back at once.
    #[inline]
    pub fn take(&mut self, gate: Gate, outcome: Outcome) -> Option<Verdict> {
        match outcome.effect {
            Effect::Block => {
                return Some(Verdict::blocked(gate, outcome));
            }
            Effect::Unknown => self.unknown = self.unknown.or(Some((gate, outcome))),
            Effect::Conditional => self.conditional = self.conditional.or(Some((gate, outcome))),
            Effect::Pass => {
                self.inferred |= outcome.confidence == Confidence::Inferred;
                if outcome.assumed {
                    self.assumed = self.assumed.with(gate);
                }
            }
        }
        None
    }

    /// The verdict once every gate was heard and none blocked.
    #[inline]
    pub fn verdict(self) -> Verdict {
        let none = Gates::default();
        if let Some((gate, outcome)) = self.unknown {
            return Verdict::decided(VerdictWord::Unknown, gate, outcome, none);
        }
        if let Some((gate, outcome)) = self.conditional {
            return Verdict::decided(VerdictWord::Conditional, gate, outcome, self.assumed);
        }
        let inferred = self.inferred || !self.assumed.is_empty();
        let confidence = if inferred { Confidence::Inferred } else { Confidence::Documented };
        Verdict::decided(
            VerdictWord::Allowed,
            Gate::None,
            Outcome::PASS.with(confidence),
            self.assumed,
        )
    }
}

/// One value for each pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerPair<T>([T; Pair::COUNT]);

impl<T: Copy> PerPair<T> {
    /// The value that `f` gives for each pair.
    pub fn from_fn(mut f: impl FnMut(Pair) -> T) -> Self {
        Self(std::array::from_fn(|index| {
            f(Pair::ALL.get(index).copied().unwrap_or(Pair::MapiHttpBasic))
        }))
    }

    /// The value of the pair.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "a pair's index is below the length by type")]
    pub const fn get(&self, pair: Pair) -> T {
        self.0[pair.index()]
    }

    /// The value of the pair, in its place.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "a pair's index is below the length by type")]
    pub const fn get_ref(&self, pair: Pair) -> &T {
        &self.0[pair.index()]
    }

    /// Sets the value of the pair.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "a pair's index is below the length by type")]
    pub const fn set(&mut self, pair: Pair, value: T) {
        self.0[pair.index()] = value;
    }

    /// The pairs with their values, in the order of the contract.
    pub fn iter(&self) -> impl Iterator<Item = (Pair, T)> {
        Pair::ALL.iter().copied().zip(self.0.iter().copied())
    }
}
