//! One raw row into a narrow row: by `fast` where the row looks as the services write it, else by
//! `serde_json`, which also says what is damaged.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use exo_policy::Read;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fast::{self, Template};
use super::plans::PlanItem;
use super::{Batch, Holds, ListEnd, Scalar, Shape, Span};
use crate::fault::Fault;
use crate::json::id_of_text;
use crate::mend::mend;
use crate::source::{Raw, Record};

/// Reads one row onto the batch and gives the value of the property `sort`, if one is asked for.
/// The error says why the row is damaged; the batch is as before.
pub(crate) fn parse<S: Shape>(
    raw: Raw<'_>,
    shape: &mut S,
    batch: &mut Batch<S::Row>,
    sort: Option<&str>,
    template: &mut Template,
) -> Result<Read<Span>, Fault> {
    let mark = batch.mark();
    shape.begin(batch);
    // The value to sort by is looked for by the general parser alone: parts that are sorted by
    // another property than their id are rare.
    if let (Raw::Json(bytes), None) = (raw, sort) {
        if fast::read(bytes, template, shape, batch) {
            let row = shape.end(batch);
            batch.rows.push(row);
            return Ok(Read::Absent);
        }
        batch.back_to(mark);
        shape.begin(batch);
    }
    let mut row = RowVisitor { shape, batch, sort, sort_value: Read::Absent };
    let done = match raw {
        Raw::Json(bytes) => row.json(bytes, mark),
        Raw::Csv(record) => {
            row.csv(record);
            Ok(())
        }
    };
    match done {
        Ok(()) => {
            let sort_value = row.sort_value;
            let row = shape.end(batch);
            batch.rows.push(row);
            Ok(sort_value)
        }
        Err(why) => {
            batch.back_to(mark);
            Err(why)
        }
    }
}

struct RowVisitor<'a, S: Shape> {
    shape: &'a mut S,
    batch: &'a mut Batch<S::Row>,
    sort: Option<&'a str>,
    sort_value: Read<Span>,
}

impl<S: Shape> RowVisitor<'_, S> {
    /// Reads the bytes as they are, and where that fails as they would be with broken bytes and
    /// lone surrogates replaced.
    fn json(&mut self, bytes: &[u8], mark: (usize, usize)) -> Result<(), Fault> {
        let Err(why) = self.json_once(bytes) else {
            return Ok(());
        };
        let Cow::Owned(mended) = mend(bytes) else {
            return Err(why);
        };
        self.batch.back_to(mark);
        self.shape.begin(self.batch);
        self.json_once(mended.as_bytes())
    }

    fn json_once(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let row = RowSeed { row: self };
        let parsed = row.deserialize(&mut json).and_then(|()| json.end());
        parsed.map_err(|error| Fault::not_json(&error))
    }

    fn csv(&mut self, record: &Record) {
        for (name, text) in record.iter() {
            let name = name.trim();
            let value = if text.trim().is_empty() { Scalar::Null } else { Scalar::Text(text) };
            // Export-Csv writes a list as the name of its type: lists are not read.
            if let Some((field, Holds::Scalar)) = S::field(name) {
                self.shape.scalar(field, value, self.batch);
            }
            self.note_sort_key(name, value);
        }
    }

    fn note_sort_key(&mut self, name: &str, value: Scalar<'_>) {
        if self.sort.is_some_and(|property| property.eq_ignore_ascii_case(name)) {
            self.sort_value = value.name(self.batch);
        }
    }
}

struct RowSeed<'r, 'a, S: Shape> {
    row: &'r mut RowVisitor<'a, S>,
}

impl<'de, S: Shape> DeserializeSeed<'de> for RowSeed<'_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: Shape> Visitor<'de> for RowSeed<'_, '_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let row = self.row;
        while let Some(Key { field, sorts }) =
            map.next_key_seed(KeySeed::<S> { sort: row.sort, shape: PhantomData })?
        {
            match field {
                Some((field, holds)) => {
                    map.next_value_seed(ValueSeed { row, field, holds, sorts })?
                }
                None if sorts => {
                    map.next_value_seed(ValueSeed {
                        row,
                        field: u8::MAX,
                        holds: Holds::Scalar,
                        sorts,
                    })?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// What a key means.
struct Key {
    field: Option<(u8, Holds)>,
    /// It is the property that the part is sorted by.
    sorts: bool,
}

struct KeySeed<'k, S> {
    sort: Option<&'k str>,
    shape: PhantomData<S>,
}

impl<'de, S: Shape> DeserializeSeed<'de> for KeySeed<'_, S> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<S: Shape> Visitor<'_> for KeySeed<'_, S> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        let sorts = self.sort.is_some_and(|sort| sort.eq_ignore_ascii_case(name));
        Ok(Key { field: S::field(name), sorts })
    }
}

/// The value of a property that matters.
struct ValueSeed<'r, 'a, S: Shape> {
    row: &'r mut RowVisitor<'a, S>,
    field: u8,
    holds: Holds,
    sorts: bool,
}

impl<S: Shape> ValueSeed<'_, '_, S> {
    fn scalar(self, value: Scalar<'_>) {
        let RowVisitor { shape, batch, sort_value, .. } = self.row;
        if self.sorts {
            *sort_value = value.name(batch);
        }
        if self.field == u8::MAX {
            return;
        }
        if self.holds == Holds::Scalar {
            return shape.scalar(self.field, value, batch);
        }
        shape.begin_list(self.field, batch);
        let end = match (self.holds, value) {
            (_, Scalar::Null) => ListEnd::Null,
            (Holds::Ids, Scalar::Text(text)) => match id_of_text(text) {
                Read::Null => ListEnd::Null,
                Read::Value(id) => {
                    shape.id(self.field, id, batch);
                    ListEnd::Read
                }
                Read::Absent | Read::OtherShape => ListEnd::OtherShape,
            },
            (_, Scalar::Text(text)) if text.trim().is_empty() => ListEnd::Null,
            _ => ListEnd::OtherShape,
        };
        shape.end_list(self.field, end);
    }
}

impl<'de, S: Shape> DeserializeSeed<'de> for ValueSeed<'_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Shape> Visitor<'de> for ValueSeed<'_, '_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar(Scalar::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value));
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.scalar(Scalar::Other);
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.scalar(Scalar::Other);
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.scalar(Scalar::Other);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.scalar(Scalar::Other);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut end = ListEnd::Read;
        match self.holds {
            Holds::Scalar => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                self.scalar(Scalar::Other);
                return Ok(());
            }
            Holds::Ids => {
                self.row.shape.begin_list(self.field, self.row.batch);
                while let Some(fits) =
                    seq.next_element_seed(IdSeed { row: &mut *self.row, field: self.field })?
                {
                    if !fits {
                        end = ListEnd::OtherShape;
                    }
                }
            }
            Holds::Plans => {
                self.row.shape.begin_list(self.field, self.row.batch);
                while let Some(plan) = seq.next_element::<PlanItem>()? {
                    match plan {
                        PlanItem::Plan(plan) => self.row.shape.plan(plan),
                        PlanItem::Null => {}
                        PlanItem::OtherShape => end = ListEnd::OtherShape,
                    }
                }
            }
        }
        self.row.shape.end_list(self.field, end);
        Ok(())
    }
}

/// One element of a list of ids; gives whether it has the shape of one.
struct IdSeed<'r, 'a, S: Shape> {
    row: &'r mut RowVisitor<'a, S>,
    field: u8,
}

impl<'de, S: Shape> DeserializeSeed<'de> for IdSeed<'_, '_, S> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Shape> Visitor<'de> for IdSeed<'_, '_, S> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        match id_of_text(text) {
            Read::Value(id) => {
                self.row.shape.id(self.field, id, self.row.batch);
                Ok(true)
            }
            Read::Null => Ok(true),
            Read::Absent | Read::OtherShape => Ok(false),
        }
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}
