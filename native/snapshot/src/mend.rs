//! JSON text made whole: what cannot be read as Unicode is replaced, the row stays.

use std::borrow::Cow;

/// The text with broken bytes and lone surrogates replaced by U+FFFD; borrowed where there are
/// none.
pub(crate) fn mend(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    if !text.contains("\\u") {
        return text;
    }
    let mut mended = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest: &str = &text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let unit = unit_of(escape);
        let (length, replaced) = match unit {
            Some(0xD800..=0xDBFF) => match escape.get(6..).and_then(unit_of) {
                Some(0xDC00..=0xDFFF) => (12, false),
                _ => (6, true),
            },
            Some(0xDC00..=0xDFFF) => (6, true),
            Some(_) => (6, false),
            // The escaped character belongs to the escape: a backslash must not start another.
            None => (1 + escape.chars().nth(1).map_or(0, char::len_utf8), false),
        };
        let (escape, after) = escape.split_at(length.min(escape.len()));
        mended.push_str(if replaced { "\\ufffd" } else { escape });
        changed |= replaced;
        rest = after;
    }
    mended.push_str(rest);
    if changed || matches!(text, Cow::Owned(_)) { Cow::Owned(mended) } else { text }
}

/// The UTF-16 unit of a `\uXXXX` escape at the start of the text.
fn unit_of(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn lone_surrogates_and_broken_bytes_are_replaced_and_pairs_stay() {
        let text = r#"{"a":"\ud83d\ude00 \ud83d \\ud83d \udc00x"}"#;
        assert_eq!(mend(text.as_bytes()), r#"{"a":"\ud83d\ude00 \ufffd \\ud83d \ufffdx"}"#);
        assert_eq!(mend(b"a\xFFb"), "a\u{FFFD}b");
        assert!(matches!(mend(br#"{"a":"\u00e9"}"#), std::borrow::Cow::Borrowed(_)));
        assert_eq!(mend(b"\\u12"), "\\u12");
    }
}
