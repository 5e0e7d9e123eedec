//! Identifiers: random-looking GUIDs, either scattered or ascending with the index.

use crate::random::{Purpose, Random};

/// The text of a GUID, lower case, always 36 ASCII bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Guid([u8; 36]);

/// Positions of the 32 digits in the text, two by two for each byte of the number.
const DIGITS: [(usize, usize); 16] = [
    (0, 1),
    (2, 3),
    (4, 5),
    (6, 7),
    (9, 10),
    (11, 12),
    (14, 15),
    (16, 17),
    (19, 20),
    (21, 22),
    (24, 25),
    (26, 27),
    (28, 29),
    (30, 31),
    (32, 33),
    (34, 35),
];

#[inline]
const fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + (value - 10) }
}

impl Guid {
    /// A GUID of two random halves, with the version (4) and variant bits of RFC 9562.
    #[inline]
    pub(crate) fn from_halves(high: u64, low: u64) -> Self {
        let high = (high & !0xF000) | 0x4000;
        let low = (low & (u64::MAX >> 2)) | (1 << 63);
        let bytes = (u128::from(high) << 64 | u128::from(low)).to_be_bytes();
        let mut text = [b'-'; 36];
        for (byte, (first, second)) in bytes.into_iter().zip(DIGITS) {
            if let Some(place) = text.get_mut(first) {
                *place = digit(byte >> 4);
            }
            if let Some(place) = text.get_mut(second) {
                *place = digit(byte & 15);
            }
        }
        Self(text)
    }

    /// The GUID number `index` of a purpose, in no order.
    #[inline]
    pub(crate) fn scattered(seed: u64, purpose: Purpose, index: u64) -> Self {
        let mut random = Random::keyed(seed, purpose, index);
        Self::from_halves(random.next(), random.next())
    }

    /// The text as ASCII bytes.
    #[inline]
    pub(crate) const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same in capitals, as some tools write it.
    pub(crate) fn upper(mut self) -> Self {
        self.0.make_ascii_uppercase();
        self
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        // Always ASCII by construction; the fallback only keeps this free of panics.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Object ids that ascend with the index: the first 48 bits are the index spread over their whole
/// range with a jitter inside each step, the rest is scattered.
///
/// The text order of lower-case GUIDs is the order of these numbers, so a sorted part is written
/// straight through without sorting anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AscendingIds {
    seed: u64,
    step: u64,
}

impl AscendingIds {
    /// Ids for indexes `0..count`.
    pub(crate) const fn new(seed: u64, count: u64) -> Self {
        let count = if count == 0 { 1 } else { count };
        Self { seed, step: (1 << 48) / count }
    }

    /// The id of one index.
    #[inline]
    pub(crate) fn at(&self, index: u64) -> Guid {
        let mut random = Random::keyed(self.seed, Purpose::Identity, index);
        let prefix = index.wrapping_mul(self.step) + random.below(self.step);
        Guid::from_halves(prefix << 16 | (random.next() & 0xFFFF), random.next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_has_version_and_variant() {
        let guid = Guid::from_halves(u64::MAX, u64::MAX);
        assert_eq!(guid.text(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let guid = Guid::from_halves(0x0123_4567_89AB_CDEF, 0x0123_4567_89AB_CDEF);
        assert_eq!(guid.text(), "01234567-89ab-4def-8123-456789abcdef");
        assert_eq!(guid.upper().text(), "01234567-89AB-4DEF-8123-456789ABCDEF");
    }

    #[test]
    fn ids_ascend_as_text() {
        for count in [1, 2, 10, 999, 100_000] {
            let ids = AscendingIds::new(42, count);
            let texts: Vec<String> =
                (0..count.min(5000)).map(|index| ids.at(index).text().to_owned()).collect();
            assert!(texts.is_sorted_by(|left, right| left < right));
        }
    }

    #[test]
    fn the_last_ids_of_five_million_still_ascend() {
        let ids = AscendingIds::new(1, 5_000_000);
        let texts: Vec<String> =
            (4_999_000..5_000_000).map(|index| ids.at(index).text().to_owned()).collect();
        assert!(texts.is_sorted_by(|left, right| left < right));
    }
}
