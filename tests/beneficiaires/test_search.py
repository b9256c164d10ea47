"""Finding people: any part of a name in both scripts, identifiers; nobody else's people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.actions.inscription import inscrire
from beneficiaires.models import Beneficiaire
from beneficiaires.search import search, search_filter
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


# --- what finds a person ------------------------------------------------------------------------------------
ANY_PART = [
    "فاطمة", "فاطمه", "فَاطِمَة", "فـاطمة", "اطم", "طم", "ف", "دريس", "الادريسي", "الإدريسى",
    "Fatima", "fatima", "FATIMA", "FÀTIMÁ", "atim", "a", "zahra", "idrissi", "IDRISSI",
    "fatima idrissi", "idrissi fatima", "فاطمة idrissi", "Fatima الإدريسي", "zah دريس", "El Idrissi",
    "JB204817", "jb204817", "JB 204817", "jb 204 817", "JB-204817",
    "204817", "2048", "048", "817", "4817",
    "J130987654", "j130987654", "130987654", "0987", "987", "654", "J 130987654",
    "0612345678", "06 12 34 56 78", "06.12.34.56.78",
    "06-12-34-56-78", "+212612345678", "+212 6 12 34 56 78",
    "00212612345678", "00212 612 345 678", "612345678", "345678", "5678", "678", "3456", "234", "12345",
    "٠٦١٢٣٤٥٦٧٨", "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "٣٤٥٦", "۳۴۵۶", "fatima 5678", "فاطمة ٢٠٤٨١٧", "JB204817 0612345678",
]  # fmt: skip


def test_any_part_in_any_writing(region, person):
    for text in ANY_PART:
        assert person.pk in found(region.coordination, text), text
        assert person in search_filter(Beneficiaire.objects.all(), text), text


def test_the_number_whole_grouped_and_in_part(region, person):
    number = person.numero
    grouped = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    arabic = number.translate({ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)})
    for text in (number, grouped, grouped.replace("-", " "), arabic, number[:4], number[-4:], number[2:7]):
        assert person.pk in found(region.coordination, text), text


NOT_THERE = [
    "khadija", "فاطمات", "fatimax", "فاطمة خديجة", "fatima خديجة", "xq", "JB204818", "fatima 99999999",
]  # fmt: skip


def test_what_is_not_there_finds_nobody(region, person):
    for text in NOT_THERE:
        result = search(region.coordination, text)
        assert not (result.people or result.more or result.too_short or result.only_particles), text
        assert not search_filter(Beneficiaire.objects.all(), text).exists(), text


NOTHING = ["", " ", "\t\n", "-", "...", "ـــ", "ًٌٍ", "%", "_", "'", '"', "\\", "؟", "\u200f", None]  # fmt: skip


def test_nothing_to_search_for_is_too_short(region, person):
    for text in NOTHING:
        result = search(region.coordination, text)
        assert result.too_short and result.people == []
        assert not search_filter(Beneficiaire.objects.all(), text).exists(), text


HOSTILE = [
    "\x00", "fatima\x00", "\ud800", "fat\udfffima", "%fatima",
    "fat_ima", "fatima'; DROP TABLE", 'fa"tima', "fa\\tima",
    "x" * 10_000, "فا " * 5_000, "1" * 10_000, "1 " * 5_000,
    "fatima " * 1000, "\u202efatima", "🙂", "\U0010ffff",
    "fa\U0010ffff", "\x1b[0m", "ﷺ", "fatima\u0600",
]  # fmt: skip


def test_hostile_text_never_raises_and_finds_nobody_else(region, person):
    stranger = person_named(region, fr="Brahim")
    for text in HOSTILE:
        assert stranger.pk not in found(region.coordination, text), text
        assert isinstance(search(region.brahim, text).people, list)
        assert person not in search_filter(Beneficiaire.objects.visible_to(region.brahim), text)


STRANGE = ["²", "१२३", "-1", "1e9", "0x1", "1_000", "½", "①", "1" * 300]  # fmt: skip


def test_strange_numbers_never_raise(region, person):
    for text in STRANGE:
        assert person not in search_filter(Beneficiaire.objects.visible_to(region.brahim), text)
        assert isinstance(search(region.coordination, text).people, list)


def test_wildcards_of_sql_stand_for_nothing(region):
    person = person_named(region, fr="Abc")
    assert found(region.coordination, "a%z") == found(region.coordination, "_bc_x") == []
    assert found(region.coordination, "%bc_") == [person.pk]


# --- who sees what ------------------------------------------------------------------------------------------
def test_a_manager_finds_only_own_people_and_counts_no_other(region, person):
    mine = make_person(region.coordination, region.groupes["CEF-02"], prenom_fr="Fatima", nom_fr="Brahimi")
    assert found(region.brahim, "fatima") == [mine.pk]
    result = search(region.brahim, "fatima", limit=1)
    assert (result.people, result.more) == ([mine], False)
    assert found(region.aicha, "fatima") == [person.pk]
    assert set(found(region.coordination, "fatima")) == {mine.pk, person.pk}
    for text in ("idrissi", "JB204817", "0612345678", person.numero, "canariwahda", "كناريوحدة"):
        assert found(region.brahim, text) == []
        assert not search_filter(Beneficiaire.objects.visible_to(region.brahim), text).exists()


def test_a_manager_finds_a_person_enrolled_in_two_centres_once(region, person):
    inscrire(beneficiaire=person, groupe=region.groupes["CEF-02"], par=region.coordination)
    assert found(region.brahim, "fatima") == found(region.aicha, "fatima") == [person.pk]


@pytest.mark.parametrize("who", ["officiel", "salem"])
def test_officials_and_managers_without_assignment_find_nobody(region, person, who):
    account = getattr(region, who)
    for text in ("fatima", "ا", "a", "JB204817", person.numero, "el"):
        result = search(account, text)
        assert (result.people, result.more) == ([], False)


def test_a_scoped_queryset_is_searched_within_its_scope(region, person):
    assert found(Beneficiaire.objects.filter(sexe="M"), "fatima") == []
    assert found(Beneficiaire.objects.filter(sexe="F"), "fatima") == [person.pk]


# --- cost ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["fatima", "fa zah", "ف", "el", "0612", "fatima 0612"])
def test_as_many_queries_for_one_row_as_for_three(region, text):
    def queries(source):
        with CaptureQueriesContext(connection) as captured:
            assert search(source, text).people
        return len(captured)

    def one_more():
        make_person(
            region.coordination, region.groupes["CEF-01"],
            prenom_ar="فاطمة", nom_ar="الإدريسي", prenom_fr="Fatima Zahra",
            nom_fr="El Idrissi", telephone="+212612345678",
        )  # fmt: skip

    one_more()
    before = [queries(region.coordination), queries(region.aicha)]
    one_more()
    one_more()
    assert [queries(region.coordination), queries(region.aicha)] == before
    assert max(before) <= 8
