//! Mailbox rows as bytes: one buffer a batch, little-endian, texts and verdicts once each.
//! Its layout, version 1, is in native/README.md; the shim's `RowBatch` reads it.

use std::hash::BuildHasher;

use exo_policy::{Pair, Verdict};
use exo_readiness::patterns::{Patterns, days};
use exo_readiness::{MailboxAuthState, PairStep};
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// The first bytes of a batch. No JSON begins so, which tells batches from documents.
pub(crate) const MAGIC: [u8; 4] = *b"EXRB";
/// The version of the layout.
pub(crate) const VERSION: u16 = 1;
/// Rows of a full batch: past some hundreds nothing is gained, and the first rows wait longer.
pub(crate) const ROWS: usize = 512;
/// Bytes of rows, texts and steps after which a batch is full, whatever its rows.
const BYTES: usize = 256 << 10;

/// The length of a text that is null.
const NULL: u32 = u32::MAX;
/// The length of a primary address that is the user principal name.
const AS_USER: u32 = u32::MAX - 1;

/// A batch in the making.
#[derive(Default)]
pub(crate) struct Batch {
    rows: Vec<u8>,
    count: usize,
    texts: Texts,
    verdicts: Vec<Verdict>,
    patterns: Patterns,
    /// For each pattern the verdict of each pair, as a position in `verdicts`.
    pattern_verdicts: Vec<u8>,
    steps: Vec<u8>,
    step_count: u32,
}

/// Texts that rows share, each kept once.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: FixedState,
}

impl Texts {
    fn get(&self, number: u32) -> &[u8] {
        let at = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, at);
        self.bytes.get(start..at(number)).unwrap_or_default()
    }

    /// The reference of a text, which counts from 1; 0 is null.
    fn share(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        if let Some(known) = self.table.find(hash, |known| self.get(*known) == text.as_bytes()) {
            return *known + 1;
        }
        let reference = self.ends.len() as u32 + 1;
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        self.table.insert_unique(hash, reference - 1, |number| {
            let texts = (bytes, ends);
            let at = |number: usize| texts.1.get(number).map_or(0, |end| *end as usize);
            let number = *number as usize;
            let start = number.checked_sub(1).map_or(0, at);
            let text = texts.0.get(start..at(number)).unwrap_or_default();
            hasher.hash_one(std::str::from_utf8(text).unwrap_or_default())
        });
        reference
    }
}

impl Batch {
    /// Adds a mailbox, with the trace of its chosen pairs where that is asked for.
    pub fn push(&mut self, state: &MailboxAuthState<'_>, traced: Option<&[Pair]>) {
        let [identity, user, smtp, name, kind, policy] = state.columns().map(|(_, value)| value);
        let as_user = smtp.is_some() && smtp == user;
        let own = [identity, user, smtp.filter(|_| !as_user), name];
        let shared = [kind, policy].map(|text| text.map_or(0, |text| self.texts.share(text)));
        let pattern = self.pattern(state);
        for pair in traced.unwrap_or_default() {
            for step in state.trace(*pair) {
                self.step(*pair, &step);
            }
        }
        let length = |text: Option<&str>| text.map_or(NULL, |text| text.len() as u32);
        let [identity, user, smtp, name] = own.map(length);
        let smtp = if as_user { AS_USER } else { smtp };
        let [kind, policy] = shared;
        let head = [identity, user, smtp, name, kind, policy, pattern, self.step_count];
        head.iter().for_each(|number| self.rows.extend_from_slice(&number.to_le_bytes()));
        own.into_iter().flatten().for_each(|text| self.rows.extend_from_slice(text.as_bytes()));
        self.count += 1;
    }

    fn pattern(&mut self, state: &MailboxAuthState<'_>) -> u32 {
        let (number, new) = self.patterns.number(state.verdicts());
        if new {
            for (_, verdict) in state.verdicts().iter() {
                let known = self.verdicts.iter().position(|known| *known == verdict);
                let position = known.unwrap_or_else(|| {
                    self.verdicts.push(verdict);
                    self.verdicts.len() - 1
                });
                self.pattern_verdicts.extend_from_slice(&(position as u16).to_le_bytes());
            }
        }
        number as u32
    }

    fn step(&mut self, pair: Pair, step: &PairStep) {
        let step = &step.step;
        let effect = step.effect.map_or(0, |effect| effect as u8 + 1);
        self.steps.extend_from_slice(&[
            pair.index() as u8,
            step.gate as u8,
            effect,
            u8::from(step.assumed),
            step.reason as u8,
            step.confidence as u8,
            0,
            0,
        ]);
        for text in [&step.source, &step.object, &step.property, &step.value] {
            let reference = self.texts.share(text);
            self.steps.extend_from_slice(&reference.to_le_bytes());
        }
        self.step_count += 1;
    }

    /// Whether it is time to hand it over. Positions of verdicts have 16 bits: a batch of `ROWS`
    /// rows with 22 verdicts each stays below.
    pub const fn is_full(&self) -> bool {
        self.count >= ROWS || self.rows.len() + self.texts.bytes.len() + self.steps.len() >= BYTES
    }

    /// Whether it holds nothing.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The bytes; the batch is empty afterwards and keeps its memory.
    pub fn take(&mut self) -> Vec<u8> {
        let texts = &self.texts;
        let length = 32
            + texts.ends.len() * 4
            + texts.bytes.len()
            + self.verdicts.len() * 12
            + self.pattern_verdicts.len()
            + self.rows.len()
            + self.steps.len();
        let mut bytes = Vec::with_capacity(length);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(Pair::COUNT as u16).to_le_bytes());
        let (rows, patterns) = (self.count as u32, self.patterns.len() as u32);
        let counts = [
            rows,
            texts.ends.len() as u32,
            texts.bytes.len() as u32,
            self.verdicts.len() as u32,
            patterns,
            self.step_count,
        ];
        counts.iter().chain(&texts.ends).for_each(|n| bytes.extend_from_slice(&n.to_le_bytes()));
        bytes.extend_from_slice(&texts.bytes);
        for verdict in &self.verdicts {
            bytes.extend_from_slice(&verdict_bytes(*verdict));
        }
        bytes.extend_from_slice(&self.pattern_verdicts);
        bytes.extend_from_slice(&self.rows);
        bytes.extend_from_slice(&self.steps);
        self.clear();
        bytes
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.count = 0;
        self.texts.bytes.clear();
        self.texts.ends.clear();
        self.texts.table.clear();
        self.verdicts.clear();
        self.patterns.clear();
        self.pattern_verdicts.clear();
        self.steps.clear();
        self.step_count = 0;
    }
}

/// A verdict in 12 bytes; a missing date is the smallest number.
fn verdict_bytes(verdict: Verdict) -> [u8; 12] {
    let assumed = verdict.assumed.iter().fold(0_u16, |bits, gate| bits | 1 << gate as u16);
    let [low, high] = assumed.to_le_bytes();
    let [a, b, c, d] = verdict.changes_on.map_or(i32::MIN, days).to_le_bytes();
    let words = [
        verdict.verdict as u8,
        verdict.decided_by as u8,
        verdict.reason as u8,
        verdict.confidence as u8,
    ];
    let [verdict, gate, reason, confidence] = words;
    [verdict, gate, reason, confidence, low, high, 0, 0, a, b, c, d]
}
