//! The rows of a large part, parsed on a thread of their own and handed over in batches through a
//! bounded channel: memory stays flat however long the part is.

use std::ffi::OsString;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use exo_policy::Read;

use crate::error::SnapshotError;
use crate::fault::Fault;
use crate::part::{Part, PartReport};
use crate::reader::{Reader, SortCheck};
use crate::rows::{Batch, Shape, Template, parse};
use crate::source::{Place, Raw, TakeRow};

/// Batches that may wait for the consumer.
const WAITING: usize = 4;

/// What a part's thread hands over.
enum Item<R> {
    Batch(Batch<R>),
    End(Box<Result<PartReport, SnapshotError>>),
}

/// The rows of one part as they are parsed.
pub(crate) struct Stream<R> {
    receiver: Receiver<Item<R>>,
    batch: Batch<R>,
    next: usize,
    end: Option<PartReport>,
}

/// A row, the batch that holds its texts, and its position there.
pub(crate) type RowAt<'s, R> = (&'s R, &'s Batch<R>, usize);

/// Starts reading a part. A consumer that goes away stops the thread.
pub(crate) fn start<'scope, S>(
    scope: &'scope Scope<'scope, '_>,
    reader: &'scope Reader,
    part: Part,
    shape: S,
) -> Stream<S::Row>
where
    S: Shape + Send + 'scope,
    S::Row: Send + 'scope,
{
    let (sender, receiver) = sync_channel(WAITING);
    scope.spawn(move || {
        let end = read(reader, part, shape, |batch| {
            sender.send(Item::Batch(batch)).map_err(|_| SnapshotError::Stopped)
        });
        finish(&sender, end);
    });
    Stream { receiver, batch: Batch::default(), next: 0, end: None }
}

fn finish<R>(sender: &SyncSender<Item<R>>, end: Result<PartReport, SnapshotError>) {
    // Nobody waits for the end of a part that was stopped.
    drop(sender.send(Item::End(Box::new(end))));
}

/// Reads a part in batches on this thread.
pub(crate) fn read<S: Shape>(
    reader: &Reader,
    part: Part,
    shape: S,
    take: impl FnMut(Batch<S::Row>) -> Result<(), SnapshotError>,
) -> Result<PartReport, SnapshotError> {
    let sorted_by = reader.manifest.sorted_by(part);
    let mut collector = Collector {
        reader,
        shape,
        batch: Batch::default(),
        sort: sorted_by.map(SortCheck::new),
        by_key: sorted_by.is_some_and(|property| property.eq_ignore_ascii_case(S::KEY)),
        template: Template::default(),
        path: OsString::new(),
        take,
    };
    let report = reader.rows(part, &mut collector)?;
    let rest = std::mem::take(&mut collector.batch);
    if !rest.rows.is_empty() {
        (collector.take)(rest)?;
    }
    Ok(report)
}

impl<R> Stream<R> {
    /// The next row with the batch that holds its texts, or `None` at the end.
    pub fn peek(&mut self) -> Result<Option<(&R, &Batch<R>)>, SnapshotError> {
        Ok(self.peek_position()?.map(|(row, batch, _)| (row, batch)))
    }

    /// The next row, its batch, and its position there.
    pub fn peek_position(&mut self) -> Result<Option<RowAt<'_, R>>, SnapshotError> {
        while self.next >= self.batch.rows.len() {
            if self.end.is_some() {
                return Ok(None);
            }
            match self.receiver.recv() {
                Ok(Item::Batch(batch)) => (self.batch, self.next) = (batch, 0),
                Ok(Item::End(end)) => {
                    self.end = Some((*end)?);
                    self.batch = Batch::default();
                    self.next = 0;
                }
                Err(_) => return Err(SnapshotError::Stopped),
            }
        }
        Ok(self.batch.rows.get(self.next).map(|row| (row, &self.batch, self.next)))
    }

    /// Goes past the row that `peek` showed.
    pub const fn advance(&mut self) {
        self.next += 1;
    }

    /// The whole batch at hand, for a consumer that takes them one by one.
    pub fn take_batch(&mut self) -> Result<Option<Batch<R>>, SnapshotError> {
        self.next = 0;
        self.batch = Batch::default();
        if self.peek()?.is_none() {
            return Ok(None);
        }
        self.next = 0;
        Ok(Some(std::mem::take(&mut self.batch)))
    }

    /// The report, once every row has passed.
    pub fn report(&mut self) -> Result<&PartReport, SnapshotError> {
        loop {
            // Asked twice because a reference that is returned from the loop would be held through it.
            if self.end.is_some() {
                return self.end.as_ref().ok_or(SnapshotError::Stopped);
            }
            self.next = usize::MAX;
            self.peek()?;
        }
    }

    /// Reads on to the end, so that the part's state and order are known; gives its report.
    pub fn finish(mut self) -> Result<PartReport, SnapshotError> {
        self.report()?;
        self.end.ok_or(SnapshotError::Stopped)
    }
}

/// Parses rows into a batch.
struct Collector<'r, S: Shape, F> {
    reader: &'r Reader,
    shape: S,
    batch: Batch<S::Row>,
    sort: Option<SortCheck>,
    /// The part is sorted by the property that identifies its rows.
    by_key: bool,
    template: Template,
    /// The file of the last row.
    path: OsString,
    take: F,
}

impl<S: Shape, F> TakeRow for Collector<'_, S, F>
where
    F: FnMut(Batch<S::Row>) -> Result<(), SnapshotError>,
{
    fn row(&mut self, place: Place<'_>, raw: Raw<'_>) -> Result<Result<(), Fault>, SnapshotError> {
        self.reader.go_on()?;
        let other = self.sort.as_ref().filter(|_| !self.by_key).map(|sort| sort.property.as_str());
        let value = match parse(raw, &mut self.shape, &mut self.batch, other, &mut self.template) {
            Ok(value) => value,
            Err(why) => return Ok(Err(why)),
        };
        self.batch.lines.push(place.line);
        if let Some(sort) = &mut self.sort {
            let value = if self.by_key {
                self.batch.rows.last().map_or(Read::Absent, S::key)
            } else {
                value
            };
            sort.take(place, self.batch.read(value))?;
        }
        let path = place.path.as_os_str();
        if self.batch.rows.len() == 1 || path != self.path {
            self.batch.note_file(place.path);
            self.path = path.to_owned();
        }
        if self.batch.is_full() {
            (self.take)(std::mem::take(&mut self.batch))?;
        }
        Ok(Ok(()))
    }
}
