//! The native library: every export of [`exo_ffi`], linked as a C library.

pub use exo_ffi::*;
