#!/usr/bin/env bash
# Runs every check and every test: formatting, lints, documentation, licences, tests in Rust, C, C# and
# PowerShell, and each fuzz target for some seconds. Installs what it needs, but for PowerShell: where
# there is none ($EXO_PWSH, else pwsh on the path) its tests are left out, which is said, and is a
# failure where CI is 'true'.

source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

step() { printf '\n== %s\n' "$*"; }

step "format"
cargo fmt --all --check
cargo fmt --manifest-path tests/fuzz/Cargo.toml --check

step "lints"
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
cargo clippy -p exo-ffi --features test-hooks --all-targets --locked --quiet -- -D warnings

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet

step "dependencies: licences, sources, duplicates"
if ! command -v cargo-deny >/dev/null; then
    cargo install --locked --quiet cargo-deny
fi
cargo deny --log-level error check bans licenses sources

step "the header of the library"
cargo run --locked --quiet -p exo-xtask -- header --check

step "fuzzing, briefly"
bash build/fuzz.sh "${EXO_FUZZ_SECONDS:-15}"

step "tests in Rust"
cargo test --workspace --locked --quiet

step "the boundary: programs in C and C#"
bash build/abi.sh

step "the module"
bash build/module.sh --sizes
if [ -n "${EXO_SCRIPT_CHECK:-}" ]; then
    "$EXO_SCRIPT_CHECK" module build tests
    export EXO_SCRIPT_CHECKED=1
fi
if [ -n "${EXO_FRAMEWORK_CHECK:-}" ]; then
    "$EXO_FRAMEWORK_CHECK" module/ExoModernAuth build/demo.ps1 module/ExoModernAuth/ExoModernAuth.Interop.dll
fi
if shell=$(find_powershell); then
    "$shell" -NoProfile -File build/test.ps1
else
    echo "NOT DONE  the tests in PowerShell: no PowerShell was found (https://aka.ms/powershell, or set EXO_PWSH)"
    if [ "${CI:-}" = true ]; then exit 1; fi
fi

if [ -n "${EXO_WINDOWS_TOOLCHAIN:-}" ]; then
    step "Windows"
    bash build/windows.sh
fi
