//! Generates snapshots of Exchange Online tenants that never existed, for tests, benchmarks and
//! demonstrations of ExoModernAuth.
//!
//! The same [`Options`] give the same bytes on every platform. Rows are made from their index
//! alone and written straight through, so a tenant of five million mailboxes needs no more memory
//! than one of ten; the large parts are written by a thread each.
//!
//! ```
//! let folder = std::env::temp_dir().join("exo-sample-doc");
//! let mut options = exo_sample::Options::new(&folder, 10);
//! options.force = true;
//! let summary = exo_sample::generate(&options)?;
//! assert_eq!(summary.part("cas-mailboxes").map(|part| part.rows), Some(10));
//! # std::fs::remove_dir_all(folder)?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What it does *not* do: it knows nothing of verdicts. It lays out inputs in every shape that the
//! contract names; what follows from them is for the code under test, and for its tests, to say.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test fails by panicking"
    )
)]

pub mod args;
mod auth_policies;
mod cas_mailboxes;
mod damage;
mod dates;
mod demo;
mod directory_users;
mod documents;
mod folder;
mod groups;
mod guid;
mod json;
mod manifest;
mod memberships;
mod mixed;
mod mixed_shapes;
mod mobile_devices;
mod names;
mod naming;
mod options;
mod part;
mod parts;
mod person;
mod policies;
mod policies_demo;
mod policies_mixed;
mod policies_wide;
mod population;
mod random;
mod row;
mod shapes;
mod tenant;
mod users;
mod value;
mod wide;

use std::io;
use std::thread;

pub use options::{Case, Encoding, Form, Options, Profile, Scenario};
pub use part::PartSummary;

use parts::{Job, LARGE, SMALL};
use population::Population;
use tenant::Tenant;

/// What was written.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// The parts that have a file, in the order of the manifest.
    pub parts: Vec<PartSummary>,
}

impl Summary {
    /// The part of this name, where it has a file.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&PartSummary> {
        self.parts.iter().find(|part| part.name == name)
    }
}

/// Writes a snapshot.
///
/// # Errors
/// Where the options contradict each other (`InvalidInput`), where the folder is not empty
/// (`AlreadyExists`), and where a file cannot be written.
pub fn generate(options: &Options) -> io::Result<Summary> {
    if let Some(conflict) = options.conflict() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, conflict));
    }
    folder::prepare(options)?;
    let tenant = Tenant::new(options);
    let population = Population::new(options);
    let job = Job { options, tenant: &tenant, population: &population };
    let mut parts = Vec::new();
    thread::scope(|scope| {
        let large = LARGE.map(|write| scope.spawn(move || write(job)));
        for write in SMALL {
            parts.extend(write(job)?);
        }
        for handle in large {
            let written =
                handle.join().map_err(|_| io::Error::other("a writer thread ended early"))?;
            parts.extend(written?);
        }
        Ok::<_, io::Error>(())
    })?;
    parts.sort_by_key(|part| folder::PARTS.iter().position(|name| *name == part.name));
    if options.manifest {
        manifest::write(options, &tenant, &parts)?;
    }
    Ok(Summary { parts })
}
