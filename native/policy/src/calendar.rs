//! The calendar of retirements: data (`data/calendar.json`), with source, confidence and cloud
//! for each row. What a row means in words is in the catalogue, under the row's id.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::words::{Confidence, Method, Pair, Protocol, Reason};

/// The earliest date that a verdict can be asked for (contract §4): earlier rules are not modelled.
pub const EARLIEST: Date = jiff::civil::date(2025, 4, 1);

/// A calendar that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// The text is not a calendar.
    #[error("the calendar cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A rule needs a row that is not there, or one without a date.
    #[error("the calendar has no dated row '{0}'")]
    Missing(&'static str),
    /// Two rows share an id.
    #[error("the calendar has two rows '{0}'")]
    Twice(String),
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The day was named.
    Day,
    /// Only the month was named; the date is its first day.
    Month,
}

/// Where a row comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The title of the page.
    pub title: String,
    /// Its address.
    pub link: String,
}

/// One row: what stops, when, where, and who said so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Stable id, also the key of its text in the catalogue.
    pub id: String,
    /// The date, `None` where Microsoft has not named one yet.
    pub date: Option<Date>,
    /// How exact the date is.
    pub precision: Precision,
    /// The protocols concerned.
    pub protocols: Vec<Protocol>,
    /// The methods concerned.
    pub methods: Vec<Method>,
    /// The reason with which gate 1 blocks these pairs from the date on. Rows without it are
    /// read by a rule of their own, or only told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Reason>,
    /// How firm the row is.
    pub confidence: Confidence,
    /// The clouds concerned.
    pub clouds: Vec<String>,
    /// Its source.
    pub source: Source,
}

impl Deadline {
    /// Whether the row concerns the pair.
    pub fn concerns(&self, pair: Pair) -> bool {
        self.protocols.contains(&pair.protocol()) && self.methods.contains(&pair.method())
    }
}

/// The calendar.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Calendar {
    /// The date on which the rows were last checked against their sources.
    pub as_of: Date,
    /// The rows, by date.
    pub rows: Vec<Deadline>,
}

/// The dates that single rules turn on.
#[derive(Clone, Copy, Debug)]
pub struct RuleDates {
    /// EWS is closed to Kiosk licences.
    pub ews_kiosk_license: Date,
    /// EWS is closed by default.
    pub ews_off_by_default: Date,
    /// EWS ends.
    pub ews_retired: Date,
    /// SMTP AUTH with Basic is off by default.
    pub smtp_basic_off: Date,
    /// ActiveSync with a certificate ends.
    pub eas_certificate_retired: Date,
}

impl Calendar {
    /// The calendar that ships.
    pub fn builtin() -> Result<Self, CalendarError> {
        Self::from_json(include_str!("../data/calendar.json"))
    }

    /// A calendar from its JSON text; ids must be unique.
    pub fn from_json(text: &str) -> Result<Self, CalendarError> {
        let calendar: Self = serde_json::from_str(text)?;
        for (position, row) in calendar.rows.iter().enumerate() {
            if calendar.rows.iter().take(position).any(|other| other.id == row.id) {
                return Err(CalendarError::Twice(row.id.clone()));
            }
        }
        Ok(calendar)
    }

    /// The date of the row with this id.
    pub fn date(&self, id: &'static str) -> Result<Date, CalendarError> {
        self.rows
            .iter()
            .find(|row| row.id == id)
            .and_then(|row| row.date)
            .ok_or(CalendarError::Missing(id))
    }

    pub(crate) fn rule_dates(&self) -> Result<RuleDates, CalendarError> {
        Ok(RuleDates {
            ews_kiosk_license: self.date("EwsKioskLicense")?,
            ews_off_by_default: self.date("EwsOffByDefault")?,
            ews_retired: self.date("EwsRetired")?,
            smtp_basic_off: self.date("SmtpBasicOffByDefault")?,
            eas_certificate_retired: self.date("EasCertificateRetired")?,
        })
    }

    /// Every date after `day` on which a verdict may change, in order, each once.
    pub(crate) fn turning_points(&self, day: Date) -> Result<Vec<Date>, CalendarError> {
        let rules = self.rule_dates()?;
        let mut dates = vec![
            rules.ews_kiosk_license,
            rules.ews_off_by_default,
            rules.smtp_basic_off,
            rules.eas_certificate_retired,
        ];
        dates
            .extend(self.rows.iter().filter(|row| row.blocks.is_some()).filter_map(|row| row.date));
        dates.retain(|date| *date > day);
        dates.sort_unstable();
        dates.dedup();
        Ok(dates)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, EARLIEST};
    use crate::words::Pair;
    use jiff::civil::date;

    fn builtin() -> Calendar {
        Calendar::builtin().unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn the_rows_are_in_order_of_their_dates_and_each_names_a_source() {
        let calendar = builtin();
        let dates: Vec<_> = calendar.rows.iter().filter_map(|row| row.date).collect();
        assert!(dates.is_sorted(), "{dates:?}");
        for row in &calendar.rows {
            assert!(row.source.link.starts_with("https://"), "{}", row.id);
            assert!(!row.source.title.is_empty() && !row.clouds.is_empty(), "{}", row.id);
            assert!(Pair::ALL.iter().any(|pair| row.concerns(*pair)), "{}", row.id);
        }
    }

    #[test]
    fn the_dates_that_change_verdicts_are_those_of_the_contract() {
        let expected = [date(2026, 10, 1), date(2026, 12, 31), date(2027, 4, 1)];
        assert_eq!(builtin().turning_points(EARLIEST).ok().as_deref(), Some(&expected[..]));
        let after = builtin().turning_points(date(2026, 10, 1)).ok();
        assert_eq!(after.as_deref(), expected.get(1..));
    }

    #[test]
    fn a_second_row_with_one_id_and_a_missing_row_are_errors() {
        let text = include_str!("../data/calendar.json");
        let twice =
            text.replace("\"EwsRetired\",\n      \"date\"", "\"BasicRetired\",\n      \"date\"");
        assert!(Calendar::from_json(&twice).is_err_and(|e| e.to_string().contains("BasicRetired")));
        let without = text.replace("\"EwsKioskLicense\"", "\"Other\"");
        let calendar = Calendar::from_json(&without).unwrap_or_else(|e| unreachable!("{e}"));
        assert!(calendar.rule_dates().is_err_and(|e| e.to_string().contains("EwsKioskLicense")));
    }
}
