#!/usr/bin/env bash
# Builds the module and shows it on a snapshot: the sample tenant, or the folder that is given. Where
# there is no PowerShell, or options are given, the program without PowerShell does it.
#
#   bash build/run.sh                          the sample tenant
#   bash build/run.sh SNAPSHOT                 another one
#   bash build/run.sh SNAPSHOT OPTIONS         without PowerShell; 'build/run.sh --help' shows the options
#
# PowerShell is $EXO_PWSH, else pwsh on the path.

here=$(pwd)
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

root=$PWD
snapshot=${1:-$root/module/ExoModernAuth/Sample}
if [ $# -le 1 ] && [ "${snapshot#-}" = "$snapshot" ]; then
    if shell=$(find_powershell); then
        bash build/module.sh
        cd "$here"
        exec "$shell" -NoProfile -File "$root/build/demo.ps1" -Snapshot "$snapshot"
    fi
    echo "No PowerShell was found, so this is the program without it. The module needs PowerShell 7.4 or newer:" \
        "https://aka.ms/powershell (or set EXO_PWSH to its path)." >&2
    set -- "$snapshot"
fi
cargo build --release --locked --quiet -p exo-readiness
cd "$here"
exec "$root/target/release/readiness" "$@"
