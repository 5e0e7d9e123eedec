//! A property as it was read: four states that must never be mixed up.

/// What is known of one property of one row.
///
/// `Absent` and `OtherShape` were not read; `Null` was read and is null. No rule treats the two
/// groups alike unless the contract says so, hence no conversion to `Option` but the explicit
/// [`Read::value`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Read<T> {
    /// The row does not carry the property, or there is no row.
    #[default]
    Absent,
    /// The property is there, in a form that cannot hold it (`@{…}`, a number for a name, …).
    OtherShape,
    /// The property was read and is null.
    Null,
    /// The property was read.
    Value(T),
}

impl<T> Read<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::OtherShape | Self::Null => None,
        }
    }

    /// Whether the property was read: null counts, absence and another shape do not.
    pub const fn is_read(&self) -> bool {
        matches!(self, Self::Null | Self::Value(_))
    }

    /// A view of the value.
    pub const fn as_ref(&self) -> Read<&T> {
        match self {
            Self::Absent => Read::Absent,
            Self::OtherShape => Read::OtherShape,
            Self::Null => Read::Null,
            Self::Value(value) => Read::Value(value),
        }
    }

    /// The same state with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Read<U> {
        match self {
            Self::Absent => Read::Absent,
            Self::OtherShape => Read::OtherShape,
            Self::Null => Read::Null,
            Self::Value(value) => Read::Value(f(value)),
        }
    }
}

impl Read<bool> {
    /// One of four answers, in a table for [`Read::number`].
    pub(crate) const fn table<T: Copy>(not_read: T, null: T, no: T, yes: T) -> [T; 5] {
        [no, yes, not_read, not_read, null]
    }

    /// The place of the state in a table. A table rather than branches: what tenants set follows
    /// no pattern that a processor could learn.
    #[inline]
    pub(crate) const fn number(self) -> usize {
        match self {
            Self::Value(false) => 0,
            Self::Value(true) => 1,
            Self::Absent => 2,
            Self::OtherShape => 3,
            Self::Null => 4,
        }
    }

    /// One of four answers.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "numbers are below the length of tables")]
    pub(crate) const fn choose<T: Copy>(self, not_read: T, null: T, no: T, yes: T) -> T {
        Self::table(not_read, null, no, yes)[self.number()]
    }
}

/// A row that belongs to the mailbox, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined<T> {
    /// The row.
    Row(T),
    /// There is none, and nothing says that one was lost.
    None,
    /// There is none, but its part failed or is not complete: it may exist.
    NotRead,
}

impl<T> Joined<T> {
    /// The row, if there is one.
    pub const fn row(&self) -> Option<&T> {
        match self {
            Self::Row(row) => Some(row),
            Self::None | Self::NotRead => None,
        }
    }
}
