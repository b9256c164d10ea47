#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL 15+ that lives as long as the command does.
#
#   scripts/with_postgres.sh .venv/bin/pytest …
#
# The command finds POSTGRES_URL in its environment (give it to Django as DATABASE_URL). Nothing of the cluster is left
# behind: not after a failure, nor after Ctrl-C. As root the server runs as the user postgres; else as the user himself.
# PG_OPTIONS adds options of the server ("-c shared_buffers=512MB"). Exit code: that of the command; 69 when there is
# no PostgreSQL 15+ here.
set -euo pipefail

missing() {
  cat >&2 <<END
PostgreSQL 15 or newer is not installed here${1:+ ($1)}.
  Debian, Ubuntu:  sudo apt-get install postgresql
  elsewhere:       https://www.postgresql.org/download/ ; initdb and pg_ctl must be on the PATH
Or give a server of your own: DATABASE_URL=postgres://user:password@host:5432/name make test
END
  exit 69
}

# Debian keeps the server's programs out of the PATH; the newest version first.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -nr | head -n 1 || true)
[ -x "${bin:-/nowhere}/initdb" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
[ -x "$bin/initdb" ] || missing
version=$("$bin/initdb" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
[ "$version" -ge 15 ] || missing "found version $version"

as_server=()
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || missing "as root it needs the user postgres, who does not exist"
  as_server=(runuser -u postgres --)
fi

# In /tmp, whatever TMPDIR says: the user postgres must reach it, and the path of a socket must be short.
folder=$(mktemp -d /tmp/entraide-pg.XXXXXX)
child=
finish() {
  trap '' INT TERM HUP
  if [ -n "$child" ] && kill -0 "$child" 2>/dev/null; then
    kill -TERM -- "-$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  if [ -f "$folder/data/postmaster.pid" ]; then
    (cd / && "${as_server[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ "$(id -u)" != 0 ] || chown postgres "$folder"

free_port() {
  local python
  for python in "$(dirname "$0")/../.venv/bin/python" python3; do
    if "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null
    then return; fi
  done
}
server() { (cd / && "${as_server[@]}" "$@"); }

if ! server "$bin/initdb" -D "$folder/data" --locale=C.UTF-8 --encoding=UTF8 -A trust -U entraide --no-sync \
  >"$folder/log" 2>&1; then
  cat "$folder/log" >&2
  exit 1
fi
# Durability costs time and protects nothing here: the data die with the command.
options="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c unix_socket_directories=$folder
  -c listen_addresses=127.0.0.1 -c shared_buffers=256MB -c max_connections=60 ${PG_OPTIONS:-}"
for attempt in 1 2 3; do # another program may take the free port before we do
  port=$(free_port)
  if server "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -o "-p $port $(echo $options)" start \
    >>"$folder/log" 2>&1; then break; fi
  if [ "$attempt" = 3 ]; then cat "$folder/log" "$folder/server.log" >&2; exit 1; fi
done
server "$bin/createdb" -h "$folder" -p "$port" -U entraide entraide
export POSTGRES_URL="postgres://entraide@127.0.0.1:$port/entraide"

# A group of its own: a signal reaches the command with all its children, and our wait is interrupted at once.
set -m
"$@" </dev/null &
child=$!
set +m
trap 'kill -INT -- "-$child" 2>/dev/null; wait "$child" || true; exit 130' INT
code=0
wait "$child" || code=$?
child=
exit "$code"
