//! JSON texts, and the names inside ready JSON.

/// Appends a text with its quotes, escaped as JSON asks.
#[inline]
pub(crate) fn push_json_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut clean = text.as_bytes();
    while let Some(at) =
        clean.iter().position(|byte| *byte < 0x20 || *byte == b'"' || *byte == b'\\')
    {
        let (before, rest) = clean.split_at(at);
        out.extend_from_slice(before);
        let Some((byte, after)) = rest.split_first() else {
            break;
        };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            other => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.extend(HEX.get(usize::from(other >> 4)));
                out.extend(HEX.get(usize::from(other & 15)));
            }
        }
        clean = after;
    }
    out.extend_from_slice(clean);
    out.push(b'"');
}

/// Capitalizes the names inside ready JSON, as the Graph PowerShell SDK would write it. OData
/// annotations keep theirs: they begin with `@` or are left alone up to it.
pub(crate) fn pascal_names(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(open) = rest.find('"') {
        let (before, tail) = rest.split_at(open + 1);
        out.push_str(before);
        let Some(close) = closing_quote(tail) else {
            rest = tail;
            break;
        };
        let (word, after) = tail.split_at(close);
        let is_name = after.get(1..).unwrap_or("").trim_start().starts_with(':');
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if is_name => {
                out.push(first.to_ascii_uppercase());
                out.push_str(letters.as_str());
            }
            _ => out.push_str(word),
        }
        out.push('"');
        rest = after.get(1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Where the text that `tail` begins with ends.
fn closing_quote(tail: &str) -> Option<usize> {
    let mut escaped = false;
    tail.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pascal_touches_names_alone() {
        assert_eq!(
            pascal_names(r#"{"users": {"includeUsers":["all"],"@odata.type":"a \"b\""}}"#),
            r#"{"Users": {"IncludeUsers":["all"],"@odata.type":"a \"b\""}}"#
        );
    }
}
