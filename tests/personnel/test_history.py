"""The history page's lines: in words, in the reader's language, in a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from beneficiaires.models import Beneficiaire
from personnel import history
from personnel.journal import SECRET, agir
from personnel.models import Journal
from tests.people import make_account, make_commune, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with override("fr"):
        yield


@pytest.fixture
def fatima():
    return make_account("fatima", "COORDINATION")


@pytest.fixture
def person(fatima):
    return make_person(fatima, naissance=date(2009, 1, 1), naissance_precision="ANNEE")


def change(person, par, **fields):
    with agir(par=par):
        Beneficiaire.objects.filter(pk=person.pk).update(**fields)
    person.refresh_from_db()


def values(operation):
    return [(str(c.libelle), str(c.avant), str(c.apres)) for c in operation.changements]


def test_a_creation_is_told_by_the_row_itself(person):
    (created,) = history.of(person)
    assert (created.operation, created.titre, created.compte) == ("CREATE", "Fiche créée", "Fatima")
    assert created.quand == person.cree_le and created.changements == []


def test_changes_are_told_in_words_the_latest_first(person, fatima):
    communes = [make_commune(), make_commune("11.321.01.99", ar="فم الواد", fr="Foum El Oued")]
    change(person, fatima, sexe="M", commune=communes[0])
    change(person, None, commune=communes[1], naissance_estimee=True, base_legale_date=date(2026, 2, 3))
    second, first, created = history.of(person)
    assert created.operation == "CREATE"
    assert (first.titre, first.compte) == ("Modification\u202f: Sexe, Commune", "Fatima")
    assert values(first) == [("Sexe", "Féminin", "Masculin"), ("Commune", "—", "Laâyoune")]
    assert second.compte == "le système"
    found = {before_after[1:] for before_after in values(second)}
    assert found == {("Laâyoune", "Foum El Oued"), ("Non", "Oui"), ("—", '<bdi dir="ltr">03/02/2026</bdi>')}
    with override("ar"):
        assert history.of(person)[1].titre == "تعديل: الجنس، الجماعة"


def test_a_birth_known_by_year_shows_no_invented_day(person, fatima):
    change(person, fatima, naissance=date(2010, 1, 1))
    change(person, fatima, naissance=date(2010, 5, 1), naissance_precision="MOIS")
    change(person, fatima, naissance=date(2010, 5, 14), naissance_precision="JOUR")
    births = [change[1:] for operation in history.of(person) for change in values(operation)[:1]]
    assert births == [("mai 2010", '<bdi dir="ltr">14/05/2010</bdi>'), ("2010", "mai 2010"), ("2009", "2010")]


def test_many_fields_are_counted_in_the_title(person, fatima):
    change(
        person, fatima, sexe="M", lieu_naissance="Tarfaya", adresse="Hay Salam", cnie="JF1", massar="J130001"
    )
    title = history.of(person)[0].titre
    assert title.startswith("Modification\u202f: Sexe, ") and title.endswith(" et 2 autres rubriques")


def test_sensitive_data_are_told_without_name_and_value(person, fatima):
    change(person, fatima, handicap_type="VISUEL", handicap_degre="LEGER", telephone="+212661000041")
    (operation, _created) = history.of(person)
    assert [c[0] for c in values(operation)] == ["Téléphone", "Données sensibles"]
    assert values(operation)[1][1:] == (SECRET, SECRET)
    assert "isuel" not in str(operation) and "VISUEL" not in str(operation)


def test_several_rows_make_one_history(person, fatima):
    other = make_person(fatima, prenom_fr="Salem")
    change(other, fatima, sexe="M")
    change(person, fatima, sexe="M")
    operations = history.of(person, other)
    assert [o.operation for o in operations] == ["UPDATE", "UPDATE", "CREATE", "CREATE"]
    assert operations == sorted(operations, key=lambda o: o.quand, reverse=True)
    assert len(history.of(person, other, limit=3)) == 3
    assert history.of() == []


def test_a_long_history_costs_as_many_queries_as_a_short_one(person, fatima):
    accounts = [make_account(f"compte{n}", "COORDINATION") for n in range(6)]
    communes = [make_commune(f"11.321.01.{n}") for n in range(40, 46)]

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            operations = history.of(person)
        return len(captured), len(operations)

    change(person, accounts[0], commune=communes[0], sexe="M")
    few, short = queries()
    for n in range(1, 40):
        change(person, accounts[n % 6], commune=communes[n % 6], adresse=f"Rue {n}")
    many, long = queries()
    assert (short, long) == (2, 41)
    assert many == few <= 3


def test_the_whole_journal_is_described_too(person, fatima):
    with agir(par=fatima, lot="import-7"):
        person.delete()
    (operation,) = history.describe(Journal.objects.filter(table_nom="beneficiaires_beneficiaire"))
    assert (operation.operation, operation.titre, operation.lot) == ("DELETE", "Fiche supprimée", "import-7")
    assert str(operation.objet) == "Bénéficiaire"
    words = {label: before for label, before, _ in values(operation)}
    assert words["Date de naissance"] == "2009" and "مباركة" in words.values()
    assert "—" not in words.values()


def test_an_hour_is_told_without_markup_and_the_key_without_english(person, fatima, client):
    with agir(par=fatima):
        person.delete()
    row = Journal.objects.get(table_nom="beneficiaires_beneficiaire", operation="DELETE")
    (operation,) = history.describe([row])
    told = {str(c.libelle): c.avant for c in operation.changements}
    assert "ID" not in told and str(row.objet_id) in map(str, told.values())
    client.force_login(fatima)
    page = client.get(f"/administration/personnel/journal/{row.pk}/change/").content.decode()
    assert "&lt;bdi" not in page and '<bdi dir="ltr">' in page
