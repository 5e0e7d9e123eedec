//! What would hurt the program: a line of 2 GB, folders without rights, a reader that goes away.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::{AS_OF, Answer, Tenant, command, id, mailbox};

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let tenant = Tenant::new();
    // Traces are longer than a pipe holds.
    let many: Vec<_> = (0..40).map(|n| mailbox(&id(n), "same", "Same")).collect();
    tenant.rows("cas-mailboxes", &many);
    let folder = tenant.folder();
    let folder = folder.to_str().unwrap();
    for arguments in
        [&["--help"][..], &[folder], &[folder, "--trace", "same.mail@contoso.jp"]].into_iter()
    {
        let mut child = command()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let answer = Answer::from(child.wait_with_output().unwrap());
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

/// The largest memory that a process had so far, in bytes.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

/// Writes mailboxes around one whose name has two billion letters.
fn write_long_line(file: File) {
    const MIB: usize = 1 << 20;
    let mut file = BufWriter::new(file);
    writeln!(file, "{}", mailbox(&id(1), "taro", "山田 太郎")).unwrap();
    file.write_all(b"{\"DisplayName\":\"").unwrap();
    let letters = vec![b'a'; MIB];
    for _ in 0..2048 {
        file.write_all(&letters).unwrap();
    }
    writeln!(file, "\"}}\n{}", mailbox(&id(2), "ann", "Ann")).unwrap();
    file.flush().unwrap();
}

#[test]
fn a_line_of_2_gb_costs_one_row_and_no_memory() {
    if peak(std::process::id()).is_none() {
        println!("skipped: without /proc the memory of a process cannot be measured");
        return;
    }
    let tenant = Tenant::new();
    let begun = Instant::now();
    write_long_line(File::create(tenant.folder().join("cas-mailboxes.ndjson")).unwrap());

    // The pipe of its output is kept full, so that the program waits at its end, when all is
    // read: the file of mailboxes is there by then.
    let out = tenant.beside("mailboxes.csv");
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    let mut child = command()
        .arg(tenant.folder())
        .args(["--as-of", AS_OF, "--out"])
        .arg(&out)
        .stdout(writer.try_clone().unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let filler = std::thread::spawn(move || writer.write_all(&vec![0; 4 << 20]));
    while !out.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before all was read");
        assert!(begun.elapsed() < Duration::from_secs(600), "no end in ten minutes");
        std::thread::sleep(Duration::from_millis(5));
    }
    let peak = peak(child.id()).unwrap();
    let mut report = Vec::new();
    reader.read_to_end(&mut report).unwrap();
    filler.join().unwrap().unwrap();
    let answer = Answer::from(child.wait_with_output().unwrap());
    let elapsed = begun.elapsed();

    report.retain(|byte| *byte != 0);
    let report = String::from_utf8(report).unwrap();
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(report.contains("Mailboxes: 2"), "{report}");
    let [warning] = answer.warnings()[..] else { panic!("{answer:?}") };
    assert!(warning.starts_with("cas-mailboxes.ndjson line 2: damaged row"), "{warning}");
    assert!(peak < 200 << 20, "{} MiB at the peak", peak >> 20);
    println!("{} MiB at the peak, {elapsed:?} with writing the file", peak >> 20);
}

#[cfg(not(unix))]
#[test]
fn a_folder_or_file_without_rights_is_named() {
    println!("skipped: rights are taken away as Unix does it");
}

#[cfg(unix)]
#[test]
fn a_folder_or_file_without_rights_is_named() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use super::support::in_no_language;

    const NOBODY: u32 = 65_534;
    let tenant = Tenant::new();
    let mode = |path: &std::path::Path, bits| {
        fs::set_permissions(path, fs::Permissions::from_mode(bits)).unwrap();
    };
    mode(tenant.home(), 0o755);
    // Root may read everything: then somebody else runs a copy that he can reach.
    let program = tenant.beside("readiness");
    fs::copy(env!("CARGO_BIN_EXE_readiness"), &program).unwrap();
    mode(&program, 0o755);
    let is_root = fs::metadata(tenant.home()).unwrap().uid() == 0;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        in_no_language(&mut command);
        command.arg(tenant.folder()).args(arguments);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        Answer::of(&mut command)
    };
    let folder = tenant.folder();
    let users = folder.join("users.ndjson");
    mode(&folder, 0o755);
    fs::read_dir(&folder).unwrap().for_each(|entry| mode(&entry.unwrap().path(), 0o644));
    run(&[]).good();

    mode(&folder, 0o000);
    run(&[]).bad(&[folder.to_str().unwrap(), "cannot read"]);
    // Names may be listed, files not be opened.
    mode(&folder, 0o444);
    run(&[]).bad(&[folder.to_str().unwrap(), "cannot read"]);
    mode(&folder, 0o755);
    mode(&users, 0o000);
    run(&[]).bad(&[users.to_str().unwrap(), "cannot read"]);
    mode(&users, 0o644);

    let closed = tenant.beside("closed");
    fs::create_dir(&closed).unwrap();
    mode(&closed, 0o555);
    let out = closed.join("x.csv");
    run(&["--out", out.to_str().unwrap()]).bad(&[out.to_str().unwrap(), "cannot write"]);
    assert_eq!(fs::read_dir(&closed).unwrap().count(), 0);
    mode(&closed, 0o755);
}
