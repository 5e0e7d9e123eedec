#!/usr/bin/env bash
# Assembles the module folder: the native library of this machine, the shim, the script file.
#
#   bash build/module.sh                       then: Import-Module ./module/ExoModernAuth
#   bash build/module.sh --sizes               and says how large they are
#
# A session that has the old files loaded keeps them; a new one takes the new.

source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

case "$#:${1-}" in
    0:) sizes=false ;;
    1:--sizes) sizes=true ;;
    *)
        echo "module.sh takes --sizes or nothing, not '$*'." >&2
        exit 2
        ;;
esac

case "$(uname -s)" in
    Linux) system=linux file=libexo_native.so ;;
    Darwin) system=osx file=libexo_native.dylib ;;
    *)
        echo "module.sh builds on Linux and macOS, not on $(uname -s)." >&2
        exit 1
        ;;
esac
case "$(uname -m)" in
    x86_64) processor=x64 ;;
    aarch64 | arm64) processor=arm64 ;;
    *)
        echo "There is no native library for $(uname -m): only x86_64 and arm64 are built." >&2
        exit 1
        ;;
esac
if ! command -v mcs >/dev/null && ! install_packages mono-mcs; then
    echo "The C# compiler of Mono (mcs) is missing: install mono-mcs (macOS: mono)." >&2
    exit 1
fi

module=module/ExoModernAuth
library=$module/runtimes/$system-$processor/native/$file
shim=$module/ExoModernAuth.Interop.dll
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Puts a file in its place at once: who has the old one open keeps it.
place() {
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.$$.new"
    mv -f "$2.$$.new" "$2"
}

cargo build --release --locked --quiet -p exo-cdylib
built=${CARGO_TARGET_DIR:-target}/release/$file
cmp -s "$built" "$library" || place "$built" "$library"

# The folder is newer too where a source is gone; no two compilations give the same bytes.
if [ ! -e "$shim" ] || [ -n "$(find module/Interop -newer "$shim")" ]; then
    touch "$work/stamp"
    mcs -langversion:5 -optimize+ -warnaserror -target:library -noconfig \
        -r:System.dll,System.Core.dll -out:"$work/${shim##*/}" module/Interop/*.cs
    place "$work/${shim##*/}" "$shim"
    # Older than a source that was changed meanwhile.
    touch -r "$work/stamp" "$shim"
fi

cargo run --locked --quiet -p exo-xtask --no-default-features -- psm1

if $sizes; then
    bytes() { printf '%10d bytes  %s\n' "$(cat "${@:2}" | wc -c)" "$1"; }
    bytes "the native library, $library" "$library"
    bytes "the shim, $shim" "$shim"
    find "$module" -type f -exec cat {} + >"$work/module"
    bytes "the whole module, $module" "$work/module"
fi
