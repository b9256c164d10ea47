"""The keys and the pairs kept with the people."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.actions.beneficiaire import (
    ajouter_tuteur,
    modifier_tuteur,
)
from beneficiaires.derived import name_columns
from beneficiaires.doublons import (
    candidats,
    identite,
    index_register,
    oublier,
    suivre,
    verrouiller,
)
from beneficiaires.doublons.identites import lire, lire_plage
from beneficiaires.matching import Verdict, compare, prepare
from beneficiaires.models import Beneficiaire, Cle, LienTuteur, Paire, Tuteur
from personnel.journal import agir
from personnel.models import Journal
from tests.beneficiaires.resembling import (
    ARABIC,
    BORN,
    LATIN,
    edit,
    enter,
    expected_keys,
    guardian,
    keys_of,
    pairs,
    typed,
)
from tests.beneficiaires.test_together import together
from tests.people import make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


# --- keys kept with the people ------------------------------------------------------------------------------
def test_the_keys_follow_the_file_and_its_guardians(region):
    person = enter(region, **LATIN, cnie="JB204817", telephone="+212612345678")
    sister = enter(region, prenom_fr="Salka", nom_fr="Benali", naissance=date(2009, 1, 2))
    former = keys_of(person)
    assert former == expected_keys(person)
    edit(region, person, prenom_fr="Khadija", prenom_ar="خديجة", cnie=None)
    assert keys_of(person) == expected_keys(person) != former
    assert (
        Beneficiaire.objects.get(pk=person.pk).squelette == name_columns("", "خديجة", "Benali", "Khadija")[2]
    )
    edit(region, person, naissance=date(1999, 1, 1), naissance_precision="ANNEE")
    assert keys_of(person) == expected_keys(person)
    link = guardian(region, person, cnie="JB100200", telephone="+212699887766")
    ajouter_tuteur(personne=sister, tuteur=link.tuteur, lien="PERE", principal=True, par=region.coordination)
    for each in (person, sister):
        assert keys_of(each) == expected_keys(each)
    modifier_tuteur(
        tuteur=link.tuteur, champs={"cnie": "JB999999", "telephone": None, "prenom_fr": "Lahcen"},
        version=link.tuteur.version, par=region.coordination, lien=link, lien_champs={"lien": "AUTRE"},
    )  # fmt: skip
    for each in (person, sister):
        assert keys_of(each) == expected_keys(each)


def test_the_bulk_path_writes_the_rows_of_the_action(region, monkeypatch):
    people = [
        enter(region, **LATIN, cnie="JB204817"), enter(region, **ARABIC, telephone="+212612345678"),
        enter(region, prenom_ar="السالكة", naissance=None, naissance_precision=None),
        enter(region, prenom_fr="Salka", naissance=date(1980, 1, 1), naissance_precision="ANNEE"),
        enter(region, prenom_fr="Sidi", nom_fr="Mohamed", naissance=date(1980, 7, 1), naissance_estimee=True),
    ]  # fmt: skip
    guardian(region, people[2], cnie="JB100200")
    guardian(region, people[2], lien="MERE", prenom_fr="Mbarka")
    everybody = list(Beneficiaire.objects.order_by("pk"))
    rows = set(Cle.objects.values_list("beneficiaire_id", "cle"))
    for batch in (3, 1000):
        monkeypatch.setattr("beneficiaires.doublons.index.BATCH", batch)
        Cle.objects.all().delete()
        assert index_register() == len(rows)
        assert set(Cle.objects.values_list("beneficiaire_id", "cle")) == rows
        with connection.cursor() as cursor:
            assert "cle_personnes" in connection.introspection.get_constraints(cursor, Cle._meta.db_table)
    Cle.objects.filter(beneficiaire__gte=people[3].pk).delete()
    index_register(after=people[2].pk)
    assert set(Cle.objects.values_list("beneficiaire_id", "cle")) == rows
    for person in everybody:
        names = person.nom_ar, person.prenom_ar, person.nom_fr, person.prenom_fr
        assert (person.cle_tri_ar, person.cle_tri_fr, person.squelette) == name_columns(*names)


def test_a_person_read_in_bulk_is_the_person_of_the_action(region):
    person = enter(
        region, **LATIN, **ARABIC, cnie="JB204817", massar="J130987654", etat_civil="45/2006",
        telephone="+212612345678", lieu_naissance="Smara", commune=region.wahda.commune,
    )  # fmt: skip
    bare = enter(region, prenom_ar="السالكة", sexe=None, naissance=None, naissance_precision=None)
    guardian(region, person, cnie="JB100200", telephone="+212699887766")
    guardian(region, person, lien="MERE", prenom_ar="مباركة", nom_fr="")
    everybody = list(Beneficiaire.objects.order_by("pk"))
    expected = [(each.pk, identite(each), each.squelette) for each in everybody]
    assert lire([each.pk for each in everybody]) == lire_plage(0, bare.pk) == expected
    whole = expected[[each.pk for each in everybody].index(person.pk)][1]
    assert (whole.commune, whole.lieu_naissance, len(whole.parents)) == ("11.321.01.03", "Smara", 2)
    assert (
        prepare(whole, person.squelette) == prepare(whole)
        or compare(prepare(whole, person.squelette), prepare(whole)).verdict == Verdict.CERTAIN
    )


def test_unsaved_people_and_guardians_have_an_identity():
    person = Beneficiaire(prenom_ar="السالكة")
    link = LienTuteur(tuteur=Tuteur(prenom_fr="Brahim"), lien="PERE")
    whole = identite(person, [link])
    assert whole == replace(identite(person), parents=whole.parents)
    assert (whole.nom_fr, whole.parents[0].prenom_fr, whole.parents[0].lien) == ("", "Brahim", "PERE")


def test_oublier_removes_the_keys(region):
    person = enter(region, **LATIN)
    others = Cle.objects.exclude(beneficiaire=person).count()
    oublier([person.pk])
    assert keys_of(person) == set()
    assert Cle.objects.count() == others


# --- pairs --------------------------------------------------------------------------------------------------
def test_a_pair_is_kept_with_the_reason(region):
    one = enter(region, **LATIN)
    two = enter(region, **ARABIC, malgre="her cousin")
    (paire,) = Paire.objects.all()
    assert (paire.a, paire.b, paire.etat, paire.motif) == (one, two, "A_EXAMINER", "her cousin")
    assert (paire.cree_par, paire.version) == (region.coordination, 1)
    (found,) = candidats(identite(two), sauf=two)
    assert (paire.score, paire.verdict) == (found.score, found.verdict.name)


def test_called_again_it_writes_nothing(region):
    enter(region, **LATIN)
    person = enter(region, **ARABIC)
    with CaptureQueriesContext(connection) as captured, agir(par=region.coordination, savepoint=False):
        (paire,) = suivre(person, par=region.coordination)
    written = [
        query["sql"] for query in captured if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert written == []
    assert paire == Paire.objects.get()


def test_the_score_follows_the_files_and_the_pair_goes_when_they_part(region):
    one, two = enter(region, **LATIN), enter(region, **ARABIC)
    former = Paire.objects.get()
    edit(region, two, cnie="JB204817")
    edit(region, one, cnie="JB204817")
    after = Paire.objects.get()
    assert after.score > former.score
    assert after.version == former.version
    edit(region, two, prenom_ar="السالكة", nom_ar="الركيبي", cnie="HH100200", naissance=date(1961, 11, 30))
    assert pairs() == {}
    removed = Journal.objects.filter(operation="DELETE", objet_id=after.pk)
    assert removed.count() == 1


def test_two_persons_are_never_asked_again(region):
    one, two = enter(region, **LATIN), enter(region, **ARABIC)
    with agir(par=region.coordination):
        Paire.objects.update(etat="DIFFERENTS")
    before = pairs()
    edit(region, one, cnie="JB204817")
    edit(region, two, cnie="JB204817")
    edit(region, two, prenom_ar="السالكة", nom_ar="الركيبي", naissance=date(1961, 11, 30))
    edit(region, two, **ARABIC, naissance=BORN["naissance"])
    assert pairs() == before


def test_a_pair_put_off_follows_the_files_and_stays_put_off(region):
    enter(region, **LATIN, cnie="JB204817")
    two = enter(region, **ARABIC)
    with agir(par=region.coordination):
        Paire.objects.update(etat="PLUS_TARD")
    former = Paire.objects.get()
    edit(region, two, cnie="JB204817")
    assert Paire.objects.get().etat == "PLUS_TARD"
    assert Paire.objects.get().score > former.score


def test_a_pair_beyond_the_search_is_compared_before_it_is_given_up(region, monkeypatch):
    one, two = enter(region, **LATIN), enter(region, **ARABIC)
    monkeypatch.setattr("beneficiaires.doublons.comparaison.chosen", lambda shared: [])
    with agir(par=region.coordination):
        assert len(suivre(two, par=region.coordination)) == 1
    assert list(pairs()) == [(one.pk, two.pk)]


def test_guardians_are_evidence(region):
    one = enter(region, prenom_fr="Salka", nom_fr="Benali")
    two = enter(region, prenom_fr="Salka", nom_fr="Benali")
    former = Paire.objects.get(a=one, b=two).score
    for person in (one, two):
        guardian(region, person, prenom_fr="Brahim", nom_fr="Benali", cnie="JB100200")
    assert Paire.objects.get(a=one, b=two).score >= former


# --- two at once --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_creations_at_the_same_second_make_one_pair(region):
    def create(names):
        return lambda: enter(region, **names)

    results = together(*(create(names) for names in (LATIN, ARABIC, LATIN, ARABIC)))
    assert all(isinstance(each, Beneficiaire) for each in results), results
    keys = sorted(each.pk for each in results)
    expected = {(a, b) for a in keys for b in keys if a < b}
    assert set(pairs()) == expected


@pytest.mark.django_db(transaction=True)
def test_edits_and_guardians_at_the_same_second(region):
    people = [enter(region, **{**LATIN, "naissance": date(2006, 5, day)}) for day in range(1, 5)]
    link = guardian(region, people[0], prenom_fr="Lahcen")

    def rename(person):
        return lambda: edit(region, person, naissance=date(2006, 5, 20))

    def attach(person):
        return lambda: ajouter_tuteur(
            personne=person, tuteur=link.tuteur, lien="PERE", principal=False, par=region.coordination
        )

    results = together(*map(rename, people), *map(attach, people[1:]))
    assert not [each for each in results if isinstance(each, Exception)], results
    for person in people:
        assert keys_of(person) == expected_keys(person)
    assert len(pairs()) == 6


@pytest.mark.django_db(transaction=True)
def test_whoever_shares_a_key_waits(region):
    order = []

    def hold(name):
        def run():
            with agir(par=region.coordination):
                verrouiller([-(2**63), 5, 2**63 - 1])
                order.append(name)
                order.append(name)

        return run

    assert together(hold("one"), hold("two"), hold("three")) == [None] * 3
    assert order[0::2] == order[1::2]


def test_creation_by_the_fixtures_of_the_tests(region):
    make_person(region.coordination, **LATIN, **BORN)
    assert candidats(typed(**LATIN))


# --- people who were registered before ----------------------------------------------------------------------
def test_the_migration_fills_what_the_action_writes(region, monkeypatch):
    people = [
        enter(region, **LATIN, cnie="JB204817", commune=region.wahda.commune), enter(region, **ARABIC),
        enter(region, prenom_ar="السالكة", naissance=None, naissance_precision=None),
        enter(region, prenom_fr="Sidi", nom_fr="Mohamed", naissance=date(1980, 7, 1), naissance_estimee=True),
    ]  # fmt: skip
    guardian(region, people[2], cnie="JB100200")
    guardian(region, people[3], lien="MERE", prenom_fr="Mbarka", prenom_ar="امباركة")
    keys = set(Cle.objects.values_list("beneficiaire_id", "cle"))
    skeletons = dict(Beneficiaire.objects.values_list("pk", "squelette"))
    Cle.objects.all().delete()
    with agir(par=region.coordination):
        Beneficiaire.objects.update(squelette="")
    migration = import_module("beneficiaires.migrations.0003_cles")
    monkeypatch.setattr(migration, "BATCH", 2)
    for _ in range(2):
        migration.fill(apps, connection.schema_editor())
        assert set(Cle.objects.values_list("beneficiaire_id", "cle")) == keys
        assert dict(Beneficiaire.objects.values_list("pk", "squelette")) == skeletons


# --- cases from the field -----------------------------------------------------------------------------------
def child(region, ar, birth, mother, **fields):
    """A child with her mother: (names in Arabic or Latin), (birth), (name of the mother)."""
    names = dict(zip(("nom_ar", "prenom_ar"), ar, strict=False)) if ar else {}
    person = enter(region, naissance=date.fromisoformat(birth), **names, **fields)
    guardian(region, person, lien="MERE", prenom_fr="", nom_fr="", **mother)
    return person


def test_fc_idn_07_siblings_are_not_one_person(region):
    mother, phone = {"prenom_ar": "السالكة", "nom_ar": "بنت الناجم"}, {"telephone": "+212612000101"}
    rows = [
        child(region, ("الدليمي", first), birth, mother, sexe=sex, lieu_naissance="العيون", **phone)
        for first, sex, birth in (
            ("مريم", "F", "2016-02-10"), ("عبد الله", "M", "2018-06-21"),
            ("مباركة", "F", "2021-09-05"), ("لمين", "M", "2021-09-05"),
        )
    ]  # fmt: skip
    latin = {"prenom_fr": "Abdellahi", "nom_fr": "Edlimi", "sexe": "M", "lieu_naissance": "Laayoune", **phone}
    double = enter(region, naissance=date(2018, 6, 21), **latin)
    guardian(region, double, lien="MERE", prenom_fr="Salka", nom_fr="Mint Najem")
    assert set(pairs()) == {(rows[1].pk, double.pk)}


def test_fc_idn_08_a_birth_year_that_moved_is_reviewed(region):
    one, moved, _ = (
        child(region, ("العروسي", first), birth, {"prenom_ar": "فاطمتو", "nom_ar": mother})
        for first, birth, mother in (
            ("خديجة", "2019-04-12", "منت سيدي أحمد"), ("خديجة", "2021-04-12", "بنت سيدي احمد"),
            ("زينب", "2021-04-12", "بنت سيدي أحمد"),
        )
    )  # fmt: skip
    assert set(pairs()) == {(one.pk, moved.pk)}


def test_fc_idn_15_siblings_share_a_phone(region):
    for first, birth in (("Salem", "2015-03-02"), ("Ahmed", "2017-08-19"), ("Mariem", "2019-01-30")):
        person = enter(
            region, prenom_fr=first, nom_fr="Ould Sidi", sexe=None, naissance=date.fromisoformat(birth),
            telephone="+212612000101",
        )  # fmt: skip
        guardian(region, person, prenom_fr="Lahcen", nom_fr="Ould Sidi", cnie="JB100200")
    assert pairs() == {}
