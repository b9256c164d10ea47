#!/usr/bin/env bash
# Writes requirements.lock (to run) and requirements-dev.lock (to develop), with hashes and without the address of any
# package index: which one to use is the business of each machine's pip configuration.
# Usage: scripts/lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
export CUSTOM_COMPILE_COMMAND="make lock"
compile=(.venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "$@")
"${compile[@]}" --output-file=requirements.lock pyproject.toml
"${compile[@]}" --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
if grep -nE '^--|://' requirements.lock requirements-dev.lock; then
  echo "A lock file holds an address or an option of pip (above): see the pip configuration of this machine." >&2
  exit 1
fi
