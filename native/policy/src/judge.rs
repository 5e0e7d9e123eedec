//! Judges mailboxes: compiled once for a tenant and a date, then a mailbox at a time without
//! allocation.

use jiff::civil::Date;

use crate::calendar::{Calendar, CalendarError, EARLIEST, RuleDates};
use crate::conditional_access::{ClientType, PerClient};
use crate::gates::{self, Day};
use crate::mailbox::Mailbox;
use crate::tenant::Tenant;
use crate::verdict::{Combine, Gates, Outcome, PerPair, Verdict};
use crate::words::{Confidence, Gate, Method, Pair, Protocol, VerdictWord};

/// Why a tenant cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The date is earlier than the rules reach.
    #[error("the date {0} is too early: verdicts reach back to {EARLIEST}")]
    TooEarly(Date),
    /// The calendar lacks a row.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// The rules, compiled for a tenant and a date.
#[derive(Debug)]
pub struct Judge<'t> {
    tenant: &'t Tenant,
    dates: RuleDates,
    smtp_basic_reenabled: Option<bool>,
    day: Day,
    /// The later dates on which a verdict may change, with the pairs that may.
    later: Vec<(Day, PerPair<bool>)>,
    security_defaults: [Outcome; 2],
    /// The gates that ask each pair.
    gates: PerPair<Gates>,
}

/// The gates that do not depend on the pair alone, asked once for a mailbox.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    account: Outcome,
    account_smtp_basic: Outcome,
    conditional_access: PerClient,
}

impl<'t> Judge<'t> {
    /// Compiles the rules. `smtp_basic_reenabled` overrides what the snapshot says.
    pub fn new(
        tenant: &'t Tenant,
        calendar: &Calendar,
        as_of: Date,
        smtp_basic_reenabled: Option<bool>,
    ) -> Result<Self, JudgeError> {
        if as_of < EARLIEST {
            return Err(JudgeError::TooEarly(as_of));
        }
        let day = Day::new(as_of, calendar, tenant, smtp_basic_reenabled)?;
        let mut later = Vec::new();
        for date in calendar.turning_points(as_of)? {
            let other = Day::new(date, calendar, tenant, smtp_basic_reenabled)?;
            let differs = PerPair::from_fn(|pair| {
                let ews = pair.protocol() == Protocol::Ews;
                other.retirement.get(pair) != day.retirement.get(pair)
                    || ews && other.ews_organization != day.ews_organization
                    || ews && other.ews_license_in_force != day.ews_license_in_force
            });
            later.push((other, differs));
        }
        let security_defaults = [
            gates::security_defaults(tenant, Method::Basic),
            gates::security_defaults(tenant, Method::Certificate),
        ];
        let smtp_basic_reenabled = smtp_basic_reenabled.or(tenant.smtp_basic_reenabled);
        let dates = calendar.rule_dates()?;
        let gates = PerPair::from_fn(|pair| {
            let asking = Gate::ALL.iter().copied().filter(|gate| asks(*gate, pair));
            asking.fold(Gates::default(), Gates::with)
        });
        Ok(Self { tenant, dates, smtp_basic_reenabled, day, later, security_defaults, gates })
    }

    /// The tenant.
    pub const fn tenant(&self) -> &'t Tenant {
        self.tenant
    }

    /// The date of the verdicts.
    pub const fn as_of(&self) -> Date {
        self.day.date
    }

    /// The dates that rules turn on.
    pub const fn dates(&self) -> RuleDates {
        self.dates
    }

    /// Whether an admin turned SMTP AUTH with Basic on again, as far as it is known.
    pub const fn smtp_basic_reenabled(&self) -> Option<bool> {
        self.smtp_basic_reenabled
    }

    /// Gate 3 for EWS, which the tenant decides alone.
    pub const fn ews_organization(&self) -> Outcome {
        self.day.ews_organization
    }

    /// Gate 8 for Basic, which the tenant decides alone.
    pub const fn security_defaults(&self) -> Outcome {
        let [basic, _] = self.security_defaults;
        basic
    }

    /// Asks the gates that several pairs share.
    pub fn shared(&self, mailbox: &Mailbox<'_>) -> Shared {
        let account = gates::account(mailbox);
        Shared {
            account,
            account_smtp_basic: gates::account_smtp_basic(account, mailbox),
            conditional_access: match &self.tenant.conditional_access {
                Some(policies) => policies.evaluate(mailbox),
                None => [Outcome::MISSING; 4],
            },
        }
    }

    /// The 22 verdicts on a mailbox.
    pub fn judge(&self, mailbox: &Mailbox<'_>) -> PerPair<Verdict> {
        self.judge_shared(mailbox, &self.shared(mailbox))
    }

    /// The 22 verdicts, where the shared gates were asked already.
    pub fn judge_shared(&self, mailbox: &Mailbox<'_>, shared: &Shared) -> PerPair<Verdict> {
        PerPair::from_fn(|pair| {
            let mut verdict = self.verdict(mailbox, shared, pair, &self.day);
            verdict.changes_on = self
                .later
                .iter()
                .filter(|(_, differs)| differs.get(pair))
                .find(|(day, _)| self.word(mailbox, shared, pair, day) != verdict.verdict)
                .map(|(day, _)| day.date);
            verdict
        })
    }

    /// The word of one pair on a later turning point, `None` for any other date.
    pub fn word_on(
        &self,
        mailbox: &Mailbox<'_>,
        shared: &Shared,
        pair: Pair,
        date: Date,
    ) -> Option<VerdictWord> {
        let (day, _) = self.later.iter().find(|(day, _)| day.date == date)?;
        Some(self.word(mailbox, shared, pair, day))
    }

    fn word(&self, mailbox: &Mailbox<'_>, shared: &Shared, pair: Pair, day: &Day) -> VerdictWord {
        self.verdict(mailbox, shared, pair, day).verdict
    }

    #[inline]
    fn verdict(&self, mailbox: &Mailbox<'_>, shared: &Shared, pair: Pair, day: &Day) -> Verdict {
        if let Some(settled) = day.settled.get(pair) {
            return settled;
        }
        let mut combine = Combine::default();
        for gate in self.gates.get(pair).iter() {
            let outcome = self.outcome_on(gate, pair, mailbox, shared, day);
            if let Some(blocked) = combine.take(gate, outcome) {
                return blocked;
            }
        }
        combine.verdict()
    }

    /// What one gate says of a pair. A gate that does not ask the pair passes.
    pub fn outcome(
        &self,
        gate: Gate,
        pair: Pair,
        mailbox: &Mailbox<'_>,
        shared: &Shared,
    ) -> Outcome {
        if asks(gate, pair) {
            self.outcome_on(gate, pair, mailbox, shared, &self.day)
        } else {
            Outcome::PASS
        }
    }

    /// What gate 2 says once it is in force, whatever the date of the verdicts.
    pub fn license_in_force(&self, mailbox: &Mailbox<'_>) -> Outcome {
        gates::license(mailbox, true)
    }

    /// The next date on which the rules of a pair change.
    pub fn next_change(&self, pair: Pair) -> Option<Date> {
        self.later.iter().find(|(_, differs)| differs.get(pair)).map(|(day, _)| day.date)
    }

    #[inline]
    fn outcome_on(
        &self,
        gate: Gate,
        pair: Pair,
        mailbox: &Mailbox<'_>,
        shared: &Shared,
        day: &Day,
    ) -> Outcome {
        match gate {
            Gate::Retirement => day.retirement.get(pair),
            Gate::License => gates::license(mailbox, day.ews_license_in_force),
            Gate::Organization => gates::organization(self.tenant, day, mailbox, pair),
            Gate::Mailbox => gates::mailbox(self.tenant, mailbox, pair),
            Gate::AccessList => gates::access_list(self.tenant, mailbox, pair.protocol()),
            Gate::AuthenticationPolicy => {
                gates::authentication_policy(self.tenant, mailbox, pair.protocol())
            }
            Gate::Account if pair == Pair::SmtpBasic => shared.account_smtp_basic,
            Gate::Account => shared.account,
            Gate::SecurityDefaults => {
                let [basic, certificate] = self.security_defaults;
                if pair.method() == Method::Certificate { certificate } else { basic }
            }
            Gate::ConditionalAccess => conditional_access(pair, &shared.conditional_access),
            Gate::None => Outcome::PASS,
        }
    }
}

/// Whether a gate asks a pair at all (contract §4, the table's scope of each gate).
pub(crate) const fn asks(gate: Gate, pair: Pair) -> bool {
    let (protocol, method) = (pair.protocol(), pair.method());
    match gate {
        Gate::Retirement => true,
        Gate::License => matches!(protocol, Protocol::Ews),
        Gate::Organization => {
            matches!(protocol, Protocol::Ews | Protocol::Smtp)
                || matches!(pair, Pair::MapiHttpOAuth)
        }
        Gate::Mailbox => !matches!(protocol, Protocol::Autodiscover),
        Gate::AccessList => matches!(protocol, Protocol::Ews | Protocol::ActiveSync),
        Gate::AuthenticationPolicy => matches!(method, Method::Basic),
        Gate::SecurityDefaults => matches!(method, Method::Basic | Method::Certificate),
        Gate::Account | Gate::ConditionalAccess => !matches!(method, Method::AppOnly),
        Gate::None => false,
    }
}

/// Gate 9 for a pair. That ActiveSync with OAuth counts as a mobile application is inferred, and
/// so is what the gate decides there; a pass decides nothing.
fn conditional_access(pair: Pair, outcomes: &PerClient) -> Outcome {
    let [other, active_sync, mobile, browser] = *outcomes;
    let outcome = match ClientType::of(pair) {
        None => return Outcome::PASS,
        Some(ClientType::Other) => other,
        Some(ClientType::ExchangeActiveSync) => active_sync,
        Some(ClientType::MobileAppsAndDesktopClients) => mobile,
        Some(ClientType::Browser) => browser,
    };
    if pair == Pair::ActiveSyncOAuth && outcome != Outcome::PASS {
        outcome.with(Confidence::Inferred)
    } else {
        outcome
    }
}
