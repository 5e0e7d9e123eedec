//! Judges mailboxes: compiled once for a tenant and a date, then a mailbox at a time without
//! allocation.

use jiff::civil::Date;

use crate::calendar::{Calendar, CalendarError, EARLIEST, RuleDates};
use crate::gates::{self, Day};
use crate::lanes::Answers;
use crate::mailbox::Mailbox;
use crate::slots::{Asking, Plan};
use crate::tenant::Tenant;
use crate::verdict::{Combine, Outcome, PerPair, Verdict};
use crate::words::{Gate, Method, Pair, Protocol, VerdictWord};

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
    plan: Plan,
    /// The verdicts that gate 1 settles; the others stand here as if nothing were against them.
    settled: PerPair<Verdict>,
    /// The pairs that gate 1 does not settle.
    open: Vec<Asking>,
    later: Vec<Later>,
}

/// A later date on which verdicts may change.
#[derive(Debug)]
struct Later {
    date: Date,
    /// The pairs whose rules are others than on the date of the verdicts.
    differs: Vec<Asking>,
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
        let smtp_basic_reenabled = smtp_basic_reenabled.or(tenant.smtp_basic_reenabled);
        let on = |date| Day::new(date, calendar, tenant, smtp_basic_reenabled);
        let day = on(as_of)?;
        let others = calendar
            .turning_points(as_of)?
            .into_iter()
            .map(on)
            .collect::<Result<Vec<Day>, CalendarError>>()?;
        let plan = Plan::new(tenant, &day, &others);
        let later = others.iter().map(|other| Later::new(&plan, &day, other)).collect();
        let dates = calendar.rule_dates()?;
        let is_open = |pair: &Pair| day.settled.get(*pair).is_none();
        let open = Pair::ALL.iter().copied().filter(is_open);
        let open = open.map(|pair| plan.asking(pair, &day)).collect();
        let nothing_against = Combine::default().verdict();
        let settled = PerPair::from_fn(|pair| day.settled.get(pair).unwrap_or(nothing_against));
        Ok(Self { tenant, dates, smtp_basic_reenabled, day, plan, settled, open, later })
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
    pub fn security_defaults(&self) -> Outcome {
        gates::security_defaults(self.tenant, Method::Basic)
    }

    /// Answers about no mailbox yet, to be given to [`Judge::ask`].
    pub const fn answers(&self) -> Answers {
        self.plan.fixed()
    }

    /// Asks the gates about a mailbox, each question once. The answers are written over those about
    /// another mailbox of this judge: with many mailboxes that saves making them anew.
    #[inline]
    pub fn ask(&self, mailbox: &Mailbox<'_>, answers: &mut Answers) {
        self.plan.answer(self.tenant, mailbox, answers);
    }

    /// The 22 verdicts on a mailbox.
    #[inline]
    pub fn judge(&self, mailbox: &Mailbox<'_>) -> PerPair<Verdict> {
        let mut answers = self.answers();
        self.ask(mailbox, &mut answers);
        self.verdicts(&answers)
    }

    /// The 22 verdicts that answers lead to.
    #[inline]
    pub fn verdicts(&self, answers: &Answers) -> PerPair<Verdict> {
        let mut verdicts = self.settled;
        for asking in &self.open {
            verdicts.set(asking.pair, self.plan.verdict(asking, answers));
        }
        for later in &self.later {
            for asking in &later.differs {
                let mut verdict = verdicts.get(asking.pair);
                if verdict.changes_on.is_none() && asking.word(answers) != verdict.verdict {
                    verdict.changes_on = Some(later.date);
                    verdicts.set(asking.pair, verdict);
                }
            }
        }
        verdicts
    }

    /// The word of a pair on a later date on which its rules change; `None` for any other date.
    pub fn word_on(&self, answers: &Answers, pair: Pair, date: Date) -> Option<VerdictWord> {
        let later = self.later.iter().find(|later| later.date == date)?;
        let asking = later.differs.iter().find(|asking| asking.pair == pair)?;
        Some(asking.word(answers))
    }

    /// What one gate says of a pair. A gate that does not ask the pair passes.
    pub fn outcome(
        &self,
        gate: Gate,
        pair: Pair,
        mailbox: &Mailbox<'_>,
        answers: &Answers,
    ) -> Outcome {
        self.plan.outcome(gate, pair, &self.day, self.tenant, mailbox, answers)
    }

    /// What gate 2 says once it is in force, whatever the date of the verdicts.
    pub fn license_in_force(&self, mailbox: &Mailbox<'_>) -> Outcome {
        gates::license(mailbox)
    }

    /// The next date on which the rules of a pair change.
    pub fn next_change(&self, pair: Pair) -> Option<Date> {
        let later =
            self.later.iter().find(|later| later.differs.iter().any(|asking| asking.pair == pair));
        later.map(|later| later.date)
    }
}

impl Later {
    fn new(plan: &Plan, day: &Day, other: &Day) -> Self {
        let differs = |pair: &Pair| {
            let ews = pair.protocol() == Protocol::Ews;
            other.retirement.get(*pair) != day.retirement.get(*pair)
                || ews && other.ews_organization != day.ews_organization
                || ews && other.ews_license_in_force != day.ews_license_in_force
        };
        let pairs = Pair::ALL.iter().copied().filter(differs);
        Self { date: other.date, differs: pairs.map(|pair| plan.asking(pair, other)).collect() }
    }
}
