//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::options::{Case, Encoding, Form, Options, Profile, Scenario};

/// What `--help` prints.
pub const USAGE: &str = "\
usage: exo-sample OUT_FOLDER --mailboxes N [options]

  --mailboxes N     number of mailboxes (not with --profile demo)
  --profile NAME    mixed (default), wide, demo
  --scenario NAME   baseline (default), ews-list, ews-empty, ews-off, security-defaults, no-ca,
                    unread, smtp-on, smtp-off, reenabled, kiosk
  --seed S          another number gives another tenant (default 1)
  --unsorted        rows in scrambled order, different in each file
  --form NAME       ndjson (default), gz, json, csv, folder
  --encoding NAME   utf8 (default), utf8bom, utf16
  --case NAME       camel (default), pascal: Graph rows as its PowerShell SDK writes them
  --manifest NAME   yes (default), no
  --damage K        K damaged or doubled rows, spread over the row files
  --narrow          only the properties that answers rest on, in the parts that grow with the tenant
  --force           write into a folder that is not empty, replacing an earlier run
";

/// What the command line asks for.
#[derive(Clone, Debug)]
pub enum Request {
    /// Print [`USAGE`].
    Help,
    /// Write a snapshot.
    Generate(Options),
}

/// Reads the arguments, without the name of the program.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, String> {
    let mut args = args.into_iter();
    let mut options = Options::new(PathBuf::new(), 0);
    let mut out = None;
    let mut mailboxes = None;
    while let Some(argument) = args.next() {
        let name = argument.to_string_lossy().into_owned();
        if !name.starts_with('-') {
            if out.replace(PathBuf::from(argument)).is_some() {
                return Err(format!("there is one output folder, and {name} is a second"));
            }
            continue;
        }
        match name.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--unsorted" => options.sorted = false,
            "--narrow" => options.narrow = true,
            "--force" => options.force = true,
            _ => {
                let value = args.next().map(|value| value.to_string_lossy().into_owned());
                set(&mut options, &mut mailboxes, &name, value)?;
            }
        }
    }
    options.out = out.ok_or("the output folder is missing; try --help")?;
    options.mailboxes = match (mailboxes, options.profile) {
        (Some(count), _) => count,
        (None, Profile::Demo) => Options::DEMO_MAILBOXES,
        (None, _) => return Err("--mailboxes is missing; try --help".into()),
    };
    match options.conflict() {
        Some(conflict) => Err(conflict),
        None => Ok(Request::Generate(options)),
    }
}

fn set(
    options: &mut Options,
    mailboxes: &mut Option<u64>,
    name: &str,
    value: Option<String>,
) -> Result<(), String> {
    match name {
        "--mailboxes" => *mailboxes = Some(number(name, value)?),
        "--seed" => options.seed = number(name, value)?,
        "--damage" => options.damage = number(name, value)?,
        "--form" => options.form = word(name, value, &FORMS)?,
        "--encoding" => options.encoding = word(name, value, &ENCODINGS)?,
        "--case" => options.case = word(name, value, &CASES)?,
        "--profile" => options.profile = word(name, value, &PROFILES)?,
        "--scenario" => options.scenario = word(name, value, &SCENARIOS)?,
        "--manifest" => options.manifest = word(name, value, &YES_NO)?,
        _ => return Err(format!("{name} is not an option; try --help")),
    }
    Ok(())
}

const FORMS: [(&str, Form); 5] = [
    ("ndjson", Form::Ndjson),
    ("gz", Form::Gz),
    ("json", Form::Json),
    ("csv", Form::Csv),
    ("folder", Form::Folder),
];

const ENCODINGS: [(&str, Encoding); 3] =
    [("utf8", Encoding::Utf8), ("utf8bom", Encoding::Utf8Bom), ("utf16", Encoding::Utf16)];

const CASES: [(&str, Case); 2] = [("camel", Case::Camel), ("pascal", Case::Pascal)];

const PROFILES: [(&str, Profile); 3] =
    [("mixed", Profile::Mixed), ("wide", Profile::Wide), ("demo", Profile::Demo)];

const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// The scenarios by name, for tests that go through all of them.
pub const SCENARIOS: [(&str, Scenario); 11] = [
    ("baseline", Scenario::Baseline),
    ("ews-list", Scenario::EwsList),
    ("ews-empty", Scenario::EwsEmpty),
    ("ews-off", Scenario::EwsOff),
    ("security-defaults", Scenario::SecurityDefaults),
    ("no-ca", Scenario::NoCa),
    ("unread", Scenario::Unread),
    ("smtp-on", Scenario::SmtpOn),
    ("smtp-off", Scenario::SmtpOff),
    ("reenabled", Scenario::Reenabled),
    ("kiosk", Scenario::Kiosk),
];

fn number(name: &str, value: Option<String>) -> Result<u64, String> {
    let value = value.ok_or_else(|| format!("{name} needs a number"))?;
    value.parse().map_err(|_| format!("{name} needs a number, not {value}"))
}

fn word<T: Copy>(name: &str, value: Option<String>, words: &[(&str, T)]) -> Result<T, String> {
    let value = value.unwrap_or_default();
    let known = words.iter().find(|(word, _)| *word == value);
    known.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("{name} takes one of {}, not \"{value}\"", list.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        match parse(line.split_whitespace().map(OsString::from))? {
            Request::Generate(options) => Ok(options),
            Request::Help => Err("help".into()),
        }
    }

    #[test]
    fn all_choices_are_taken() {
        let options = read(
            "out --mailboxes 25 --seed 9 --unsorted --form folder --profile wide --manifest no \
             --scenario kiosk --encoding utf16 --case pascal --damage 3 --force",
        )
        .unwrap();
        assert_eq!(options.out, PathBuf::from("out"));
        assert_eq!((options.mailboxes, options.seed, options.damage), (25, 9, 3));
        assert!(!options.sorted && !options.manifest && options.force);
        assert_eq!(options.form, Form::Folder);
        assert_eq!(options.profile, Profile::Wide);
        assert_eq!(options.scenario, Scenario::Kiosk);
        assert_eq!(options.encoding, Encoding::Utf16);
        assert_eq!(options.case, Case::Pascal);
    }

    #[test]
    fn mistakes_are_named() {
        for (line, part) in [
            ("--mailboxes 5", "output folder is missing"),
            ("out", "--mailboxes is missing"),
            ("out --mailboxes many", "not many"),
            ("out --mailboxes", "needs a number"),
            ("out --mailboxes 5 --form xml", "not \"xml\""),
            ("out --mailboxes 5 --nonsense 1", "not an option"),
            ("out other --mailboxes 5", "is a second"),
            ("out --mailboxes 5 --form gz --encoding utf16", "not gz"),
            ("out --mailboxes 5 --profile demo", "leave --mailboxes out"),
            ("out --profile demo --scenario kiosk", "scenario of its own"),
        ] {
            let message = read(line).unwrap_err();
            assert!(message.contains(part), "{line}: {message}");
        }
    }

    #[test]
    fn the_demo_needs_no_number() {
        assert_eq!(read("out --profile demo").unwrap().mailboxes, 60);
    }
}
