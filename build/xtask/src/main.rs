//! `xtask`: makes files of this repository from its sources, and says which of them are not as
//! they would be made.

#![forbid(unsafe_code)]

#[cfg_attr(not(feature = "header"), path = "no_header.rs")]
mod header;
mod merge;
mod product;
mod scan;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use product::Product;

const HELP: &str = "\
xtask COMMAND [--check]

  psm1       merges module/Private and module/Public into module/ExoModernAuth/ExoModernAuth.psm1
  header     makes native/ffi/include/exo_native.h from native/ffi/src

  --check    writes nothing; ends with 1 where the file is not as it would be made
  --help, --version
";

/// What the command line asks for.
enum Command {
    Make(Target, bool),
    Print(String),
}

/// What can be made.
#[derive(Clone, Copy)]
enum Target {
    Script,
    Header,
}

/// Why the program ends early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}; 'xtask --help' shows the commands")]
    Usage(String),
    #[error(transparent)]
    Merge(#[from] merge::MergeError),
    #[error(transparent)]
    Header(#[from] header::HeaderError),
    #[error(transparent)]
    Product(#[from] product::ProductError),
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

fn main() -> ExitCode {
    match arguments().and_then(|command| run(&command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Without standard error there is nobody left to tell.
            let _ = writeln!(io::stderr(), "xtask: {failure}");
            match failure {
                Failure::Product(product::ProductError::Differs { .. }) => ExitCode::from(1),
                _ => ExitCode::from(2),
            }
        }
    }
}

/// Reads the command line.
fn arguments() -> Result<Command, Failure> {
    use lexopt::prelude::{Long, Short, Value};
    let usage = |error: lexopt::Error| Failure::Usage(error.to_string());
    let mut parser = lexopt::Parser::from_env();
    let (mut target, mut check) = (None, false);
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Print(HELP.to_owned())),
            Long("version") => {
                return Ok(Command::Print(format!("xtask {}\n", env!("CARGO_PKG_VERSION"))));
            }
            Long("check") => check = true,
            Value(name) if target.is_none() => {
                target = Some(match name.to_str() {
                    Some("psm1") => Target::Script,
                    Some("header") => Target::Header,
                    _ => {
                        let name = name.to_string_lossy();
                        return Err(Failure::Usage(format!("no such command: '{name}'")));
                    }
                });
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    let target = target.ok_or_else(|| Failure::Usage("no command was given".to_owned()))?;
    Ok(Command::Make(target, check))
}

fn run(command: &Command) -> Result<(), Failure> {
    let (target, check) = match command {
        Command::Print(text) => return Ok(io::stdout().write_all(text.as_bytes())?),
        Command::Make(target, check) => (*target, *check),
    };
    // build/xtask is two levels below the root of the repository.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).unwrap_or(here);
    let product: Product = match target {
        Target::Script => merge::script(root)?,
        Target::Header => header::header(root)?,
    };
    if check { Ok(product.check(root)?) } else { Ok(product.write(root)?) }
}
