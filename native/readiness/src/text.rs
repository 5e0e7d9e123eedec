//! What the program prints: findings, counts of verdicts, the mailboxes concerned, a trace.

use std::io::{self, Write};

use exo_findings::{Catalogue, Finding, Judged, Language, Status, Tally};
use exo_policy::{Judge, Pair, TraceStep, Verdict, VerdictWord};
use unicode_width::UnicodeWidthStr;

use crate::analysis::Analysis;

/// How wide prose is printed.
const WIDTH: usize = 96;
/// How many of those concerned are named below each finding.
const NAMED: usize = 10;

/// Prints in one language.
#[derive(Debug)]
pub struct Printer<'c, W> {
    /// Where to.
    pub out: W,
    /// The texts.
    pub catalogue: &'c Catalogue,
    /// The language.
    pub language: Language,
}

impl<W: Write> Printer<'_, W> {
    fn label(&self, key: &str) -> String {
        self.catalogue.label(key, self.language).to_owned()
    }

    fn heading(&mut self, key: &str) -> io::Result<()> {
        let text = self.label(key);
        writeln!(self.out, "\n{text}\n{}", "-".repeat(text.width()))
    }

    /// The whole report.
    pub fn report(&mut self, analysis: &Analysis) -> io::Result<()> {
        self.heading("findings")?;
        self.findings(&analysis.findings)?;
        self.heading("verdicts")?;
        self.verdicts(&analysis.tally)?;
        for finding in &analysis.findings {
            if !matches!(finding.status, Status::Pass | Status::NotApplicable) {
                self.finding(finding)?;
            }
        }
        Ok(())
    }

    fn findings(&mut self, findings: &[Finding]) -> io::Result<()> {
        let mut table = Table::new(
            ["status", "severity", "id", "affected", "unknown", "deadline", "title"]
                .map(|key| self.label(key))
                .to_vec(),
        );
        for finding in findings {
            let (status, severity) =
                (format!("{:?}", finding.status), format!("{:?}", finding.severity));
            let count = |number: Option<u64>| number.map_or("-".to_owned(), |n| n.to_string());
            table.push(vec![
                Catalogue::word(&self.catalogue.statuses, &status, self.language).to_owned(),
                Catalogue::word(&self.catalogue.severities, &severity, self.language).to_owned(),
                finding.id.clone(),
                count(finding.affected_count),
                count(finding.unknown_count),
                finding.deadline.map_or("-".to_owned(), |date| date.to_string()),
                finding.title.clone(),
            ]);
        }
        table.write(&mut self.out)
    }

    fn verdicts(&mut self, tally: &Tally) -> io::Result<()> {
        let mut heads = vec![self.label("protocol"), self.label("method")];
        heads.extend(VerdictWord::ALL.iter().map(|word| {
            Catalogue::word(&self.catalogue.verdicts, word.word(), self.language).to_owned()
        }));
        let mut table = Table::new(heads);
        for pair in Pair::ALL.iter().copied() {
            let mut row = vec![pair.protocol().to_string(), pair.method().to_string()];
            row.extend(VerdictWord::ALL.iter().map(|word| tally.count(pair, *word).to_string()));
            table.push(row);
        }
        table.write(&mut self.out)?;
        let total = tally.mailboxes;
        writeln!(self.out, "{}: {total}", self.label("mailboxes"))
    }

    /// A finding with its evidence, those concerned and what to do.
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let status = format!("{:?}", finding.status);
        let status = Catalogue::word(&self.catalogue.statuses, &status, self.language);
        writeln!(self.out, "\n{}  {status}  {}", finding.id, finding.title)?;
        self.block("evidence", &finding.evidence)?;
        if !finding.affected.is_empty() {
            let mut names: Vec<String> = finding.affected.iter().take(NAMED).cloned().collect();
            let total = finding.affected_count.and_then(|count| usize::try_from(count).ok());
            let total = total.unwrap_or(finding.affected.len());
            if let Some(more) = total.checked_sub(names.len()).filter(|more| *more > 0) {
                let text = self.catalogue.labels.get("more");
                let more = more.to_string();
                names.extend(text.map(|text| text.fill(self.language, &[("count", &more)])));
            }
            self.block("affected", &names.join("\n"))?;
        }
        self.block("explanation", &finding.explanation)?;
        if matches!(finding.status, Status::Fail | Status::Warning) {
            self.block("whatToRun", &finding.remediation)?;
        }
        let source = format!("{} <{}>", finding.reference.title, finding.reference.link);
        self.block("source", &source)
    }

    fn block(&mut self, label: &str, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", self.label(label))?;
        for line in text.lines() {
            // Commands, their comments and addresses are copied: they stay on one line.
            let copied = line.starts_with('#') || line.contains(['$', '|']) || line.contains("://");
            let lines = match copied || line.width() <= WIDTH {
                true => vec![line.into()],
                false => textwrap::wrap(line, WIDTH),
            };
            for line in lines {
                writeln!(self.out, "{}", format!("    {line}").trim_end())?;
            }
        }
        Ok(())
    }

    /// Every gate of every verdict on one mailbox.
    pub fn trace(&mut self, judge: &Judge<'_>, judged: &Judged<'_>) -> io::Result<()> {
        let record = judged.record;
        self.heading("trace")?;
        writeln!(self.out, "{} ({})", record.name(), record.identity.unwrap_or("-"))?;
        for (pair, verdict) in judged.verdicts.iter() {
            self.verdict(pair, verdict)?;
            let steps = judge.trace(&record.mailbox, judged.answers, pair, record.name());
            self.steps(&steps)?;
        }
        Ok(())
    }

    fn verdict(&mut self, pair: Pair, verdict: Verdict) -> io::Result<()> {
        let word = Catalogue::word(&self.catalogue.verdicts, verdict.verdict.word(), self.language);
        let reason = Catalogue::word(&self.catalogue.reasons, verdict.reason.word(), self.language);
        let confidence =
            Catalogue::word(&self.catalogue.confidences, verdict.confidence.word(), self.language);
        writeln!(self.out, "\n{pair}: {word} ({}, {confidence})", verdict.decided_by)?;
        writeln!(self.out, "  {reason}")?;
        if let Some(date) = verdict.changes_on {
            writeln!(self.out, "  {}: {date}", self.label("changesOn"))?;
        }
        Ok(())
    }

    fn steps(&mut self, steps: &[TraceStep]) -> io::Result<()> {
        for step in steps {
            let read = match (step.source.as_str(), step.property.as_str()) {
                ("", _) | (_, "") => String::new(),
                (source, property) => {
                    format!("{source} [{}] {property} = {}", step.object, step.value)
                }
            };
            let effect = match step.effect {
                None => String::new(),
                Some(effect) if step.assumed => format!(" -> {effect} ({})", self.label("assumed")),
                Some(effect) => format!(" -> {effect}"),
            };
            writeln!(self.out, "    {:<22}{read}{effect}", step.gate.word())?;
        }
        Ok(())
    }
}

/// Columns as wide as their widest cell; a Japanese letter counts as two.
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(heads: Vec<String>) -> Self {
        Self { rows: vec![heads] }
    }

    fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max()
        };
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let padding = width.saturating_sub(cell.width());
                let number = cell.bytes().all(|byte| byte.is_ascii_digit());
                let spaces = " ".repeat(padding);
                line.push_str(&if number { spaces + cell } else { cell.clone() + &spaces });
                line.push_str("  ");
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
