//! Prepares the output folder, and writes the files that are not rows.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::options::{Encoding, Options};
use crate::part::push_utf16;

/// All parts that a run may write.
pub(crate) const PARTS: [&str; 13] = [
    "organization",
    "transport",
    "activesync-organization",
    "activesync-rules",
    "authentication-policies",
    "users",
    "cas-mailboxes",
    "mobile-devices",
    "directory-users",
    "group-members",
    "role-members",
    "security-defaults",
    "conditional-access",
];

/// Makes the folder. One that holds something is refused, or, with `force`, freed of what an
/// earlier run wrote: two forms of one part side by side would be an error to every reader.
pub(crate) fn prepare(options: &Options) -> io::Result<()> {
    fs::create_dir_all(&options.out)?;
    if fs::read_dir(&options.out)?.next().is_none() {
        return Ok(());
    }
    if !options.force {
        let folder = options.out.display();
        return Err(io::Error::new(
            ErrorKind::AlreadyExists,
            format!("{folder} is not empty; choose another folder or add --force"),
        ));
    }
    remove_if_there(&options.out.join("manifest.json"))?;
    for part in PARTS {
        for suffix in [".ndjson", ".ndjson.gz", ".json", ".csv"] {
            remove_if_there(&options.out.join(format!("{part}{suffix}")))?;
        }
        remove_row_files(&options.out.join(part))?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder part, but only files that are named as this crate names them: nobody loses a
/// folder called `users` to a slip of the keyboard.
fn remove_row_files(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy().to_ascii_lowercase();
        if name.starts_with("rows-") && name.ends_with(".json") {
            fs::remove_file(entry.path())?;
        }
    }
    // Fails, as it should, where something else is inside.
    fs::remove_dir(folder)
}

/// Writes a small file in the encoding of the snapshot.
pub(crate) fn write_text(options: &Options, name: &str, text: &[u8]) -> io::Result<u64> {
    let bytes = match options.encoding {
        Encoding::Utf8 => text.to_vec(),
        Encoding::Utf8Bom => [b"\xEF\xBB\xBF", text].concat(),
        Encoding::Utf16 => {
            let mut bytes = b"\xFF\xFE".to_vec();
            push_utf16(&mut bytes, text);
            bytes
        }
    };
    fs::write(options.out.join(name), &bytes)?;
    Ok(u64::try_from(bytes.len()).unwrap_or(0))
}
