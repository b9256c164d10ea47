"""Who resembles a file: one file, or thousands at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.doublons import (
    MOST,
    candidats,
    comparer,
    identite,
    index_register,
    partager,
)
from beneficiaires.doublons.comparaison import READ, Comparison, chosen
from beneficiaires.doublons.identites import profils
from beneficiaires.doublons.index import RARE, bearers
from beneficiaires.matching import Identite, Verdict, compare, explain, phrase, prepare, score
from beneficiaires.models import Beneficiaire, Cle
from entraide.bulk import bulk_insert, reserve_ids
from tests.beneficiaires.resembling import (
    ARABIC,
    BORN,
    LATIN,
    OTHER,
    SPACED,
    enter,
    expected_keys,
    guardian,
    keys_of,
    typed,
)
from tests.people import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


# --- candidates ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("names", [LATIN, ARABIC, SPACED])
def test_the_same_woman_is_met_in_either_script(region, names):
    known = enter(region, **LATIN)
    enter(region, **OTHER)
    (found,) = candidats(typed(**names))
    assert (found.personne_id, found.personne) == (known.pk, None)
    assert found.verdict in (Verdict.CERTAIN, Verdict.A_VOIR)
    assert found.score == found.resultat.score
    assert found.resultat == compare(prepare(typed(**names)), prepare(identite(known)))
    assert phrase(found.resultat) and all(explain(indice) for indice in found.resultat.indices)


def test_nobody_resembles_a_stranger(region):
    enter(region, **LATIN)
    assert candidats(typed(prenom_fr="Moulay", nom_fr="Rguibi", naissance=date(1970, 8, 9))) == []
    assert candidats(Identite()) == []


def test_a_person_is_no_candidate_for_herself(region):
    known = enter(region, **LATIN)
    assert candidats(identite(known), sauf=known) == candidats(identite(known), sauf=known.pk) == []
    assert len(candidats(identite(known))) == 1


def test_the_most_certain_come_first_and_are_capped(region):
    for _ in range(MOST + 3):
        enter(region, **LATIN)
    best = enter(region, **LATIN, cnie="JB204817")
    found = candidats(typed(**LATIN, cnie="JB204817"))
    assert found[0].personne_id == best.pk
    assert len(found) == MOST
    assert [each.score for each in found[1:]] == sorted((each.score for each in found[1:]), reverse=True)
    assert len(candidats(typed(**LATIN), most=100)) == MOST + 4


def test_the_number_of_queries_tells_nothing(region):
    """Found or not, here or in another institution: the same questions are asked."""
    enter(region, "CEF-01", **LATIN)
    enter(region, "CEF-02", **OTHER)
    files = [typed(**LATIN), typed(**OTHER), typed(prenom_fr="Zzyx", naissance=date(1950, 1, 2)), Identite()]
    counts, answers = set(), []
    for file in files:
        with CaptureQueriesContext(connection) as captured:
            visible, elsewhere = partager(region.aicha, candidats(file))
        counts.add(len(captured))
        answers.append((len(visible), elsewhere))
    assert answers == [(1, False), (0, True), (0, False), (0, False)]
    assert counts == {3}


def test_partager_gives_whole_people_to_those_who_may_see_them(region):
    here, there = enter(region, "CEF-01", **LATIN), enter(region, "CEF-02", **LATIN)
    found = candidats(typed(**LATIN))
    for account, seen in (
        (region.coordination, {here, there}), (region.aicha, {here}), (region.brahim, {there}),
        (region.salem, set()), (region.officiel, set()),
    ):  # fmt: skip
        visible, elsewhere = partager(account, found)
        assert {each.personne for each in visible} == seen
        assert elsewhere is (len(seen) < 2)


def test_a_key_whose_person_is_gone_harms_nobody(region):
    known = enter(region, **LATIN)
    ghost = known.pk + 1000
    bulk_insert(Cle, ("beneficiaire_id", "cle"), [(ghost, key) for key in keys_of(known)])
    assert [each.personne_id for each in candidats(typed(**LATIN))] == [known.pk]


# --- which people are read ----------------------------------------------------------------------------------
def test_rare_keys_come_first_and_common_ones_are_left_out():
    rare, rarer, common = list(range(40, 10, -1)), [7, 5], list(range(1000, 1000 - RARE - 1, -1))
    assert chosen([rare, common, rarer]) == [7, 5, *rare]
    assert chosen([rare, rarer, [5]])[:2] == [5, 7]
    assert chosen([]) == chosen([[]]) == []


def test_common_keys_count_when_there_is_nothing_else():
    one, other = list(range(2000, 2000 - RARE - 1, -1)), list(range(1950, 1950 - RARE - 1, -1))
    found = chosen([one, other])
    assert len(found) == RARE
    both = [person for person in one[:RARE] if person in other[:RARE]]
    assert found[: len(both)] == both  # who shares two of them, the latest registered first
    assert chosen([one]) == one[:RARE]


def test_no_more_people_are_read_than_is_said():
    assert len(chosen([list(range(at, at + RARE)) for at in range(0, 10_000, 1000)])) == READ


def test_the_bearers_of_a_common_key_are_the_latest(region):
    numbers = reserve_ids(Beneficiaire, 2 * RARE)
    bulk_insert(Cle, ("beneficiaire_id", "cle"), [(number, 5) for number in numbers])
    bulk_insert(Cle, ("beneficiaire_id", "cle"), [(number, -6) for number in numbers[:3]])
    found = bearers([5, -6, 7, 2**63 - 1, -(2**63)])
    assert found == {5: list(numbers[: -RARE - 3 : -1]), -6: list(numbers[2::-1])}


# --- many at once -------------------------------------------------------------------------------------------
def test_many_files_meet_the_people_that_each_of_them_meets_alone(region, monkeypatch):
    for number, names in enumerate((LATIN, ARABIC, SPACED, OTHER) * 3):
        enter(region, **{**names, "naissance": date(2006, 5, 14 + number)})
    files = [
        identite(Beneficiaire(**{**BORN, **names, "naissance": date(2006, 5, day)}))
        for names in (LATIN, ARABIC, SPACED, OTHER, {"prenom_fr": "Zzyx"})
        for day in range(10, 28)
    ]
    alone = [candidats(file) for file in files]
    assert sum(map(len, alone)) > 20
    for chunk in (7, 1000):
        monkeypatch.setattr("beneficiaires.doublons.comparaison.CHUNK", chunk)
        monkeypatch.setattr("beneficiaires.doublons.comparaison.KEPT", 3)
        with CaptureQueriesContext(connection) as captured:
            together_found = list(comparer(iter(files)))
        assert together_found == list(enumerate(alone))
        chunks = -(-len(files) // chunk)
        assert 2 * chunks <= len(captured) <= 3 * chunks
    assert list(comparer([])) == []


def test_many_files_meet_the_bearers_of_common_keys_too(region, monkeypatch):
    monkeypatch.setattr("beneficiaires.doublons.comparaison.RARE", 2)
    monkeypatch.setattr("beneficiaires.doublons.index.RARE", 2)
    for day in range(1, 7):
        enter(region, **{**LATIN, "naissance": date(2006, 5, day)})
    enter(region, **{**OTHER, "naissance": date(2006, 5, 1)})
    files = [
        identite(Beneficiaire(**{**BORN, **names, "naissance": date(2006, 5, day)}))
        for names in (LATIN, OTHER, {"prenom_fr": "Zzyx"})
        for day in (6, 9)
    ]
    alone = [candidats(file) for file in files]
    assert alone[1] and not alone[-1]
    assert list(comparer(iter(files))) == list(enumerate(alone))


# --- hostile values -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "'; DROP TABLE beneficiaires_cle; --",
        "%s %(x)s {0} %%",
        "ـ" * 100,
        "x" * 100,
        "م" * 100,
        "(((([",
        "\\N\t",
    ],
)
def test_hostile_names(region, name):
    for field in ("nom_ar", "prenom_fr"):
        person = enter(region, **{field: name, "lieu_naissance": name})
        assert keys_of(person) == expected_keys(person)
        candidats(identite(person))
        assert list(comparer([identite(person)]))
    Cle.objects.all().delete()
    index_register()
    assert keys_of(person) == expected_keys(person)


# --- shortcuts ----------------------------------------------------------------------------------------------
def born(year, month=5, day=14, **fields):
    return Identite("بنعلي", "فاطمة", naissance=date(year, month, day), **fields)


def test_what_is_ruled_out_unread_the_matcher_rules_out_as_well():
    """Births and numbers of all kinds, two by two: `alike` gives what `score` gives."""
    dates = [(2006, 5, 14), (2006, 2, 5), (2009, 5, 14), (1960, 1, 1), (1985, 1, 1), (1958, 3, 30)]
    files = [
        Identite("بنعلي", "فاطمة"),
        Identite("بنعلي", "فاطمة", cnie="JB1", massar="M1", telephone="+2126"),
    ]
    for year, month, day in dates:
        for precision in ("JOUR", "MOIS", "ANNEE"):
            for numbers in ({}, {"cnie": "JB1"}, {"massar": "M1", "cnie": "JB2"}, {"telephone": "+2126"}):
                files.append(born(year, month, day, precision=precision, **numbers))
    people = {rank: prepare(file) for rank, file in enumerate(files)}
    comparison = Comparison()
    comparison.known = people
    for profil in people.values():
        judged = [(rank, *score(profil, other)) for rank, other in people.items()]
        expected = [each for each in judged if each[2] != Verdict.DIFFERENT]
        assert comparison.alike(profil, people) == expected


def test_a_stored_profile_is_the_prepared_one(region):
    people = [
        enter(region, **LATIN, cnie="JB204817", massar="J130987654", commune=region.wahda.commune),
        enter(region, **ARABIC, telephone="+212612345678"),
        enter(region, prenom_ar="السالكة", naissance=None, naissance_precision=None, etat_civil="45/2006"),
        enter(region, prenom_fr="Salka", naissance=date(1980, 1, 1), naissance_precision="ANNEE"),
        enter(region, prenom_fr="Sidi", nom_fr="Mohamed", naissance=date(1980, 7, 1), naissance_estimee=True),
    ]
    guardian(region, people[2], prenom_fr="Brahim")
    stored = profils([person.pk for person in people])
    for person in people:
        whole, kept = prepare(identite(person), person.squelette), stored[person.pk]
        eager = ("precision", "annee", "mois", "jour", "cnie", "massar", "lie")
        assert [getattr(kept, name) for name in eager] == [getattr(whole, name) for name in eager]
        assert kept.row is not None
        assert (kept.sexe, kept.identite, kept.noms) == (whole.sexe, whole.identite, whole.noms)
        assert kept.row is None
        with pytest.raises(AttributeError):
            _ = kept.nothing
