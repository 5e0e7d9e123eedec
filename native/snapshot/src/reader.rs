//! Reads one part at a time: its files, its manifest entry, what came out.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering as AtomicOrdering};

use exo_policy::{Id, Read};
use foldhash::fast::FixedState;

use crate::error::SnapshotError;
use crate::fault::Fault;
use crate::json::Json;
use crate::manifest::{DOCUMENT_LIMIT, Manifest};
use crate::mend::mend;
use crate::part::{Files, Folder, Part, PartReport, PartState, Shortfall};
use crate::source::{Place, Raw, TakeRow, Tally, read_rows, read_text};
use crate::warning::WarningReason;

/// The default result size of the services: a part of exactly so many rows was cut off there
/// unless a manifest says otherwise.
const DEFAULT_RESULT_SIZE: u64 = 1000;

/// The folder and its manifest.
#[derive(Debug)]
pub(crate) struct Reader {
    pub folder: Folder,
    pub manifest: Manifest,
    /// True once nobody wants the rows any more.
    pub stop: Arc<AtomicBool>,
}

impl Reader {
    pub fn open(path: &Path, stop: Arc<AtomicBool>) -> Result<Self, SnapshotError> {
        let folder = Folder::open(path)?;
        let manifest = Manifest::read(&folder)?;
        Ok(Self { folder, manifest, stop })
    }

    /// An error once nobody wants the rows any more.
    pub fn go_on(&self) -> Result<(), SnapshotError> {
        if self.stop.load(AtomicOrdering::Relaxed) { Err(SnapshotError::Stopped) } else { Ok(()) }
    }

    /// The files of a part and the state that the manifest gives it. Files of a part that failed
    /// or was skipped are not looked at.
    pub fn files(&self, part: Part) -> Result<Result<Files, PartState>, SnapshotError> {
        let state = self.manifest.state(part);
        if matches!(state, PartState::Failed | PartState::Skipped) {
            return Ok(Err(state));
        }
        let missing = if state.is_complete() { PartState::Absent } else { state };
        Ok(self.folder.files(part)?.ok_or(missing))
    }

    /// Reads the rows of a part. Without files the report comes back at once.
    pub fn rows(&self, part: Part, taker: &mut impl TakeRow) -> Result<PartReport, SnapshotError> {
        match self.files(part)? {
            Ok(files) => Ok(self.report(part, read_rows(part, &files, taker)?)),
            Err(state) => Ok(PartReport::without_files(part, state)),
        }
    }

    /// How complete a part is, by its files, its manifest entry and its count.
    fn report(&self, part: Part, tally: Tally) -> PartReport {
        let promised = self.manifest.count(part);
        let state = match self.manifest.state(part) {
            state @ PartState::Partial(_) => state,
            _ if tally.damage > 0 => PartState::Partial(Shortfall::Damage(tally.damage)),
            _ if promised.is_some_and(|promised| promised != tally.rows) => {
                let promised = promised.unwrap_or_default();
                PartState::Partial(Shortfall::Count { rows: tally.rows, promised })
            }
            _ if !self.manifest.present && tally.rows == DEFAULT_RESULT_SIZE => {
                PartState::Partial(Shortfall::DefaultResultSize)
            }
            state => state,
        };
        PartReport { part, state, found: true, rows: tally.rows, warnings: tally.warnings }
    }

    /// Reads a document: an object, or an array of one.
    pub fn document(&self, part: Part) -> Result<(Option<Json>, PartReport), SnapshotError> {
        let files = match self.files(part)? {
            Ok(files) => files,
            Err(state) => return Ok((None, PartReport::without_files(part, state))),
        };
        let mut tally = Tally::default();
        let mut value = None;
        for path in &files.paths {
            match document_of(path)? {
                Ok(object) => {
                    tally.rows += 1;
                    value = Some(object);
                }
                Err((line, why)) => {
                    tally.lose(part, Place { path, line }, WarningReason::DocumentNotRead(why));
                }
            }
        }
        Ok((value, self.report(part, tally)))
    }

    /// Reads the rows of a small part as trees, each id once. `keys` are the properties of which
    /// the first that is set identifies a row. `take` says why a row is damaged.
    pub fn trees(
        &self,
        part: Part,
        keys: &'static [&'static str],
        take: impl FnMut(Json) -> Result<(), Fault>,
    ) -> Result<PartReport, SnapshotError> {
        let sort = self.manifest.sorted_by(part).map(SortCheck::new);
        let mut trees = Trees {
            reader: self,
            keys,
            take,
            sort,
            seen: HashSet::default(),
            part,
            repeated: Tally::default(),
        };
        let mut report = self.rows(part, &mut trees)?;
        report.warnings.append(trees.repeated.warnings);
        Ok(report)
    }
}

/// A whole document, or the line and reason why it cannot be used.
fn document_of(path: &Path) -> Result<Result<Json, (u64, Fault)>, SnapshotError> {
    let Some(text) = read_text(path, DOCUMENT_LIMIT)? else {
        return Ok(Err((0, Fault::too_large(DOCUMENT_LIMIT))));
    };
    Ok(match serde_json::from_str(&mend(text.as_bytes())) {
        Err(error) => {
            let line = u64::try_from(error.line()).unwrap_or_default();
            Err((line, Fault::ObjectExpected))
        }
        Ok(object @ Json::Object(_)) => Ok(object),
        Ok(Json::List(mut list)) if list.len() == 1 => match list.remove(0) {
            object @ Json::Object(_) => Ok(object),
            _ => Err((1, Fault::ObjectInArrayExpected)),
        },
        Ok(Json::List(list)) => Err((1, Fault::OneExpected { count: list.len() })),
        Ok(_) => Err((1, Fault::ObjectExpected)),
    })
}

/// Checks the promise of `sortedBy`.
#[derive(Debug)]
pub(crate) struct SortCheck {
    pub property: String,
    last: String,
}

impl SortCheck {
    pub fn new(property: &str) -> Self {
        Self { property: property.to_owned(), last: String::new() }
    }

    /// Takes the next row's value; an error where it should have come earlier.
    pub fn take(&mut self, place: Place<'_>, value: Read<&str>) -> Result<(), SnapshotError> {
        let Read::Value(value) = value else {
            return Ok(());
        };
        if compare(&self.last, value).is_gt() {
            return Err(SnapshotError::NotSorted {
                path: place.path.to_owned(),
                line: place.line,
                property: self.property.clone(),
            });
        }
        self.last.clear();
        self.last.push_str(value);
        Ok(())
    }
}

/// The order of `sortedBy`: UTF-16 code units of the lower-case text.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    for (left_byte, right_byte) in left.bytes().zip(right.bytes()) {
        if !(left_byte.is_ascii() && right_byte.is_ascii()) {
            let right = right.to_lowercase();
            return left.to_lowercase().encode_utf16().cmp(right.encode_utf16());
        }
        // Up to here both are ASCII, where bytes are code units: the first difference decides.
        let order = left_byte.to_ascii_lowercase().cmp(&right_byte.to_ascii_lowercase());
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

/// Turns raw rows into trees.
struct Trees<'r, F> {
    reader: &'r Reader,
    part: Part,
    keys: &'static [&'static str],
    take: F,
    sort: Option<SortCheck>,
    seen: HashSet<Id, FixedState>,
    repeated: Tally,
}

impl<F: FnMut(Json) -> Result<(), Fault>> TakeRow for Trees<'_, F> {
    fn row(&mut self, place: Place<'_>, raw: Raw<'_>) -> Result<Result<(), Fault>, SnapshotError> {
        self.reader.go_on()?;
        let row = match tree(raw) {
            Ok(row) => row,
            Err(why) => return Ok(Err(why)),
        };
        if let Some(sort) = &mut self.sort {
            let value = row.name(&sort.property);
            sort.take(place, value.as_ref().map(String::as_str))?;
        }
        let key = self.keys.iter().find_map(|key| row.name(key).value());
        let id = key.as_deref().and_then(Id::parse);
        if id.is_some_and(|id| self.seen.contains(&id)) {
            let id = key.unwrap_or_default();
            self.repeated.warn(self.part, place, WarningReason::SecondRow { id });
            return Ok(Ok(()));
        }
        let taken = (self.take)(row);
        if taken.is_ok() {
            self.seen.extend(id);
        }
        Ok(taken)
    }
}

/// A raw row as an object.
fn tree(raw: Raw<'_>) -> Result<Json, Fault> {
    match raw {
        Raw::Json(bytes) => match serde_json::from_str(&mend(bytes)) {
            Ok(object @ Json::Object(_)) => Ok(object),
            Ok(_) => Err(Fault::ObjectExpected),
            Err(error) => Err(Fault::not_json(&error)),
        },
        Raw::Csv(record) => Ok(Json::Object(
            record
                .iter()
                .map(|(name, text)| (name.trim().to_lowercase(), Json::Text(text.to_owned())))
                .collect(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::compare;
    use std::cmp::Ordering;

    #[test]
    fn the_order_is_that_of_utf16_code_units_without_regard_to_case() {
        assert_eq!(compare("B", "a"), Ordering::Greater);
        assert_eq!(compare("É", "é"), Ordering::Equal);
        // U+1F600 is a surrogate pair (D83D…), which comes before U+FF01 in UTF-16 but not in UTF-8.
        assert_eq!(compare("\u{1F600}", "\u{FF01}"), Ordering::Less);
    }
}
