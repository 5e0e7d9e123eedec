//! Counting those concerned.

use jiff::civil::Date;

/// How many are named in a finding.
const NAMED: usize = 100;
/// A deadline this many days after the date of the verdicts, or fewer, is near.
const NEAR_DAYS: i32 = 60;

/// Those concerned and those of whom it is not known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Count {
    pub affected: u64,
    pub unknown: u64,
    pub names: Vec<String>,
    /// The earliest date on which something changes for one of those concerned.
    pub deadline: Option<Date>,
}

impl Count {
    /// One more is concerned.
    pub fn hit(&mut self, name: &str) {
        self.affected += 1;
        if self.names.len() < NAMED {
            self.names.push(name.to_owned());
        }
    }

    /// One of those concerned changes on this date.
    pub fn until(&mut self, date: Option<Date>) {
        self.deadline = match (self.deadline, date) {
            (Some(known), Some(date)) => Some(known.min(date)),
            (known, date) => known.or(date),
        };
    }

    /// Takes an answer: concerned, not concerned, or not known.
    pub fn take(&mut self, name: &str, affected: bool, unknown: bool) {
        if affected {
            self.hit(name);
        } else if unknown {
            self.unknown += 1;
        }
    }
}

/// Days from one date to another.
pub(crate) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// Whether a deadline is near.
pub(crate) fn is_near(as_of: Date, deadline: Date) -> bool {
    days(as_of, deadline) <= NEAR_DAYS
}

#[cfg(test)]
mod tests {
    use super::{Count, is_near};
    use jiff::civil::date;

    #[test]
    fn a_deadline_is_near_from_sixty_days_before_it() {
        let deadline = date(2026, 12, 31);
        assert!(is_near(date(2026, 11, 1), deadline));
        assert!(!is_near(date(2026, 10, 31), deadline));
    }

    #[test]
    fn the_first_hundred_are_named_and_all_counted() {
        let mut count = Count::default();
        for number in 0..150 {
            count.take(&number.to_string(), true, true);
        }
        count.take("x", false, true);
        count.until(Some(date(2027, 4, 1)));
        count.until(None);
        count.until(Some(date(2026, 12, 31)));
        assert_eq!((count.affected, count.unknown, count.names.len()), (150, 1, 100));
        assert_eq!(count.deadline, Some(date(2026, 12, 31)));
    }
}
