#!/usr/bin/env bash
# Builds the program and judges a snapshot: the sample tenant, or the folder that is given.
#
#   bash build/run.sh                          the sample tenant
#   bash build/run.sh SNAPSHOT [options]       another one; 'build/run.sh --help' shows the options

here=$(pwd)
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

cargo build --release --locked --quiet -p exo-readiness
program=$PWD/target/release/readiness
sample=$PWD/module/ExoModernAuth/Sample
cd "$here"
case "${1-}" in
    "") exec "$program" "$sample" ;;
    *) exec "$program" "$@" ;;
esac
