//! The command line, from outside.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A fresh place below the build directory.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    path
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_exo-sample")).args(args).output().unwrap()
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

#[test]
fn bad_arguments_are_one_sentence_and_exit_code_2() {
    assert!(complaint(&run(&[])).contains("output folder is missing"));
    let unknown = run(&["x", "--mailboxes", "5", "--profile", "huge"]);
    assert!(complaint(&unknown).contains("mixed, wide, demo"));
    let path = folder("command-missing");
    let text = complaint(&run(&[path.to_str().unwrap()]));
    assert!(text.contains("--mailboxes is missing"), "{text}");
    assert!(!path.exists(), "nothing is written on bad arguments");
}

#[test]
fn a_run_reports_its_parts_and_a_second_one_is_refused() {
    let path = folder("command-run");
    let path = path.to_str().unwrap();
    let first = run(&[path, "--mailboxes", "10"]);
    assert_eq!(first.status.code(), Some(0));
    let report = String::from_utf8(first.stdout).unwrap();
    assert!(report.contains("cas-mailboxes"), "{report}");
    let second = run(&[path, "--mailboxes", "10"]);
    assert!(complaint(&second).contains("is not empty"));
    let forced = run(&[path, "--mailboxes", "10", "--force"]);
    assert_eq!(forced.status.code(), Some(0));
}

#[test]
fn help_is_no_mistake() {
    let help = run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8(help.stdout).unwrap().contains("--scenario"));
}

#[test]
fn no_manifest_means_none() {
    let path = folder("command-manifest");
    let output = run(&[path.to_str().unwrap(), "--mailboxes", "10", "--manifest", "no"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(path.join("users.ndjson").exists());
    assert!(!path.join("manifest.json").exists());
}
