#!/usr/bin/env bash
# Runs every check and every test: formatting, lints, documentation, licences, tests, and each fuzz
# target for some seconds. Installs what it needs.

source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

step() { printf '\n== %s\n' "$*"; }

step "format"
cargo fmt --all --check
cargo fmt --manifest-path tests/fuzz/Cargo.toml --check

step "lints"
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet

step "dependencies: licences, sources, duplicates"
if ! command -v cargo-deny >/dev/null; then
    cargo install --locked --quiet cargo-deny
fi
cargo deny --log-level error check bans licenses sources

step "fuzzing, briefly"
bash build/fuzz.sh "${EXO_FUZZ_SECONDS:-15}"

step "tests"
cargo test --workspace --locked
