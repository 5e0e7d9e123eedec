//! The shapes that a property can have in an export: what it should be, and what it is now and then.

use crate::row::Cell;

/// A value of a property that should be a boolean or a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Value {
    /// The property is not in the row.
    Absent,
    Null,
    Bool(bool),
    Text(&'static str),
    /// A number where none belongs.
    Number,
    /// An object where none belongs.
    Object,
    /// What `ConvertTo-Json` leaves of an object past its depth.
    AtText,
    /// What a list becomes as text.
    TypeText,
}

/// True.
pub(crate) const YES: Value = Value::Bool(true);
/// False.
pub(crate) const NO: Value = Value::Bool(false);

impl Value {
    #[inline]
    pub(crate) const fn cell(self) -> Cell<'static> {
        match self {
            Self::Absent => Cell::Absent,
            Self::Null => Cell::Null,
            Self::Bool(value) => Cell::Bool(value),
            Self::Text(text) => Cell::Text(text),
            Self::Number => Cell::Number(1),
            Self::Object => Cell::Raw { json: r#"{"Value":"True"}"#, csv: "@{Value=True}" },
            Self::AtText => Cell::Text("@{Value=True}"),
            Self::TypeText => Cell::Text("System.Object[]"),
        }
    }
}

/// How an id is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum IdShape {
    Plain,
    /// In capitals.
    Upper,
    Null,
    Absent,
    /// Empty text, which counts as null.
    Empty,
}

/// How a list of ids is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ListShape {
    /// The list as it should be, which may be empty.
    Plain,
    Absent,
    Null,
    /// A list with a null and a blank beside the ids, which are dropped.
    WithNulls,
    /// One bare text without blanks: a list of one.
    One,
    /// The ids joined with blanks, as `ConvertTo-Json` past its depth does.
    Joined,
    /// A list with a number in it.
    WithNumber,
    /// A list with an object in it.
    WithObject,
    AtText,
    TypeText,
}

/// How the names of a person are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NameShape {
    Plain,
    Absent,
    Null,
    /// In capitals, as some directories keep it.
    Upper,
    /// With an ideographic space before and a blank after.
    Padded,
}

/// The licences of a person, as Graph's `assignedPlans` shows them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Plans {
    /// Exchange Online Plan 2 and what comes with it.
    Enterprise,
    /// Exchange Online Plan 1.
    Standard,
    /// Exchange Online Kiosk alone.
    Kiosk,
    /// Kiosk whose subscription is in its grace period.
    KioskWarning,
    /// Kiosk, with the id in capitals and the status in lower case.
    KioskShouting,
    /// Kiosk beside a full plan.
    KioskAndStandard,
    /// Kiosk beside a full plan of a government tenant.
    KioskAndGovernment,
    /// Kiosk beside a full plan that is suspended.
    KioskAndSuspended,
    /// Kiosk itself suspended.
    KioskSuspended,
    /// Plans without a mailbox.
    NoExchange,
    /// An empty list.
    Empty,
    Absent,
    Null,
    /// Objects past the depth, joined.
    AtText,
    /// A list of texts where objects belong.
    Texts,
    TypeText,
}

/// The phone of a person, as `Get-MobileDevice` shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Phone {
    /// No device.
    Nothing,
    /// Outlook mobile, which does not speak ActiveSync.
    Outlook,
    /// A mail app with ActiveSync 16.1.
    Current,
    /// A mail app with a version that no longer connects.
    Old,
    /// Both Outlook mobile and a mail app with 16.1.
    Two,
    /// A row of the table of odd shapes.
    Odd(u8),
}
