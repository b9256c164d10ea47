"""More words never give more people; the best first; the plan never changes the answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beneficiaires.models import Beneficiaire, Mot
from beneficiaires.search import conditions, search, search_filter, seeker
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


# --- words --------------------------------------------------------------------------------------------------
def test_more_words_never_give_more_people(region):
    """FC-IDN-17."""
    for ar, fr in [
        ("فاطمة الناجم", "Fatima Najem"), ("فاطمة الإدريسي", "Fatima El Idrissi"), ("فاطمة", "Fatima"),
        ("خديجة الناجم", "Khadija Ennajem"), ("سيدي ولد أحمد", "Sidi Ould Ahmed"),
        ("مريم بنت سيدي", "Mariam Mint Sidi"),
        ("فاطمة بنت سيدي", "Fatima Mint Sidi"),
    ]:  # fmt: skip
        person_named(region, ar, fr)

    def count(text):
        return len(found(region.coordination, text))

    assert count("فاطمة") == 4
    assert count("فاطمة") >= count("فاطمة ال") >= count("فاطمة الناجم") == 1
    assert count("Fatima") >= count("Fatima el") >= count("Fatima El Idrissi") == 1
    assert count("Fatima el") == 4
    assert count("بنت سيدي") == 3

    def first(text):
        return search(region.coordination, text).people[0].nom_complet_fr

    assert first("Fatima el") == "Fatima El Idrissi"
    assert first("بنت سيدي") == "Fatima Mint Sidi"
    assert first("سيدي") == "Fatima Mint Sidi"


def test_particles_alone_answer_with_a_short_list_and_type_more(region):
    bearer = person_named(region, "سيدي ولد أحمد")
    for text in ("ولد", "el", "ال", "ولد بنت"):
        result = search(region.coordination, text)
        assert result.only_particles
        assert result.more is bool(result.people)
    assert found(region.coordination, "ولد") == [bearer.pk]
    for _ in range(3):
        person_named(region, "فاطمة الناجم")
    assert len(found(region.coordination, "ال", limit=2)) == 2


NAMES = [
    "fatima",
    "fa",
    "el",
    "idrissi",
    "ould",
    "ahmed",
    "فاطمة",
    "ال",
    "ولد",
    "احمد",
    "ا",
    "zahra",
    "mint",
    "sidi",
]


def test_each_word_narrows_the_list_whatever_the_words(region):
    for place, first in enumerate(NAMES):
        for second in NAMES[place::3]:
            person_named(region, fr=f"{first} {second}") if first.isascii() else person_named(
                region, f"{first} {second}"
            )

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5))
    def check(words):
        queries = [" ".join(words[: length + 1]) for length in range(len(words))]
        # Particles alone are no search yet.
        answers = [
            set(found(region.coordination, q, limit=500)) for q in queries if not parse(q).only_particles
        ]
        for wider, narrower in zip(answers, answers[1:], strict=False):
            assert narrower <= wider

    check()


# --- order --------------------------------------------------------------------------------------------------
def test_whole_words_then_beginnings_then_any_part_then_the_name(region):
    names = ["Khalid Wali", "Alioua Badr", "Ali Zaki", "Ali Amrani", "Alia Chafik", "Salima Dari"]
    people = {name: person_named(region, fr=name).pk for name in names}
    expected = ["Ali Amrani", "Ali Zaki", "Alioua Badr", "Alia Chafik", "Salima Dari", "Khalid Wali"]
    assert found(region.coordination, "ali", langue="fr") == [people[name] for name in expected]


def test_names_are_ordered_in_the_script_of_the_reader(region):
    first = person_named(region, "سعيد ياسين", "Said Alami")
    second = person_named(region, "سعيد أمين", "Said Zaki")
    assert found(region.coordination, "said", langue="fr") == [first.pk, second.pk]
    assert found(region.coordination, "said", langue="ar") == [second.pk, first.pk]


def test_the_best_are_kept_when_more_match_than_fit(region):
    exact = [person_named(region, fr="Ali").pk for _ in range(3)]
    begins = [person_named(region, fr="Alioua").pk for _ in range(3)]
    holds = [person_named(region, fr="Khalid").pk for _ in range(6)]
    result = search(region.coordination, "ali", limit=7)
    assert result.more
    # In a rank, the latest registered are kept; then all is ordered by name and key.
    assert [person.pk for person in result.people] == exact + begins + holds[-1:]
    assert found(region.coordination, "ali", limit=2) == exact[1:]
    assert found(region.coordination, "ali", limit=12) == exact + begins + holds
    assert not search(region.coordination, "ali", limit=12).more
    assert search(region.coordination, "ali", limit=11).more


def test_the_whole_card_stands_before_a_part_of_another(region):
    part = make_person(region.coordination, massar="J009182736")
    whole = make_person(region.coordination, cnie="AB9182736")
    assert found(region.coordination, "AB 9182736") == [whole.pk, part.pk]
    assert found(region.coordination, "AB9182736") == [whole.pk]


def test_the_plan_changes_nothing_to_the_answer(region, monkeypatch):
    first, last = "Alami Amal Badr Salma Samir".split(), "Zaki Amrani Chaoui".split()
    for place in range(40):
        person_named(region, fr=f"{first[place % 5]} {last[place % 3]}")
    texts = ["a", "al za", "a m z", "r i", "12"]
    sources = [Beneficiaire.objects.all(), Beneficiaire.objects.exclude(nom_fr="Zaki")]

    def answers():
        return [found(source, text, limit=limit) for source in sources for text in texts for limit in (3, 60)]

    expected = answers()
    by_steps = {(seeker, "WHOLE"): 0, (seeker, "LEAST_STEP"): 3, (seeker, "RARE"): 0}
    for changed in [
        by_steps,
        by_steps | {(conditions, "MOST_WORDS"): 0},
        by_steps | {(conditions, "MOST_PEOPLE"): 2, (conditions, "MOST_WORDS"): 4},
        {(seeker, "WHOLE"): 20, (seeker, "WIDE_SHARE"): 1.0},
        {(conditions, "FEW"): 0, (seeker, "RARE"): 0},
    ]:
        with monkeypatch.context() as patch:
            for (module, name), value in changed.items():
                patch.setattr(module, name, value)
            assert answers() == expected, changed
    for estimate in (1_000_000, -5):
        Mot.objects.update(effectif=estimate)
        assert answers() == expected


def test_the_filter_selects_the_people_of_the_search(region, person):
    for text in ("a", "fatima", "فاطمة el", "ولد", "06"):
        keys = set(search_filter(Beneficiaire.objects.all(), text).values_list("pk", flat=True))
        assert keys == set(found(region.coordination, text, limit=500))
