//! Writes the odd shapes of names, ids and lists into a row.

use crate::guid::Guid;
use crate::row::{Cell, EMPTY_LIST, Row, list};
use crate::value::{IdShape, ListShape, NameShape};

/// An id in one of its shapes.
#[inline]
pub(crate) fn id_cell(row: &mut Row, name: &str, id: &Guid, shape: IdShape) {
    match shape {
        IdShape::Plain => row.cell(name, Cell::Plain(id.bytes())),
        IdShape::Upper => row.cell(name, Cell::Plain(id.upper().bytes())),
        IdShape::Null => row.cell(name, Cell::Null),
        IdShape::Absent => row.cell(name, Cell::Absent),
        IdShape::Empty => row.cell(name, Cell::Text("")),
    }
}

/// A user name or an address in one of its shapes.
#[inline]
pub(crate) fn name_cell(row: &mut Row, name: &str, text: &str, shape: NameShape) {
    match shape {
        NameShape::Plain => row.cell(name, Cell::Text(text)),
        NameShape::Absent => row.cell(name, Cell::Absent),
        NameShape::Null => row.cell(name, Cell::Null),
        NameShape::Upper => row.cell(name, Cell::Text(&text.to_uppercase())),
        NameShape::Padded => row.cell(name, Cell::Text(&format!("\u{3000}{text} "))),
    }
}

/// Whether a list has its usual shape, for which the caller has a faster way.
#[inline]
pub(crate) const fn is_plain(shape: ListShape) -> bool {
    matches!(shape, ListShape::Plain)
}

/// A list of ids in one of its odd shapes.
pub(crate) fn odd_list(row: &mut Row, name: &str, ids: &[&str], shape: ListShape) {
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let joined = quoted.join(",");
    let comma = if ids.is_empty() { "" } else { "," };
    match shape {
        ListShape::Plain if ids.is_empty() => row.cell(name, EMPTY_LIST),
        ListShape::Plain => row.cell(name, list(&format!("[{joined}]"))),
        ListShape::Absent => row.cell(name, Cell::Absent),
        ListShape::Null => row.cell(name, Cell::Null),
        ListShape::WithNulls => {
            row.cell(name, list(&format!("[null,{joined}{comma}\" \",null]")));
        }
        ListShape::One => row.cell(name, Cell::Text(ids.first().copied().unwrap_or(""))),
        // A list of one joined is that one, so a second element is made up.
        ListShape::Joined => {
            let text = format!("{} ffffffff-0000-4000-8000-000000000000", ids.join(" "));
            row.cell(name, Cell::Text(&text));
        }
        ListShape::WithNumber => row.cell(name, list(&format!("[{joined}{comma}7]"))),
        ListShape::WithObject => {
            row.cell(name, list(&format!("[{joined}{comma}{{\"id\":\"x\"}}]")));
        }
        ListShape::AtText => row.cell(name, Cell::Text("@{Value=System.Object[]}")),
        ListShape::TypeText => row.cell(name, Cell::Text("System.Object[]")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::DateStyle;
    use crate::row::{RowStyle, Shape};

    #[test]
    fn every_shape_of_a_list_is_valid_json() {
        for shape in [
            ListShape::Plain,
            ListShape::Null,
            ListShape::WithNulls,
            ListShape::One,
            ListShape::Joined,
            ListShape::WithNumber,
            ListShape::WithObject,
            ListShape::AtText,
            ListShape::TypeText,
        ] {
            for ids in [&[][..], &["a"], &["a", "b"]] {
                let mut row = Row::new(RowStyle {
                    shape: Shape::Json,
                    dates: DateStyle::Iso,
                    pascal: false,
                    narrow: false,
                });
                row.begin();
                odd_list(&mut row, "x", ids, shape);
                row.end();
                let value: serde_json::Value = serde_json::from_slice(&row.buffer).unwrap();
                assert!(value.get("x").is_some(), "{shape:?} {ids:?}");
            }
        }
    }
}
