"""The journal: every change and deletion leaves a row, whoever writes and however; nobody rewrites it."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, models, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext, isolate_apps

from beneficiaires import seats
from beneficiaires.models import Beneficiaire, Inscription
from centres.models import Centre, Commune, Groupe, JourSansClasse
from entraide.database import sync_triggers
from entraide.editing import save_version
from entraide.records import Fiche
from personnel import journal
from personnel.journal import agir
from personnel.models import Agent, Compte, Journal
from tests.people import (
    make_account,
    make_centre,
    make_commune,
    make_group,
    make_person,
    make_region,
    make_year,
)

pytestmark = pytest.mark.django_db


def rows_of(instance):
    return list(
        Journal.objects.filter(table_nom=instance._meta.db_table, objet_id=instance.pk).order_by("pk")
    )


def run(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


@pytest.fixture
def fatima():
    return make_account("fatima", "COORDINATION")


@pytest.fixture
def agent(fatima):
    agent = Agent.objects.create(nom_ar="بوجمعة", prenom_ar="سالم", poste="FORMATEUR", employeur="COMMUNE")
    agent.refresh_from_db()
    return agent


# --- what is written ----------------------------------------------------------------------------------------


def test_a_change_keeps_the_former_and_the_new_value_of_what_changed_and_nothing_else(fatima, agent):
    with agir(par=fatima, lot="import-7"):
        save_version(agent, {"telephone": "+212661000041", "sexe": "M"}, version=1, par=fatima)
    (row,) = rows_of(agent)
    assert (row.operation, row.compte_id, row.lot) == ("UPDATE", fatima.pk, "import-7")
    assert row.avant == {"telephone": None, "sexe": None}
    assert row.apres == {"telephone": "+212661000041", "sexe": "M"}
    assert abs(row.quand - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_deletion_keeps_the_whole_row(fatima, agent):
    key = agent.pk
    with agir(par=fatima):
        agent.delete()
    row = Journal.objects.get(table_nom="personnel_agent", objet_id=key)
    assert (row.operation, row.apres, row.compte_id) == ("DELETE", None, fatima.pk)
    columns = {f.column for f in Agent._meta.concrete_fields} - {"cle_recherche"}
    assert set(row.avant) == columns
    assert row.avant["nom_ar"] == "بوجمعة" and row.avant["version"] == 1 and row.avant["telephone"] is None


def test_nothing_changed_leaves_nothing(fatima, agent):
    with agir(par=fatima):
        Agent.objects.filter(pk=agent.pk).update(nom_ar="بوجمعة", telephone=None)
        agent.save()
    assert rows_of(agent) == []


def test_derived_columns_counters_and_sign_ins_are_no_events(fatima, agent):
    with agir(par=fatima):
        Agent.objects.filter(pk=agent.pk).update(cle_recherche="x")
        Compte.objects.filter(pk=fatima.pk).update(last_login=datetime.now(UTC))
    assert not Journal.objects.exists()
    Agent.objects.filter(pk=agent.pk).update(cle_recherche="y", nom_ar="سالم")
    assert rows_of(agent)[0].avant == {"nom_ar": "بوجمعة"}


def test_the_journal_says_that_a_password_changed_not_what(fatima):
    with agir(par=fatima):
        Compte.objects.filter(pk=fatima.pk).update(password="pbkdf2$secret")
    assert rows_of(fatima)[0].apres == {"password": journal.SECRET}
    Compte.objects.filter(pk=fatima.pk).delete()
    assert "pbkdf2" not in str(list(Journal.objects.values_list("avant", "apres")))


def update_with_f(agent):
    Agent.objects.filter(pk=agent.pk).update(version=F("version") + 1, telephone=F("nom_ar"))


def update_in_bulk(agent):
    agent.telephone = "بوجمعة"
    Agent.objects.bulk_update([agent], ["telephone"])


def upsert(agent):
    agent.telephone = "بوجمعة"
    Agent.objects.bulk_create(
        [agent], update_conflicts=True, update_fields=["telephone"], unique_fields=["id"]
    )  # fmt: skip


def save(agent):
    agent.telephone = "بوجمعة"
    agent.save()


def raw(agent):
    assert run("UPDATE personnel_agent SET telephone = %s WHERE id = %s", ["بوجمعة", agent.pk]) == 1


@pytest.mark.parametrize("way", [update_with_f, update_in_bulk, upsert, save, raw])
def test_every_way_of_changing_is_journalled(agent, fatima, way):
    with agir(par=fatima):
        way(agent)
    (row,) = rows_of(agent)
    assert row.avant == {"telephone": None} and row.apres == {"telephone": "بوجمعة"}
    assert row.compte_id == fatima.pk


def test_many_rows_changed_or_deleted_at_once_leave_one_row_each(fatima):
    annee = make_year(fatima)
    JourSansClasse.objects.bulk_create(
        JourSansClasse(
            annee=annee, nature="FERIE", nom_ar="عطلة", nom_fr=str(n), du=annee.debut, au=annee.debut
        )
        for n in range(50)
    )
    with agir(par=fatima, lot="L"):
        assert JourSansClasse.objects.filter(nom_fr__lt="3").update(provisoire=True) == 23
        JourSansClasse.objects.all().delete()
    journal = Journal.objects.filter(table_nom="centres_joursansclasse", lot="L", compte_id=fatima.pk)
    assert (
        journal.filter(operation="UPDATE", avant={"provisoire": False}, apres={"provisoire": True}).count()
        == 23
    )
    assert journal.filter(operation="DELETE", avant__provisoire=True).count() == 23
    assert journal.count() == 73
    assert run("DELETE FROM centres_joursansclasse") == 0


def test_a_change_whose_foreign_key_comes_later_is_journalled(fatima):
    centre = make_centre(fatima, "CEF-01")
    with agir(par=fatima):
        later = Commune.objects.order_by("-pk").first().pk + 1000
        Centre.objects.filter(pk=centre.pk).update(commune=later)
        other = make_commune("11.321.01.99", ar="فم الواد", fr="Foum El Oued")
        Centre.objects.filter(pk=centre.pk).update(commune=other)
    assert [r.apres["commune_id"] for r in rows_of(centre) if "commune_id" in r.apres] == [later, other.pk]


def test_a_created_row_is_its_own_record(fatima):
    with agir(par=fatima, lot="L-1"):
        Agent.objects.bulk_create(
            Agent(nom_ar=f"ا{n}", poste="AUTRE", employeur="COMMUNE", cree_par=fatima, lot="L-1")
            for n in range(3)
        )
    assert Agent.objects.filter(cree_par=fatima, lot="L-1", cree_le__isnull=False, version=1).count() == 3
    assert not Journal.objects.exists()


# --- who acts -----------------------------------------------------------------------------------------------


def change(agent, telephone):
    Agent.objects.filter(pk=agent.pk).update(telephone=telephone)


def authors(agent):
    return [(row.apres["telephone"], row.compte_id, row.lot) for row in rows_of(agent)]


def test_nobody_acts_outside(agent):
    change(agent, "1")
    assert authors(agent) == [("1", None, None)]


def test_the_inner_author_holds_until_its_end_and_inherits_the_batch(agent, fatima):
    aicha = make_account("aicha", "RESPONSABLE")
    with agir(par=fatima, lot="L"):
        change(agent, "1")
        with agir(par=aicha):
            change(agent, "2")
            with agir(par=aicha, lot="M"):
                change(agent, "3")
            change(agent, "4")
        with agir(par=None):
            change(agent, "5")
        change(agent, "6")
    change(agent, "7")
    f, a = fatima.pk, aicha.pk
    assert authors(agent) == [
        ("1", f, "L"), ("2", a, "L"), ("3", a, "M"), ("4", a, "L"), ("5", None, "L"), ("6", f, "L"),
        ("7", None, None),
    ]  # fmt: skip


def test_a_rollback_takes_back_the_author_with_the_change(agent, fatima):
    aicha = make_account("aicha", "RESPONSABLE")
    with agir(par=fatima):
        with pytest.raises(RuntimeError), agir(par=aicha):
            change(agent, "1")
            raise RuntimeError
        change(agent, "2")
        with agir(par=aicha):
            change(agent, "3")
            transaction.set_rollback(True)
        change(agent, "4")
        with pytest.raises(IntegrityError), agir(par=aicha):
            Agent.objects.filter(pk=agent.pk).update(poste="INCONNU")
        change(agent, "5")
    change(agent, "6")
    assert authors(agent) == [
        ("2", fatima.pk, None),
        ("4", fatima.pk, None),
        ("5", fatima.pk, None),
        ("6", None, None),
    ]


def test_the_author_is_asked_for_once_by_nested_actions(agent, fatima):
    with (
        agir(par=fatima),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        with agir(par=fatima):
            pass
    assert not [q for q in queries if "set_config" in q["sql"]]


def test_an_unsaved_account_cannot_act():
    with pytest.raises(ValueError, match="saved"), agir(par=Compte(username="x")):
        pass


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_take_each_other_s_names():
    accounts = [make_account(f"compte{n}", "COORDINATION") for n in range(4)]
    agents = [Agent.objects.create(nom_ar=str(n), poste="AUTRE", employeur="COMMUNE") for n in range(4)]
    barrier, errors = threading.Barrier(4), []

    def work(account, agent):
        try:
            barrier.wait(10)
            for n in range(10):
                with agir(par=account, lot=account.username):
                    change(agent, f"{n}")
                change(agent, f"{n} system")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(accounts, agents, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    for account, agent in zip(accounts, agents, strict=True):
        found = {
            (row.compte_id, row.lot, row.apres["telephone"].endswith("system")) for row in rows_of(agent)
        }
        assert found == {(account.pk, account.username, False), (None, None, True)}
        assert len(rows_of(agent)) == 20


# --- nobody rewrites it -------------------------------------------------------------------------------------

REWRITING = [
    "UPDATE personnel_journal SET compte_id = 1",
    "UPDATE personnel_journal SET quand = quand",
    "DELETE FROM personnel_journal",
    pytest.param("TRUNCATE personnel_journal", marks=pytest.mark.postgresql),
    pytest.param("TRUNCATE personnel_journal, personnel_envoi CASCADE", marks=pytest.mark.postgresql),
    pytest.param(
        "REPLACE INTO personnel_journal (id, operation, table_nom, objet_id, avant)"
        " SELECT id, operation, table_nom, 0, '{}' FROM personnel_journal",
        marks=pytest.mark.sqlite,
    ),
]


@pytest.mark.parametrize("sql", REWRITING)
def test_the_database_refuses_to_rewrite_the_journal(agent, sql):
    change(agent, "1")
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        run(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Journal.objects.all().delete()
    assert authors(agent) == [("1", None, None)]


@pytest.mark.sqlite
def test_a_row_replaced_in_sqlite_is_a_deletion_seen_by_the_journal(agent):
    run(
        "REPLACE INTO personnel_agent (id, nom_ar, poste, employeur) VALUES (%s, 'x', 'AUTRE', 'COMMUNE')",
        [agent.pk],
    )
    (row,) = rows_of(agent)
    assert row.operation == "DELETE" and row.avant["nom_ar"] == "بوجمعة"


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


def test_the_seats_counter_moves_without_the_journal(fatima):
    centre, annee = make_centre(fatima, "CEF-01"), make_year(fatima)
    groupe = make_group(fatima, centre, annee)
    make_person(fatima, groupe)
    assert Groupe.objects.get(pk=groupe.pk).occupees == 1
    assert rows_of(groupe) == []
