//! Rows that a reader must survive: broken, of the wrong kind, or there twice.

use crate::options::Form;

/// Which damaged rows a part gets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Damage {
    left: u64,
    taken: u64,
    every: u64,
    policies: bool,
}

/// Lines that are no row at all.
const LINES: [&[u8]; 5] = [
    b"{\"ExternalDirectoryObjectId\":\"00000000-0000",
    b"42",
    b"{\"ImapEnabled\":NaN,\"DisplayName\":\"not a number\"}",
    b"\"a text where a row should be\"",
    b"[]",
];

/// Elements of an array that are valid JSON and still no row, so that the rows after them stay.
const ELEMENTS: [&[u8]; 4] = [b"42", b"null", b"\"a text where a row should be\"", b"[]"];

/// Lines whose number of fields is not that of the header.
const FIELDS: [&[u8]; 2] = [b"\"too\",\"few\"", b"\"one\""];

/// Policies that parse and still cannot be judged.
const POLICIES: [&[u8]; 4] = [
    br#"{"id":"d0000000-0000-4000-8000-000000000001","displayName":"damaged: state is a number","state":1,"conditions":{"clientAppTypes":["other"]}}"#,
    br#"{"id":"d0000000-0000-4000-8000-000000000002","displayName":"damaged: no conditions","state":"enabled","grantControls":{"operator":"OR","builtInControls":["block"]}}"#,
    br#"{"id":"d0000000-0000-4000-8000-000000000003","displayName":"damaged: past the depth","state":"enabled","conditions":{"clientAppTypes":["all"],"applications":"@{includeApplications=System.Object[]}","users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["block"]}}"#,
    br#"{"id":"d0000000-0000-4000-8000-000000000004","displayName":"damaged: joined list","state":"enabled","conditions":{"clientAppTypes":"exchangeActiveSync other","applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["block"]}}"#,
];

impl Damage {
    /// `count` damaged rows spread over about `rows` good ones.
    pub(crate) const fn new(count: u64, rows: u64, policies: bool) -> Self {
        let every = rows / (count + 1);
        Self { left: count, taken: 0, every: if every == 0 { 1 } else { every }, policies }
    }

    /// Whether one belongs after good row number `good`. The last one of a CSV waits for the end.
    #[inline]
    pub(crate) fn is_due(&self, good: u64, form: Form) -> bool {
        let kept = u64::from(form == Form::Csv && !self.policies);
        self.left > kept && good.is_multiple_of(self.every)
    }

    pub(crate) const fn is_left(&self) -> bool {
        self.left > 0
    }

    /// The next damaged row. `last` is the good row before it, which every sixth damage repeats.
    /// A quote that never closes swallows what follows, so it comes only `at_end`.
    pub(crate) fn take(&mut self, form: Form, last: Option<&[u8]>, at_end: bool) -> Vec<u8> {
        let turn = usize::try_from(self.taken).unwrap_or(0);
        self.left = self.left.saturating_sub(1);
        self.taken += 1;
        if let (5, Some(last)) = (turn % 6, last) {
            return last.to_vec();
        }
        let table: &[&[u8]] = match form {
            _ if self.policies => &POLICIES,
            Form::Ndjson | Form::Gz => &LINES,
            Form::Json | Form::Folder => &ELEMENTS,
            Form::Csv if at_end && self.left == 0 => &[b"\"a quote that never closes"],
            Form::Csv => &FIELDS,
        };
        let wrapped = turn % table.len().max(1);
        table.get(wrapped).copied().unwrap_or_default().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_spread_and_ends() {
        let mut damage = Damage::new(3, 100, false);
        let mut places = Vec::new();
        for good in 1..=100 {
            if damage.is_due(good, Form::Ndjson) {
                damage.take(Form::Ndjson, None, false);
                places.push(good);
            }
        }
        assert_eq!(places, [25, 50, 75]);
        assert!(!damage.is_left());
    }

    #[test]
    fn the_sixth_repeats_the_row_before() {
        let mut damage = Damage::new(6, 6, false);
        let rows: Vec<Vec<u8>> =
            (0..6).map(|_| damage.take(Form::Json, Some(b"{}"), false)).collect();
        assert_eq!(rows.iter().filter(|row| *row == b"{}").count(), 1);
        assert_eq!(rows.last().map(Vec::as_slice), Some(&b"{}"[..]));
    }
}
