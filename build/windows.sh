#!/usr/bin/env bash
# Builds the library for Windows on Linux, puts it into the module folder, and runs the Pester suite
# in PowerShell for Windows where EXO_PWSH_WINE names one that starts here (under Wine).
#
# EXO_WINDOWS_TOOLCHAIN may name a script that sets up a toolchain in a folder: 'script DIR', then
# 'DIR/env.sh' is read and 'cargo +winx' builds. Else rustup's own target is used.

source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

target=x86_64-pc-windows-gnu
cargo=(cargo)
if [ -n "${EXO_WINDOWS_TOOLCHAIN:-}" ]; then
    folder=${XDG_CACHE_HOME:-$HOME/.cache}/exo-winx
    bash "$EXO_WINDOWS_TOOLCHAIN" "$folder" >/dev/null
    source "$folder/env.sh"
    cargo=(cargo +winx)
else
    rustup target add "$target"
    if ! command -v x86_64-w64-mingw32-gcc >/dev/null && ! install_packages gcc-mingw-w64-x86-64; then
        echo "The linker for Windows is missing: install gcc-mingw-w64-x86-64." >&2
        exit 1
    fi
fi
# A standard library without bitcode cannot take part in link-time optimisation.
CARGO_TARGET_DIR=target/windows CARGO_PROFILE_RELEASE_LTO=off \
    "${cargo[@]}" build --release --locked --quiet -p exo-cdylib --target "$target"
library=module/ExoModernAuth/runtimes/win-x64/native/exo_native.dll
mkdir -p "$(dirname "$library")"
cp "target/windows/$target/release/exo_native.dll" "$library"
echo "$(stat -c %s "$library") bytes  $library"

if [ -n "${EXO_PWSH_WINE:-}" ]; then
    EXO_MODULE_BUILT=1 EXO_SCRIPT_CHECKED=1 EXO_PWSH= "$EXO_PWSH_WINE" -NoProfile -File build/test.ps1
fi
