//! Files as UTF-8 bytes: byte order marks, UTF-16LE as Windows PowerShell's `>` and `Out-File`
//! write it, gzip.
//!
//! Broken UTF-8 is left as it is: most rows are read as they lie in the file, and only a row that
//! needs it pays for the replacement (see `rows`).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::error::SnapshotError;
use crate::fault::Fault;

/// How much is read at once.
pub(super) const CHUNK: usize = 1 << 18;

/// The bytes of a file, decoded to UTF-8.
pub(super) struct Text<'p> {
    path: &'p Path,
    input: Box<dyn Read>,
    compressed: bool,
    /// Bytes that were read to look for a mark and belong to the text.
    ahead: Vec<u8>,
    utf16: Option<Utf16>,
    /// A byte order mark was looked for.
    started: bool,
    /// Damage that was met after some bytes: told once those were taken.
    damage: Option<Fault>,
}

/// What reading on gave.
pub(super) enum More {
    /// So many bytes were appended.
    Bytes,
    /// The file ends.
    End,
    /// The compressed data ends too early or is damaged.
    Broken(Fault),
}

impl<'p> Text<'p> {
    pub fn open(path: &'p Path, compressed: bool) -> Result<Self, SnapshotError> {
        let file = File::open(path).map_err(SnapshotError::io(path))?;
        let input: Box<dyn Read> =
            if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        Ok(Self {
            path,
            input,
            compressed,
            ahead: Vec::new(),
            utf16: None,
            started: false,
            damage: None,
        })
    }

    /// Appends about one chunk to `buffer`. The first call looks for a byte order mark.
    pub fn read(&mut self, buffer: &mut Vec<u8>) -> Result<More, SnapshotError> {
        if !std::mem::replace(&mut self.started, true) {
            while self.ahead.len() < 3 {
                let mut ahead = std::mem::take(&mut self.ahead);
                let more = self.fill(&mut ahead, 3)?;
                self.ahead = ahead;
                match more {
                    More::Bytes => {}
                    More::End => break,
                    broken @ More::Broken(_) => return Ok(broken),
                }
            }
            if self.ahead.starts_with(&[0xFF, 0xFE]) {
                self.ahead.drain(..2);
                self.utf16 = Some(Utf16::default());
            } else if self.ahead.starts_with(&[0xEF, 0xBB, 0xBF]) {
                self.ahead.clear();
            }
        }
        let Some(mut utf16) = self.utf16.take() else {
            buffer.append(&mut self.ahead);
            return self.fill(buffer, CHUNK);
        };
        let mut bytes = std::mem::take(&mut self.ahead);
        let more = self.fill(&mut bytes, CHUNK)?;
        utf16.decode(&bytes, buffer);
        match more {
            More::Bytes => self.utf16 = Some(utf16),
            More::End | More::Broken(_) => utf16.finish(buffer),
        }
        Ok(more)
    }

    /// Reads up to `most` bytes onto `buffer`.
    fn fill(&mut self, buffer: &mut Vec<u8>, most: usize) -> Result<More, SnapshotError> {
        if let Some(why) = self.damage.take() {
            return Ok(More::Broken(why));
        }
        let limit = u64::try_from(most).unwrap_or(u64::MAX);
        let before = buffer.len();
        buffer.reserve(most);
        match (&mut self.input).take(limit).read_to_end(buffer) {
            Ok(0) => Ok(More::End),
            Ok(_) => Ok(More::Bytes),
            Err(error) if self.compressed && is_damage(&error) => {
                let why = Fault::Compressed { error: error.to_string() };
                if buffer.len() == before {
                    return Ok(More::Broken(why));
                }
                self.damage = Some(why);
                Ok(More::Bytes)
            }
            Err(error) => Err(SnapshotError::Io { path: self.path.to_owned(), error }),
        }
    }
}

fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    )
}

/// UTF-16LE to UTF-8 across chunks. A lone surrogate and an odd last byte become U+FFFD.
#[derive(Default)]
struct Utf16 {
    odd: Option<u8>,
    high: Option<u16>,
}

impl Utf16 {
    fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let mut bytes = bytes.iter().copied();
        let mut text = String::new();
        while let Some(low) = self.odd.take().or_else(|| bytes.next()) {
            let Some(high) = bytes.next() else {
                self.odd = Some(low);
                break;
            };
            let unit = u16::from_le_bytes([low, high]);
            match (self.high.take(), unit) {
                (Some(first), 0xDC00..=0xDFFF) => {
                    text.extend(char::decode_utf16([first, unit]).map(or_replacement));
                }
                (first, unit) => {
                    if first.is_some() {
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                    if matches!(unit, 0xD800..=0xDBFF) {
                        self.high = Some(unit);
                    } else {
                        text.extend(char::decode_utf16([unit]).map(or_replacement));
                    }
                }
            }
        }
        out.extend_from_slice(text.as_bytes());
    }

    fn finish(self, out: &mut Vec<u8>) {
        if self.odd.is_some() || self.high.is_some() {
            out.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
}

fn or_replacement(unit: Result<char, std::char::DecodeUtf16Error>) -> char {
    unit.unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A whole small file as text, for documents and the manifest; at most `limit` bytes.
pub(crate) fn read_text(path: &Path, limit: usize) -> Result<Option<String>, SnapshotError> {
    let mut text = Text::open(path, false)?;
    let mut bytes = Vec::new();
    while bytes.len() <= limit {
        match text.read(&mut bytes)? {
            More::Bytes => {}
            More::End | More::Broken(_) => {
                return Ok(Some(String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::Utf16;

    #[test]
    fn utf16_survives_cuts_anywhere_and_replaces_what_is_alone() {
        let whole: Vec<u8> = "a山𠮷".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for cut in 0..=whole.len() {
            let (mut decoder, mut out) = (Utf16::default(), Vec::new());
            decoder.decode(whole.get(..cut).unwrap_or_default(), &mut out);
            decoder.decode(whole.get(cut..).unwrap_or_default(), &mut out);
            decoder.finish(&mut out);
            assert_eq!(String::from_utf8_lossy(&out), "a山𠮷", "cut at {cut}");
        }
        let (mut decoder, mut out) = (Utf16::default(), Vec::new());
        decoder.decode(&[0x00, 0xD8, b'x', 0, 0x00, 0xDC, b'y'], &mut out);
        decoder.finish(&mut out);
        assert_eq!(String::from_utf8_lossy(&out), "\u{FFFD}x\u{FFFD}\u{FFFD}");
    }
}
