# Read by scripts/run and scripts/test: finds Python, makes the virtual environment, installs once.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
venv=${ASEANKG_VENV:-$root/.venv}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 2; }

good_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if good_python "$name"; then command -v "$name"; return; fi
    done
    fail "no Python 3.11 or newer was found; install it, or set PYTHON to its path"
}

# True where Debian packages can be installed without asking anybody.
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_debian() {
    say "Installing $* ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "$@"; } >/dev/null 2>&1
}

make_venv() {
    local python=$1
    "$python" -m venv --clear "$venv" >/dev/null 2>&1 && return
    if may_install; then
        install_debian python3-venv && "$python" -m venv --clear "$venv" >/dev/null && return
    fi
    fail "$python cannot make a virtual environment in $venv; install python3-venv, or free the disk"
}

# What the environment depends on: place, wishes, version of Python.
fingerprint() {
    "$venv/bin/python" - "$root" "$1" <<'PY'
import hashlib, pathlib, sys
wishes = pathlib.Path(sys.argv[1], "pyproject.toml").read_bytes()
print(hashlib.sha256(repr((sys.argv[1:], sys.version, wishes)).encode()).hexdigest())
PY
}

# setup EXTRAS: `.` or `.[test]`; does nothing when it was done before for the same pyproject.toml.
setup() {
    local stamp=$venv/.aseankg-setup python told
    if ! good_python "$venv/bin/python"; then
        python=$(find_python) || exit 2
        say "Making a virtual environment in $venv ..."
        make_venv "$python"
    fi
    # An environment for the tests serves scripts/run as well.
    if grep -qsFx -e "$(fingerprint "$1")" -e "$(fingerprint '.[test]')" "$stamp"; then return; fi
    say "Installing what is needed (once, about a minute) ..."
    if ! told=$("$venv/bin/python" -m pip install --quiet --editable "$1" 2>&1); then
        printf '%s\n' "$told" | tail -n 5 >&2
        fail "pip could not install the packages named in pyproject.toml; is there a network?"
    fi
    fingerprint "$1" >"$stamp"
}
