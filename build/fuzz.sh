#!/usr/bin/env bash
# Builds the fuzz targets of tests/fuzz and runs each of them from its corpus for some seconds;
# one line for each, and an error where one finds something.
#
#   bash build/fuzz.sh [SECONDS]               15 for each target unless told
#
# The flags are those of cargo-fuzz, on the stable compiler: coverage counters and the address
# sanitizer. What a target finds is kept in tests/fuzz/artifacts/ and can be run by itself:
#   tests/fuzz/target/<host>/release/<target> tests/fuzz/artifacts/<target>/<file>

source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

seconds=${1:-15}
case "$seconds" in
    '' | *[!0-9]* | 0)
        echo "fuzz.sh takes a number of seconds, not '$seconds'." >&2
        exit 2
        ;;
esac
if ! command -v c++ >/dev/null && ! install_packages g++; then
    echo "A C++ compiler (c++), which libFuzzer is built with, is missing: install g++." >&2
    exit 1
fi

fuzz=$PWD/tests/fuzz
host=$(rustc -vV | sed -n 's/^host: //p')
flags=(
    -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
    -Cllvm-args=-simplifycfg-branch-fold-threshold=0
    -Zsanitizer=address
    --cfg fuzzing
)
# Other targets than the host's let build scripts go uninstrumented, so the host is named.
RUSTC_BOOTSTRAP=1 RUSTFLAGS="${flags[*]}" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$fuzz/target}" \
    cargo build --quiet --release --locked --manifest-path "$fuzz/Cargo.toml" --target "$host"
programs=${CARGO_TARGET_DIR:-$fuzz/target}/$host/release

# Files in memory where that is to be had: the target 'snapshot' writes many.
if [ -w /dev/shm ]; then work=$(mktemp -d -p /dev/shm); else work=$(mktemp -d); fi
trap 'rm -rf "$work"' EXIT
failed=0
for target in rows snapshot access_policy; do
    mkdir -p "$work/$target" "$work/tmp" "$fuzz/artifacts/$target"
    # New inputs go to the first folder; the corpus is only read. Leaks are not looked for: scoped
    # threads that are joined may still be giving back what the C library keeps for them.
    if TMPDIR=$work/tmp "$programs/$target" "$work/$target" "$fuzz/corpus/$target" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=4096 -detect_leaks=0 \
        -print_final_stats=1 -artifact_prefix="$fuzz/artifacts/$target/" >"$work/log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
        peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$work/log")
        echo "$target: $runs inputs in $seconds seconds, $peak MB at the peak, nothing found"
    else
        failed=1
        found=$(grep -a -o "$fuzz/artifacts/.*" "$work/log" | tail -n 1)
        echo "$target: a finding, $found"
        # What panicked or what the sanitizer says, without the stacks of the fuzzer.
        grep -a -A 4 -E 'panicked at|^==[0-9]+== ?ERROR' "$work/log" | cut -c 1-1000 | sed 's/^/    /'
    fi
done
find "$fuzz/artifacts" -type d -empty -delete
exit "$failed"
