"""The journal: every change and deletion leaves a row, whoever writes and however; nobody rewrites it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from centres.models import Centre, Commune, JourSansClasse
from entraide.editing import save_version
from personnel import journal
from personnel.journal import agir
from personnel.models import Agent, Compte, Journal
from tests.people import (
    make_account,
    make_centre,
    make_commune,
    make_year,
)
from tests.personnel.journal_rows import authors, change, rows_of, run

pytestmark = pytest.mark.django_db


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
