//! The boundary between the heart and a host that is not Rust: eleven functions of C, over handles,
//! jobs and bytes. `native/README.md` states what each promises, `include/exo_native.h` is made
//! from this crate.
//!
//! Nothing runs before a host calls: no constructors, no threads, no signal handlers. A library that
//! a host has loaded must not be unloaded while it lives.

mod batch;
mod exports;
mod guard;
mod handles;
mod job;
mod ops;
mod problem;
mod request;
mod session;
mod status;

pub use exports::{
    EXO_ABI_VERSION, exo_abi_version, exo_buf_free, exo_build_info, exo_call, exo_job_cancel,
    exo_job_close, exo_job_next, exo_job_start, exo_session_close, exo_session_open,
};
pub use status::*;
