//! Linker arguments for hosts that load and never unload.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if target == "linux" {
        // A name, so that a host which has loaded the file by its path finds it by name; and no
        // unloading, which thread-local destructors do not survive.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libexo_native.so,-z,nodelete");
    }
}
