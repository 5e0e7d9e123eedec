//! Seeded numbers that are the same on every platform.
//!
//! Nothing here keeps state between rows: every row draws from a stream keyed by seed, purpose and
//! index. That is what lets the parts be written by threads, in any order, with the same bytes.

/// The golden-ratio increment of splitmix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finalizer of splitmix64: a bijection on 64 bits that scatters neighbours.
#[inline]
pub(crate) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// What a stream of numbers is for. Two purposes never share a stream, so that adding a draw to one
/// part of a row does not move all the others.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Identity = 1,
    MailboxGuid,
    ExchangeGuid,
    Name,
    Traits,
    Template,
    Filler,
    Device,
    Group,
    Stamp,
    Policy,
    Permutation,
}

/// A splitmix64 stream.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The stream for one purpose and one index.
    #[inline]
    pub(crate) const fn keyed(seed: u64, purpose: Purpose, index: u64) -> Self {
        let salted = mix(seed ^ (purpose as u64).wrapping_mul(GOLDEN));
        Self { state: mix(salted ^ index.wrapping_add(1).wrapping_mul(GOLDEN)) }
    }

    /// The next 64 bits.
    #[inline]
    pub(crate) const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A number below `bound`; 0 where `bound` is 0. The bias of the multiplication is below one
    /// part in 2^40 for every bound used here.
    #[inline]
    pub(crate) const fn below(&mut self, bound: u64) -> u64 {
        ((self.next() as u128 * bound as u128) >> 64) as u64
    }

    /// True in `percent` of 100 draws.
    #[inline]
    pub(crate) const fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One element of a table, `None` only where the table is empty.
    #[inline]
    pub(crate) fn pick<'a, T>(&mut self, table: &'a [T]) -> Option<&'a T> {
        let length = u64::try_from(table.len()).unwrap_or(0);
        usize::try_from(self.below(length)).ok().and_then(|position| table.get(position))
    }
}

/// A bijection of `0..count`, so that a part can be written in scrambled order without a shuffle
/// held in memory.
///
/// Three invertible steps on the next power of two; a value that falls outside is scrambled again
/// until it falls inside ("cycle walking", two rounds at most on average).
#[derive(Clone, Debug)]
pub(crate) struct Permutation {
    count: u64,
    mask: u64,
    shift: u32,
    keys: [(u64, u64); 3],
}

impl Permutation {
    /// The permutation number `salt` of `0..count`.
    pub(crate) fn new(seed: u64, salt: u64, count: u64) -> Self {
        let bits = (64 - count.saturating_sub(1).leading_zeros()).max(1);
        let mask = u64::MAX >> (64 - bits);
        let mut random = Random::keyed(seed, Purpose::Permutation, salt);
        // An odd factor is invertible modulo a power of two.
        let mut key = || (random.next() | 1, random.next());
        Self { count, mask, shift: (bits / 2).max(1), keys: [key(), key(), key()] }
    }

    /// Where position `position` of the file comes from.
    #[inline]
    pub(crate) fn at(&self, position: u64) -> u64 {
        let mut value = position;
        loop {
            for (factor, offset) in self.keys {
                value = value.wrapping_mul(factor).wrapping_add(offset) & self.mask;
                value ^= value >> self.shift;
            }
            if value < self.count {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_splitmix64() {
        // First outputs of the reference implementation for the state 1234567.
        let mut random = Random { state: 1_234_567 };
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn purposes_do_not_share_a_stream() {
        let identity = Random::keyed(1, Purpose::Identity, 5).next();
        assert_ne!(identity, Random::keyed(1, Purpose::Name, 5).next());
        assert_ne!(identity, Random::keyed(2, Purpose::Identity, 5).next());
        assert_ne!(identity, Random::keyed(1, Purpose::Identity, 6).next());
    }

    #[test]
    fn a_permutation_meets_every_index_once() {
        for count in [1, 2, 3, 10, 63, 64, 65, 1000, 4097] {
            let permutation = Permutation::new(7, 1, count);
            let mut seen: Vec<u64> = (0..count).map(|at| permutation.at(at)).collect();
            if count >= 10 {
                assert!(!seen.is_sorted(), "{count} indexes came out in order");
            }
            seen.sort_unstable();
            assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn permutations_differ_by_salt() {
        let order = |salt| -> Vec<u64> {
            let permutation = Permutation::new(7, salt, 100);
            (0..100).map(|at| permutation.at(at)).collect()
        };
        assert_ne!(order(1), order(2));
    }
}
