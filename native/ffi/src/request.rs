//! Requests: `{"v":1,"op":"…","language":"en","args":{…}}`. A field that is not known is an error,
//! so that a slip is seen.

use exo_findings::Language;
use serde::de::{DeserializeOwned, Error};
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

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Map::deserialize(deserializer)?;
        T::deserialize(Value::Object(map)).map(Self).map_err(D::Error::custom)
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
