//! Mailboxes that wait for the end of a part: a merge that misses a row knows only there whether the
//! part may have lost it, and which rows without ids there are.

use exo_policy::Joined;

use super::MailboxRecord;
use super::side::{Found, Side};
use super::{name_of, names, record};
use crate::rows::{Batch, CasRow, DirectoryRow, Person, UserRow};

/// How many mailboxes wait at most: some megabytes.
const LIMIT: usize = 1 << 15;

/// The mailboxes, with the rows that were found.
#[derive(Default)]
pub(super) struct Later {
    mailboxes: Batch<CasRow>,
    users: Waiting<UserRow>,
    directory: Waiting<DirectoryRow>,
}

/// What each mailbox got from one side.
struct Waiting<R> {
    rows: Batch<R>,
    /// A position in `rows`, or that there is no row yet.
    found: Vec<Found<usize>>,
}

impl<R> Default for Waiting<R> {
    fn default() -> Self {
        Self { rows: Batch::default(), found: Vec::new() }
    }
}

impl<R: Person> Waiting<R> {
    fn push(&mut self, found: Found<(&R, &Batch<R>)>) {
        self.found.push(match found {
            Found::Joined(Joined::Row((row, batch))) => {
                let row = row.copy_to(batch, &mut self.rows);
                self.rows.rows.push(row);
                Found::Joined(Joined::Row(self.rows.rows.len() - 1))
            }
            Found::Joined(Joined::None) => Found::Joined(Joined::None),
            Found::Joined(Joined::NotRead) => Found::Joined(Joined::NotRead),
            Found::NotYet => Found::NotYet,
        });
    }

    fn get<'s>(
        &'s self,
        number: usize,
        name: Option<exo_policy::Id>,
        side: &'s Side<'_, R>,
    ) -> Joined<(&'s R, &'s Batch<R>)> {
        match self.found.get(number) {
            Some(Found::Joined(Joined::Row(at))) => match self.rows.rows.get(*at) {
                Some(row) => Joined::Row((row, &self.rows)),
                None => Joined::NotRead,
            },
            Some(Found::Joined(Joined::None)) => Joined::None,
            Some(Found::NotYet) => side.missed(name),
            Some(Found::Joined(Joined::NotRead)) | None => Joined::NotRead,
        }
    }
}

impl Later {
    /// Keeps a mailbox with what was found.
    pub fn push(
        &mut self,
        row: &CasRow,
        batch: &Batch<CasRow>,
        user: Found<(&UserRow, &Batch<UserRow>)>,
        directory: Found<(&DirectoryRow, &Batch<DirectoryRow>)>,
    ) {
        let row = row.copy_to(batch, &mut self.mailboxes);
        self.mailboxes.rows.push(row);
        self.users.push(user);
        self.directory.push(directory);
    }

    /// Whether no more should wait.
    pub const fn is_full(&self) -> bool {
        self.mailboxes.rows.len() >= LIMIT
    }

    /// Hands the mailboxes over, now that both sides know what they lack. False where `take` had
    /// enough.
    pub fn hand_over(
        &mut self,
        users: &Side<'_, UserRow>,
        directory: &Side<'_, DirectoryRow>,
        mut take: impl FnMut(&MailboxRecord<'_>) -> bool,
    ) -> bool {
        let waiting = std::mem::take(self);
        let batch = &waiting.mailboxes;
        batch.rows.iter().enumerate().all(|(number, row)| {
            let name = name_of(row, batch).and_then(names::key);
            let user = waiting.users.get(number, name, users);
            take(&record(row, batch, user, waiting.directory.get(number, name, directory)))
        })
    }
}
