//! The sample tenant that ships is what the generator makes of the demo profile, byte for byte.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use exo_sample::{Options, Profile, generate};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

#[test]
fn the_shipped_sample_is_the_generated_one() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../module/ExoModernAuth/Sample");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shipped");
    let mut options = Options::new(&folder, 60);
    options.profile = Profile::Demo;
    options.force = true;
    generate(&options).unwrap();
    let (generated, shipped) = (files(&folder), files(&shipped));
    assert_eq!(
        generated.keys().collect::<Vec<_>>(),
        shipped.keys().collect::<Vec<_>>(),
        "run 'exo-sample module/ExoModernAuth/Sample --profile demo --force'"
    );
    for (name, bytes) in &generated {
        assert!(shipped.get(name) == Some(bytes), "{name} differs from what is generated");
    }
}
