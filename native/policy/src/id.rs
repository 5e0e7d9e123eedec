//! Object ids as numbers, so that comparing and looking up needs no text.

use std::hash::{DefaultHasher, Hasher};

/// The id of a user, group or role.
///
/// A GUID in its 36-character form is its own number; any other text is hashed to 128 bits
/// without regard to case. Two ids are equal where their texts are, white space around and case
/// aside (contract, forms). Two halves rather than one number of 128 bits, which would be aligned to
/// 16 bytes and make each of a million rows longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u64, u64);

impl Id {
    /// The id that `text` names, or `None` for blank text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let number = guid(text.as_bytes()).unwrap_or_else(|| hashed(text));
        Some(Self((number >> 64) as u64, number as u64))
    }

    /// The number behind the id.
    pub const fn number(self) -> u128 {
        (self.0 as u128) << 64 | self.1 as u128
    }
}

/// Where the two digits of each byte of a GUID stand in its 36 characters.
const BYTES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/// The number of a GUID written as 8-4-4-4-12 hexadecimal digits.
#[allow(clippy::indexing_slicing, reason = "the positions are constants below the length")]
fn guid(text: &[u8]) -> Option<u128> {
    let text: &[u8; 36] = text.try_into().ok()?;
    let hyphens = text[8] == b'-' && text[13] == b'-' && text[18] == b'-' && text[23] == b'-';
    let mut wrong = 0_u8;
    let bytes = BYTES.map(|at| {
        let (high, low) = (HEX[usize::from(text[at])], HEX[usize::from(text[at + 1])]);
        wrong |= high | low;
        (high << 4) | (low & 0x0F)
    });
    (hyphens && wrong & 0xF0 == 0).then_some(u128::from_be_bytes(bytes))
}

/// The value of each hexadecimal digit; `0xFF` for every other byte.
const HEX: [u8; 256] = hex_table();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "evaluated by the compiler, which rejects an index out of range"
)]
const fn hex_table() -> [u8; 256] {
    let mut table = [0xFF; 256];
    let mut digit = 0_u8;
    while digit < 16 {
        if digit < 10 {
            table[(b'0' + digit) as usize] = digit;
        } else {
            table[(b'a' + digit - 10) as usize] = digit;
            table[(b'A' + digit - 10) as usize] = digit;
        }
        digit += 1;
    }
    table
}

/// 128 bits of any other text. Seeded alike in every process, so that two readers agree.
fn hashed(text: &str) -> u128 {
    let mut halves = [DefaultHasher::new(), DefaultHasher::new()];
    for (seed, hasher) in (1..).zip(&mut halves) {
        hasher.write_u8(seed);
        if text.is_ascii() {
            for part in text.as_bytes().chunks(64) {
                let mut lower = [0; 64];
                for (to, from) in lower.iter_mut().zip(part) {
                    *to = from.to_ascii_lowercase();
                }
                hasher.write(lower.get(..part.len()).unwrap_or_default());
            }
        } else {
            hasher.write(text.to_lowercase().as_bytes());
        }
    }
    let [high, low] = halves.map(|hasher| u128::from(hasher.finish()));
    (high << 64) | low
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn a_guid_is_its_number_whatever_the_case() {
        let lower = Id::parse(" 0a1b2c3d-0000-0ff1-ce00-0000000000ff ");
        assert_eq!(lower, Id::parse("0A1B2C3D-0000-0FF1-CE00-0000000000FF"));
        assert_eq!(lower.map(Id::number), Some(0x0a1b2c3d00000ff1ce000000000000ff));
    }

    #[test]
    fn other_texts_differ_from_each_other_and_blank_is_none() {
        assert_eq!(Id::parse("Österreich"), Id::parse("öSTERREICH"));
        assert_ne!(Id::parse("a"), Id::parse("b"));
        assert_ne!(
            Id::parse("0a1b2c3d-0000-0ff1-ce00-0000000000fg"),
            Id::parse("0a1b2c3d-0000-0ff1-ce00-0000000000f0")
        );
        assert_eq!(Id::parse(" \u{3000} "), None);
    }
}
