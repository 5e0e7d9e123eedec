//! Whatever bytes come as a request: an answer or an error that is described, and no panic.

use exo_ffi::{EXO_BAD_REQUEST, EXO_BAD_UTF8, EXO_OK, EXO_VERSION};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::host::Session;
use crate::tenant::sample;

/// Good requests, to be damaged. None of them writes a file.
fn good() -> Vec<String> {
    let tenant = json!({ "snapshot": sample(), "asOf": "2026-11-25", "smtpBasicReenabled": null });
    let error = json!({ "name": "Exo.Mailbox.NotFound", "values": { "identity": "a" } });
    [
        json!({ "v": 1, "op": "words" }),
        json!({ "v": 1, "op": "views", "language": "ja" }),
        json!({ "v": 1, "op": "deadlines", "args": { "asOf": "2026-11-25" } }),
        json!({ "v": 1, "op": "error", "language": "en", "args": error }),
        json!({ "v": 1, "op": "readiness", "args": { "tenant": tenant, "failOn": "High" } }),
        json!({ "v": 1, "op": "mailboxes", "args": {
            "tenant": tenant, "identities": ["a"], "protocols": ["Smtp"], "methods": [],
            "verdicts": ["Blocked"], "trace": true,
        }}),
    ]
    .map(|request| request.to_string())
    .into()
}

/// A change of a request.
#[derive(Clone, Debug)]
enum Damage {
    Set(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Cut(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let word = prop_oneof![
        Just("null"),
        Just("1"),
        Just("\"x\":1,"),
        Just("[[[["),
        Just("\\u0000"),
        Just("-0.1e9"),
        Just("{}"),
        Just("\u{FEFF}"),
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..4))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), word).prop_map(|(at, word)| Damage::Insert(at, word.into())),
        (any::<Index>(), 1..8_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        any::<Index>().prop_map(Damage::Cut),
    ]
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let requests = good();
    let which = 0..requests.len();
    (which, prop::collection::vec(damage(), 0..4)).prop_map(move |(which, damage)| {
        let mut bytes = requests[which].clone().into_bytes();
        for change in damage {
            let end = bytes.len();
            match change {
                Damage::Set(at, byte) if end > 0 => bytes[at.index(end)] = byte,
                Damage::Insert(at, new) => {
                    let at = at.index(end + 1);
                    bytes.splice(at..at, new);
                }
                Damage::Remove(at, length) => {
                    let at = at.index(end + 1);
                    bytes.drain(at..end.min(at + length));
                }
                Damage::Cut(at) => bytes.truncate(at.index(end + 1)),
                Damage::Set(..) => {}
            }
        }
        bytes
    })
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..64),
        1 => "[\\[\\]{}:,\"0-9a-z\\\\ ]{0,40}".prop_map(String::into_bytes),
        6 => damaged(),
    ]
}

/// What the bytes are by another reading of them: the error that they must be, or the operation.
fn reading(bytes: &[u8]) -> Result<(String, Value), i32> {
    let text = std::str::from_utf8(bytes).map_err(|_| EXO_BAD_UTF8)?;
    let value: Value = serde_json::from_str(text).map_err(|_| EXO_BAD_REQUEST)?;
    let fields = value.as_object().ok_or(EXO_BAD_REQUEST)?;
    let known = ["v", "op", "language", "args"];
    let language = fields.get("language").unwrap_or(&Value::Null);
    if fields.keys().any(|key| !known.contains(&key.as_str()))
        || !(language.is_null() || language.is_string())
    {
        return Err(EXO_BAD_REQUEST);
    }
    let version = fields.get("v").and_then(Value::as_u64).ok_or(EXO_BAD_REQUEST)?;
    let op = fields.get("op").and_then(Value::as_str).ok_or(EXO_BAD_REQUEST)?;
    if version != 1 {
        return Err(EXO_VERSION);
    }
    Ok((op.to_owned(), fields.get("args").cloned().unwrap_or_default()))
}

/// Whether arguments have no fields but these.
fn only(args: &Value, known: &[&str]) -> bool {
    args.as_object().is_some_and(|args| args.keys().all(|key| known.contains(&key.as_str())))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered_or_refused(bytes in bytes()) {
        let session = Session::new();
        let answer = session.call(&bytes);
        let reading = reading(&bytes);
        if answer.status == EXO_OK {
            let (op, args) = reading.clone().unwrap();
            prop_assert!(match op.as_str() {
                "words" | "views" => true,
                "deadlines" => only(&args, &["asOf"]),
                "error" => only(&args, &["name", "values", "target"]),
                _ => false,
            }, "{op} {args}");
            prop_assert!(answer.json().is_object());
        } else {
            answer.check_error();
            // A field that is there twice is read by one and refused by the other.
            let status = reading.clone().err();
            prop_assert!(status.is_none_or(|status| [status, EXO_BAD_REQUEST].contains(&answer.status)),
                "{answer:?}, not {status:?}");
        }
        match session.start(&bytes) {
            Ok(job) => {
                let (op, args) = reading.unwrap();
                let fields: &[&str] = match op.as_str() {
                    "readiness" => &["tenant", "failOn"],
                    "mailboxes" => &[
                        "tenant", "identities", "protocols", "methods", "verdicts", "trace",
                        "outFile", "expand",
                    ],
                    _ => &[],
                };
                prop_assert!(only(&args, fields), "{op} {args}");
                let (_, end) = job.run();
                let status = end["status"].as_str().unwrap();
                prop_assert!(["ok", "failed"].contains(&status), "{end}");
                prop_assert_eq!(status == "ok", end["error"].is_null());
                prop_assert_ne!(&end["error"]["name"], "Exo.Native.Internal");
            }
            Err(answer) => {
                answer.check_error();
                let status = reading.err();
                prop_assert!(status.is_none_or(|status| [status, EXO_BAD_REQUEST].contains(&answer.status)),
                    "{answer:?}, not {status:?}");
            }
        }
    }

    #[test]
    fn any_bytes_are_a_configuration_or_refused(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..32),
        "\\{\"v\":[0-9a-z\"{\\[.,]{0,4}\\}?".prop_map(String::into_bytes),
    ]) {
        match Session::open(&bytes) {
            Ok(_) => prop_assert_eq!(
                serde_json::from_slice::<Value>(&bytes).unwrap(), json!({ "v": 1 })),
            Err(answer) => answer.check_error(),
        }
    }
}
