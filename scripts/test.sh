#!/usr/bin/env bash
# Prepares what scripts/checks.py needs, then hands over to it: the virtual environment and, as root on Debian or
# Ubuntu, the missing ones of Python, Chromium and PostgreSQL. Usage: scripts/test.sh [--quick]
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=()
python=${PYTHON:-python3}
[ -x .venv/bin/python ] || "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  || wanted+=(python3 python3-venv)
if [ "${1:-}" != --quick ]; then
  [ -n "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome-stable google-chrome >/dev/null \
    || wanted+=(chromium)
  # Playwright's driver is a Node that minimal systems cannot load.
  ldconfig -p 2>/dev/null | grep -q libatomic.so.1 || wanted+=(libatomic1)
  case "${DATABASE_URL:-}" in
    postgres*) ;;
    *) command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql) ;;
  esac
fi

if [ ${#wanted[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing with apt-get: ${wanted[*]}"
  # The tests start a server of their own: Debian need not start another one for the whole machine.
  rule=/etc/postgresql-common/createcluster.d/entraide-tests.conf
  mkdir -p "${rule%/*}"
  echo "create_main_cluster = false" >"$rule"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${wanted[@]}" >/dev/null; }; then
    echo "apt-get could not install them (its message is above)." >&2
  fi
  rm -f "$rule"
fi

scripts/venv.sh dev
exec .venv/bin/python scripts/checks.py "$@"
