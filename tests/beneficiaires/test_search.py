"""Finding people: any part of a name in both scripts, identifiers, the best first, nobody else's people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.actions.inscription import inscrire
from beneficiaires.derived import fragments, search_rows
from beneficiaires.models import Beneficiaire, Fragment, Mot, Occurrence, Suffixe
from beneficiaires.search import index_people, index_person, search, search_filter
from beneficiaires.search.query import parse
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


def found(source, text, **options):
    return [person.pk for person in search(source, text, **options).people]


def person_named(region, ar="", fr="", **fields):
    """A person without identifiers; names as 'first last'."""
    prenom_ar, _, nom_ar = ar.partition(" ")
    prenom_fr, _, nom_fr = fr.partition(" ")
    return make_person(
        region.coordination, prenom_ar=prenom_ar, nom_ar=nom_ar, prenom_fr=prenom_fr, nom_fr=nom_fr, **fields
    )


# --- what finds a person ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "فاطمة", "فاطمه", "فَاطِمَة", "فـاطمة", "اطم", "طم", "ف", "دريس", "الادريسي", "الإدريسى",
        "Fatima", "fatima", "FATIMA", "FÀTIMÁ", "atim", "a", "zahra", "idrissi", "IDRISSI",
        "fatima idrissi", "idrissi fatima", "فاطمة idrissi", "Fatima الإدريسي", "zah دريس", "El Idrissi",
        "JB204817", "jb204817", "JB 204817", "jb 204 817", "JB-204817", "204817", "2048", "048", "817", "4817",
        "J130987654", "j130987654", "130987654", "0987", "987", "654", "J 130987654",
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+212612345678", "+212 6 12 34 56 78",
        "00212612345678", "00212 612 345 678", "612345678", "345678", "5678", "678", "3456", "234", "12345",
        "٠٦١٢٣٤٥٦٧٨", "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "٣٤٥٦", "۳۴۵۶", "fatima 5678", "فاطمة ٢٠٤٨١٧", "JB204817 0612345678",
    ],
)  # fmt: skip
def test_any_part_in_any_writing(region, person, text):
    assert person.pk in found(region.coordination, text)
    assert person in search_filter(Beneficiaire.objects.all(), text)


def test_the_number_whole_grouped_and_in_part(region, person):
    number = person.numero
    grouped = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    arabic = number.translate({ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)})
    for text in (number, grouped, grouped.replace("-", " "), arabic, number[:4], number[-4:], number[2:7]):
        assert found(region.coordination, text)[0] == person.pk


@pytest.mark.parametrize(
    "text",
    [
        "khadija",
        "فاطمات",
        "fatimax",
        "فاطمة خديجة",
        "fatima خديجة",
        "xq",
        "999999999",
        "JB204818",
        "fatima 9999",
    ],
)
def test_what_is_not_there_finds_nobody(region, person, text):
    result = search(region.coordination, text)
    assert (result.people, result.more, result.too_short, result.only_particles) == ([], False, False, False)
    assert not search_filter(Beneficiaire.objects.all(), text).exists()


@pytest.mark.parametrize(
    "text", ["", " ", "\t\n", "-", "...", "ـــ", "ًٌٍ", "%", "_", "'", '"', "\\", "؟", "\u200f", None]
)
def test_nothing_to_search_for_is_too_short(region, person, text):
    result = search(region.coordination, text)
    assert result.too_short and result.people == []
    assert not search_filter(Beneficiaire.objects.all(), text).exists()


@pytest.mark.parametrize(
    "text",
    [
        "\x00", "fatima\x00", "\ud800", "fat\udfffima", "%fatima", "fat_ima", "fatima'; DROP TABLE", 'fa"tima', "fa\\tima",
        "x" * 10_000, "فا " * 5_000, "1" * 10_000, "1 " * 5_000, "fatima " * 1000, "\u202efatima", "🙂", "\U0010ffff",
        "fa\U0010ffff", "\x1b[0m", "ﷺ", "fatima\u0600",
    ],
)  # fmt: skip
def test_hostile_text_never_raises_and_finds_nobody_else(region, person, text):
    stranger = person_named(region, fr="Brahim")
    assert stranger.pk not in found(region.coordination, text)
    assert isinstance(search(region.brahim, text).people, list)
    assert person not in search_filter(Beneficiaire.objects.visible_to(region.brahim), text)


@pytest.mark.parametrize("text", ["²", "१२३", "-1", "1e9", "0x1", "1_000", "½", "①", "1" * 300])
def test_strange_numbers_never_raise(region, person, text):
    assert person not in search_filter(Beneficiaire.objects.visible_to(region.brahim), text)
    assert isinstance(search(region.coordination, text).people, list)


def test_wildcards_of_sql_stand_for_nothing(region):
    person = person_named(region, fr="Abc")
    assert found(region.coordination, "a%z") == found(region.coordination, "_bc_x") == []
    assert found(region.coordination, "%bc_") == [person.pk]


# --- words --------------------------------------------------------------------------------------------------
def test_more_words_never_give_more_people(region):
    """FC-IDN-17."""
    for ar, fr in [
        ("فاطمة الناجم", "Fatima Najem"), ("فاطمة الإدريسي", "Fatima El Idrissi"), ("فاطمة", "Fatima"),
        ("خديجة الناجم", "Khadija Ennajem"), ("سيدي ولد أحمد", "Sidi Ould Ahmed"), ("مريم بنت سيدي", "Mariam Mint Sidi"),
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
    from beneficiaires.search import conditions, people

    for place in range(40):
        person_named(
            region,
            fr=f"{'Alami Amal Badr Salma Samir'.split()[place % 5]} {'Zaki Amrani Chaoui'.split()[place % 3]}",
        )
    texts = ["a", "am", "al za", "a m z", "salma", "r i", "xx", "0", "123"]
    sources = [Beneficiaire.objects.all(), Beneficiaire.objects.exclude(nom_fr="Zaki")]

    def answers():
        return [
            found(source, text, limit=limit) for source in sources for text in texts for limit in (3, 10, 60)
        ]

    expected = answers()
    for module, name, value in [
        (conditions, "MOST_WORDS", 0), (conditions, "MOST_WORDS", 4), (conditions, "MOST_PEOPLE", 2), (conditions, "FEW", 0),
        (people, "WHOLE", 0), (people, "WHOLE", 12), (people, "LEAST_STEP", 1), (people, "RARE", 0),
        (people, "WIDE_SHARE", 1.0),
    ]:  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            assert answers() == expected, name
            patch.setattr(people, "WHOLE", 0)
            patch.setattr(people, "LEAST_STEP", 3)
            assert answers() == expected, name
    Mot.objects.update(effectif=1_000_000)
    assert answers() == expected
    Mot.objects.update(effectif=-5)
    assert answers() == expected


def test_the_filter_selects_the_people_of_the_search(region, person):
    for text in ("a", "fatima", "فاطمة el", "ولد", "06"):
        keys = set(search_filter(Beneficiaire.objects.all(), text).values_list("pk", flat=True))
        assert keys == set(found(region.coordination, text, limit=500))


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


# --- the rows of the index ----------------------------------------------------------------------------------
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
    assert len(captured) == 2


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
            prenom_ar="فاطمة", nom_ar="الإدريسي", prenom_fr="Fatima Zahra", nom_fr="El Idrissi", telephone="+212612345678",
        )  # fmt: skip

    one_more()
    before = [queries(region.coordination), queries(region.aicha)]
    one_more()
    one_more()
    assert [queries(region.coordination), queries(region.aicha)] == before
    assert max(before) <= 8
