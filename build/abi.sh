#!/usr/bin/env bash
# Tests the boundary from outside, in the languages of its hosts: what the library exports, a program
# in C for each promise of native/README.md, and the shim in C# under Mono. One line for each, and an
# error where one fails.
#
# The programs run three times: against a library with the operations for tests, against the same with
# their memory watched, and against the library that ships. What needs these operations is left out
# there. Each can be run by hand:
#   target/abi/c/plain/<program> target/abi/debug/libexo_native.so target/abi/snapshots

source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

if [ "$(uname -s)" != Linux ]; then
    echo "NOT DONE  the boundary from outside: its programs look at themselves in /proc, which Linux has"
    exit 0
fi
if ! { command -v mcs && command -v mono; } >/dev/null && ! install_packages mono-mcs mono-runtime; then
    echo "Mono (mcs, mono) is missing: install mono-mcs and mono-runtime." >&2
    exit 1
fi

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
abi=$target/abi
shipped=$target/release/libexo_native.so
hooked=$abi/debug/libexo_native.so

# What ships, where everybody builds it; in a folder of its own what must never be taken for it.
cargo build --release --locked --quiet -p exo-cdylib
cargo build --locked --quiet --target-dir "$abi" -p exo-cdylib -p exo-readiness -p exo-sample \
    --features exo-cdylib/test-hooks

failed=0
# Says how something went: NAME STATUS TEXT.
tell() {
    if [ "$2" = 0 ]; then
        echo "$1: $3"
    else
        failed=1
        echo "$1: FAILED, $3"
    fi
}

# The functions that the library gives away, its header declares, and the shim imports.
exported=$(nm -D --defined-only "$shipped" | awk '{ print $NF }' | sort)
declared=$(sed -n 's/^[a-z].*[ *]\(exo_[a-z_]*\)(.*/\1/p' native/ffi/include/exo_native.h | sort)
imported=$(sed -n 's/.* static extern .* \(exo_[a-z_]*\)(.*/\1/p' module/Interop/Native.cs | sort)
if [ "$exported" = "$declared" ] && [ "$exported" = "$imported" ]; then
    tell exports 0 "$(wc -w <<<"$exported") functions, those of the header and of the shim"
else
    tell exports 1 "$(printf 'the library: %s; the header: %s; the shim: %s' \
        "${exported//$'\n'/ }" "${declared//$'\n'/ }" "${imported//$'\n'/ }")"
fi
# A library that aborts has no use for what raises a panic up to its export.
case $(nm -D --undefined-only "$shipped") in
    *' _Unwind_RaiseException'*) tell unwinding 0 "panics unwind in what ships" ;;
    *) tell unwinding 1 "a panic in what ships would end the host" ;;
esac

# The snapshots, and what the program without PowerShell says of them.
snapshots=$abi/snapshots
expected=$abi/expected
rm -rf "$snapshots" "$expected"
mkdir -p "$snapshots" "$expected"
cp -r module/ExoModernAuth/Sample "$snapshots/sample"
cp -r module/ExoModernAuth/Sample "$snapshots/single"
head -n 1 "$snapshots/sample/cas-mailboxes.ndjson" >"$snapshots/single/cas-mailboxes.ndjson"
sed -i '/"cas-mailboxes"/s/"count": [0-9]*/"count": 1/' "$snapshots/single/manifest.json"
"$abi/debug/exo-sample" "$snapshots/five" --mailboxes 2049 --narrow >/dev/null
"$abi/debug/exo-sample" "$snapshots/wide" --mailboxes 20000 --narrow >/dev/null
for file in sample.ndjson sample.csv sample.json five.ndjson; do
    "$abi/debug/readiness" "$snapshots/${file%.*}" --as-of 2026-11-25 --language en \
        --out "$expected/$file" >/dev/null 2>&1
done

# The programs in C, twice: as they are, and with what watches their memory where it is to be had.
watch=(-fsanitize=address,undefined -fno-sanitize-recover=all)
export ASAN_OPTIONS=detect_leaks=1
export RUST_BACKTRACE=0
mkdir -p "$abi/c/plain" "$abi/c/watched"
kinds=(plain)
if echo 'int main(void) { return 0; }' | cc "${watch[@]}" -x c -o "$abi/c/trial" - 2>/dev/null; then
    # Leaks are found by looking at the process from another, which some containers forbid.
    "$abi/c/trial" 2>/dev/null || ASAN_OPTIONS=detect_leaks=0
    if "$abi/c/trial" 2>/dev/null; then kinds+=(watched); fi
fi
if [ "${#kinds[@]}" = 1 ]; then
    echo "NOT DONE  the programs with their memory watched: there is no address sanitizer here"
fi
compile() {
    local kind=$1 source=$2 flags=()
    local program=$abi/c/$kind/$(basename "$source" .c)
    if [ "$kind" = watched ]; then flags=("${watch[@]}"); fi
    for input in "$source" tests/abi/c/host.[ch] native/ffi/include/exo_native.h build/abi.sh; do
        if [ "$input" -nt "$program" ]; then
            rm -f "$program"
            cc -std=c11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wpedantic -Werror "${flags[@]}" \
                -Inative/ffi/include -o "$program" "$source" tests/abi/c/host.c -pthread -ldl
            return
        fi
    done
}
programs=()
for source in tests/abi/c/*.c; do
    if [ "$source" = tests/abi/c/host.c ]; then continue; fi
    programs+=("$(basename "$source" .c)")
    # As many at a time as there are processors.
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    for kind in "${kinds[@]}"; do compile "$kind" "$source"; done &
done
wait

# Runs a program against a library: PROGRAM KIND LIBRARY. Says what went wrong and how it ended.
run() {
    local status=0
    said=$(timeout 120 "$abi/c/$2/$1" "$3" "$snapshots" 2>"$abi/c/stderr") || status=$?
    # Everything is shown at least once.
    if [ "$status" = 77 ] && [ "$2 $3" != "plain $hooked" ]; then return 0; fi
    if [ "$status" != 0 ]; then
        said="$2, ${3#"$target"/}: ${said:-ended with $status}"
        # What watches the memory tells on standard error.
        said+=$(grep -a -m 1 -A 6 -E '^==.*ERROR|runtime error' "$abi/c/stderr" |
            sed 's/^/    /; 1s/^/\n/' || true)
    fi
    return "$status"
}
for program in "${programs[@]}"; do
    status=0 first=
    for kind in "${kinds[@]}"; do
        run "$program" "$kind" "$hooked" || { status=$? && break; }
        first=${first:-$said}
    done
    if [ "$status" = 0 ]; then run "$program" plain "$shipped" || status=$?; fi
    if [ "$status" = 0 ]; then said=$first; fi
    tell "$program" "$status" "$said"
done
case $("$abi/c/plain/version" "$shipped" "$snapshots") in
    *'"features":[]'*) tell features 0 "none in what ships" ;;
    *) tell features 1 "there are some in what ships" ;;
esac

# The shim. It finds the library by its name.
mcs -langversion:5 -warnaserror -noconfig -r:System.dll,System.Core.dll -out:"$abi/managed.exe" \
    tests/abi/managed/*.cs module/Interop/*.cs
status=0
said=$(LD_LIBRARY_PATH=$abi/debug timeout 120 mono "$abi/managed.exe" "$snapshots" "$expected" \
    2>"$abi/stderr") || status=$?
tell managed "$status" "${said:-ended with $status: $(tail -n 3 "$abi/stderr")}"
exit "$failed"
