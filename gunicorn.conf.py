"""For `gunicorn entraide.wsgi`, which reads PORT, BIND, DATABASE_URL and WEB_CONCURRENCY here."""

import os

# On the machine itself unless told otherwise: a proxy that speaks HTTPS stands in front.
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# SQLite has one writer at a time: more workers only wait longer. PostgreSQL serves as many as it has
# connections for.
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    _workers = min(2 * (os.cpu_count() or 1) + 1, 9)
else:
    _workers = 2
workers = int(os.environ.get("WEB_CONCURRENCY") or _workers)

# No access log: the query of a search holds the name of a person. What fails is in the error log, without it.
accesslog = None
errorlog = "-"
# Nobody administers it from another process.
control_socket_disable = True

timeout = 60
graceful_timeout = 30
# A worker is replaced now and then, not all at the same moment: nothing that leaks can grow for months.
max_requests = 2000
max_requests_jitter = 200
# The heartbeat of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
