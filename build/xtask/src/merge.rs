//! The module's script file: one function a file in the sources, one file to import.
//!
//! Importing costs time by the length of the source, so lines that only a reader of the sources
//! needs are left out: blank ones and comments, except help references and `#Requires`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::product::Product;
use crate::scan::{Script, scan};

const HEADER: &str =
    "\u{FEFF}#Requires -Version 5.1\n# Made from module/ by 'cargo run -p exo-xtask -- psm1'.\n";

/// Why no script file can be made.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// The file system refuses.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// There is nothing to merge.
    #[error("{} holds no .ps1 file", .0.display())]
    Empty(PathBuf),
    /// A file is not as it should be.
    #[error("{}:{line}: {defect}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong.
        defect: String,
    },
}

/// Makes `ExoModernAuth.psm1`.
pub fn script(root: &Path) -> Result<Product, MergeError> {
    let module = root.join("module");
    let public = files(&module.join("Public"), false)?;
    if public.is_empty() {
        return Err(MergeError::Empty(module.join("Public")));
    }
    let prologue = module.join("Module.ps1");
    let mut sources = Vec::new();
    if prologue.exists() {
        sources.push((prologue, Holds::Anything));
    }
    let private = files(&module.join("Private"), true)?;
    sources.extend(private.into_iter().map(|path| (path, Holds::Functions)));
    sources.extend(public.into_iter().map(|path| (path, Holds::ItsFunction)));

    let mut content = HEADER.to_owned();
    let mut defined = BTreeMap::new();
    for (path, holds) in sources {
        let text = read(&path)?;
        let script = scan(&text).map_err(|(at, defect)| MergeError::File {
            line: text.get(..at).unwrap_or_default().matches('\n').count() + 1,
            path: path.clone(),
            defect: defect.to_string(),
        })?;
        let whole = |defect| MergeError::File { path: path.clone(), line: 1, defect };
        if let Some(defect) = holds.defect(&path, &script.functions) {
            return Err(whole(defect));
        }
        for name in &script.functions {
            if let Some(first) = defined.insert(name.to_lowercase(), path.clone()) {
                let first = first.display();
                return Err(whole(format!("the function '{name}' is defined in {first} too")));
            }
        }
        content.push_str(&without_idle_lines(&text, &script));
        if !content.ends_with('\n') {
            content.push('\n');
        }
    }
    Ok(Product { path: "module/ExoModernAuth/ExoModernAuth.psm1", content, command: "psm1" })
}

/// What a file may hold.
#[derive(Clone, Copy)]
enum Holds {
    Anything,
    Functions,
    ItsFunction,
}

impl Holds {
    /// What is wrong with the functions of a file.
    fn defect(self, path: &Path, functions: &[String]) -> Option<String> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let expected = format!("one function, '{stem}', as its name says");
        match (self, functions) {
            (Self::ItsFunction, [name]) if *name == stem => None,
            (Self::ItsFunction, [name]) => Some(format!("defines '{name}', not {expected}")),
            (Self::ItsFunction, _) => {
                Some(format!("defines {} functions, not {expected}", functions.len()))
            }
            (Self::Functions, []) => Some("defines no function".to_owned()),
            (Self::Functions | Self::Anything, _) => None,
        }
    }
}

/// The scripts of a folder in ordinal order of their paths; none where there is no folder.
fn files(folder: &Path, deep: bool) -> Result<Vec<PathBuf>, MergeError> {
    let failed = |source| MergeError::Read { path: folder.to_owned(), source };
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            if deep {
                found.extend(files(&path, deep)?);
            }
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ps1")) {
            found.push(path);
        }
    }
    found.sort_by_cached_key(|path| path.to_string_lossy().replace('\\', "/"));
    Ok(found)
}

/// The text of a file with LF at the ends of lines and without a byte order mark.
fn read(path: &Path) -> Result<String, MergeError> {
    let text = fs::read_to_string(path)
        .map_err(|source| MergeError::Read { path: path.to_owned(), source })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// A script without blank lines and without lines that hold only a comment.
fn without_idle_lines(text: &str, script: &Script) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let in_text = script.texts.iter().any(|text| text.start < start && start < text.end);
        let continued = script.continued.contains(&start);
        let mut comments = script.comments.iter().filter(|c| c.start < end && start < c.end);
        let idle = match comments.next() {
            Some(comment) => {
                let comment = text.get(comment.clone()).map(|content| (comment, content));
                comment.is_some_and(|(range, content)| {
                    !is_needed(content) && is_alone(text, range, script)
                })
            }
            None => line.trim().is_empty(),
        };
        if in_text || continued || !idle {
            kept.push_str(line);
        }
    }
    kept
}

/// Whether PowerShell reads the comment.
fn is_needed(comment: &str) -> bool {
    let comment = comment.to_ascii_lowercase();
    comment.starts_with("#requires") || comment.contains(".externalhelp")
}

/// Whether the lines of a comment hold nothing else, and none of them continues another.
fn is_alone(text: &str, comment: &std::ops::Range<usize>, script: &Script) -> bool {
    let before = text.get(..comment.start).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let before = before.get(line..).unwrap_or_default();
    let after = text.get(comment.end..).unwrap_or_default().lines().next().unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty() && !script.continued.contains(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(text: &str) -> String {
        without_idle_lines(text, &scan(text).unwrap())
    }

    fn module(sources: &[(&str, &str)]) -> Result<String, String> {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in sources {
            let path = root.path().join("module").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let made = script(root.path()).map(|product| product.content);
        made.map_err(|error| error.to_string().replace(root.path().to_str().unwrap(), ""))
    }

    #[test]
    fn blank_lines_and_comments_go() {
        let text = "\n# a\nfunction Get-X {\n    # b\n    <# c\n\n    d #>\n    1 # e\n  \n}\n";
        assert_eq!(compact(text), "function Get-X {\n    1 # e\n}\n");
    }

    #[test]
    fn what_is_text_stays() {
        for text in [
            "$a = @'\n# a\n\n'@\n",
            "$a = @\"\n# a $(\n# b\n\n)\n\n\"@\n",
            "$a = \"\n# a\n\n\"\n",
            "$a = '\n# a\n\n'\n",
            "$a = \"# a\"\n",
        ] {
            assert_eq!(compact(text), text);
        }
    }

    #[test]
    fn comments_that_powershell_reads_stay() {
        for text in [
            "#Requires -Version 5.1\n",
            "    # .EXTERNALHELP ExoModernAuth-help.xml\n",
            "<#\n.ExternalHelp ExoModernAuth-help.xml\n\n#>\n",
        ] {
            assert_eq!(compact(text), text);
        }
    }

    #[test]
    fn a_comment_between_code_stays_with_it() {
        for text in ["<# a\n\n#> Get-X\n", "Get-X <# a\n\nb #>\n", "<# a #> Get-X # b\n"] {
            assert_eq!(compact(text), text);
        }
    }

    #[test]
    fn a_line_that_goes_on_keeps_the_next() {
        for text in ["Get-X `\n\n-Y\n", "Get-X `\n# a\n-Y\n", "Get-X `\n<# a\n#>\n-Y\n"] {
            assert_eq!(compact(text), text);
        }
    }

    #[test]
    fn files_come_in_order() {
        let made = module(&[
            ("Public/Get-C.ps1", "function Get-C { }\n"),
            ("Public/Get-B.ps1", "\u{FEFF}function Get-B { }\r\n"),
            ("Public/Get-D.ps1", "function Get-D { }\n"),
            ("Public/Get-A.ps1", "function Get-A { }"),
            ("Public/Get-A.txt", "no script"),
            ("Private/b.ps1", "function b { }\n"),
            ("Private/Native/z.ps1", "function z { }\n"),
            ("Module.ps1", "Set-StrictMode -Version 3.0\n"),
        ]);
        let expected = "Set-StrictMode -Version 3.0\nfunction z { }\nfunction b { }\n\
                        function Get-A { }\nfunction Get-B { }\nfunction Get-C { }\n\
                        function Get-D { }\n";
        assert_eq!(made.unwrap(), format!("{HEADER}{expected}"));
    }

    #[test]
    fn files_are_named_where_they_are_wrong() {
        let defect =
            |path, text| module(&[("Public/Get-A.ps1", "function Get-A {}"), (path, text)]);
        let error = |path, text| defect(path, text).unwrap_err();
        let public = "/module/Public/Get-B.ps1:1: defines";
        assert_eq!(
            error("Public/Get-B.ps1", "function Get-C { }"),
            format!("{public} 'Get-C', not one function, 'Get-B', as its name says")
        );
        assert_eq!(
            error("Public/Get-B.ps1", "function Get-B { }\nfunction Get-C { }"),
            format!("{public} 2 functions, not one function, 'Get-B', as its name says")
        );
        assert!(error("Public/Get-B.ps1", "'a'").starts_with(&format!("{public} 0 functions")));
        assert_eq!(error("Private/c.ps1", "1"), "/module/Private/c.ps1:1: defines no function");
        assert_eq!(
            error("Private/c.ps1", "function c {\n}\n\n'a\n"),
            "/module/Private/c.ps1:4: the text in single quotes has no end"
        );
        let twice = error("Private/get-a.ps1", "function get-a { }");
        assert!(twice.contains("'Get-A' is defined in /module/Private/get-a.ps1 too"), "{twice}");
    }

    #[test]
    fn no_public_function_is_an_error() {
        let error = module(&[("Private/c.ps1", "function c {}")]).unwrap_err();
        assert_eq!(error, "/module/Public holds no .ps1 file");
    }
}
