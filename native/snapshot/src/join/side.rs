//! One side of the join: the rows of a part (users, directory users) that mailboxes ask for.
//!
//! Where mailboxes and the part are both sorted by id, the rows stream past ([`Side::Merged`]);
//! else they are kept in a table ([`Side::Table`]). Both give the same answers:
//!
//! * A mailbox with an id gets the row with that id; where there is none, one of the rows without
//!   ids, by name.
//! * A mailbox without an id gets one of all rows, by name; those are asked at the end.
//! * "No row" needs the state of the whole part, and the rows without ids may lie anywhere. Of a
//!   merge that misses a row the answer is therefore [`Found::NotYet`] until it has come to the end,
//!   or has been made to read the part once more.

use std::collections::HashSet;
use std::hash::BuildHasher;

use exo_policy::{Id, Joined, Read};
use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::names::{Names, RowNumber, key};
use crate::error::SnapshotError;
use crate::part::{Part, PartReport};
use crate::reader::compare;
use crate::rows::{Batch, Person};
use crate::stream::Stream;
use crate::warning::{WarningReason, Warnings};

/// Rows in memory. Their numbers run through the batches.
#[derive(Debug)]
pub(super) struct Kept<R> {
    batches: Vec<Batch<R>>,
    /// The number of the first row of each batch.
    starts: Vec<RowNumber>,
    next: RowNumber,
}

impl<R> Default for Kept<R> {
    fn default() -> Self {
        Self { batches: Vec::new(), starts: Vec::new(), next: 0 }
    }
}

impl<R: Person> Kept<R> {
    fn push(&mut self, mut batch: Batch<R>) {
        batch.shrink();
        self.starts.push(self.next);
        self.next = self
            .next
            .saturating_add(RowNumber::try_from(batch.rows.len()).unwrap_or(RowNumber::MAX));
        self.batches.push(batch);
    }

    fn get(&self, number: RowNumber) -> Option<(&R, &Batch<R>)> {
        let batch = self.starts.partition_point(|start| *start <= number).checked_sub(1)?;
        let start = *self.starts.get(batch)?;
        let batch = self.batches.get(batch)?;
        let row = batch.rows.get(usize::try_from(number - start).ok()?)?;
        Some((row, batch))
    }
}

/// Some rows of a part, found by name, and whether the part may lack others.
#[derive(Debug)]
pub(super) struct Rest<R> {
    rows: Batch<R>,
    names: Names,
    may_lack_rows: bool,
}

/// Reads a part again, batch by batch, for a merge that missed a row. Gives the part's state.
pub(super) type Reread<'a, R> = dyn Fn(&mut dyn FnMut(Batch<R>) -> Result<(), SnapshotError>) -> Result<PartReport, SnapshotError>
    + 'a;

/// A part that mailboxes are joined to.
pub(super) enum Side<'a, R> {
    /// Rows that stream past in the order of the mailboxes.
    Merged(Box<Merged<'a, R>>),
    /// All rows, by id.
    Table(Box<Table<R>>),
}

/// The rows of a part in ascending order of their ids.
pub(super) struct Merged<'a, R> {
    part: Part,
    stream: Stream<R>,
    reread: Box<Reread<'a, R>>,
    /// The rows without ids that have passed.
    rest: Rest<R>,
    /// `rest` holds all of them, and the state of the part is known.
    settled: bool,
    last: Option<Id>,
    warnings: Warnings,
}

/// What a mailbox gets from a side.
pub(super) enum Found<T> {
    /// A row, or that there is none.
    Joined(Joined<T>),
    /// There was no row, and why is not known yet.
    NotYet,
}

/// The rows of a part, all of them.
pub(super) struct Table<R> {
    rows: Kept<R>,
    by_id: HashTable<RowNumber>,
    names: Names,
    report: PartReport,
}

impl<'a, R: Person> Side<'a, R> {
    pub fn merged(part: Part, stream: Stream<R>, reread: Box<Reread<'a, R>>) -> Self {
        Self::Merged(Box::new(Merged {
            part,
            stream,
            reread,
            rest: Rest::new(),
            settled: false,
            last: None,
            warnings: Warnings::default(),
        }))
    }

    /// The row of a mailbox with an id.
    pub fn find(
        &mut self,
        id: Id,
        id_text: &str,
        name: Option<&str>,
    ) -> Result<Found<(&R, &Batch<R>)>, SnapshotError> {
        match self {
            Self::Table(table) => {
                let by_name = || table.names.find(name.and_then(key)?);
                let number = table.number(id).or_else(by_name);
                let row = number.and_then(|number| table.rows.get(number));
                Ok(Found::Joined(joined(row, table.may_lack_rows())))
            }
            Self::Merged(merged) => merged.find(id, id_text, name),
        }
    }

    /// The row of a mailbox whose id no row has, once that is settled.
    pub fn missed(&self, name: Option<Id>) -> Joined<(&R, &Batch<R>)> {
        match self {
            // A table answers at once.
            Self::Table(_) => Joined::NotRead,
            Self::Merged(merged) => merged.rest.find(name),
        }
    }

    /// Settles what was missed by going on to the end: no mailbox asks by its id any more.
    pub fn settle_at_end(&mut self) -> Result<(), SnapshotError> {
        match self {
            Self::Merged(merged) => merged.settle_at_end(),
            Self::Table(_) => Ok(()),
        }
    }

    /// Settles what was missed by reading the part once more: too many mailboxes wait for it.
    pub fn settle_now(&mut self) -> Result<(), SnapshotError> {
        match self {
            Self::Merged(merged) if !merged.settled => merged.read_rest(),
            _ => Ok(()),
        }
    }

    /// The rows for mailboxes without ids, whose names are wanted: one pass over the part. A second
    /// row with one id does not count.
    pub fn for_names(&self, wanted: &HashSet<Id, FixedState>) -> Result<Rest<R>, SnapshotError> {
        let mut rest = Rest::new();
        let is_wanted = |row: &R, batch: &Batch<R>| {
            let names = [row.person().user_principal_name, row.person().mail];
            let mut ids = names.iter().filter_map(|name| batch.read(*name).value().and_then(key));
            ids.any(|name| wanted.contains(&name))
        };
        match self {
            Self::Table(table) => {
                for (batch, start) in table.rows.batches.iter().zip(&table.rows.starts) {
                    for (number, row) in (*start..).zip(&batch.rows) {
                        if is_wanted(row, batch) && table.counts(number, row) {
                            rest.take(row, batch);
                        }
                    }
                }
                rest.may_lack_rows = table.may_lack_rows();
            }
            Self::Merged(merged) => {
                let mut last = None;
                let report = (merged.reread)(&mut |batch| {
                    for row in &batch.rows {
                        let id = row.person().id;
                        let repeated = id.is_some() && id == last;
                        last = id.or(last);
                        if !repeated && is_wanted(row, &batch) {
                            rest.take(row, &batch);
                        }
                    }
                    Ok(())
                })?;
                rest.may_lack_rows = report.state.may_lack_rows();
            }
        }
        Ok(rest)
    }

    /// Reads what is left of the part and gives its report.
    pub fn finish(self) -> Result<PartReport, SnapshotError> {
        match self {
            Self::Table(table) => Ok(table.report),
            Self::Merged(mut merged) => {
                while merged.pass_row()? {}
                let Merged { stream, warnings, .. } = *merged;
                let mut report = stream.finish()?;
                report.warnings.append(warnings);
                Ok(report)
            }
        }
    }
}

impl<R: Person> Table<R> {
    /// Takes all rows of a part into memory. Of two rows with one id the first counts.
    /// `expected` is how many rows the manifest promises: a hint, believed up to a limit.
    pub fn read(
        part: Part,
        mut stream: Stream<R>,
        expected: Option<u64>,
    ) -> Result<Self, SnapshotError> {
        const BELIEVED: u64 = 8 << 20;
        let mut rows = Kept::default();
        let expected = expected.unwrap_or_default().min(BELIEVED);
        let mut by_id = HashTable::with_capacity(usize::try_from(expected).unwrap_or_default());
        let mut names = Names::default();
        let mut warnings = Warnings::default();
        while let Some(batch) = stream.take_batch()? {
            let lines = batch.lines.clone();
            rows.push(batch);
            let (Some(batch), Some(start)) = (rows.batches.last(), rows.starts.last()) else {
                break;
            };
            for (position, (number, row)) in (*start..).zip(&batch.rows).enumerate() {
                let Some(id) = row.person().id else {
                    names.add(row.person(), batch, number);
                    continue;
                };
                let known = by_id.entry(
                    FixedState::default().hash_one(id),
                    |other| has_id(&rows, *other, id),
                    |other| hash_of(&rows, *other),
                );
                match known {
                    hashbrown::hash_table::Entry::Vacant(vacant) => {
                        vacant.insert(number);
                    }
                    hashbrown::hash_table::Entry::Occupied(_) => {
                        let mut warning = batch.warning(part, position, second_row(row, batch));
                        warning.line = lines.get(position).copied().unwrap_or_default();
                        warnings.add(warning);
                    }
                }
            }
        }
        let mut report = stream.finish()?;
        report.warnings.append(warnings);
        Ok(Self { rows, by_id, names, report })
    }

    const fn may_lack_rows(&self) -> bool {
        self.report.state.may_lack_rows()
    }

    /// The number of the row with an id.
    fn number(&self, id: Id) -> Option<RowNumber> {
        let hash = FixedState::default().hash_one(id);
        self.by_id.find(hash, |number| has_id(&self.rows, *number, id)).copied()
    }

    /// Whether a row is the first with its id.
    fn counts(&self, number: RowNumber, row: &R) -> bool {
        row.person().id.is_none_or(|id| self.number(id) == Some(number))
    }
}

impl<R: Person> Merged<'_, R> {
    fn find(
        &mut self,
        id: Id,
        id_text: &str,
        name: Option<&str>,
    ) -> Result<Found<(&R, &Batch<R>)>, SnapshotError> {
        while let Some((row, batch)) = self.stream.peek()? {
            // Most often it is the row that is looked for: no need to compare texts.
            if row.person().id == Some(id) {
                break;
            }
            let order = match batch.read(R::id_text(row)).value() {
                Some(text) => compare(text, id_text),
                None => std::cmp::Ordering::Less,
            };
            if order.is_lt() {
                self.pass_row()?;
            } else {
                break;
            }
        }
        // Asked twice because a reference that is returned from the loop would be held through it.
        let here = self.stream.peek()?.is_some_and(|(row, _)| row.person().id == Some(id));
        if here {
            return Ok(Found::Joined(joined(self.stream.peek()?, false)));
        }
        if self.stream.peek()?.is_none() {
            self.settle_at_end()?;
        }
        if !self.settled {
            return Ok(Found::NotYet);
        }
        Ok(Found::Joined(self.rest.find(name.and_then(key))))
    }

    /// Goes past one row; a second one with the same id is told. False at the end.
    fn pass_row(&mut self) -> Result<bool, SnapshotError> {
        let Some((row, batch, position)) = self.stream.peek_position()? else {
            return Ok(false);
        };
        let id = row.person().id;
        if id.is_some() && id == self.last {
            self.warnings.add(batch.warning(self.part, position, second_row(row, batch)));
        }
        if id.is_none() && !self.settled {
            self.rest.take(row, batch);
        }
        self.last = id.or(self.last);
        self.stream.advance();
        Ok(true)
    }

    /// Goes on to the end, where all rows without ids have passed and the state is known.
    fn settle_at_end(&mut self) -> Result<(), SnapshotError> {
        while self.pass_row()? {}
        self.rest.may_lack_rows = self.stream.report()?.state.may_lack_rows();
        self.settled = true;
        Ok(())
    }

    /// Reads the part for its rows without ids and its state.
    fn read_rest(&mut self) -> Result<(), SnapshotError> {
        let mut rest = Rest::new();
        let report = (self.reread)(&mut |batch| {
            for row in batch.rows.iter().filter(|row| row.person().id.is_none()) {
                rest.take(row, &batch);
            }
            Ok(())
        })?;
        rest.may_lack_rows = report.state.may_lack_rows();
        (self.rest, self.settled) = (rest, true);
        Ok(())
    }
}

impl<R: Person> Rest<R> {
    fn new() -> Self {
        Self { rows: Batch::default(), names: Names::default(), may_lack_rows: false }
    }

    /// Keeps a row with its texts.
    fn take(&mut self, row: &R, batch: &Batch<R>) {
        let number = RowNumber::try_from(self.rows.rows.len()).unwrap_or(RowNumber::MAX);
        self.names.add(row.person(), batch, number);
        let row = row.copy_to(batch, &mut self.rows);
        self.rows.rows.push(row);
    }

    /// The row that carries the name.
    pub fn find(&self, name: Option<Id>) -> Joined<(&R, &Batch<R>)> {
        let number = name.and_then(|name| self.names.find(name));
        let row = number.and_then(|number| self.rows.rows.get(usize::try_from(number).ok()?));
        joined(row.map(|row| (row, &self.rows)), self.may_lack_rows)
    }
}

fn joined<T>(row: Option<T>, may_lack_rows: bool) -> Joined<T> {
    match row {
        Some(row) => Joined::Row(row),
        None if may_lack_rows => Joined::NotRead,
        None => Joined::None,
    }
}

fn has_id<R: Person>(rows: &Kept<R>, number: RowNumber, id: Id) -> bool {
    rows.get(number).is_some_and(|(row, _)| row.person().id == Some(id))
}

fn hash_of<R: Person>(rows: &Kept<R>, number: RowNumber) -> u64 {
    let id = rows.get(number).and_then(|(row, _)| row.person().id);
    id.map_or(0, |id| FixedState::default().hash_one(id))
}

fn second_row<R: Person>(row: &R, batch: &Batch<R>) -> WarningReason {
    match batch.read(row.person().user_principal_name) {
        Read::Value(name) => WarningReason::SecondRowOfId { name: name.to_owned() },
        _ => WarningReason::SecondRowWithoutName,
    }
}
