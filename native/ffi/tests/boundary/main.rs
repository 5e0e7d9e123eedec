//! The exports as a host calls them: batches against the values that they are made of, any bytes as
//! requests, and how the library is built. Programs in C and C# for each promise are in `tests/abi`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod batch;
mod batches;
mod host;
mod profile;
mod requests;
mod tenant;
