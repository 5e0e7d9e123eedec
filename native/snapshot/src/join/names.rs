//! Joining by name, where one side has no id (contract §3, Joins).

use std::collections::HashMap;

use exo_policy::Id;
use foldhash::fast::FixedState;

use crate::rows::{Batch, PersonRow};

/// The number of a row among those kept in memory.
pub(super) type RowNumber = u32;

/// The rows that carry one name: the first and whether there is another.
#[derive(Clone, Copy, Debug)]
struct Carriers {
    first: RowNumber,
    several: bool,
}

/// Which rows carry which name, as `UserPrincipalName` and as mail address.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_user_principal_name: HashMap<Id, Carriers, FixedState>,
    by_mail: HashMap<Id, Carriers, FixedState>,
}

/// A name as it is compared: without regard to case and white space around it.
pub(super) fn key(name: &str) -> Option<Id> {
    Id::parse(name)
}

impl Names {
    /// Notes the names of a row.
    pub fn add<R>(&mut self, row: &PersonRow, batch: &Batch<R>, number: RowNumber) {
        let lists = [
            (row.user_principal_name, &mut self.by_user_principal_name),
            (row.mail, &mut self.by_mail),
        ];
        for (name, list) in lists {
            if let Some(id) = batch.read(name).value().and_then(key) {
                list.entry(id)
                    .and_modify(|known| known.several = true)
                    .or_insert(Carriers { first: number, several: false });
            }
        }
    }

    /// The one row that carries the name: as `UserPrincipalName`, and where none does, as mail
    /// address. Two candidates are none.
    pub fn find(&self, name: Id) -> Option<RowNumber> {
        let found = self.by_user_principal_name.get(&name).or_else(|| self.by_mail.get(&name))?;
        (!found.several).then_some(found.first)
    }
}
