//! `Get-User` rows and Graph users: the rows that are joined to mailboxes.

use exo_policy::conditional_access::{SelectorKind, Selectors};
use exo_policy::{AuthenticationPolicies, Id, PerUserMfa, Read, UserType};

use super::Holds::{Ids, Plans, Scalar as One};
use super::plans::{Plan, PlanKind};
use super::{Batch, Holds, ListEnd, Scalar, Shape, Span};

/// What joining needs of a row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PersonRow {
    pub id: Option<Id>,
    id_text: Read<Span>,
    pub user_principal_name: Read<Span>,
    /// `WindowsEmailAddress`, or Graph `mail`.
    pub mail: Read<Span>,
}

impl PersonRow {
    fn copy_to<R>(&self, from: &Batch<R>, to: &mut Batch<R>) -> Self {
        Self {
            id: self.id,
            id_text: from.copy_text(self.id_text, to),
            user_principal_name: from.copy_text(self.user_principal_name, to),
            mail: from.copy_text(self.mail, to),
        }
    }

    fn set_id<R>(&mut self, value: Scalar<'_>, keep_text: bool, batch: &mut Batch<R>) {
        (self.id, self.id_text) = (None, Read::Absent);
        if let Scalar::Text(text) = value
            && let Read::Value(name) = crate::json::name_of_text(text)
        {
            self.id = Id::parse(name);
            if keep_text {
                self.id_text = Read::Value(batch.push_text(name));
            }
        }
    }

    /// Keeps one text where name and address are the same, as they mostly are.
    fn share_text<R>(&mut self, batch: &mut Batch<R>, mark: usize) {
        let (Read::Value(name), Read::Value(mail)) = (self.user_principal_name, self.mail) else {
            return;
        };
        if name.length == mail.length && batch.text(name) == batch.text(mail) {
            let (first, last) = if name.start < mail.start { (name, mail) } else { (mail, name) };
            if last.start as usize >= mark
                && last.start as usize + last.length as usize == batch.text.len()
            {
                batch.text.truncate(last.start as usize);
            }
            (self.user_principal_name, self.mail) = (Read::Value(first), Read::Value(first));
        }
    }
}

/// A row of a part that is joined to mailboxes.
pub(crate) trait Person: Copy + Send {
    /// What joining needs.
    fn person(&self) -> &PersonRow;

    /// The row with its texts copied to another batch.
    fn copy_to(&self, from: &Batch<Self>, to: &mut Batch<Self>) -> Self;

    /// The id as written, where the shape keeps it.
    fn id_text(&self) -> Read<Span> {
        self.person().id_text
    }
}

/// A narrow `Get-User` row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct UserRow {
    pub person: PersonRow,
    pub authentication_policy: Read<Span>,
    /// Where that policy is among those of the tenant.
    pub policy_index: Option<u32>,
    pub account_disabled: Read<bool>,
    pub exo_module_enabled: Read<bool>,
    pub remote_powershell_enabled: Read<bool>,
}

impl Person for UserRow {
    fn person(&self) -> &PersonRow {
        &self.person
    }

    fn copy_to(&self, from: &Batch<Self>, to: &mut Batch<Self>) -> Self {
        let authentication_policy = from.copy_text(self.authentication_policy, to);
        Self { person: self.person.copy_to(from, to), authentication_policy, ..*self }
    }
}

/// Reads [`UserRow`]s.
#[derive(Debug)]
pub(crate) struct UserShape<'t> {
    policies: &'t AuthenticationPolicies,
    row: UserRow,
    mark: usize,
    /// Ids are kept as text too: for rows that stream past in the order of their ids.
    keep_id_text: bool,
}

impl<'t> UserShape<'t> {
    pub fn new(policies: &'t AuthenticationPolicies, keep_id_text: bool) -> Self {
        Self { policies, row: UserRow::default(), mark: 0, keep_id_text }
    }
}

impl Shape for UserShape<'_> {
    type Row = UserRow;
    const KEY: &'static str = "ExternalDirectoryObjectId";
    const FIELDS: &'static [(&'static str, Holds)] = &[
        ("ExternalDirectoryObjectId", One),
        ("UserPrincipalName", One),
        ("WindowsEmailAddress", One),
        ("AuthenticationPolicy", One),
        ("AccountDisabled", One),
        ("EXOModuleEnabled", One),
        ("RemotePowerShellEnabled", One),
    ];

    fn begin(&mut self, batch: &mut Batch<UserRow>) {
        self.row = UserRow::default();
        self.mark = batch.text.len();
    }

    #[inline]
    fn scalar(&mut self, field: u8, value: Scalar<'_>, batch: &mut Batch<UserRow>) {
        let row = &mut self.row;
        match field {
            0 => row.person.set_id(value, self.keep_id_text, batch),
            1 => row.person.user_principal_name = value.name(batch),
            2 => row.person.mail = value.name(batch),
            3 => {
                row.authentication_policy = value.name(batch);
                let reference = batch.read(row.authentication_policy).value();
                let policies = self.policies;
                row.policy_index = reference.and_then(|text| policies.reference(text).index);
            }
            4 => row.account_disabled = value.bool(),
            5 => row.exo_module_enabled = value.bool(),
            _ => row.remote_powershell_enabled = value.bool(),
        }
    }

    fn end(&mut self, batch: &mut Batch<UserRow>) -> UserRow {
        self.row.person.share_text(batch, self.mark);
        self.row
    }

    fn key(row: &UserRow) -> Read<Span> {
        row.person.id_text
    }
}

/// A narrow Graph user.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DirectoryRow {
    pub person: PersonRow,
    pub account_enabled: Read<bool>,
    pub user_type: Read<UserType>,
    pub kiosk_only: Read<bool>,
    pub per_user_mfa: Read<PerUserMfa>,
    pub groups_read: bool,
    pub roles_read: bool,
    /// Where the row's memberships lie among the batch's bits.
    pub bits: u32,
}

impl Person for DirectoryRow {
    fn person(&self) -> &PersonRow {
        &self.person
    }

    fn copy_to(&self, from: &Batch<Self>, to: &mut Batch<Self>) -> Self {
        let bits = u32::try_from(to.bits.len()).unwrap_or(u32::MAX);
        to.words = from.words;
        to.bits.extend_from_slice(from.bits_at(self.bits));
        Self { person: self.person.copy_to(from, to), bits, ..*self }
    }
}

/// Reads [`DirectoryRow`]s.
#[derive(Debug)]
pub(crate) struct DirectoryShape<'t> {
    selectors: &'t Selectors,
    row: DirectoryRow,
    mark: usize,
    bits: Vec<u64>,
    has_kiosk: bool,
    has_ews: bool,
    keep_id_text: bool,
}

impl<'t> DirectoryShape<'t> {
    pub fn new(selectors: &'t Selectors, keep_id_text: bool) -> Self {
        Self {
            selectors,
            row: DirectoryRow::default(),
            mark: 0,
            bits: vec![0; selectors.words()],
            has_kiosk: false,
            has_ews: false,
            keep_id_text,
        }
    }

    fn kind(field: u8) -> SelectorKind {
        if field == 7 { SelectorKind::Group } else { SelectorKind::Role }
    }
}

impl Shape for DirectoryShape<'_> {
    type Row = DirectoryRow;
    const KEY: &'static str = "id";
    const FIELDS: &'static [(&'static str, Holds)] = &[
        ("id", One),
        ("userPrincipalName", One),
        ("mail", One),
        ("accountEnabled", One),
        ("userType", One),
        ("perUserMfaState", One),
        ("assignedPlans", Plans),
        ("groups", Ids),
        ("roles", Ids),
    ];

    fn begin(&mut self, batch: &mut Batch<DirectoryRow>) {
        self.row = DirectoryRow::default();
        self.mark = batch.text.len();
        self.bits.fill(0);
    }

    #[inline]
    fn scalar(&mut self, field: u8, value: Scalar<'_>, batch: &mut Batch<DirectoryRow>) {
        let row = &mut self.row;
        match field {
            0 => row.person.set_id(value, self.keep_id_text, batch),
            1 => row.person.user_principal_name = value.name(batch),
            2 => row.person.mail = value.name(batch),
            3 => row.account_enabled = value.bool(),
            4 => row.user_type = word(value, user_type),
            _ => row.per_user_mfa = word(value, per_user_mfa),
        }
    }

    fn begin_list(&mut self, field: u8, _batch: &mut Batch<DirectoryRow>) {
        match field {
            6 => (self.has_kiosk, self.has_ews) = (false, false),
            // Only where the list was there before, in the row or by the other parser.
            _ if self.bits.iter().any(|word| *word != 0) => {
                self.selectors.clear(Self::kind(field), &mut self.bits);
            }
            _ => {}
        }
    }

    #[inline]
    fn id(&mut self, field: u8, id: &str, _batch: &mut Batch<DirectoryRow>) {
        self.selectors.mark(Self::kind(field), id, &mut self.bits);
    }

    fn plan(&mut self, plan: Plan) {
        self.has_kiosk |= plan.in_use.0 && plan.kind == PlanKind::Kiosk;
        self.has_ews |= plan.in_use.0 && plan.kind == PlanKind::WithEws;
    }

    fn end_list(&mut self, field: u8, end: ListEnd) {
        let read = end == ListEnd::Read;
        match field {
            6 => {
                self.row.kiosk_only = match end {
                    ListEnd::Read => Read::Value(self.has_kiosk && !self.has_ews),
                    ListEnd::Null => Read::Null,
                    ListEnd::OtherShape => Read::OtherShape,
                }
            }
            7 => self.row.groups_read = read,
            _ => self.row.roles_read = read,
        }
    }

    fn end(&mut self, batch: &mut Batch<DirectoryRow>) -> DirectoryRow {
        self.row.person.share_text(batch, self.mark);
        self.row.bits = u32::try_from(batch.bits.len()).unwrap_or(u32::MAX);
        batch.words = self.bits.len();
        batch.bits.extend_from_slice(&self.bits);
        self.row
    }

    fn key(row: &DirectoryRow) -> Read<Span> {
        row.person.id_text
    }
}

/// A word that the rules know.
fn word<T>(value: Scalar<'_>, of: impl FnOnce(&str) -> T) -> Read<T> {
    match value {
        Scalar::Null => Read::Null,
        Scalar::Text(text) => crate::json::name_of_text(text).map(of),
        Scalar::Bool(_) | Scalar::Other => Read::OtherShape,
    }
}

fn user_type(word: &str) -> UserType {
    if word.eq_ignore_ascii_case("Guest") { UserType::Guest } else { UserType::Member }
}

fn per_user_mfa(word: &str) -> PerUserMfa {
    let known = [
        ("enabled", PerUserMfa::Enabled),
        ("enforced", PerUserMfa::Enforced),
        ("disabled", PerUserMfa::Disabled),
    ];
    let found = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map_or(PerUserMfa::Other, |(_, state)| *state)
}
