//! The C header of the native library, from the Rust source of its exports.

use std::path::Path;

use cbindgen::{Builder, Config};

use crate::product::Product;

/// Why no header can be made.
#[derive(Debug, thiserror::Error)]
pub enum HeaderError {
    /// The configuration is broken.
    #[error("native/ffi/cbindgen.toml: {0}")]
    Configuration(String),
    /// The source is not what cbindgen reads.
    #[error("native/ffi/src: {0}")]
    Source(#[from] cbindgen::Error),
    /// What is written is not text.
    #[error("the header is not UTF-8")]
    Encoding(#[from] std::string::FromUtf8Error),
    /// A public constant that is none of the interface would become part of it.
    #[error(
        "native/ffi/src: the public constant '{0}' does not begin with EXO_; \
         exclude it in native/ffi/cbindgen.toml or make it pub(crate)"
    )]
    Constant(String),
}

/// Makes `exo_native.h`.
pub fn header(root: &Path) -> Result<Product, HeaderError> {
    let crate_path = root.join("native/ffi");
    let config = Config::from_file(crate_path.join("cbindgen.toml").to_string_lossy().as_ref())
        .map_err(HeaderError::Configuration)?;
    let bindings =
        Builder::new().with_config(config).with_src(crate_path.join("src/lib.rs")).generate()?;
    let mut bytes = Vec::new();
    bindings.write(&mut bytes);
    // Links of Rust documentation mean nothing in C.
    let content = String::from_utf8(bytes)?.replace("[`", "`").replace("`]", "`");
    let names = content.lines().filter_map(|line| line.strip_prefix("#define "));
    for name in names.filter_map(|rest| rest.split_whitespace().next()) {
        if !name.starts_with("EXO_") {
            return Err(HeaderError::Constant(name.to_owned()));
        }
    }
    Ok(Product { path: "native/ffi/include/exo_native.h", content, command: "header" })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn made(source: &str) -> Result<String, HeaderError> {
        let root = tempfile::tempdir().unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../native/ffi/cbindgen.toml");
        fs::create_dir_all(root.path().join("native/ffi/src")).unwrap();
        fs::copy(own, root.path().join("native/ffi/cbindgen.toml")).unwrap();
        fs::write(root.path().join("native/ffi/src/lib.rs"), "mod inner;\n").unwrap();
        fs::write(root.path().join("native/ffi/src/inner.rs"), source).unwrap();
        header(root.path()).map(|product| product.content)
    }

    #[test]
    fn exports_and_constants_become_c() {
        let header = made(
            "/// Done.\n\
             pub const EXO_OK: i32 = 0;\n\
             pub const EXO_VERSION: i32 = -6;\n\
             pub(crate) const LIMIT: usize = 1;\n\
             /// Asks; see [`EXO_OK`].\n\
             #[unsafe(no_mangle)]\n\
             pub unsafe extern \"C\" fn exo_ask(bytes: *const u8, n: usize, out: *mut *mut u8) \
             -> i32 { EXO_OK }\n\
             pub fn inner() {}\n",
        )
        .unwrap();
        assert!(header.contains("#define EXO_OK 0\n"), "{header}");
        assert!(header.contains("#define EXO_VERSION -6\n"), "{header}");
        assert!(
            header.contains("int32_t exo_ask(const uint8_t *bytes, size_t n, uint8_t **out);"),
            "{header}"
        );
        assert!(header.contains("see `EXO_OK`."), "{header}");
        assert!(!header.contains("LIMIT") && !header.contains("inner("), "{header}");
        assert!(!header.contains("stdbool"), "{header}");
    }

    #[test]
    fn a_public_constant_of_another_name_is_refused() {
        let error = made("pub const LIMIT: usize = 1;\n").unwrap_err();
        assert!(matches!(&error, HeaderError::Constant(name) if name == "LIMIT"), "{error}");
    }

    #[test]
    fn broken_source_is_an_error() {
        assert!(matches!(made("pub fn {"), Err(HeaderError::Source(_))));
    }
}
