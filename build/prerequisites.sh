# Sourced by the other scripts: checks what building needs, installs what Debian packages can give,
# and says in one sentence what is missing where it cannot.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Installs Debian packages where this user may.
install_packages() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
    else
        return 1
    fi
}

if ! command -v cargo >/dev/null; then
    echo "The Rust toolchain is missing: install it from https://rustup.rs, then run this again." >&2
    exit 1
fi
if ! command -v cc >/dev/null && ! install_packages gcc libc6-dev; then
    echo "A C linker (cc) is missing: install gcc, then run this again." >&2
    exit 1
fi

# The path of PowerShell: $EXO_PWSH, else pwsh on the path; fails where there is none.
find_powershell() {
    if [ -n "${EXO_PWSH:-}" ]; then
        if ! command -v "$EXO_PWSH"; then
            echo "EXO_PWSH names '$EXO_PWSH', which cannot be run." >&2
            return 1
        fi
    else
        command -v pwsh
    fi
}
