//! Conditional Access (contract §4): policies as read, compiled, and asked about a person.

mod compiled;
mod policy;
mod selectors;

pub use compiled::{ConditionalAccess, Match, PerClient};
pub use policy::{ClientType, Policy, PolicyEffect, PolicyState, Selection, Skipped, Users};
pub use selectors::{MemberTable, SelectorKind, Selectors};
