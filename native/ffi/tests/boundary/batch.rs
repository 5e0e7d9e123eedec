//! Reads batches as native/README.md lays them out, into the values that a file of mailboxes has.
//! Nothing of it is shared with what writes them.

use exo_policy::Pair;
use jiff::ToSpan;
use jiff::civil::date;
use serde_json::{Map, Value, json};

const NULL: u32 = u32::MAX;
const AS_USER: u32 = u32::MAX - 1;
const PAIRS: usize = 22;

/// The lists of the operation `words`.
pub struct Words(pub Value);

impl Words {
    fn word(&self, list: &str, number: u8) -> &Value {
        self.0[list].get(usize::from(number)).unwrap_or_else(|| panic!("{list} {number}"))
    }
}

/// Bytes that are still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> &'b [u8] {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn u8(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take(2).try_into().unwrap())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    fn numbers<const N: usize>(&mut self) -> [u32; N] {
        std::array::from_fn(|_| self.u32())
    }

    fn text(&mut self, length: u32) -> &'b str {
        std::str::from_utf8(self.take(length as usize)).unwrap()
    }
}

/// A verdict, and the fields that `Verdicts` of a file has of it.
struct Verdict {
    word: Value,
    fields: Vec<(&'static str, Value)>,
}

fn verdict(rest: &mut Rest<'_>, words: &Words) -> Verdict {
    let word = words.word("verdicts", rest.u8()).clone();
    let decided_by = words.word("gates", rest.u8()).clone();
    let reason = words.word("reasons", rest.u8()).clone();
    let confidence = words.word("confidences", rest.u8()).clone();
    let bits = rest.u16();
    let assumed = (0..16).filter(|gate| bits >> gate & 1 == 1);
    let assumed: Vec<_> = assumed.map(|gate| words.word("gates", gate).clone()).collect();
    assert_eq!(rest.u16(), 0);
    let days = rest.u32().cast_signed();
    let changes_on = (days != i32::MIN).then(|| (date(1970, 1, 1) + days.days()).to_string());
    let fields = vec![
        ("Verdict", word.clone()),
        ("DecidedBy", decided_by),
        ("Reason", reason),
        ("Confidence", confidence),
        ("ChangesOn", json!(changes_on)),
        ("Assumed", json!(assumed)),
    ];
    Verdict { word, fields }
}

struct Row<'b> {
    columns: [(&'static str, Option<&'b str>); 6],
    pattern: usize,
    steps_end: usize,
}

fn row<'b>(rest: &mut Rest<'b>, shared: &[&'b str]) -> Row<'b> {
    let lengths: [u32; 4] = rest.numbers();
    let [kind, policy] = rest
        .numbers::<2>()
        .map(|number| (number as usize).checked_sub(1).map(|position| shared[position]));
    let [pattern, steps_end] = rest.numbers::<2>().map(|number| number as usize);
    let own = lengths.map(|length| (length < AS_USER).then(|| rest.text(length)));
    let [identity, user, smtp, name] = own;
    let [_, user_length, smtp_length, _] = lengths;
    let smtp = if smtp_length == AS_USER { user } else { smtp };
    assert!(lengths.iter().enumerate().all(|(at, length)| *length != AS_USER || at == 2));
    assert!(smtp_length != AS_USER || user_length != NULL);
    let columns = [
        ("Identity", identity),
        ("UserPrincipalName", user),
        ("PrimarySmtpAddress", smtp),
        ("DisplayName", name),
        ("RecipientTypeDetails", kind),
        ("AuthenticationPolicy", policy),
    ];
    Row { columns, pattern, steps_end }
}

fn step(rest: &mut Rest<'_>, shared: &[&str], words: &Words) -> Value {
    let (pair, gate, effect, assumed) = (rest.u8(), rest.u8(), rest.u8(), rest.u8());
    let (reason, confidence) = (rest.u8(), rest.u8());
    assert_eq!(rest.u16(), 0);
    assert!(assumed <= 1);
    let [source, object, property, value] =
        rest.numbers::<4>().map(|number| shared[number as usize - 1]);
    let names = words.word("pairs", pair);
    let effect = effect.checked_sub(1).map(|effect| words.word("effects", effect));
    json!({
        "Protocol": names[1],
        "Method": names[2],
        "Gate": words.word("gates", gate),
        "Source": source,
        "Object": object,
        "Property": property,
        "Value": value,
        "Effect": effect,
        "Reason": words.word("reasons", reason),
        "Confidence": words.word("confidences", confidence),
        "Assumed": assumed == 1,
    })
}

/// The mailboxes of a batch, each as a line of a file that has these pairs.
pub fn rows(bytes: &[u8], words: &Words, chosen: &[Pair], traced: bool) -> Vec<Value> {
    let mut rest = Rest(bytes);
    assert_eq!(rest.take(4), b"EXRB");
    assert_eq!((rest.u16(), usize::from(rest.u16())), (1, PAIRS));
    let [rows, texts, text_bytes, verdicts, patterns, steps] = rest.numbers();
    assert!((1..=512).contains(&rows), "{rows} rows");

    let ends: Vec<_> = (0..texts).map(|_| rest.u32()).collect();
    let mut all = Rest(rest.take(text_bytes as usize));
    let starts = [0].into_iter().chain(ends.iter().copied());
    let shared: Vec<_> = starts.zip(&ends).map(|(start, end)| all.text(end - start)).collect();
    assert!(all.0.is_empty());

    let verdicts: Vec<_> = (0..verdicts).map(|_| verdict(&mut rest, words)).collect();
    let patterns: Vec<[&Verdict; PAIRS]> = (0..patterns)
        .map(|_| std::array::from_fn(|_| &verdicts[usize::from(rest.u16())]))
        .collect();
    let rows: Vec<_> = (0..rows).map(|_| row(&mut rest, &shared)).collect();
    let steps: Vec<_> = (0..steps).map(|_| step(&mut rest, &shared, words)).collect();
    assert!(rest.0.is_empty(), "{} bytes after the last step", rest.0.len());

    let mut first = 0;
    let lines = rows.iter().map(|row| {
        let pattern = &patterns[row.pattern];
        let mut line = Map::new();
        for (name, value) in row.columns {
            line.insert(name.to_owned(), json!(value));
        }
        let [(_, identity), (_, user), ..] = row.columns;
        let verdicts = chosen.iter().map(|pair| {
            let names = &words.0["pairs"][pair.index()];
            let mut fields = Map::new();
            fields.insert("Identity".to_owned(), json!(identity));
            fields.insert("UserPrincipalName".to_owned(), json!(user));
            fields.insert("Protocol".to_owned(), names[1].clone());
            fields.insert("Method".to_owned(), names[2].clone());
            for (name, value) in &pattern[pair.index()].fields {
                fields.insert((*name).to_owned(), value.clone());
            }
            Value::Object(fields)
        });
        line.insert("Verdicts".to_owned(), verdicts.collect());
        for (names, verdict) in words.0["pairs"].as_array().unwrap().iter().zip(pattern) {
            line.insert(names[0].as_str().unwrap().to_owned(), verdict.word.clone());
        }
        if traced {
            line.insert("Trace".to_owned(), json!(steps[first..row.steps_end]));
        } else {
            assert_eq!(row.steps_end, 0);
        }
        first = row.steps_end;
        Value::Object(line)
    });
    let lines = lines.collect();
    assert_eq!(first, steps.len());
    lines
}
