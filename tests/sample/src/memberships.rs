//! Rows of `group-members` and `role-members`.

use crate::groups::{Listed, MembersShape, ROLES};
use crate::population::Population;
use crate::row::{Cell, Row};

/// Writes the row of a group.
pub(crate) fn write_group(row: &mut Row, population: &Population, listed: &Listed) {
    let id = population.catalog.group(listed.position);
    row.cell("id", Cell::Text(&id));
    write_members(row, population, listed);
}

/// Writes the row of a role, whose id is that of its template.
pub(crate) fn write_role(row: &mut Row, population: &Population, listed: &Listed) {
    let id = ROLES.get(listed.position).map_or("", |(_, id)| *id);
    row.cell("id", Cell::Text(id));
    write_members(row, population, listed);
}

fn write_members(row: &mut Row, population: &Population, listed: &Listed) {
    let name = "members";
    match listed.shape {
        MembersShape::Absent => row.cell(name, Cell::Absent),
        MembersShape::Null => row.cell(name, Cell::Null),
        MembersShape::TypeText => row.cell(name, Cell::Text("System.Object[]")),
        MembersShape::One => {
            let first = listed.members.indexes(population.total()).next();
            match first {
                Some(index) => row.cell(name, Cell::Plain(population.id(index).bytes())),
                None => row.cell(name, Cell::Null),
            }
        }
        MembersShape::Plain | MembersShape::Shouting => row.nested(name, |out, _| {
            let shouting = listed.shape == MembersShape::Shouting;
            out.extend_from_slice(if shouting { b"[null" } else { b"[" });
            for index in listed.members.indexes(population.total()) {
                if out.last() != Some(&b'[') {
                    out.push(b',');
                }
                let id = population.id(index);
                let id = if shouting { id.upper() } else { id };
                out.push(b'"');
                out.extend_from_slice(id.bytes());
                out.push(b'"');
            }
            out.push(b']');
        }),
    }
}
