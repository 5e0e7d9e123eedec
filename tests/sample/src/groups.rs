//! Groups and roles: which ones policies name, and who is in them.

use crate::guid::Guid;
use crate::random::{Purpose, Random};

/// Template ids of built-in directory roles, the same in every tenant.
pub(crate) const ROLES: [(&str, &str); 14] = [
    ("Global Administrator", "62e90394-69f5-4237-9190-012177145e10"),
    ("Exchange Administrator", "29232cdf-9323-42fd-ade2-1d097af3e4de"),
    ("Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d"),
    ("SharePoint Administrator", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"),
    ("Conditional Access Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"),
    ("Helpdesk Administrator", "729827e3-9c14-49f7-bb1b-9608f156bbb8"),
    ("Billing Administrator", "b0f54661-2d74-4c50-afa3-1ec803f12efe"),
    ("User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1"),
    ("Authentication Administrator", "c4e39bd9-1100-46d3-8c65-fb160da0071f"),
    ("Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
    ("Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7"),
    ("Password Administrator", "966707d0-3269-4727-9be2-8c3a10f19b9d"),
    ("Privileged Authentication Administrator", "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"),
    ("Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814"),
];

/// What the members of a listed group or role look like in its row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum MembersShape {
    Plain,
    Null,
    Absent,
    TypeText,
    /// A bare text: the first member alone.
    One,
    /// Ids in capitals, with a null between them.
    Shouting,
}

/// Who is in a group: every `stride`th index, or a set of indexes.
#[derive(Clone, Debug)]
pub(crate) enum Members {
    Every { stride: u64, offset: u64 },
    These(Vec<u64>),
}

impl Members {
    #[inline]
    pub(crate) fn contains(&self, index: u64) -> bool {
        match self {
            Self::Every { stride, offset } => index % stride.max(&1) == *offset,
            Self::These(indexes) => indexes.contains(&index),
        }
    }

    /// The members among the first `total` indexes, in order.
    pub(crate) fn indexes(&self, total: u64) -> Box<dyn Iterator<Item = u64> + '_> {
        match self {
            Self::Every { stride, offset } => {
                let step = usize::try_from(*stride).unwrap_or(usize::MAX).max(1);
                Box::new((*offset..total).step_by(step))
            }
            Self::These(indexes) => Box::new(indexes.iter().copied()),
        }
    }
}

/// A group or role that has its row in `group-members` or `role-members`.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// Position in the catalogue of groups, or in [`ROLES`].
    pub(crate) position: usize,
    pub(crate) members: Members,
    pub(crate) shape: MembersShape,
}

/// The groups of a tenant.
#[derive(Clone, Debug)]
pub(crate) struct Catalog {
    /// Groups that policies name; bit `n` of `Traits::named_groups` is the n-th of these.
    pub(crate) named: Vec<Guid>,
    /// Groups that nothing names.
    pub(crate) others: Vec<Guid>,
    pub(crate) listed_groups: Vec<Listed>,
    pub(crate) listed_roles: Vec<Listed>,
}

/// Offset of the unnamed groups among the ids that are drawn.
const OTHERS_FROM: u64 = 1000;

impl Catalog {
    /// A tenant with `named` groups in policies and `others` beside them.
    pub(crate) fn new(seed: u64, named: u64, others: u64) -> Self {
        let draw = |index| Guid::scattered(seed, Purpose::Group, index);
        Self {
            named: (0..named).map(draw).collect(),
            others: (OTHERS_FROM..OTHERS_FROM + others).map(draw).collect(),
            listed_groups: Vec::new(),
            listed_roles: Vec::new(),
        }
    }

    /// The id of a named group as text, for policies.
    pub(crate) fn group(&self, position: usize) -> String {
        self.named.get(position).map(|guid| guid.text().to_owned()).unwrap_or_default()
    }

    /// Bits of the listed groups that hold this index.
    #[inline]
    pub(crate) fn listed_bits(&self, index: u64) -> u64 {
        self.listed_groups
            .iter()
            .filter(|listed| listed.members.contains(index))
            .fold(0, |bits, listed| bits | 1 << listed.position)
    }

    /// Bits of the listed roles that hold this index.
    #[inline]
    pub(crate) fn listed_role_bits(&self, index: u64) -> u32 {
        self.listed_roles
            .iter()
            .filter(|listed| listed.members.contains(index))
            .fold(0, |bits, listed| bits | 1 << listed.position)
    }

    /// Calls `take` with the ids of the unnamed groups of one person: a run of the catalogue from
    /// a place of its own, so that nobody is in one group twice.
    #[inline]
    pub(crate) fn each_other<'a>(
        &'a self,
        seed: u64,
        index: u64,
        count: u8,
        take: impl FnMut(&'a Guid),
    ) {
        let length = u64::try_from(self.others.len()).unwrap_or(0);
        let start = Random::keyed(seed, Purpose::Filler, index).below(length);
        let start = usize::try_from(start).unwrap_or(0);
        let (head, tail) = self.others.split_at_checked(start).unwrap_or_default();
        tail.iter().chain(head).take(usize::from(count)).for_each(take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_agree_with_contains() {
        for members in [Members::Every { stride: 7, offset: 3 }, Members::These(vec![1, 8])] {
            let listed: Vec<u64> = members.indexes(50).collect();
            let asked: Vec<u64> = (0..50).filter(|index| members.contains(*index)).collect();
            assert_eq!(listed, asked);
        }
    }

    #[test]
    fn nobody_is_in_one_group_twice() {
        let catalog = Catalog::new(1, 3, 50);
        let mut ids = Vec::new();
        catalog.each_other(1, 9, 40, |guid| ids.push(guid.text()));
        assert_eq!(ids.len(), 40);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
    }
}
