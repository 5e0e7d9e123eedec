//! Writes a generated snapshot: see `exo-sample --help`.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::process::ExitCode;

use exo_sample::args::{Request, USAGE, parse};
use exo_sample::{Options, Summary, generate};

/// Exit code for arguments that cannot be served.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let options = match parse(std::env::args_os().skip(1)) {
        Ok(Request::Generate(options)) => options,
        Ok(Request::Help) => {
            return match io::stdout().lock().write_all(USAGE.as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::FAILURE,
            };
        }
        Err(message) => return complain(&message, USAGE_ERROR),
    };
    match generate(&options) {
        // A closed pipe behind the summary does not make the snapshot worse.
        Ok(summary) => {
            let _ = report(&options, &summary);
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            complain(&error.to_string(), USAGE_ERROR)
        }
        Err(error) => complain(&format!("{}: {error}", options.out.display()), 1),
    }
}

fn complain(message: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr().lock(), "exo-sample: {message}");
    ExitCode::from(code)
}

fn report(options: &Options, summary: &Summary) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", options.out.display())?;
    for part in &summary.parts {
        let each = part.bytes.checked_div(part.rows).unwrap_or(0);
        writeln!(
            out,
            "{:<26}{:>10} rows{:>8} bytes each{:>6} damaged",
            part.name, part.rows, each, part.damaged
        )?;
    }
    Ok(())
}
