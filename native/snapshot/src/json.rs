//! Small JSON values as a tree, and the shapes that the contract allows (§3, Shapes).
//!
//! For documents, policies and the like; the rows of large parts are read without a tree (`rows`).

use std::fmt;

use exo_policy::Read;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value. Keys are lower case, keys with `@` are gone, of two keys that differ in case
/// alone the last is there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// A number; whole and not negative ones with their value.
    Number(Option<u64>),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(Some(value)))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Number(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number(None))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object: Vec<(String, Json)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Json>()? {
            if key.contains('@') {
                continue;
            }
            let key = key.to_lowercase();
            match object.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => *known = value,
                None => object.push((key, value)),
            }
        }
        Ok(Json::Object(object))
    }
}

/// A value of a shape that cannot hold what was expected: the property's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherShape(pub &'static str);

impl Json {
    /// Whether anything but nulls, blanks and empties is in it (contract §4, "not configured").
    pub fn is_configured(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(_) | Self::Number(_) => true,
            Self::Text(text) => !text.trim().is_empty(),
            Self::List(list) => list.iter().any(Self::is_configured),
            Self::Object(object) => object.iter().any(|(_, value)| value.is_configured()),
        }
    }

    /// The property, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(object) = self else {
            return None;
        };
        // The last: a CSV row may have two columns of one name.
        object.iter().rfind(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// A boolean property.
    pub fn bool(&self, key: &str) -> Read<bool> {
        match self.get(key) {
            None => Read::Absent,
            Some(Self::Null) => Read::Null,
            Some(Self::Bool(value)) => Read::Value(*value),
            Some(Self::Text(text)) => bool_of_text(text),
            Some(Self::Number(_) | Self::List(_) | Self::Object(_)) => Read::OtherShape,
        }
    }

    /// A property that names something.
    pub fn name(&self, key: &str) -> Read<String> {
        match self.get(key) {
            None => Read::Absent,
            Some(Self::Null) => Read::Null,
            Some(Self::Text(text)) => name_of_text(text).map(str::to_owned),
            Some(_) => Read::OtherShape,
        }
    }
}

/// `True`, `False`, blank, or another shape.
pub(crate) fn bool_of_text(text: &str) -> Read<bool> {
    let text = text.trim();
    if text.is_empty() {
        Read::Null
    } else if text.eq_ignore_ascii_case("true") {
        Read::Value(true)
    } else if text.eq_ignore_ascii_case("false") {
        Read::Value(false)
    } else {
        Read::OtherShape
    }
}

/// A text that names something, without the white space around it.
pub(crate) fn name_of_text(text: &str) -> Read<&str> {
    let text = text.trim();
    if text.is_empty() {
        Read::Null
    } else if text.starts_with("@{") {
        Read::OtherShape
    } else {
        Read::Value(text)
    }
}

/// Whether a text where a list of ids is expected is what `ConvertTo-Json` makes of a list or an
/// object past its depth, or what `Export-Csv` makes of one.
pub(crate) fn is_cut_off(text: &str) -> bool {
    let dot_net =
        |head: &str| text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    text.starts_with("@{")
        || dot_net("System.")
        || dot_net("Microsoft.")
        || text.contains(char::is_whitespace)
}

/// What is left of a text in a list of ids: nothing, an id, or another shape.
#[inline]
pub(crate) fn id_of_text(text: &str) -> Read<&str> {
    // Nearly every id is a GUID: visible ASCII that begins with a digit or a letter up to F, so
    // that neither white space nor the name of a type can be in it.
    // (A fold rather than `all`, so that the compiler looks at many bytes at once.)
    let plain = text.bytes().fold(true, |plain, byte| plain & byte.is_ascii_graphic());
    if plain && text.as_bytes().first().is_some_and(u8::is_ascii_hexdigit) {
        return Read::Value(text);
    }
    let text = text.trim();
    if text.is_empty() {
        Read::Null
    } else if is_cut_off(text) {
        Read::OtherShape
    } else {
        Read::Value(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, bool_of_text, id_of_text, name_of_text};
    use exo_policy::Read;

    fn parse(text: &str) -> Json {
        serde_json::from_str(text).unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn of_two_keys_that_differ_in_case_the_last_counts_and_annotations_are_gone() {
        let value = parse(r#"{"A":1,"a@odata.type":"x","a":2,"@odata.id":3}"#);
        assert_eq!(value, Json::Object(vec![("a".to_owned(), Json::Number(Some(2)))]));
    }

    #[test]
    fn nothing_but_nulls_and_empties_is_not_configured() {
        for text in ["null", "\" \"", "[]", "{}", "[null,\"\"]", r#"{"a":{"b":[null]}}"#] {
            assert!(!parse(text).is_configured(), "{text}");
        }
        for text in ["false", "0", "\"x\"", r#"{"a":[{"b":false}]}"#] {
            assert!(parse(text).is_configured(), "{text}");
        }
    }

    #[test]
    fn texts_have_the_shapes_of_the_contract() {
        assert_eq!(bool_of_text(" TRUE\u{3000}"), Read::Value(true));
        assert_eq!(bool_of_text("yes"), Read::OtherShape);
        assert_eq!(name_of_text(" a b "), Read::Value("a b"));
        assert_eq!(name_of_text("@{Name=x}"), Read::OtherShape);
        assert_eq!(id_of_text("a b"), Read::OtherShape);
        assert_eq!(id_of_text("System.Object[]"), Read::OtherShape);
        assert_eq!(id_of_text(" x "), Read::Value("x"));
        assert_eq!(id_of_text("\t"), Read::Null);
    }
}
