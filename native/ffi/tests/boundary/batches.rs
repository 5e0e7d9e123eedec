//! What crosses in batches is what the heart says of each mailbox, whatever its texts and whatever
//! is asked for.

use std::path::Path;
use std::sync::OnceLock;

use exo_findings::{Judged, Language};
use exo_policy::{Judge, Method, Protocol, VerdictWord};
use exo_readiness::{MailboxAuthState, Options, Selection, judge_mailboxes};
use exo_snapshot::Snapshot;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};

use crate::batch::{self, Words};
use crate::host::Session;
use crate::tenant::{self, people, sample};

/// What is asked for.
#[derive(Clone, Debug)]
struct Query {
    identities: Option<Vec<String>>,
    protocols: Vec<Protocol>,
    methods: Vec<Method>,
    verdicts: Vec<VerdictWord>,
    trace: bool,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words(Session::new().call(br#"{"v":1,"op":"words"}"#).json()))
}

/// Some of these; often none, which asks for all.
fn some<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = Vec<T>> + use<T> {
    let several = subsequence(all.to_vec(), 0..=all.len());
    prop_oneof![1 => Just(Vec::new()), 1 => several]
}

fn query() -> impl Strategy<Value = Query> {
    let names = ["kintai@contoso.com", "KENICHI.SATO@contoso.com", "nobody", "", "東京"];
    let identities = some(&names.map(str::to_owned));
    (
        prop::option::weighted(0.3, identities),
        some(Protocol::ALL),
        some(Method::ALL),
        some(VerdictWord::ALL),
        any::<bool>(),
    )
        .prop_map(|(identities, protocols, methods, verdicts, trace)| Query {
            identities,
            protocols,
            methods,
            verdicts,
            trace,
        })
}

/// The lines and the names that nobody has, from the heart itself; nothing where no pair fits.
fn expected(snapshot: &Path, query: &Query) -> Option<(Vec<Value>, Selection)> {
    let selection = Selection::default().pairs(&query.protocols, &query.methods).ok()?;
    let mut selection = selection.verdicts(&query.verdicts);
    if let Some(names) = &query.identities {
        selection = selection.names(names.clone());
    }
    let options = Options {
        as_of: date(2026, 11, 25),
        smtp_basic_reenabled: None,
        language: Language::English,
    };
    let snapshot = Snapshot::open(snapshot).unwrap();
    let mut lines = Vec::new();
    let each = |judge: &Judge<'_>, judged: &Judged<'_>| -> Result<(), String> {
        if selection.takes(judged) {
            let state = MailboxAuthState::new(judge, judged, &selection.pairs);
            lines.push(serde_json::to_value(state.traced(query.trace)).unwrap());
        }
        Ok(())
    };
    judge_mailboxes(&snapshot, &options, each).unwrap();
    Some((lines, selection))
}

fn compare(snapshot: &Path, query: &Query) {
    let request = json!({ "v": 1, "op": "mailboxes", "args": {
        "tenant": {
            "snapshot": snapshot, "asOf": "2026-11-25", "smtpBasicReenabled": null
        },
        "identities": query.identities, "protocols": query.protocols, "methods": query.methods,
        "verdicts": query.verdicts, "trace": query.trace,
    }});
    let session = Session::new();
    let (events, end) = session.start(request.to_string().as_bytes()).unwrap().run();
    let Some((lines, selection)) = expected(snapshot, query) else {
        assert_eq!(end["error"]["name"], "Exo.Argument.NoSuchPair");
        assert!(events.is_empty());
        return;
    };
    assert_eq!(end, json!({ "t": "end", "status": "ok", "error": null }));
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for event in &events {
        if event.starts_with(b"EXRB") {
            found.extend(batch::rows(event, words(), &selection.pairs, query.trace));
            continue;
        }
        let event: Value = serde_json::from_slice(event).unwrap();
        match event["t"].as_str().unwrap() {
            "errors" => missing.extend(event["rows"].as_array().unwrap().clone()),
            "warnings" | "progress" => {}
            other => panic!("an event '{other}'"),
        }
    }
    assert_eq!(found.len(), lines.len());
    for (found, line) in found.iter().zip(&lines) {
        assert_eq!(found, line);
    }
    let missing: Vec<_> = missing.iter().map(|error| error["target"].as_str().unwrap()).collect();
    assert_eq!(missing, selection.not_found());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn batches_of_the_sample_are_what_the_heart_says(query in query()) {
        compare(&sample(), &query);
    }

    #[test]
    fn batches_of_any_tenant_are_what_the_heart_says(people in people(), query in query()) {
        let home = tenant::write(&people);
        compare(home.path(), &query);
    }
}
