//! `readiness`: findings, verdict counts and the mailboxes concerned of a snapshot, without
//! PowerShell.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use exo_findings::{Catalogue, Judged, Language};
use exo_policy::{Judge, Pair};
use exo_readiness::out::{OutError, OutFile, Rows};
use exo_readiness::text::Printer;
use exo_readiness::{
    AnalysisError, DateError, MailboxAuthState, Options, analyse, date_as_written,
};
use exo_snapshot::{MailboxRecord, Snapshot, SnapshotError, Warnings};
use jiff::Zoned;

const HELP: &str = "\
readiness SNAPSHOT [options]

Judges every mailbox of a tenant snapshot: who can still sign in with what over which protocol,
which control decides it, and what stops on which announced date.

  SNAPSHOT                       the folder with the snapshot
  --as-of YYYY-MM-DD             the date of the verdicts (default: today)
  --smtp-basic-reenabled true|false
                                 an admin turned SMTP AUTH with Basic on again (default: as the
                                 snapshot says)
  --out FILE                     write the mailboxes to FILE: .csv, .ndjson, or .json (with the
                                 findings)
  --trace ID                     show every gate of one mailbox: id, GUID, user principal name or
                                 primary address
  --language en|ja               (default: EXO_LANGUAGE, else the locale)
  --help, --version
";

/// What the command line asks for.
enum Command {
    Run(Box<Arguments>),
    Print(String),
}

/// A snapshot to judge.
struct Arguments {
    snapshot: PathBuf,
    options: Options,
    out: Option<PathBuf>,
    trace: Option<String>,
}

/// Why the program ends early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}; 'readiness --help' shows the options")]
    Usage(String),
    /// Told in the language of the run.
    #[error("{0}")]
    Snapshot(String),
    #[error(transparent)]
    Analysis(#[from] AnalysisError<Consumer>),
    #[error(transparent)]
    Out(#[from] OutError),
    #[error("no mailbox with the id, GUID, user principal name or primary address '{0}'")]
    NotFound(String),
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

/// What may fail while mailboxes are handed over.
#[derive(Debug, thiserror::Error)]
enum Consumer {
    #[error(transparent)]
    Out(#[from] OutError),
    #[error(transparent)]
    Print(#[from] io::Error),
}

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let done = arguments().and_then(|command| match command {
        Command::Run(arguments) => run(&arguments, &mut out),
        Command::Print(text) => Ok(write!(out, "{text}")?),
    });
    match done.and_then(|()| Ok(out.flush()?)) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of a pipe had enough.
        Err(Failure::Print(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Analysis(AnalysisError::Consumer(Consumer::Print(error))))
            if error.kind() == ErrorKind::BrokenPipe =>
        {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            // Without standard error there is nobody left to tell.
            let _ = writeln!(io::stderr(), "readiness: {failure}");
            ExitCode::from(2)
        }
    }
}

/// The language of the environment: `EXO_LANGUAGE`, else the locale, of which the first that is
/// set counts.
fn language_of_environment() -> Language {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let own = set(&"EXO_LANGUAGE").and_then(|value| Language::of(&value));
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
    own.or_else(|| Language::of(&locale?)).unwrap_or_default()
}

/// Reads the command line.
fn arguments() -> Result<Command, Failure> {
    use lexopt::prelude::{Long, Short, Value};
    let usage = |error: lexopt::Error| Failure::Usage(error.to_string());
    let mut parser = lexopt::Parser::from_env();
    let (mut snapshot, mut out, mut trace) = (None::<PathBuf>, None, None);
    let mut options = Options {
        as_of: Zoned::now().date(),
        smtp_basic_reenabled: None,
        language: language_of_environment(),
    };
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Print(HELP.to_owned())),
            Long("version") => {
                let version = env!("CARGO_PKG_VERSION");
                return Ok(Command::Print(format!(
                    "readiness {version}
"
                )));
            }
            Long("as-of") => options.as_of = date(&text(&mut parser, "--as-of")?)?,
            Long("out") => out = Some(PathBuf::from(parser.value().map_err(usage)?)),
            Long("trace") => trace = Some(text(&mut parser, "--trace")?),
            Long("smtp-basic-reenabled") => {
                let value = text(&mut parser, "--smtp-basic-reenabled")?;
                let value = value.to_ascii_lowercase().parse().map_err(|_| {
                    Failure::Usage(format!(
                        "--smtp-basic-reenabled is true or false, not '{value}'"
                    ))
                })?;
                options.smtp_basic_reenabled = Some(value);
            }
            Long("language") => {
                let value = text(&mut parser, "--language")?;
                options.language = Language::of(&value).ok_or_else(|| {
                    Failure::Usage(format!("--language is en or ja, not '{value}'"))
                })?;
            }
            Value(path) if snapshot.is_none() => snapshot = Some(path.into()),
            other => return Err(usage(other.unexpected())),
        }
    }
    let snapshot =
        snapshot.ok_or_else(|| Failure::Usage("no snapshot folder was given".to_owned()))?;
    Ok(Command::Run(Box::new(Arguments { snapshot, options, out, trace })))
}

/// The value of an option, as text.
fn text(parser: &mut lexopt::Parser, option: &str) -> Result<String, Failure> {
    let value = parser.value().map_err(|error| Failure::Usage(error.to_string()))?;
    value.into_string().map_err(|value: OsString| {
        Failure::Usage(format!("{option} is not text: '{}'", value.to_string_lossy()))
    })
}

/// A date as written.
fn date(value: &str) -> Result<jiff::civil::Date, Failure> {
    date_as_written(value).map_err(|error| match error {
        DateError::TooEarly => Failure::Usage(format!("--as-of {value} is too early: {error}")),
        DateError::NotADate => Failure::Usage(format!("--as-of is no date, '{value}': {error}")),
    })
}

fn run(arguments: &Arguments, out: &mut impl Write) -> Result<(), Failure> {
    let options = &arguments.options;
    let catalogue = Catalogue::builtin().map_err(AnalysisError::from)?;
    let unreadable = |error: SnapshotError| {
        Failure::Snapshot(catalogue.snapshot_error(&error, options.language))
    };
    let snapshot = Snapshot::open(&arguments.snapshot).map_err(unreadable)?;
    let mut file = match &arguments.out {
        Some(path) => Some(OutFile::create(path, options.as_of, Rows::Mailboxes)?),
        None => None,
    };
    let mut printer = Printer { out, catalogue: &catalogue, language: options.language };
    let mut traced = 0;
    let each = |judge: &Judge<'_>, judged: &Judged<'_>| -> Result<(), Consumer> {
        if let Some(file) = &mut file {
            file.mailbox(&MailboxAuthState::new(judge, judged, Pair::ALL))?;
        }
        if arguments.trace.as_deref().is_some_and(|id| is_named(judged.record, id)) {
            traced += 1;
            printer.trace(judge, judged)?;
        }
        Ok(())
    };
    let analysis = analyse(&snapshot, options, each).map_err(|error| match error {
        AnalysisError::Snapshot(error) => unreadable(error),
        other => other.into(),
    })?;
    if let Some(file) = file {
        file.finish(&analysis.findings)?;
    }
    warn(&snapshot.warnings(&analysis.reports), &catalogue, options.language);
    match &arguments.trace {
        Some(id) if traced == 0 => Err(Failure::NotFound(id.clone())),
        Some(_) => Ok(()),
        None => Ok(printer.report(&analysis)?),
    }
}

/// Whether a mailbox goes by this name.
fn is_named(record: &MailboxRecord<'_>, id: &str) -> bool {
    let names =
        [record.identity, record.guid, record.user_principal_name, record.primary_smtp_address];
    names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(id.trim()))
}

/// Tells what was read around, on standard error.
fn warn(warnings: &Warnings, catalogue: &Catalogue, language: Language) {
    let word = catalogue.label("warning", language);
    let mut err = BufWriter::new(io::stderr().lock());
    // Without standard error there is nobody left to tell.
    for warning in warnings.list() {
        let _ = writeln!(err, "{word}: {}", catalogue.warning(warning, language));
    }
    for (part, count) in warnings.left_off() {
        let _ = writeln!(err, "{word}: {}", catalogue.warnings_left_off(part, *count, language));
    }
}
