//! Which mailboxes have the same 22 verdicts: most share them with thousands of others, so what is
//! made of the verdicts (text, batch) is made once for each pattern.

use exo_policy::{Pair, PerPair, Verdict};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use jiff::civil::Date;
use std::hash::BuildHasher;

/// The verdicts of a mailbox as numbers: equal where all 22 are.
type Key = [u64; Pair::COUNT];

/// Numbers the patterns in the order in which they appear.
#[derive(Debug, Default)]
pub struct Patterns {
    keys: Vec<Key>,
    table: HashTable<usize>,
    hasher: FixedState,
}

impl Patterns {
    /// The number of the pattern, and whether it appears for the first time.
    pub fn number(&mut self, verdicts: &PerPair<Verdict>) -> (usize, bool) {
        let mut key = [0; Pair::COUNT];
        for (code, (_, verdict)) in key.iter_mut().zip(verdicts.iter()) {
            *code = code_of(verdict);
        }
        let hash = self.hasher.hash_one(key);
        let keys = &self.keys;
        let known = self.table.find(hash, |number| keys.get(*number) == Some(&key));
        if let Some(number) = known {
            return (*number, false);
        }
        let number = self.keys.len();
        self.keys.push(key);
        let (keys, hasher) = (&self.keys, &self.hasher);
        self.table.insert_unique(hash, number, |number| {
            keys.get(*number).map_or(0, |key| hasher.hash_one(key))
        });
        (number, true)
    }

    /// How many patterns there are.
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.table.clear();
    }
}

/// Days since 1970-01-01.
pub fn days(date: Date) -> i32 {
    // A civil date lies within ±9999 years, whose days fit.
    let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    i32::try_from(days).unwrap_or(i32::MIN)
}

/// Everything that a verdict says, in one number.
fn code_of(verdict: Verdict) -> u64 {
    let assumed = verdict.assumed.iter().fold(0_u64, |bits, gate| bits | 1 << gate as u64);
    let changes_on = verdict.changes_on.map_or(0, |date| 1 + u64::from(days(date).unsigned_abs()));
    verdict.verdict as u64
        | (verdict.decided_by as u64) << 4
        | (verdict.reason as u64) << 8
        | (verdict.confidence as u64) << 16
        | assumed << 20
        | changes_on << 32
}

#[cfg(test)]
mod tests {
    use super::{Patterns, days};
    use exo_policy::{Combine, Gate, Pair, PerPair, Reason, Verdict};
    use jiff::civil::date;

    #[test]
    fn patterns_differ_where_any_part_of_any_verdict_does() {
        let plain: PerPair<Verdict> = PerPair::from_fn(|_| Combine::default().verdict());
        let mut patterns = Patterns::default();
        assert_eq!(patterns.number(&plain), (0, true));
        let base = plain.get(Pair::PopOAuth);
        let others = [
            Verdict { reason: Reason::CaBlock, ..base },
            Verdict { decided_by: Gate::Mailbox, ..base },
            Verdict { changes_on: Some(date(2026, 12, 31)), ..base },
            Verdict { changes_on: Some(date(2027, 1, 1)), ..base },
            Verdict { assumed: base.assumed.with(Gate::License), ..base },
        ];
        for (position, other) in others.into_iter().enumerate() {
            let mut verdicts = plain;
            verdicts.set(Pair::PopOAuth, other);
            assert_eq!(patterns.number(&verdicts), (position + 1, true));
            assert_eq!(patterns.number(&verdicts), (position + 1, false));
        }
        assert_eq!(patterns.number(&plain), (0, false));
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days(date(1970, 1, 2)), 1);
        assert_eq!(days(date(2026, 12, 31)), 20818);
    }
}
