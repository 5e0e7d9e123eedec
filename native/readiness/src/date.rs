//! Dates as a person writes them.

use exo_policy::EARLIEST;
use jiff::civil::Date;

/// A text that is no date of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It is no date, or one whose parts could be taken for each other.
    #[error("a date YYYY-MM-DD was expected")]
    NotADate,
    /// The rules do not reach back so far.
    #[error("verdicts reach back to {EARLIEST}")]
    TooEarly,
}

/// The date of a text as it is written: year first, `-` or `/` between; a time after it is dropped
/// and no time zone counts (contract §2). A date that begins with day or month is not guessed at.
pub fn date_as_written(text: &str) -> Result<Date, DateError> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "0"));
    if !time.trim_start().starts_with(|first: char| first.is_ascii_digit()) {
        return Err(DateError::NotADate);
    }
    let separator = if day.contains('/') { '/' } else { '-' };
    let mut parts = day.split(separator);
    let mut part = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next().filter(|part| digits.contains(&part.len()))?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok())?
    };
    let (year, month, day) = (part(4..=4), part(1..=2), part(1..=2));
    let date = year.zip(month).zip(day).and_then(|((year, month), day)| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    });
    match date.filter(|_| parts.next().is_none()) {
        Some(date) if date >= EARLIEST => Ok(date),
        Some(_) => Err(DateError::TooEarly),
        None => Err(DateError::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::{DateError, date_as_written};
    use jiff::civil::date;

    #[test]
    fn a_date_counts_as_it_is_written() {
        for text in [
            "2026-12-31",
            " 2026-12-31 ",
            "2026/12/31",
            "2026-12-31T23:30:00Z",
            "2026-12-31T23:30:00-11:00",
            "2026-12-31 00:00",
        ] {
            assert_eq!(date_as_written(text), Ok(date(2026, 12, 31)), "{text}");
        }
        assert_eq!(date_as_written("2027/1/2"), Ok(date(2027, 1, 2)));
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_refused() {
        for text in ["", "soon", "31/12/2026", "01/02/2027", "2026-13-01", "2026-02-30", "26-01-01"]
        {
            assert_eq!(date_as_written(text), Err(DateError::NotADate), "{text}");
        }
        for text in ["2026-12-31-1", "2026-12-31 soon", "2026-12-31T"] {
            assert_eq!(date_as_written(text), Err(DateError::NotADate), "{text}");
        }
        assert_eq!(date_as_written("2025-03-31"), Err(DateError::TooEarly));
        assert_eq!(date_as_written("2025-04-01"), Ok(date(2025, 4, 1)));
    }
}
