//! The same bytes every time, and rows in the order that the manifest promises.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use exo_sample::{Form, Options, Profile};
use support::{SORTED, document, files, ids, snapshot};

#[test]
fn the_same_options_give_the_same_bytes() {
    for profile in [Profile::Mixed, Profile::Wide, Profile::Demo] {
        for form in [Form::Ndjson, Form::Gz, Form::Csv, Form::Folder] {
            let write = |name: &str, change: &dyn Fn(&mut Options)| {
                let name = format!("same-{profile:?}-{form:?}-{name}");
                let (path, _) = snapshot(&name, 60, |options| {
                    options.profile = profile;
                    options.form = form;
                    change(options);
                });
                files(&path)
            };
            let first = write("first", &|_| {});
            assert_eq!(first, write("second", &|_| {}));
            let other = write("seed", &|options| options.seed = 2);
            let changed: Vec<&String> =
                first.keys().filter(|name| first.get(*name) != other.get(*name)).collect();
            for part in ["cas-mailboxes", "users", "directory-users", "group-members"] {
                let hit = changed.iter().any(|name| name.starts_with(part));
                assert!(hit, "{profile:?} {form:?} {part} has the same bytes");
            }
        }
    }
}

/// A digest of all files, so that a change of output is seen, and seen on every platform.
#[test]
fn the_bytes_are_those_of_every_platform() {
    let (path, _) = snapshot("digest", 300, |options| options.damage = 5);
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for (name, bytes) in files(&path) {
        // FNV-1a, over names and content.
        for byte in name.bytes().chain(bytes) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    assert_eq!(format!("{digest:016x}"), "ade50245473c838b");
}

#[test]
fn sorted_parts_ascend_and_unsorted_ones_do_not() {
    for profile in [Profile::Mixed, Profile::Wide] {
        let write = |sorted: bool| {
            let name = format!("order-{profile:?}-{sorted}");
            let (path, _) = snapshot(&name, 3000, |options| {
                options.profile = profile;
                options.sorted = sorted;
            });
            path
        };
        let (sorted, unsorted) = (write(true), write(false));
        let mut orders = Vec::new();
        for (part, name) in SORTED {
            let mut scrambled = ids(&unsorted, part, name);
            let straight = ids(&sorted, part, name);
            assert!(straight.is_sorted_by(|left, right| left < right), "{part}");
            assert!(!scrambled.is_sorted());
            orders.push(scrambled.clone());
            scrambled.sort();
            assert_eq!(straight, scrambled, "the people of {part}");
        }
        assert_ne!(orders[0], orders[1]);
        assert_ne!(orders[1], orders[2]);
        let manifest = document(&sorted.join("manifest.json")).to_string();
        assert_eq!(manifest.matches("\"sortedBy\":null").count(), 10);
        let manifest = document(&unsorted.join("manifest.json")).to_string();
        assert_eq!(manifest.matches("\"sortedBy\":null").count(), 13);
    }
}
