//! Reads a row that looks like the services' rows do, at several times the speed of a general
//! parser; hands back every other row unread.
//!
//! 1. It never calls a row damaged: what it does not understand at once goes to the general
//!    parser (`parse`), which decides.
//! 2. What it accepts is JSON: strings without control characters, escapes and numbers by their
//!    grammar, brackets in pairs. The fuzz target `rows` holds it against `serde_json`.
//! 3. Rows of a part carry the same properties in the same order, so each key is first compared
//!    with the key that stood there in the row before.

use exo_policy::Read;

use super::plans::{InUse, Plan, PlanKind};
use super::{Batch, Holds, ListEnd, Scalar, Shape};
use crate::json::id_of_text;
use crate::source::trim;

/// Containers deeper than this go to the general parser.
const MAX_DEPTH: u32 = 32;

/// The keys of the row before, each as it stands in the text: quotes, name, quote, colon.
#[derive(Debug, Default)]
pub(crate) struct Template {
    keys: Vec<Key>,
}

/// A key as it stands in the text, and what it means to the shape.
#[derive(Debug)]
struct Key {
    text: Box<[u8]>,
    field: Option<(u8, Holds)>,
}

/// The row is left to the general parser.
#[derive(Debug)]
struct Other;

type Fast<T> = Result<T, Other>;

/// Reads a row, or gives false where the general parser has to.
pub(crate) fn read<S: Shape>(
    bytes: &[u8],
    template: &mut Template,
    shape: &mut S,
    batch: &mut Batch<S::Row>,
) -> bool {
    let bytes = trim(bytes);
    // A look at all bytes, many at a time, so that strings need none for control characters.
    let control = bytes.iter().fold(false, |control, byte| control | (*byte < 0x20));
    let Ok(text) = simdutf8::basic::from_utf8(bytes) else { return false };
    if control {
        return false;
    }
    let mut row = Row { text, bytes, at: 0, shape, batch };
    row.object(template).is_ok() && row.at == bytes.len()
}

struct Row<'a, S: Shape> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    shape: &'a mut S,
    batch: &'a mut Batch<S::Row>,
}

impl<'a, S: Shape> Row<'a, S> {
    #[inline]
    fn peek(&mut self) -> Fast<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ') => self.at += 1,
                Some(byte) => return Ok(*byte),
                None => return Err(Other),
            }
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Fast<()> {
        if self.peek()? == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(Other)
        }
    }

    /// Goes past `,` (true) or the closing bracket (false).
    #[inline]
    fn goes_on(&mut self, close: u8) -> Fast<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => Ok(true),
            byte if byte == close => Ok(false),
            _ => Err(Other),
        }
    }

    fn object(&mut self, template: &mut Template) -> Fast<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        for position in 0.. {
            let field = self.key(template, position)?;
            match field {
                Some((field, holds)) => self.value(field, holds)?,
                None => self.skip(0)?,
            }
            if !self.goes_on(b'}')? {
                return Ok(());
            }
        }
        Err(Other)
    }

    /// The field behind the next key; `None` for one that does not matter.
    #[inline]
    fn key(&mut self, template: &mut Template, position: usize) -> Fast<Option<(u8, Holds)>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(key) = template.keys.get(position)
            && rest.starts_with(&key.text)
        {
            self.at += key.text.len();
            return Ok(key.field);
        }
        self.peek()?;
        let start = self.at;
        let name = self.text()?;
        let field = S::field(name);
        // Only a key without spaces around its colon is worth remembering.
        if self.bytes.get(self.at) == Some(&b':') {
            let text = self.bytes.get(start..=self.at).unwrap_or_default().into();
            let key = Key { text, field };
            if let Some(known) = template.keys.get_mut(position) {
                *known = key;
            } else if position == template.keys.len() {
                template.keys.push(key);
            }
        }
        self.expect(b':')?;
        Ok(field)
    }

    /// A string without escapes.
    #[inline]
    fn text(&mut self) -> Fast<&'a str> {
        self.expect(b'"')?;
        let end = quote_or_escape(self.bytes, self.at).ok_or(Other)?;
        if self.bytes.get(end) != Some(&b'"') {
            return Err(Other);
        }
        let text = self.text.get(self.at..end);
        self.at = end + 1;
        text.ok_or(Other)
    }

    /// `null`, `true`, `false`.
    #[inline]
    fn word(&mut self) -> Fast<Scalar<'a>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (length, value) = match rest {
            [b'n', b'u', b'l', b'l', ..] => (4, Scalar::Null),
            [b't', b'r', b'u', b'e', ..] => (4, Scalar::Bool(true)),
            [b'f', b'a', b'l', b's', b'e', ..] => (5, Scalar::Bool(false)),
            _ => return Err(Other),
        };
        self.at += length;
        Ok(value)
    }

    fn value(&mut self, field: u8, holds: Holds) -> Fast<()> {
        let value = match self.peek()? {
            b'"' => Scalar::Text(self.text()?),
            b'[' if holds == Holds::Ids => return self.ids(field),
            b'[' if holds == Holds::Plans => return self.plans(field),
            b'n' | b't' | b'f' => self.word()?,
            // No property that matters is a number; what one means there is not for here to say.
            b'-' | b'0'..=b'9' => return Err(Other),
            _ => {
                self.skip(0)?;
                Scalar::Other
            }
        };
        if holds == Holds::Scalar {
            self.shape.scalar(field, value, self.batch);
        } else if matches!(value, Scalar::Null) {
            self.shape.begin_list(field, self.batch);
            self.shape.end_list(field, ListEnd::Null);
        } else {
            return Err(Other);
        }
        Ok(())
    }

    fn ids(&mut self, field: u8) -> Fast<()> {
        self.at += 1;
        self.shape.begin_list(field, self.batch);
        let mut end = ListEnd::Read;
        if self.peek()? == b']' {
            self.at += 1;
        } else {
            loop {
                match id_of_text(self.text_element()?) {
                    Read::Value(id) => self.shape.id(field, id, self.batch),
                    Read::Null => {}
                    Read::Absent | Read::OtherShape => end = ListEnd::OtherShape,
                }
                if !self.goes_on(b']')? {
                    break;
                }
            }
        }
        self.shape.end_list(field, end);
        Ok(())
    }

    fn text_element(&mut self) -> Fast<&'a str> {
        self.peek()?;
        self.text()
    }

    fn plans(&mut self, field: u8) -> Fast<()> {
        self.at += 1;
        self.shape.begin_list(field, self.batch);
        if self.peek()? == b']' {
            self.at += 1;
        } else {
            loop {
                let plan = self.plan()?;
                self.shape.plan(plan);
                if !self.goes_on(b']')? {
                    break;
                }
            }
        }
        self.shape.end_list(field, ListEnd::Read);
        Ok(())
    }

    fn plan(&mut self) -> Fast<Plan> {
        let mut plan = Plan::default();
        self.expect(b'{')?;
        loop {
            let name = self.text_element()?;
            self.expect(b':')?;
            if name.eq_ignore_ascii_case("servicePlanId") {
                plan.kind = PlanKind::from(self.text_element()?);
            } else if name.eq_ignore_ascii_case("capabilityStatus") {
                plan.in_use = InUse::from(self.text_element()?);
            } else {
                self.skip(0)?;
            }
            if !self.goes_on(b'}')? {
                return Ok(plan);
            }
        }
    }

    /// Goes past a value that does not matter, checking that it is one.
    fn skip(&mut self, depth: u32) -> Fast<()> {
        match self.peek()? {
            b'"' => self.skip_string(),
            b'n' | b't' | b'f' => self.word().map(drop),
            b'-' | b'0'..=b'9' => self.skip_number(),
            b'[' if depth < MAX_DEPTH => {
                self.at += 1;
                if self.peek()? == b']' {
                    self.at += 1;
                    return Ok(());
                }
                loop {
                    self.skip(depth + 1)?;
                    if !self.goes_on(b']')? {
                        return Ok(());
                    }
                }
            }
            b'{' if depth < MAX_DEPTH => {
                self.at += 1;
                if self.peek()? == b'}' {
                    self.at += 1;
                    return Ok(());
                }
                loop {
                    if self.peek()? != b'"' {
                        return Err(Other);
                    }
                    self.skip_string()?;
                    self.expect(b':')?;
                    self.skip(depth + 1)?;
                    if !self.goes_on(b'}')? {
                        return Ok(());
                    }
                }
            }
            _ => Err(Other),
        }
    }

    fn skip_string(&mut self) -> Fast<()> {
        self.at += 1;
        loop {
            let end = quote_or_escape(self.bytes, self.at).ok_or(Other)?;
            self.at = end + 1;
            if self.bytes.get(end) == Some(&b'"') {
                return Ok(());
            }
            match self.bytes.get(self.at) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                Some(b'u') => {
                    let digits = self.bytes.get(self.at + 1..self.at + 5).ok_or(Other)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return Err(Other);
                    }
                    self.at += 5;
                }
                _ => return Err(Other),
            }
        }
    }

    fn skip_number(&mut self) -> Fast<()> {
        let digits = |row: &mut Self| {
            let rest = row.bytes.get(row.at..).unwrap_or_default();
            let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            row.at += count;
            if count == 0 { Err(Other) } else { Ok(()) }
        };
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            digits(self)?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            digits(self)?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            digits(self)?;
        }
        Ok(())
    }
}

/// The position of the next `"` or `\`, eight bytes at a time.
#[inline]
fn quote_or_escape(bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The lowest set high bit marks the first byte that is zero; those above it may be wrong.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = zeros(word ^ (ONES * u64::from(b'"')));
        let escape = zeros(word ^ (ONES * u64::from(b'\\')));
        let found = quote | escape;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(at + rest)
}
