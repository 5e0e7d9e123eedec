//! Stands in for the command `header` in a build without cbindgen.

use std::path::Path;

use crate::product::Product;

/// Why no header can be made.
#[derive(Debug, thiserror::Error)]
#[error("this xtask was built without the feature 'header'")]
pub struct HeaderError;

/// Makes nothing.
pub const fn header(_: &Path) -> Result<Product, HeaderError> {
    Err(HeaderError)
}
