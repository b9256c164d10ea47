#!/usr/bin/env bash
# Makes .venv and installs the locked dependencies into it; does nothing when that is already so.
# Usage: scripts/venv.sh [dev]     dev adds what tests and tools need
# PYTHON=/path/to/python3 chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=requirements${1:+-$1}.lock

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if suits "$candidate"; then echo "$candidate"; return; fi
  done
  return 1
}

if ! suits .venv/bin/python; then
  if ! python=$(find_python); then
    cat >&2 <<'END'
Entraide needs Python 3.11 or newer, and there is none here.
  Debian 12, Ubuntu 24.04 or newer:  sudo apt-get install python3 python3-venv
  elsewhere:                         https://www.python.org/downloads/
Then run the same command again. (Python stands elsewhere? PYTHON=/path/to/python3 make …)
END
    exit 1
  fi
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    cat >&2 <<END
Python is here ($("$python" --version)), but it cannot make a virtual environment: its module venv is missing.
  Debian, Ubuntu:  sudo apt-get install python3-venv
Then run the same command again.
END
    exit 1
  fi
  echo "Creating .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
fi

# The development lock holds all of the other one: either stamp proves that the running part is installed.
is_installed() { cmp -s "$1" ".venv/installed-$1"; }
is_installed "$lock" && exit 0
if [ "$lock" = requirements.lock ] && [ -f .venv/installed-requirements.lock.dev ]; then
  cmp -s "$lock" .venv/installed-requirements.lock.dev && exit 0
fi

echo "Installing $lock into .venv (needs the network, about a minute)"
if ! .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"; then
  echo "The packages could not be installed. What pip said is above; check the network, then run the same command again." >&2
  exit 1
fi
cp "$lock" ".venv/installed-$lock"
[ "$lock" = requirements.lock ] || cp requirements.lock .venv/installed-requirements.lock.dev
