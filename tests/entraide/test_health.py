"""`/sante/` says what is wrong, to anybody, and nothing about anybody."""

import pytest
from django.db import DatabaseError, connection

from centres.triggers import create_triggers, missing_triggers
from entraide import database

pytestmark = pytest.mark.django_db


def test_all_is_well(client):
    response = client.get("/sante/")
    assert response.status_code == 200
    assert response.json() == {
        "application": "ok",
        "database": "ok",
        "pending_migrations": 0,
        "missing_triggers": 0,
    }
    assert client.post("/sante/").status_code == 405


def test_a_missing_trigger_is_said_and_made_again(client):
    database.drop_triggers(connection, "entraide_reseau_")
    response = client.get("/sante/")
    assert response.status_code == 503 and response.json()["missing_triggers"] == 5
    create_triggers(connection)
    assert missing_triggers(connection) == [] and client.get("/sante/").status_code == 200


def test_a_database_that_does_not_answer(client, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("secret: postgres://user:password@host")

    monkeypatch.setattr("entraide.health.MigrationExecutor", fail)
    response = client.get("/sante/")
    assert response.status_code == 503 and response.json()["database"] == "unreachable"
    assert "secret" not in response.content.decode()
