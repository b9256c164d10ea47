"""The rows that the search reads: kept with the people by the actions and by the loader alike."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.derived import fragments, search_rows
from beneficiaires.models import Beneficiaire, Fragment, Mot, Occurrence, Suffixe
from beneficiaires.search import index_people, index_person
from beneficiaires.search.query import parse
from tests.beneficiaires.finding import found, person_named
from tests.people import make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def person(region):
    return make_person(
        region.coordination, region.groupes["CEF-01"],
        prenom_ar="فاطمة", nom_ar="الإدريسي", prenom_fr="Fatima Zahra", nom_fr="El Idrissi",
        cnie="JB204817", massar="J130987654", telephone="+212612345678",
    )  # fmt: skip


def test_an_edited_name_drops_the_old_word(region, person):
    modifier_beneficiaire(
        personne=person, champs={"prenom_fr": "Khadija", "cnie": None, "telephone": "+212700000001"},
        version=person.version, par=region.coordination,
    )  # fmt: skip
    for text in ("fatima", "zahra", "JB204817", "12345678"):
        assert found(region.coordination, text) == []
    for text in ("khadija", "فاطمة", "0700000001", "J130987654"):
        assert found(region.coordination, text) == [person.pk]
    assert rows_of(person) == expected_rows(person)


def test_indexing_again_writes_nothing(region, person):
    with CaptureQueriesContext(connection) as captured:
        index_person(person)
    assert all(query["sql"].startswith("SELECT") for query in captured)
    assert len(captured) == 3


def test_the_estimates_follow_the_people(region):
    people = [person_named(region, fr="Yakoub") for _ in range(3)]
    assert Mot.objects.get(texte="yakoub").effectif == 3
    modifier_beneficiaire(
        personne=people[0], champs={"prenom_fr": "Ilyas"}, version=people[0].version, par=region.coordination
    )
    assert Mot.objects.get(texte="yakoub").effectif == 2


def rows_of(person):
    return (
        set(Occurrence.objects.filter(beneficiaire=person).values_list("mot__texte", flat=True)),
        set(Fragment.objects.filter(beneficiaire=person).values_list("texte", "avant")),
    )


FIELDS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "numero", "cnie", "massar", "telephone")


def values(person):
    return [getattr(person, name) for name in FIELDS]


def expected_rows(person):
    return search_rows(*values(person))


def test_the_bulk_path_writes_the_rows_of_the_action(region, person, monkeypatch):
    people = [person, person_named(region, "سيدي ولد أحمد", "Sidi 2"), person_named(region, "السالكة")]
    before = [rows_of(each) for each in people]
    words, endings = set(Mot.objects.values_list("texte", "effectif")), Suffixe.objects.count()
    keys = list(Beneficiaire.objects.order_by("pk"))
    for batch in (2, 1000):
        monkeypatch.setattr("beneficiaires.search.index.BATCH", batch)
        for model in (Occurrence, Fragment, Suffixe, Mot):
            model.objects.all().delete()
        index_people([each.pk, *values(each)] for each in keys)
        assert [rows_of(each) for each in people] == before == [expected_rows(each) for each in people]
        assert set(Mot.objects.values_list("texte", "effectif")) == words
        assert Suffixe.objects.count() == endings
        with connection.cursor() as cursor:
            indexes = connection.introspection.get_constraints(cursor, Fragment._meta.db_table)
        assert "fragment_texte" in indexes
    more = person_named(region, fr="Fatima")
    Occurrence.objects.filter(beneficiaire=more).delete()
    Fragment.objects.filter(beneficiaire=more).delete()
    index_people([[more.pk, *values(more)]])
    assert rows_of(more) == expected_rows(more)


def test_a_single_name_and_a_digit_in_a_name_are_found(region):
    """FC-IDN-10."""
    single = person_named(region, "السالكة")
    assert found(region.coordination, "سالك") == [single.pk]
    numbered = person_named(region, fr="Ahmed 2bis")
    assert found(region.coordination, "ahmed 2bis") == found(region.coordination, "2b") == [numbered.pk]


def test_a_deleted_person_leaves_no_row(region):
    person = person_named(region, fr="Yakoub")
    Beneficiaire.objects.filter(pk=person.pk).delete()
    assert rows_of(person) == (set(), set())
    assert found(region.coordination, "yakoub") == []


# --- pure functions -----------------------------------------------------------------------------------------
@given(st.text(max_size=60))
def test_parse_never_raises_and_is_bounded(text):
    query = parse(text)
    assert len(query.terms) <= 8
    assert all(term.text for term in query.selecting)


@given(st.text("0123456789abj", min_size=1, max_size=14), st.data())
def test_any_part_of_three_characters_meets_a_fragment(identifier, data):
    rows = fragments(identifier)
    assert len(rows) == len(set(rows))
    start = data.draw(st.integers(0, max(len(identifier) - 3, 0)))
    part = identifier[start : data.draw(st.integers(start + 3, max(len(identifier), start + 3)))]
    if len(part) < 3:
        return
    assert any(
        text.startswith(part) or (text.startswith(part[1:]) and before == part[0]) for text, before in rows
    )


# --- two at once --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_people_with_the_same_new_words_at_the_same_second(region):
    words = ["Yakoub", "Ilyas", "Zoubir", "Wissal", "Qamar", "Hajar"]
    start, errors = Barrier(2), []

    def enter(order):
        try:
            start.wait(timeout=30)
            for first, last in zip(order, order[1:], strict=False):
                make_person(region.coordination, prenom_ar="", nom_ar="", prenom_fr=first, nom_fr=last)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=enter, args=[order]) for order in (words, words[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Mot.objects.filter(texte__in=[word.lower() for word in words]).count() == len(words)
    for word in words[1:-1]:
        assert len(found(region.coordination, word)) == 4
