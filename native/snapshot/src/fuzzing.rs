//! What the fuzz targets of `tests/fuzz` look at from inside. Not part of the crate's interface:
//! it exists with the feature `fuzzing` alone.

use std::fmt::Debug;

use exo_policy::conditional_access::{Policy, PolicyState, Selectors, Users};
use exo_policy::{AuthenticationPolicies, AuthenticationPolicy};
use serde::de::IgnoredAny;

use crate::json::Json;
use crate::mend::mend;
use crate::rows::{
    Batch, CasShape, DeviceShape, DirectoryShape, MemberShape, Shape, Template, UserShape, parse,
};
use crate::source::Raw;

/// How many shapes [`compare_rows`] knows.
pub const SHAPES: u8 = 5;

/// A property to sort by that no row has: it keeps the fast reader out.
const NO_PROPERTY: &str = "a property that no row has and that is longer than those that matter";

/// Reads each line twice: as rows of a part are read, one after the other, by the fast reader where
/// that will; and by the general one alone, in a shape of its own. Both must give the same narrow
/// row or the same complaint, and what was read must be JSON. Gives how many lines were rows, or
/// tells the difference.
pub fn compare_rows(shape: u8, lines: &[u8]) -> Result<usize, String> {
    match shape % SHAPES {
        0 => compare(lines, CasShape::default),
        1 => {
            let policies = AuthenticationPolicies::new(vec![AuthenticationPolicy {
                name: Some("Block Basic".to_owned()),
                references: vec!["Block Basic".to_owned(), "B1".to_owned()],
                ..AuthenticationPolicy::default()
            }]);
            compare(lines, || UserShape::new(&policies, true))
        }
        2 => {
            let selectors = selectors();
            compare(lines, || DirectoryShape::new(&selectors, true))
        }
        3 => compare(lines, DeviceShape::default),
        _ => compare(lines, MemberShape::default),
    }
}

/// The groups and roles that rows may be members of.
fn selectors() -> Selectors {
    let ids = |letter: char| (0..70).map(|n| format!("{letter}{n:x}")).collect();
    Selectors::of(&[Policy {
        state: PolicyState::Enabled,
        include: Users { groups: ids('a'), roles: ids('b'), ..Users::default() },
        ..Policy::default()
    }])
}

fn compare<S>(lines: &[u8], new: impl Fn() -> S) -> Result<usize, String>
where
    S: Shape,
    S::Row: Debug,
{
    let (mut shape, mut template, mut rows) = (new(), Template::default(), 0);
    for line in lines.split(|byte| *byte == b'\n') {
        let as_usual = read(line, &mut shape, None, &mut template);
        let general = read(line, &mut new(), Some(NO_PROPERTY), &mut Template::default());
        let shown = String::from_utf8_lossy(line);
        if as_usual != general {
            return Err(format!("'{shown}'\n  as usual {as_usual:?}\n  general  {general:?}"));
        }
        if as_usual.is_ok() {
            rows += 1;
            let text = mend(line);
            let json = serde_json::from_str::<IgnoredAny>(&text);
            if json.is_err() || !text.trim_ascii().starts_with('{') {
                return Err(format!("'{shown}' was taken, and is no object: {json:?}"));
            }
        }
    }
    Ok(rows)
}

/// One line onto an empty batch: the batch in words, or the complaint.
fn read<S>(
    line: &[u8],
    shape: &mut S,
    sort: Option<&str>,
    template: &mut Template,
) -> Result<String, String>
where
    S: Shape,
    S::Row: Debug,
{
    let mut batch = Batch::default();
    match parse(Raw::Json(line), shape, &mut batch, sort, template) {
        Ok(_) => Ok(format!("{batch:?}")),
        Err(why) if batch.mark() == (0, 0) && batch.rows.is_empty() => Err(why.to_string()),
        Err(why) => Err(format!("{why}, and something stayed: {batch:?}")),
    }
}

/// The bytes as a Conditional Access policy: `None` where they are no JSON object, else the policy
/// or the property that makes the row damaged.
pub fn access_policy(bytes: &[u8]) -> Option<Result<Policy, &'static str>> {
    match serde_json::from_str(&mend(bytes)) {
        Ok(object @ Json::Object(_)) => {
            Some(crate::access_policy::read(&object).map_err(|shape| shape.0))
        }
        _ => None,
    }
}
