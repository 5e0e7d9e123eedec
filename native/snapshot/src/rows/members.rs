//! Rows of `group-members` and `role-members`.

use exo_policy::{Id, Read};

use super::Holds::{Ids, Scalar as One};
use super::{Batch, Holds, ListEnd, Scalar, Shape, Span};

/// The members of one group or role; `None` where they were not read.
#[derive(Debug, Default)]
pub(crate) struct MembersRow {
    pub id: Option<Id>,
    pub members: Option<Vec<Id>>,
}

/// Reads [`MembersRow`]s.
#[derive(Debug, Default)]
pub(crate) struct MemberShape {
    row: MembersRow,
    list: Vec<Id>,
}

impl Shape for MemberShape {
    type Row = MembersRow;
    const KEY: &'static str = "id";
    const FIELDS: &'static [(&'static str, Holds)] = &[("id", One), ("members", Ids)];

    fn begin(&mut self, _batch: &mut Batch<MembersRow>) {
        self.row = MembersRow::default();
        self.list.clear();
    }

    fn scalar(&mut self, _field: u8, value: Scalar<'_>, _batch: &mut Batch<MembersRow>) {
        self.row.id = match value {
            Scalar::Text(text) => crate::json::name_of_text(text).value().and_then(Id::parse),
            Scalar::Null | Scalar::Bool(_) | Scalar::Other => None,
        };
    }

    fn begin_list(&mut self, _field: u8, _batch: &mut Batch<MembersRow>) {
        self.list.clear();
    }

    fn id(&mut self, _field: u8, id: &str, _batch: &mut Batch<MembersRow>) {
        self.list.extend(Id::parse(id));
    }

    fn end_list(&mut self, _field: u8, end: ListEnd) {
        self.row.members = (end == ListEnd::Read).then(|| std::mem::take(&mut self.list));
    }

    fn end(&mut self, _batch: &mut Batch<MembersRow>) -> MembersRow {
        std::mem::take(&mut self.row)
    }

    fn key(_row: &MembersRow) -> Read<Span> {
        Read::Absent
    }
}
