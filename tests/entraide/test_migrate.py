"""Two servers that start together: one migrates, the other waits for it."""

from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, connections

from entraide.management.commands.migrate import LOCK


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_second_migrate_waits_for_the_first():
    done = Event()

    def migrate():
        try:
            call_command("migrate", verbosity=0)
            done.set()
        finally:
            connections.close_all()

    second = Thread(target=migrate)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        second.start()
        assert not done.wait(0.7)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        assert done.wait(60)
        second.join()
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [LOCK])
        assert cursor.fetchone() == (0,)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_migrates_as_ever():
    call_command("migrate", verbosity=0)
