#!/usr/bin/env bash
# Runs the tests with the oldest (lowest-direct) or the newest (highest) libraries that pyproject.toml allows, on each version
# of Python named, in environments of their own under build/versions. A Python that uv neither finds nor gets, and pyenv has
# not either, is passed over.
# Test tools are the newest; TESTS names a part of the tests. Each is tried to the end, whichever failed before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
resolution=$1
shift
read -r -a tests <<<"${TESTS:-tests}"
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5'
uv() { .venv/bin/uv --quiet "$@"; }
of_pyenv() { find "${PYENV_ROOT:-$HOME/.pyenv}/versions" -path "*/$1.*/bin/python" 2>/dev/null | sort -V | tail -1; }
environment() { # for the Python $1 in the folder $2
    local found
    uv venv --clear --python "$1" "$2" 2>/dev/null && return
    found=$(of_pyenv "$1")
    [ -n "$found" ] && uv venv --clear --python "$found" "$2" 2>/dev/null
}
failed=
for version in "$@"; do
    home=build/versions/$resolution-$version
    environment "$version" "$home" || { echo "== Python $version is not to be had here" && continue; }
    uv pip install --python "$home/bin/python" --resolution "$resolution" --editable '.[tui,bigtext,web]'
    uv pip install --python "$home/bin/python" --editable '.[test]' httpx # which an older starlette's test client wants
    echo "== Python $version, $resolution"
    # An old library may warn of what a new one does; that is no fault of ours.
    "$home/bin/python" -m pytest -q -n auto -o filterwarnings=default "${tests[@]}" || failed="$failed $version"
done
[ -z "$failed" ] || { echo "== failed on Python$failed, $resolution"; exit 1; }
