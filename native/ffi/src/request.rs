//! Requests: `{"v":1,"op":"…","language":"en","args":{…}}`. A field that is not known is an error,
//! so that a slip is seen.

use std::fmt;
use std::marker::PhantomData;

use exo_findings::Language;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::guard::Failure;
use crate::problem::Problem;
use crate::status::ErrorCode;

/// The version of requests.
pub(crate) const VERSION: u64 = 1;

/// What is read from an object alone: a structure could be read from a list of its fields as well.
#[derive(Debug)]
pub(crate) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// A request whose arguments are still to be read.
#[derive(Debug)]
pub(crate) struct Request {
    pub op: String,
    pub language: Language,
    args: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    v: u64,
    op: String,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    args: Value,
}

impl Request {
    /// Reads the envelope.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let text = std::str::from_utf8(bytes).map_err(|_| Problem::new(ErrorCode::BadUtf8))?;
        let Object::<Envelope>(envelope) =
            serde_json::from_str(text).map_err(Problem::bad_request)?;
        let language = envelope.language.as_deref().and_then(Language::of).unwrap_or_default();
        if envelope.v != VERSION {
            let problem = Problem::new(ErrorCode::Version).with("found", envelope.v.to_string());
            return Err(Failure {
                problem: problem.with("expected", VERSION.to_string()),
                language,
            });
        }
        Ok(Self { op: envelope.op, language, args: envelope.args })
    }

    /// The arguments of the operation.
    pub fn args<T: DeserializeOwned>(self) -> Result<T, Problem> {
        let args = match self.args {
            Value::Null => Value::Object(Map::new()),
            args => args,
        };
        let Object(args) = serde_json::from_value(args).map_err(Problem::bad_request)?;
        Ok(args)
    }

    /// That there is no such operation.
    pub fn unknown(&self) -> Problem {
        Problem::new(ErrorCode::UnknownOperation).with("op", self.op.clone())
    }
}
