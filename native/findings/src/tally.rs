//! Looks at every mailbox and device once and counts for all findings.

use exo_policy::{
    Answers, Effect, Gate, Judge, Outcome, Pair, PerPair, Read, Verdict, VerdictWord,
};
use exo_snapshot::{MailboxRecord, MobileDevice};
use jiff::civil::Date;

use crate::count::Count;

/// One mailbox with what was said of it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The mailbox.
    pub record: &'a MailboxRecord<'a>,
    /// What the gates said.
    pub answers: &'a Answers,
    /// The verdicts.
    pub verdicts: &'a PerPair<Verdict>,
}

impl Judged<'_> {
    fn is_open(&self, pair: Pair) -> bool {
        self.verdicts.get(pair).is_open()
    }

    fn is_unknown(&self, pair: Pair) -> bool {
        self.verdicts.get(pair).verdict == VerdictWord::Unknown
    }
}

/// What was counted over the mailboxes and devices of a snapshot.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many mailboxes.
    pub mailboxes: u64,
    /// How many mailboxes have each verdict, by pair.
    pub verdicts: [[u64; 4]; Pair::COUNT],
    pub(crate) next_ews_date: Option<Date>,
    pub(crate) per_user_mfa: Count,
    pub(crate) basic_policy: Count,
    pub(crate) smtp_basic: Count,
    pub(crate) smtp_override: Count,
    pub(crate) smtp_on: u64,
    pub(crate) smtp_inherit: u64,
    pub(crate) pop_imap: Count,
    pub(crate) imap_open: u64,
    pub(crate) pop_open: u64,
    pub(crate) ews: Count,
    pub(crate) ews_next: Count,
    pub(crate) ews_license: Count,
    pub(crate) legacy: Count,
    pub(crate) app_password: Count,
    pub(crate) devices: u64,
    pub(crate) old_devices: Count,
}

impl Tally {
    /// An empty tally.
    pub fn new(judge: &Judge<'_>) -> Self {
        Self { next_ews_date: judge.next_change(Pair::EwsOAuth), ..Self::default() }
    }

    /// How many mailboxes have a verdict on a pair.
    pub fn count(&self, pair: Pair, verdict: VerdictWord) -> u64 {
        let row = self.verdicts.get(pair.index());
        row.and_then(|row| row.get(verdict as usize)).copied().unwrap_or_default()
    }

    /// Counts a mailbox.
    pub fn mailbox(&mut self, judge: &Judge<'_>, judged: &Judged<'_>) {
        self.mailboxes += 1;
        for (row, (_, verdict)) in self.verdicts.iter_mut().zip(judged.verdicts.iter()) {
            if let Some(count) = row.get_mut(verdict.verdict as usize) {
                *count += 1;
            }
        }
        self.smtp(judge, judged);
        self.pop_imap(judged);
        self.ews(judge, judged);
        self.legacy(judge, judged);
    }

    fn smtp(&mut self, judge: &Judge<'_>, judged: &Judged<'_>) {
        let record = judged.record;
        let pair = Pair::SmtpBasic;
        let policy =
            judge.outcome(Gate::AuthenticationPolicy, pair, &record.mailbox, judged.answers);
        let (passes, not_known) = (policy.effect == Effect::Pass, policy.effect == Effect::Unknown);
        self.basic_policy.take(record.name(), passes, not_known);

        let (open, unknown) = (judged.is_open(pair), judged.is_unknown(pair));
        self.smtp_basic.take(record.name(), open, unknown);
        if open {
            self.smtp_basic.until(judged.verdicts.get(pair).changes_on);
        }

        let setting = record.mailbox.smtp_client_authentication_disabled;
        let overrides = setting.value().is_some();
        self.smtp_override.take(record.name(), overrides, !setting.is_read());
        self.smtp_on += u64::from(setting == Read::Value(false));
        self.smtp_inherit += u64::from(setting == Read::Null);

        let state = record.mailbox.directory.row().and_then(|row| row.per_user_mfa.value());
        let mfa = state.is_some_and(|state| state.asks_for_app_password());
        let disabled = state == Some(exo_policy::PerUserMfa::Disabled);
        let open_question = !mfa && !disabled && open || unknown && !disabled;
        self.app_password.take(record.name(), mfa && open, open_question);
        self.per_user_mfa.take(record.name(), mfa, false);
    }

    fn pop_imap(&mut self, judged: &Judged<'_>) {
        let imap = judged.is_open(Pair::ImapOAuth) || judged.is_open(Pair::ImapAppOnly);
        let pop = judged.is_open(Pair::PopOAuth) || judged.is_open(Pair::PopAppOnly);
        let pairs = [Pair::ImapOAuth, Pair::ImapAppOnly, Pair::PopOAuth, Pair::PopAppOnly];
        let unknown = pairs.iter().any(|pair| judged.is_unknown(*pair));
        self.pop_imap.take(judged.record.name(), imap || pop, unknown);
        self.imap_open += u64::from(imap);
        self.pop_open += u64::from(pop);
    }

    fn ews(&mut self, judge: &Judge<'_>, judged: &Judged<'_>) {
        let (name, mailbox) = (judged.record.name(), &judged.record.mailbox);
        let pairs = [Pair::EwsOAuth, Pair::EwsAppOnly];
        let open = pairs.iter().any(|pair| judged.is_open(*pair));
        let unknown = pairs.iter().any(|pair| judged.is_unknown(*pair));
        self.ews.take(name, open, unknown);
        for pair in pairs.into_iter().filter(|pair| judged.is_open(*pair)) {
            self.ews.until(judged.verdicts.get(pair).changes_on);
        }
        if let Some(date) = self.next_ews_date {
            let words = pairs.map(|pair| judge.word_on(judged.answers, pair, date));
            let open = words
                .iter()
                .flatten()
                .any(|word| matches!(word, VerdictWord::Allowed | VerdictWord::Conditional));
            self.ews_next.take(name, open, words.contains(&Some(VerdictWord::Unknown)));
        }
        let license = judge.license_in_force(mailbox);
        let open_question = license.assumed || license.effect == Effect::Unknown;
        self.ews_license.take(name, license.effect == Effect::Block, open_question);
    }

    fn legacy(&mut self, judge: &Judge<'_>, judged: &Judged<'_>) {
        let gate = |pair| {
            judge.outcome(Gate::ConditionalAccess, pair, &judged.record.mailbox, judged.answers)
        };
        let gates = [gate(Pair::ImapBasic), gate(Pair::ActiveSyncBasic)];
        let (affected, unknown) = legacy_open(judge.security_defaults(), gates);
        self.legacy.take(judged.record.name(), affected, unknown);
    }

    /// Counts a mobile device.
    pub fn device(&mut self, device: &MobileDevice<'_>) {
        let other_client =
            device.client_type.value().is_some_and(|t| !t.eq_ignore_ascii_case("EAS"));
        if other_client {
            return;
        }
        self.devices += 1;
        let texts = [device.client_version, device.device_active_sync_version];
        let version = texts.into_iter().filter_map(Read::value).find_map(version);
        let name = device.name.unwrap_or("?");
        self.old_devices.take(name, version.is_some_and(|v| v < (16, 1)), version.is_none());
    }
}

/// Whether legacy authentication is surely or possibly open, and whether that is not known.
fn legacy_open(security_defaults: Outcome, gates: [Outcome; 2]) -> (bool, bool) {
    let any = |effects: &[Effect]| gates.iter().any(|gate| effects.contains(&gate.effect));
    let affected =
        security_defaults.effect == Effect::Pass && any(&[Effect::Pass, Effect::Conditional]);
    let not_known = security_defaults.effect == Effect::Unknown;
    let not_block = any(&[Effect::Pass, Effect::Conditional, Effect::Unknown]);
    let unknown = security_defaults.effect != Effect::Block
        && (any(&[Effect::Unknown]) || not_known && not_block);
    (affected, !affected && unknown)
}

/// The first two numbers of a version: two to four numbers with dots.
fn version(text: &str) -> Option<(u64, u64)> {
    let number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        // A number too long to count is larger than any that is asked for.
        digits.then(|| part.parse().unwrap_or(u64::MAX))
    };
    let numbers: Option<Vec<u64>> = text.split('.').map(number).collect();
    match numbers?.as_slice() {
        [major, minor] | [major, minor, _] | [major, minor, _, _] => Some((*major, *minor)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{legacy_open, version};
    use exo_policy::{Outcome, Reason};

    #[test]
    fn a_version_is_two_to_four_numbers() {
        assert_eq!(version("16.1"), Some((16, 1)));
        assert_eq!(version("16.0.1.2"), Some((16, 0)));
        assert_eq!(version("14.1.99999999999999999999"), Some((14, 1)));
        for text in ["16", "16.", "16.1.2.3.4", "16.x", "", "-1.2", "+16.1"] {
            assert_eq!(version(text), None, "{text}");
        }
    }

    #[test]
    fn legacy_authentication_is_open_only_where_no_control_surely_blocks() {
        let (pass, unknown) = (Outcome::PASS, Outcome::MISSING);
        let block = Outcome::block(Reason::CaBlock);
        let conditional = Outcome::conditional(Reason::CaCondition);
        for (defaults, first, second, expected) in [
            (pass, block, block, (false, false)),
            (pass, pass, block, (true, false)),
            (pass, block, conditional, (true, false)),
            (pass, pass, unknown, (true, false)),
            (pass, block, unknown, (false, true)),
            (block, pass, pass, (false, false)),
            (block, unknown, unknown, (false, false)),
            (unknown, block, block, (false, false)),
            (unknown, pass, block, (false, true)),
            (unknown, unknown, block, (false, true)),
        ] {
            assert_eq!(
                legacy_open(defaults, [first, second]),
                expected,
                "{defaults:?} {first:?} {second:?}"
            );
        }
    }
}
