//! What of a tenant is asked for: pairs, verdicts, single mailboxes.

use std::collections::HashMap;

use exo_findings::Judged;
use exo_policy::{Method, Pair, Protocol, VerdictWord};
use exo_snapshot::MailboxRecord;

/// The mailboxes and pairs that are asked for. The default asks for everything.
#[derive(Debug)]
pub struct Selection {
    /// The pairs whose verdicts are asked for, in the order of the contract.
    pub pairs: Vec<Pair>,
    verdicts: Vec<VerdictWord>,
    names: Option<Names>,
}

/// A choice of protocols and methods that no pair fits.
#[derive(Debug, thiserror::Error)]
#[error("there is no such combination of protocol and method")]
pub struct NoSuchPair;

impl Default for Selection {
    fn default() -> Self {
        Self { pairs: Pair::ALL.to_vec(), verdicts: Vec::new(), names: None }
    }
}

impl Selection {
    /// Chooses the pairs of these protocols and methods; none named means any.
    pub fn pairs(mut self, protocols: &[Protocol], methods: &[Method]) -> Result<Self, NoSuchPair> {
        let fits = |pair: &Pair| {
            (protocols.is_empty() || protocols.contains(&pair.protocol()))
                && (methods.is_empty() || methods.contains(&pair.method()))
        };
        self.pairs.retain(fits);
        if self.pairs.is_empty() { Err(NoSuchPair) } else { Ok(self) }
    }

    /// Chooses mailboxes where a chosen pair has one of these verdicts; none named means any.
    #[must_use]
    pub fn verdicts(self, verdicts: &[VerdictWord]) -> Self {
        Self { verdicts: verdicts.to_vec(), ..self }
    }

    /// Chooses mailboxes by id, GUID, user principal name or primary address.
    #[must_use]
    pub fn names(self, names: impl IntoIterator<Item = String>) -> Self {
        Self { names: Some(Names::new(names)), ..self }
    }

    /// Whether the mailbox is asked for; remembers which names were found.
    pub fn takes(&mut self, judged: &Judged<'_>) -> bool {
        if self.names.as_mut().is_some_and(|names| !names.find(judged.record)) {
            return false;
        }
        let has = |pair: &Pair| self.verdicts.contains(&judged.verdicts.get(*pair).verdict);
        self.verdicts.is_empty() || self.pairs.iter().any(has)
    }

    /// The names that no mailbox had, as they were given, in their order.
    pub fn not_found(&self) -> Vec<&str> {
        self.names.as_ref().map_or_else(Vec::new, Names::not_found)
    }
}

/// Names of mailboxes, without regard to case and white space around.
#[derive(Debug, Default)]
struct Names {
    given: Vec<String>,
    found: Vec<bool>,
    by_text: HashMap<String, usize, foldhash::fast::FixedState>,
    key: String,
}

impl Names {
    fn new(given: impl IntoIterator<Item = String>) -> Self {
        let mut names = Self::default();
        for name in given {
            let key = name.trim().to_lowercase();
            let next = names.given.len();
            if *names.by_text.entry(key).or_insert(next) == next {
                names.given.push(name);
                names.found.push(false);
            }
        }
        names
    }

    fn find(&mut self, record: &MailboxRecord<'_>) -> bool {
        let known =
            [record.identity, record.guid, record.user_principal_name, record.primary_smtp_address];
        let mut any = false;
        for name in known.into_iter().flatten() {
            self.key.clear();
            if name.is_ascii() {
                self.key.push_str(name);
                self.key.make_ascii_lowercase();
            } else {
                self.key.push_str(&name.to_lowercase());
            }
            let found = self.by_text.get(&self.key).and_then(|at| self.found.get_mut(*at));
            if let Some(found) = found {
                (*found, any) = (true, true);
            }
        }
        any
    }

    fn not_found(&self) -> Vec<&str> {
        let pairs = self.given.iter().zip(&self.found);
        pairs.filter(|(_, found)| !**found).map(|(name, _)| name.as_str()).collect()
    }
}
