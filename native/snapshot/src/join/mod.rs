//! Joins each mailbox with its user row and its directory row, and hands it over.

mod later;
mod names;
mod side;

use std::collections::HashSet;
use std::ops::ControlFlow;

use exo_policy::conditional_access::Selectors;
use exo_policy::{Directory, Id, Joined, Mailbox, PolicyReference, Read, Tenant, User};
use foldhash::fast::FixedState;

use crate::error::SnapshotError;
use crate::part::{Part, PartReport};
use crate::reader::Reader;
use crate::rows::{
    Batch, CasRow, CasShape, DirectoryRow, DirectoryShape, Shape, UserRow, UserShape,
};
use crate::stream::{self, Stream};
use crate::warning::{WarningReason, Warnings};
use later::Later;
use side::{Found, Rest, Side, Table};

/// One mailbox with everything that belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct MailboxRecord<'a> {
    /// `ExternalDirectoryObjectId`, else `Guid`.
    pub identity: Option<&'a str>,
    /// `Guid`
    pub guid: Option<&'a str>,
    /// `UserPrincipalName` of the user row, else the directory row, else the mailbox.
    pub user_principal_name: Option<&'a str>,
    /// `PrimarySmtpAddress`
    pub primary_smtp_address: Option<&'a str>,
    /// `DisplayName`
    pub display_name: Option<&'a str>,
    /// `RecipientTypeDetails`
    pub recipient_type_details: Option<&'a str>,
    /// What the rules ask.
    pub mailbox: Mailbox<'a>,
}

impl MailboxRecord<'_> {
    /// What an admin calls the mailbox.
    pub fn name(&self) -> &str {
        let names =
            [self.user_principal_name, self.primary_smtp_address, self.identity, self.display_name];
        names.into_iter().flatten().next().unwrap_or("?")
    }
}

/// Hands every mailbox to `take`, in the order of the file; where parts are merged, mailboxes whose
/// user or directory row is missing come after the others, and those without
/// `ExternalDirectoryObjectId` come last. Gives the reports of the three parts.
pub(crate) fn read_mailboxes(
    reader: &Reader,
    tenant: &Tenant,
    mut take: impl FnMut(&MailboxRecord<'_>) -> ControlFlow<()>,
) -> Result<[PartReport; 3], SnapshotError> {
    let none = Selectors::default();
    let selectors = tenant.conditional_access.as_ref().map_or(&none, |access| &access.selectors);
    let sorted = |part, key| {
        let property = reader.manifest.sorted_by(part);
        property.is_some_and(|property| property.eq_ignore_ascii_case(key))
    };
    let by_id = sorted(Part::CasMailboxes, CasShape::KEY);
    let merge_users = by_id && sorted(Part::Users, UserShape::KEY);
    let merge_directory = by_id && sorted(Part::DirectoryUsers, DirectoryShape::KEY);
    let users_sorted = sorted(Part::Users, UserShape::KEY);
    let directory_sorted = sorted(Part::DirectoryUsers, DirectoryShape::KEY);
    let user_shape = || UserShape::new(&tenant.authentication_policies, users_sorted);
    let directory_shape = || DirectoryShape::new(selectors, directory_sorted);
    let reread_users = |take: &mut dyn FnMut(Batch<UserRow>) -> Result<(), SnapshotError>| {
        stream::read(reader, Part::Users, user_shape(), take)
    };
    let reread_directory =
        |take: &mut dyn FnMut(Batch<DirectoryRow>) -> Result<(), SnapshotError>| {
            stream::read(reader, Part::DirectoryUsers, directory_shape(), take)
        };

    let expected = |part| reader.manifest.count(part);
    std::thread::scope(|scope| {
        let users = stream::start(scope, reader, Part::Users, user_shape());
        let directory = stream::start(scope, reader, Part::DirectoryUsers, directory_shape());
        let (users, directory) = match (merge_users, merge_directory) {
            (true, true) => (
                Side::merged(Part::Users, users, Box::new(reread_users)),
                Side::merged(Part::DirectoryUsers, directory, Box::new(reread_directory)),
            ),
            (true, false) => (
                Side::merged(Part::Users, users, Box::new(reread_users)),
                Side::Table(Box::new(Table::read(
                    Part::DirectoryUsers,
                    directory,
                    expected(Part::DirectoryUsers),
                )?)),
            ),
            (false, true) => (
                Side::Table(Box::new(Table::read(Part::Users, users, expected(Part::Users))?)),
                Side::merged(Part::DirectoryUsers, directory, Box::new(reread_directory)),
            ),
            (false, false) => {
                // Both tables are filled at once, each on its thread.
                let filled = scope.spawn(|| {
                    Table::read(Part::DirectoryUsers, directory, expected(Part::DirectoryUsers))
                });
                let users = Table::read(Part::Users, users, expected(Part::Users))?;
                let directory = filled.join().map_err(|_| SnapshotError::Stopped)??;
                (Side::Table(Box::new(users)), Side::Table(Box::new(directory)))
            }
        };
        let mailboxes = stream::start(scope, reader, Part::CasMailboxes, CasShape::default());
        Join { by_id, users, directory }.run(mailboxes, &mut take)
    })
}

/// The join under way.
struct Join<'a> {
    /// Mailboxes come in the order of their ids, so that two with one id are neighbours.
    by_id: bool,
    users: Side<'a, UserRow>,
    directory: Side<'a, DirectoryRow>,
}

impl Join<'_> {
    fn run(
        mut self,
        mut mailboxes: Stream<CasRow>,
        take: &mut impl FnMut(&MailboxRecord<'_>) -> ControlFlow<()>,
    ) -> Result<[PartReport; 3], SnapshotError> {
        let mut aside = Batch::default();
        let mut later = Later::default();
        let mut warnings = Warnings::default();
        let mut seen = Seen { neighbours: self.by_id, last: None, all: HashSet::default() };
        while let Some((row, batch, position)) = mailboxes.peek_position()? {
            if !seen.insert(row, batch) {
                let second = WarningReason::SecondMailbox;
                warnings.add(batch.warning(Part::CasMailboxes, position, second));
            } else if let (Some(id), Read::Value(text)) = (row.user_id, batch.read(row.id)) {
                let name = name_of(row, batch);
                let user = self.users.find(id, text, name)?;
                let directory = self.directory.find(id, text, name)?;
                if let (Found::Joined(user), Found::Joined(directory)) = (&user, &directory) {
                    if take(&record(row, batch, *user, *directory)).is_break() {
                        return Err(SnapshotError::Stopped);
                    }
                } else {
                    later.push(row, batch, user, directory);
                }
            } else {
                let row = row.copy_to(batch, &mut aside);
                aside.rows.push(row);
            }
            if later.is_full() {
                self.users.settle_now()?;
                self.directory.settle_now()?;
                self.hand_over(&mut later, take)?;
            }
            mailboxes.advance();
        }
        self.users.settle_at_end()?;
        self.directory.settle_at_end()?;
        self.hand_over(&mut later, take)?;
        self.by_name(&aside, take)?;
        let mut report = mailboxes.finish()?;
        report.warnings.append(warnings);
        Ok([report, self.users.finish()?, self.directory.finish()?])
    }

    fn hand_over(
        &self,
        later: &mut Later,
        take: &mut impl FnMut(&MailboxRecord<'_>) -> ControlFlow<()>,
    ) -> Result<(), SnapshotError> {
        let all = later.hand_over(&self.users, &self.directory, |record| {
            take(record) == ControlFlow::Continue(())
        });
        if all { Ok(()) } else { Err(SnapshotError::Stopped) }
    }

    /// Joins the mailboxes without ids.
    fn by_name(
        &self,
        aside: &Batch<CasRow>,
        take: &mut impl FnMut(&MailboxRecord<'_>) -> ControlFlow<()>,
    ) -> Result<(), SnapshotError> {
        if aside.rows.is_empty() {
            return Ok(());
        }
        let name = |row| name_of(row, aside).and_then(names::key);
        let wanted: HashSet<Id, FixedState> = aside.rows.iter().filter_map(name).collect();
        let users: Rest<UserRow> = self.users.for_names(&wanted)?;
        let directory: Rest<DirectoryRow> = self.directory.for_names(&wanted)?;
        for row in &aside.rows {
            let (user, directory) = (users.find(name(row)), directory.find(name(row)));
            let record = record(row, aside, user, directory);
            if take(&record).is_break() {
                return Err(SnapshotError::Stopped);
            }
        }
        Ok(())
    }
}

/// The identities of the mailboxes so far.
struct Seen {
    neighbours: bool,
    last: Option<Option<Id>>,
    all: HashSet<Id, FixedState>,
}

impl Seen {
    /// Notes the identity of a mailbox; false where it was there before.
    fn insert(&mut self, row: &CasRow, batch: &Batch<CasRow>) -> bool {
        if self.neighbours && row.user_id.is_some() {
            return self.last.replace(row.user_id) != Some(row.user_id);
        }
        let identity = row.user_id.or_else(|| batch.read(row.guid).value().and_then(Id::parse));
        identity.is_none_or(|identity| self.all.insert(identity))
    }
}

/// The name by which a mailbox is joined where an id is missing.
fn name_of<'b>(row: &CasRow, batch: &'b Batch<CasRow>) -> Option<&'b str> {
    match batch.read(row.user_principal_name) {
        Read::Value(name) => Some(name),
        _ => batch.read(row.primary_smtp_address).value(),
    }
}

/// Puts the rows of a mailbox together.
fn record<'a>(
    row: &CasRow,
    batch: &'a Batch<CasRow>,
    user: Joined<(&'a UserRow, &'a Batch<UserRow>)>,
    directory: Joined<(&'a DirectoryRow, &'a Batch<DirectoryRow>)>,
) -> MailboxRecord<'a> {
    let id = batch.read(row.id).value();
    let name_of_user =
        user.row().and_then(|(row, batch)| batch.read(row.person.user_principal_name).value());
    let name_of_directory =
        directory.row().and_then(|(row, batch)| batch.read(row.person.user_principal_name).value());
    let own = batch.read(row.user_principal_name).value();
    let user_id = row
        .user_id
        .or_else(|| directory.row().and_then(|(row, _)| row.person.id))
        .or_else(|| user.row().and_then(|(row, _)| row.person.id));
    MailboxRecord {
        identity: id.or_else(|| batch.read(row.guid).value()),
        guid: batch.read(row.guid).value(),
        user_principal_name: name_of_user.or(name_of_directory).or(own),
        primary_smtp_address: batch.read(row.primary_smtp_address).value(),
        display_name: batch.read(row.display_name).value(),
        recipient_type_details: batch.read(row.recipient_type_details).value(),
        mailbox: Mailbox {
            user_id,
            mapi_enabled: row.mapi_enabled,
            ews_enabled: row.ews_enabled,
            active_sync_enabled: row.active_sync_enabled,
            imap_enabled: row.imap_enabled,
            pop_enabled: row.pop_enabled,
            owa_enabled: row.owa_enabled,
            smtp_client_authentication_disabled: row.smtp_client_authentication_disabled,
            ews_application_access_policy: batch.read(row.ews_application_access_policy),
            has_device_list: row.allowed_devices || row.blocked_devices,
            user: map(user, |(row, batch)| User {
                authentication_policy: batch
                    .read(row.authentication_policy)
                    .map(|text| PolicyReference { text, index: row.policy_index }),
                account_disabled: row.account_disabled,
                exo_module_enabled: row.exo_module_enabled,
                remote_powershell_enabled: row.remote_powershell_enabled,
            }),
            directory: map(directory, |(row, batch)| Directory {
                account_enabled: row.account_enabled,
                user_type: row.user_type,
                external_name: name_of_directory.map(is_external),
                kiosk_only: row.kiosk_only,
                per_user_mfa: row.per_user_mfa,
                groups_read: row.groups_read,
                roles_read: row.roles_read,
                member_of: batch.bits_at(row.bits),
            }),
        },
    }
}

/// Whether a `userPrincipalName` is that of a guest or a B2B member.
fn is_external(name: &str) -> bool {
    name.as_bytes().windows(5).any(|part| part.eq_ignore_ascii_case(b"#EXT#"))
}

fn map<T, U>(joined: Joined<T>, f: impl FnOnce(T) -> U) -> Joined<U> {
    match joined {
        Joined::Row(row) => Joined::Row(f(row)),
        Joined::None => Joined::None,
        Joined::NotRead => Joined::NotRead,
    }
}
