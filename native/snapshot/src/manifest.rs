//! `manifest.json`: what the collector says of the snapshot.

use exo_policy::Read;
use jiff::civil::Date;

use crate::error::SnapshotError;
use crate::fault::Fault;
use crate::json::Json;
use crate::mend::mend;
use crate::part::{Folder, Part, PartState, Shortfall};
use crate::source::read_text;

/// The largest document that is read.
pub(crate) const DOCUMENT_LIMIT: usize = 64 << 20;

/// What `manifest.json` says, or would say of a snapshot without one.
#[derive(Debug, Default)]
pub struct Manifest {
    /// There is a manifest.
    pub present: bool,
    /// `tenantId`
    pub tenant_id: Option<String>,
    /// `cloud`
    pub cloud: Option<String>,
    /// `collectedAt`: the date as written.
    pub collected_on: Option<Date>,
    /// `smtpBasicReenabled`
    pub smtp_basic_reenabled: Option<bool>,
    parts: Vec<Listed>,
}

/// A part that the manifest lists.
#[derive(Debug)]
struct Listed {
    name: String,
    status: Read<String>,
    running: bool,
    count: Option<u64>,
    sorted_by: Option<String>,
    ews_allow_list_read: bool,
}

impl Manifest {
    /// How many mailboxes the collector counted.
    pub fn mailboxes(&self) -> Option<u64> {
        self.count(Part::CasMailboxes)
    }

    pub(crate) fn read(folder: &Folder) -> Result<Self, SnapshotError> {
        let Some(path) = folder.file("manifest.json") else {
            return Ok(Self::default());
        };
        let broken = |why: Fault| SnapshotError::Manifest { path: path.clone(), why };
        let text = read_text(&path, DOCUMENT_LIMIT)?;
        let text = text.ok_or_else(|| broken(Fault::too_large(DOCUMENT_LIMIT)))?;
        let value: Json = serde_json::from_str(&mend(text.as_bytes()))
            .map_err(|error| broken(Fault::not_json(&error)))?;
        let value = match value {
            Json::List(mut list) if list.len() == 1 => list.remove(0),
            other => other,
        };
        let Json::Object(_) = value else {
            return Err(broken(Fault::ObjectExpected));
        };
        match value.get("schema") {
            None | Some(Json::Null | Json::Number(Some(1))) => {}
            Some(Json::Text(text)) if text.trim() == "1" => {}
            Some(other) => {
                return Err(broken(match other {
                    Json::Number(Some(number)) => Fault::Schema { found: number.to_string() },
                    Json::Text(text) => Fault::Schema { found: format!("'{text}'") },
                    _ => Fault::SchemaShape,
                }));
            }
        }
        let parts = match value.get("parts") {
            None | Some(Json::Null) => Vec::new(),
            Some(Json::List(list)) => list.iter().filter_map(Listed::read).collect(),
            Some(one @ Json::Object(_)) => Listed::read(one).into_iter().collect(),
            Some(_) => return Err(broken(Fault::PartsNotAList)),
        };
        Ok(Self {
            present: true,
            tenant_id: value.name("tenantId").value(),
            cloud: value.name("cloud").value(),
            collected_on: value.name("collectedAt").value().as_deref().and_then(date_as_written),
            smtp_basic_reenabled: value.bool("smtpBasicReenabled").value(),
            parts,
        })
    }

    /// The first entry of the part.
    fn listed(&self, part: Part) -> Option<&Listed> {
        self.parts.iter().find(|listed| listed.name.eq_ignore_ascii_case(part.name()))
    }

    /// The state that the manifest gives the part, before its files are looked at.
    pub(crate) fn state(&self, part: Part) -> PartState {
        let Some(listed) = self.listed(part) else {
            return PartState::Complete;
        };
        if listed.running {
            return PartState::Partial(Shortfall::Running);
        }
        match &listed.status {
            Read::Absent | Read::Null => PartState::Complete,
            Read::OtherShape => PartState::Partial(Shortfall::Status("?".to_owned())),
            Read::Value(status) => match status.to_ascii_lowercase().as_str() {
                "complete" => PartState::Complete,
                "failed" => PartState::Failed,
                "skipped" => PartState::Skipped,
                "partial" => PartState::Partial(Shortfall::Manifest),
                _ => PartState::Partial(Shortfall::Status(status.clone())),
            },
        }
    }

    /// How many rows the manifest promises.
    pub(crate) fn count(&self, part: Part) -> Option<u64> {
        self.listed(part)?.count
    }

    /// The property that the part is sorted by.
    pub(crate) fn sorted_by(&self, part: Part) -> Option<&str> {
        self.listed(part)?.sorted_by.as_deref()
    }

    /// Whether `EwsAllowedAppIDs` was asked for, so that null means empty.
    pub(crate) fn ews_allow_list_read(&self) -> bool {
        self.listed(Part::Organization).is_some_and(|listed| listed.ews_allow_list_read)
    }
}

impl Listed {
    fn read(value: &Json) -> Option<Self> {
        let count = match value.get("count") {
            Some(Json::Number(count)) => *count,
            Some(Json::Text(text)) => text.trim().parse().ok(),
            _ => None,
        };
        let error = value.name("error").value();
        Some(Self {
            name: value.name("name").value()?,
            status: value.name("status"),
            running: error.is_some_and(|error| error.eq_ignore_ascii_case("running")),
            count,
            sorted_by: value.name("sortedBy").value(),
            ews_allow_list_read: value.get("ewsAllowListRead") == Some(&Json::Bool(true)),
        })
    }
}

/// The date of an ISO 8601 time stamp, as written; another form is no date.
fn date_as_written(text: &str) -> Option<Date> {
    let (date, time) = (text.get(..10)?, text.get(10..)?);
    let hyphens = date.bytes().enumerate().all(|(position, byte)| match position {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !hyphens || !(time.is_empty() || time.starts_with(['T', 't'])) {
        return None;
    }
    let stamp = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    Some(stamp.date())
}

#[cfg(test)]
mod tests {
    use super::date_as_written;
    use jiff::civil::date;

    #[test]
    fn a_date_is_taken_as_written_and_another_form_is_none() {
        for text in [
            "2026-12-31",
            "2026-12-31T23:59:59Z",
            "2026-12-31T00:30:00.1234567+09:00",
            "2026-12-31T00:30:00",
        ] {
            assert_eq!(date_as_written(text), Some(date(2026, 12, 31)), "{text}");
        }
        for text in [
            "/Date(1767139200000)/",
            "31.12.2026",
            "2026-13-01T00:00:00Z",
            "2026-12-31Tx",
            "20261231",
            "",
        ] {
            assert_eq!(date_as_written(text), None, "{text}");
        }
    }
}
