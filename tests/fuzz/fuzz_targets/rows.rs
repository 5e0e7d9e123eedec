//! Lines through the fast row reader and the general one: both must see the same rows.
//!
//! The first byte chooses the shape, counted from `0`: mailboxes, users, directory users, devices,
//! members of groups. The rest is lines, read one after the other as those of a part.

#![no_main]
#![allow(clippy::panic, reason = "a finding is a panic")]

use exo_snapshot::fuzzing::compare_rows;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((shape, lines)) = data.split_first() else { return };
    if let Err(difference) = compare_rows(shape.wrapping_sub(b'0'), lines) {
        panic!("{difference}");
    }
});
