//! A file that is made: written, or compared with the one that is there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The content that a file of the repository should have.
#[derive(Debug)]
pub struct Product {
    /// From the root of the repository, with `/`.
    pub path: &'static str,
    /// The whole content.
    pub content: String,
    /// The command that makes it.
    pub command: &'static str,
}

/// Why a product is not in its place.
#[derive(Debug, thiserror::Error)]
pub enum ProductError {
    /// There is another content, or no file.
    #[error("{path}:{line}: {difference}; 'cargo run -p exo-xtask -- {command}' makes it anew")]
    Differs {
        /// The file.
        path: &'static str,
        /// The first line that differs.
        line: usize,
        /// What is there and what should be.
        difference: String,
        /// The command that makes it.
        command: &'static str,
    },
    /// The file system refuses.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl Product {
    /// Compares the file with what it should be.
    pub fn check(&self, root: &Path) -> Result<(), ProductError> {
        let differs = |line, difference| ProductError::Differs {
            path: self.path,
            line,
            difference,
            command: self.command,
        };
        let found = match fs::read(root.join(self.path)) {
            Ok(bytes) if bytes == self.content.as_bytes() => return Ok(()),
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => return Err(differs(1, format!("cannot be read ({error})"))),
        };
        let (line, difference) = first_difference(&found, &self.content);
        Err(differs(line, difference))
    }

    /// Puts the file in its place at once: a process that reads it finds the old or the new one.
    pub fn write(&self, root: &Path) -> Result<(), ProductError> {
        let path = root.join(self.path);
        if fs::read(&path).is_ok_and(|bytes| bytes == self.content.as_bytes()) {
            return Ok(());
        }
        let mut new = path.clone().into_os_string();
        new.push(format!(".{}.new", std::process::id()));
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        written
            .and_then(|()| fs::write(&new, &self.content))
            .and_then(|()| fs::rename(&new, &path))
            .map_err(|source| ProductError::Write { path, source })
    }
}

/// The number of the first line that differs, and how.
fn first_difference(found: &str, expected: &str) -> (usize, String) {
    let (mut found, mut expected) = (found.split_inclusive('\n'), expected.split_inclusive('\n'));
    let mut line = 0;
    loop {
        line += 1;
        let difference = match (found.next(), expected.next()) {
            (Some(found), Some(expected)) if found == expected => continue,
            (Some(found), Some(expected)) => format!("is {found:?}, should be {expected:?}"),
            (Some(found), None) => format!("is {found:?}, should be the end of the file"),
            (None, Some(expected)) => format!("is the end of the file, should be {expected:?}"),
            (None, None) => "differs".to_owned(),
        };
        return (line, difference);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(content: &str) -> Product {
        Product { path: "a/b.h", content: content.to_owned(), command: "header" }
    }

    #[test]
    fn a_written_file_passes_its_check() {
        let root = tempfile::tempdir().unwrap();
        product("one\ntwo\n").write(root.path()).unwrap();
        product("one\ntwo\n").check(root.path()).unwrap();
        let names = fs::read_dir(root.path().join("a")).unwrap().count();
        assert_eq!(names, 1, "nothing else is left beside it");
    }

    #[test]
    fn the_first_line_that_differs_is_named() {
        let root = tempfile::tempdir().unwrap();
        product("one\ntwo\nthree\n").write(root.path()).unwrap();
        let message = |content: &str| product(content).check(root.path()).unwrap_err().to_string();
        assert!(message("one\n2\nthree\n").starts_with(r#"a/b.h:2: is "two\n", should be "2\n""#));
        assert!(message("one\ntwo\nthree").starts_with(r#"a/b.h:3: is "three\n", should be "thr"#));
        assert!(message("one\ntwo\n").contains("should be the end of the file"));
        assert!(message("one\ntwo\nthree\nfour\n").starts_with("a/b.h:4: is the end of the file"));
    }

    #[test]
    fn a_missing_file_fails_its_check() {
        let root = tempfile::tempdir().unwrap();
        let error = product("").check(root.path()).unwrap_err();
        assert!(matches!(error, ProductError::Differs { line: 1, .. }), "{error}");
    }
}
