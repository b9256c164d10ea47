#!/usr/bin/env bash
# From an empty clone to a served demonstration; run again, it keeps the data. PORT=8000, DATABASE_URL as in production.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/venv.sh
export DJANGO_DEBUG=1
port=${PORT:-8000}
python=.venv/bin/python

if ! $python - "$port" <<'END'
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError, ValueError):
        sys.exit(1)
END
then
  echo "Port $port cannot be used: another program may have it. Choose another: make run PORT=8001" >&2
  exit 1
fi

$python manage.py migrate --no-input --verbosity 0
$python manage.py demo --if-empty

cat <<END

  Entraide is at  http://127.0.0.1:$port/   (Ctrl-C stops it; the data stay)

  Demonstration accounts, password entraide-demo:
    coordination   the whole network
    responsable    the manager of one training centre
    officiel       the figures, never a name

END
exec $python manage.py runserver "127.0.0.1:$port"
