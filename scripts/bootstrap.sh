#!/bin/sh
# bootstrap.sh VENV LOCKFILE: a virtual environment with exactly what the lock names.
# Uses uv where uv really runs, else the first Python 3.12+ that really runs, and pip.
# A folder that is there is replaced only if this script made it.
# (pyenv leaves commands on the path that only fail: so run them, don't look them up.)
set -eu
venv=$1 lock=$2 python=

if [ -n "$(ls -A "$venv" 2>/dev/null || true)" ] && [ ! -e "$venv/.begun" ] &&
    [ ! -e "$venv/.complete" ]; then
  echo "$venv is no environment that bootstrap.sh made: name another folder." >&2
  exit 1
fi

# What is marked may be removed by the next start, finished or not.
begin() {
  rm -rf "$venv"
  mkdir -p "$venv"
  touch "$venv/.begun"
}

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

for candidate in "${PYTHON:-}" python3.13 python3.14 python3.12 python3 python \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
  if [ -n "$candidate" ] && new_enough "$candidate"; then
    python=$candidate
    break
  fi
done

if [ -z "${NO_UV:-}" ] && uv --version >/dev/null 2>&1; then
  echo "   $venv from $lock, with uv"
  begin
  uv venv -q --allow-existing --python "${python:-3.13}" "$venv"
  uv pip sync -q --python "$venv/bin/python" --require-hashes "$lock"
elif [ -n "$python" ]; then
  echo "   $venv from $lock, with $python and pip"
  begin
  "$python" -m venv "$venv" || {
    echo "On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
  }
  "$venv/bin/python" -m pip install -qq --disable-pip-version-check \
    --require-hashes -r "$lock"
else
  echo "Python 3.12 or newer, or uv, is needed." >&2
  exit 1
fi
touch "$venv/.complete"
