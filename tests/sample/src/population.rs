//! Everybody in a tenant, by index.

use crate::demo;
use crate::groups::Catalog;
use crate::guid::{AscendingIds, Guid};
use crate::mixed;
use crate::naming::{date, name_person};
use crate::options::{Options, Profile, Scenario};
use crate::person::{Person, Traits};
use crate::policies::Policy;
use crate::policies_demo;
use crate::policies_mixed;
use crate::policies_wide;
use crate::random::Purpose;
use crate::wide;

/// In the profile `mixed` every 21st person has no mailbox.
const CYCLE: u64 = 21;

/// The people of a tenant. Cheap to ask in any order and from any thread.
#[derive(Clone, Debug)]
pub(crate) struct Population {
    seed: u64,
    profile: Profile,
    scenario: Scenario,
    total: u64,
    ids: AscendingIds,
    pub(crate) catalog: Catalog,
}

impl Population {
    pub(crate) fn new(options: &Options) -> Self {
        let (seed, mailboxes) = (options.seed, options.mailboxes);
        let (total, catalog) = match options.profile {
            Profile::Mixed => {
                let total = mailboxes + mailboxes.saturating_sub(1) / (CYCLE - 1);
                (total, policies_mixed::catalog(seed, total))
            }
            Profile::Wide => (mailboxes, policies_wide::catalog(seed, mailboxes)),
            Profile::Demo => (demo::PEOPLE, demo::catalog(seed)),
        };
        Self {
            seed,
            profile: options.profile,
            scenario: options.scenario,
            total,
            ids: AscendingIds::new(seed, total),
            catalog,
        }
    }

    /// Number of people, those without mailboxes included.
    pub(crate) const fn total(&self) -> u64 {
        self.total
    }

    /// The directory id of a person.
    #[inline]
    pub(crate) fn id(&self, index: u64) -> Guid {
        self.ids.at(index)
    }

    /// Fills in the person with this index.
    pub(crate) fn fill(&self, index: u64, person: &mut Person) {
        person.index = index;
        person.id = self.ids.at(index);
        person.guid = Guid::scattered(self.seed, Purpose::MailboxGuid, index);
        match self.profile {
            Profile::Wide => {
                person.traits = wide::traits(self.seed, index, self.scenario);
                name_person(person, self.seed, index);
            }
            Profile::Mixed => self.fill_mixed(index, person),
            Profile::Demo => {
                date(person, self.seed);
                demo::fill(person);
            }
        }
    }

    fn fill_mixed(&self, index: u64, person: &mut Person) {
        let outsider = index % CYCLE == CYCLE - 1;
        // Every other outsider takes the name of the mailbox before it, so that two rows answer
        // to one name.
        let twin_cycle = (index / CYCLE).is_multiple_of(2);
        let is_twin = index % CYCLE == CYCLE - 2 && twin_cycle && index + 1 < self.total;
        if outsider && twin_cycle {
            person.traits = mixed::traits(self.seed, index - 1, self.scenario, true);
            name_person(person, self.seed, index - 1);
            person.traits = Traits { has_mailbox: false, ..Traits::default() };
        } else if outsider {
            person.traits = mixed::outsider_traits(self.seed, index);
            name_person(person, self.seed, index);
        } else {
            person.traits = mixed::traits(self.seed, index, self.scenario, is_twin);
            name_person(person, self.seed, index);
        }
    }

    /// The Conditional Access policies, in file order.
    pub(crate) fn policies(&self) -> Vec<Policy> {
        match self.profile {
            Profile::Mixed => {
                let person = self.id(self.total.saturating_sub(1).min(5));
                policies_mixed::policies(&self.catalog, person.text())
            }
            Profile::Wide => policies_wide::policies(&self.catalog),
            Profile::Demo => policies_demo::policies(&self.catalog),
        }
    }
}
