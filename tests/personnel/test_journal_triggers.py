"""The triggers of the journal: on every table, back after every migration, one text on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from beneficiaires import seats
from beneficiaires.models import Beneficiaire, Inscription
from centres.models import Centre, Groupe
from entraide.database import sync_triggers
from entraide.records import Fiche
from personnel import journal
from personnel.models import Agent, Compte, Journal
from tests.people import (
    make_region,
)
from tests.personnel.journal_rows import rows_of, run

pytestmark = pytest.mark.django_db


# --- triggers and migrations --------------------------------------------------------------------------------


def test_every_model_that_people_edit_has_its_triggers():
    edited = {model for model in apps.get_models() if issubclass(model, Fiche)}
    assert {Beneficiaire, Inscription, Centre, Groupe, Compte, Agent} <= edited
    assert edited <= set(journal.journalled_models())
    assert journal.missing_triggers(connection) == [] and seats.missing_triggers(connection) == []


def test_making_the_triggers_again_costs_next_to_nothing_and_repairs_what_is_missing():
    with CaptureQueriesContext(connection) as queries:
        assert journal.create_triggers(connection) == []
        assert seats.create_triggers(connection) == []
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) <= 4
    on = " ON personnel_agent" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER entraide_journal_personnel_agent_update{on}")
    assert journal.missing_triggers(connection) == ["entraide_journal_personnel_agent_update"]
    assert journal.create_triggers(connection) == ["entraide_journal_personnel_agent_update"]
    journal.drop_triggers(connection)
    assert len(journal.missing_triggers(connection)) == len(list(journal.triggers(connection)))
    assert journal.create_triggers(connection)
    assert journal.missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
def test_triggers_survive_migrations_that_rebuild_their_tables():
    region = make_region()
    groupe, person = region.groupes["CEF-01"], region.people["CEF-01"]
    sender = {name: apps.get_app_config(name) for name in ("personnel", "beneficiaires")}
    for receiver, name in ((journal.before_migrate, "personnel"), (seats.before_migrate, "beneficiaires")):
        receiver(sender[name], using="default", plan=[("a migration", False)])
    wider = {}
    for model, name in (
        (Groupe, "nom_fr"),
        (Beneficiaire, "cnie"),
        (Inscription, "statut"),
        (Journal, "lot"),
    ):
        old = model._meta.get_field(name)
        new = old.clone()
        new.set_attributes_from_name(name)
        new.model, new.max_length = model, old.max_length + 5
        wider[model] = old, new
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, new, strict=True)
    assert len(journal.missing_triggers(connection)) == len(list(journal.triggers(connection)))
    for receiver, name in ((journal.after_migrate, "personnel"), (seats.after_migrate, "beneficiaires")):
        receiver(sender[name], using="default")
    try:
        assert journal.missing_triggers(connection) == [] and seats.missing_triggers(connection) == []
        Beneficiaire.objects.filter(pk=person.pk).update(cnie="JZ1")
        assert rows_of(person)[-1].apres == {"cnie": "JZ1"}
        Inscription.objects.filter(groupe=groupe).update(statut="SUSPENDU")
        assert Groupe.objects.get(pk=groupe.pk).occupees == 1
        with pytest.raises(IntegrityError):
            Journal.objects.update(lot="x")
    finally:
        journal.drop_triggers(connection)
        seats.drop_triggers(connection)
        for model, (old, new) in wider.items():
            with connection.schema_editor() as editor:
                editor.alter_field(model, new, old, strict=True)
        journal.create_triggers(connection)
        seats.create_triggers(connection)


@pytest.mark.django_db(transaction=True)
def test_a_migrate_without_migrations_leaves_the_triggers_in_place():
    journal.before_migrate(apps.get_app_config("personnel"), using="default", plan=[])
    journal.before_migrate(SimpleNamespace(name="axes"), using="default", plan=[1])
    assert journal.missing_triggers(connection) == []


# --- values -------------------------------------------------------------------------------------------------


@pytest.fixture
def everything(transactional_db):
    """A table with a column of each kind, a child that goes with its parent, and their triggers."""
    with isolate_apps("personnel"):

        class Everything(models.Model):
            JOURNAL_SECRET = ("secret",)
            yes = models.BooleanField(null=True)
            day = models.DateField(null=True)
            moment = models.DateTimeField(null=True)
            hour = models.TimeField(null=True)
            price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
            share = models.FloatField(null=True)
            data = models.JSONField(null=True)
            token = models.UUIDField(null=True)
            text = models.TextField(null=True)
            number = models.BigIntegerField(null=True)
            secret = models.CharField(max_length=10, null=True)

            class Meta:
                app_label = "personnel"

        class Child(models.Model):
            parent = models.ForeignKey(Everything, models.CASCADE)

            class Meta:
                app_label = "personnel"

    prefix = f"{journal.PREFIX}personnel_"
    made = [Everything, Child]
    with connection.schema_editor() as editor:
        for model in made:
            editor.create_model(model)
    triggers = [t for model in made for t in journal._model_triggers(connection, model)]
    sync_triggers(connection, f"{prefix}everything", triggers[:2])
    sync_triggers(connection, f"{prefix}child", triggers[2:])
    yield Everything, Child
    with connection.schema_editor() as editor:
        for model in reversed(made):
            editor.delete_model(model)
    for family in ("everything", "child"):
        if connection.vendor == "postgresql":
            for event in ("update", "delete"):
                run(f"DROP FUNCTION IF EXISTS {prefix}{family}_{event}()")


VALUES = [
    ("yes", True, True),
    ("yes", False, False),
    ("day", date(2026, 2, 3), "2026-02-03"),
    ("moment", datetime(2026, 2, 3, 14, 5, 6, tzinfo=UTC), "2026-02-03T14:05:06.000000Z"),
    ("moment", datetime(2026, 2, 3, 14, 5, 6, 120, tzinfo=UTC), "2026-02-03T14:05:06.000120Z"),
    ("price", Decimal("1234.5"), "1234.500"),
    ("price", Decimal("-0.125"), "-0.125"),
    ("price", Decimal("100"), "100.000"),
    ("share", 63.5, 63.5),
    ("data", {"a": [1, None, "é"]}, {"a": [1, None, "é"]}),
    ("data", "text", "text"),
    ("token", UUID("12345678-1234-5678-1234-567812345678"), "12345678-1234-5678-1234-567812345678"),
    ("text", 'l\'«أحمد» "\\n"\n\t\\', 'l\'«أحمد» "\\n"\n\t\\'),
    ("text", "", ""),
    ("number", 2**53 + 1, 2**53 + 1),
]


@pytest.mark.django_db(transaction=True)
def test_values_have_the_same_text_on_both_databases(everything):
    model, _child = everything
    for column, value, text in VALUES:
        row = model.objects.create()
        model.objects.filter(pk=row.pk).update(**{column: value})
        model.objects.filter(pk=row.pk).update(**{column: None})
        first, second = rows_of(row)
        assert (first.avant, first.apres) == ({column: None}, {column: text})
        assert (second.avant, second.apres) == ({column: text}, {column: None})


@pytest.mark.django_db(transaction=True)
def test_a_secret_changes_without_telling_its_value(everything):
    model, _child = everything
    row = model.objects.create(secret="ouvre-toi")
    model.objects.filter(pk=row.pk).update(secret="sesame")
    run("DELETE FROM personnel_everything")
    update, delete = rows_of(row)
    assert update.avant == update.apres == {"secret": journal.SECRET}
    assert delete.avant["secret"] == journal.SECRET


@pytest.mark.django_db(transaction=True)
def test_a_cascade_leaves_a_row_for_each(everything):
    model, child = everything
    parent = model.objects.create()
    children = [child.objects.create(parent=parent) for _ in range(3)]
    keys = [row.pk for row in children]
    key = parent.pk
    parent.delete()
    found = Journal.objects.filter(operation="DELETE").values_list("table_nom", "objet_id").order_by("pk")
    assert set(found) == {("personnel_child", pk) for pk in keys} | {("personnel_everything", key)}


def test_an_unknown_column_in_an_exclusion_is_an_error():
    with isolate_apps("personnel"):

        class Wrong(models.Model):
            JOURNAL_EXCLUDE = ("nom_arr",)

            class Meta:
                app_label = "personnel"

    with pytest.raises(ValueError, match="nom_arr"):
        list(journal._model_triggers(connections["default"], Wrong))
