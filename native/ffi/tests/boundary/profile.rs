//! How the library is built: a panic must be able to end at an export.

use std::fs;
use std::path::Path;

/// The profiles of a Cargo file that say what a panic does, with what they say.
fn panics(text: &str) -> Vec<(&str, &str)> {
    let mut section = "";
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if section.starts_with("profile.")
            && let Some(value) = line.strip_prefix("panic").map(str::trim_start)
            && let Some(value) = value.strip_prefix('=')
        {
            found.push((section, value.trim().trim_matches(['"', '\''])));
        }
    }
    found
}

#[test]
fn panics_unwind_in_every_profile() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let found = panics(&workspace);
    assert!(found.contains(&("profile.release", "unwind")), "{found:?}");
    assert!(found.iter().all(|(_, value)| *value == "unwind"), "{found:?}");
    for config in [".cargo/config.toml", ".cargo/config"] {
        let text = fs::read_to_string(root.join(config)).unwrap_or_default();
        assert!(!text.contains("panic"), "{config} says what a panic does");
    }
    // This build does, too.
    const { assert!(cfg!(panic = "unwind")) };
}

#[test]
fn what_is_looked_for_is_found() {
    let lines = [
        "[lints]",
        "panic = \"deny\"",
        "[profile.release]",
        "lto = true",
        "panic = \"abort\"",
        "[profile.x]",
        "panic='unwind'",
    ];
    let text = lines.join("\n");
    assert_eq!(panics(&text), [("profile.release", "abort"), ("profile.x", "unwind")]);
}
