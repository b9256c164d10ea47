"""Figures from planted data: every number is known before it is counted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.models import Inscription
from centres.actions.affectation import affecter
from centres.models import CapaciteAutorisee
from entraide.periods import today
from personnel.actions.agent import creer_agent
from personnel.journal import agir
from personnel.models import Agent
from statistiques.indicateurs import tableau_de_bord
from statistiques.portee import Filtre, inscriptions_a_compter
from tests.people import make_account, make_centre, make_commune, make_group, make_manager, make_year
from tests.statistiques.planter import apparier, inscrire_toutes, planter

pytestmark = pytest.mark.django_db


@pytest.fixture
def fatima():
    return make_account("fatima", "COORDINATION")


@pytest.fixture
def moulay():
    return make_account("moulay", "OFFICIEL")


@pytest.fixture
def annee(fatima):
    return make_year(fatima)


def _type(tableau, code):
    return next(ligne for ligne in tableau.types if ligne.type == code)


def _centre(tableau, centre):
    return next(ligne for ligne in tableau.centres if ligne.pk == centre.pk)


@pytest.fixture
def reseau(fatima, annee):
    """A training centre and a literacy class in Laâyoune, a kindergarten in Boujdour; a group in each."""
    boujdour = make_commune("11.121.01.01", "11.121", "بوجدور", "Boujdour", 57360)
    centres = [
        make_centre(fatima, "CEF-01", capacite=100),
        make_centre(fatima, "ALP-01", "ALPHABETISATION", capacite=40),
        make_centre(fatima, "JAR-01", "JARDIN", capacite=None, commune=boujdour, milieu="RURAL"),
    ]
    return [make_group(fatima, centre, annee, capacite=1000) for centre in centres]


def test_places_persons_and_doubles(fatima, annee, reseau):
    formation, alphabetisation, jardin = reseau
    planter(formation, 10)
    planter(alphabetisation, 6)
    planter([formation, alphabetisation], 3)  # two places, two types
    planter([formation, alphabetisation, jardin], 2)  # three places, three types, two provinces
    tableau = tableau_de_bord(fatima, annee)
    assert tableau.total.places == 10 + 6 + 6 + 6
    assert tableau.total.personnes == 10 + 6 + 3 + 2
    assert (_type(tableau, "FORMATION").places, _type(tableau, "FORMATION").personnes) == (15, 15)
    assert (tableau.plusieurs_places, tableau.plusieurs_types) == (5, 5)
    assert {p.code: p.personnes for p in tableau.provinces} == {"11.321": 21, "11.121": 2}
    assert [ligne.type for ligne in tableau.types] == [
        "FORMATION",
        "ALPHABETISATION",
        "JARDIN",
        "DAR_TALIB",
        "HANDICAP",
        "DAR_MOUATINE",
    ]


def test_two_places_in_one_type_count_once_in_it(fatima, annee, reseau):
    autre = make_group(fatima, make_centre(fatima, "CEF-02"), annee)
    planter([reseau[0], autre], 4)
    tableau = tableau_de_bord(fatima, annee)
    ligne = _type(tableau, "FORMATION")
    assert (ligne.places, ligne.personnes, tableau.total.personnes) == (8, 4, 4)
    assert (tableau.plusieurs_places, tableau.plusieurs_types) == (4, 0)


def test_only_seats_held_today_are_places(fatima, annee, reseau):
    groupe = reseau[0]
    for statut in ("ACTIF", "SUSPENDU", "ATTENTE", "ACHEVE", "ABANDON", "TRANSFERE", "ANNULE"):
        planter(groupe, statut=statut)
    ancienne = make_year(fatima, start=annee.debut - timedelta(days=400), courante=False)
    inscrire_toutes(planter([], 3), make_group(fatima, groupe.centre, ancienne))
    tableau = tableau_de_bord(fatima, annee)
    assert (tableau.total.places, tableau.total.personnes) == (2, 2)


def test_what_is_not_known_has_its_line_and_everything_adds_up(fatima, annee, reseau):
    """FC-STA-05: 60 women, 38 men, 2 without a recorded sex; 5 without a birth date."""
    planter(reseau[0], 57)
    planter(reseau[0], 3, naissance=None)
    planter(reseau[1], 36, sexe="M")
    planter(reseau[1], 2, sexe="M", naissance=None)
    planter(reseau[2], 2, sexe=None)
    tableau = tableau_de_bord(fatima, annee)
    total = tableau.total
    assert (total.femmes, total.hommes, total.inconnus, total.personnes) == (60, 38, 2, 100)
    assert total.connus == 98 and total.part_femmes == pytest.approx(100 * 60 / 98)
    assert sum(ligne.personnes for ligne in tableau.ages) == 100
    inconnu = tableau.ages[-1]
    assert inconnu.bande is None and (inconnu.femmes, inconnu.hommes) == (3, 2)
    assert sum(ligne.femmes for ligne in tableau.ages) == 60


def test_doubles_count_once_by_age_and_sex(fatima, annee, reseau):
    planter([reseau[0], reseau[1]], 7, sexe="M", naissance=date(1980, 5, 5))
    tableau = tableau_de_bord(fatima, annee)
    assert tableau.total.hommes == 7
    assert sum(ligne.hommes for ligne in tableau.ages) == 7
    assert _type(tableau, "ALPHABETISATION").hommes == 7


def test_nothing_multiplies(fatima, annee):
    """FC-STA-01: 3 groups, 12 enrolments, 2 agents, 2 authorisations of one centre."""
    centre = make_centre(fatima, "CEF-01", capacite=30)
    with agir(par=fatima):
        CapaciteAutorisee.objects.create(centre=centre, places=10, regime="PARTIEL", du=date(2020, 1, 1))
    groupes = [make_group(fatima, centre, annee, nom_ar=f"الفوج {n}", nom_fr=f"G{n}") for n in range(3)]
    for groupe in groupes:
        planter(groupe, 4)
    for nom in ("Un", "Deux"):
        agent = creer_agent(
            agent=Agent(prenom_fr=nom, nom_fr="Agent", poste="AUTRE", employeur="ENTRAIDE"), par=fatima
        )
        for fonction in ("ENSEIGNANT", "AUTRE"):  # two functions: one agent all the same
            affecter(
                agent=agent, centre=centre, fonction=fonction, du=today() - timedelta(days=9), par=fatima
            )
    ligne = _centre(tableau_de_bord(fatima, annee), centre)
    assert (ligne.groupes, ligne.places, ligne.personnel, ligne.capacite) == (3, 12, 2, 40)
    assert ligne.usage == pytest.approx(30)


def test_staff_in_two_institutions_is_one_agent_in_the_total(fatima, annee, reseau):
    agent = creer_agent(
        agent=Agent(prenom_fr="Une", nom_fr="Agente", poste="AUTRE", employeur="ENTRAIDE"), par=fatima
    )
    for groupe in reseau[:2]:
        affecter(agent=agent, centre=groupe.centre, fonction="AUTRE", du=today(), par=fatima)
    closed = affecter(
        agent=agent, centre=reseau[2].centre, fonction="AUTRE", du=today() - timedelta(days=9), par=fatima
    )
    with agir(par=fatima):
        type(closed).objects.filter(pk=closed.pk).update(au=today())
    tableau = tableau_de_bord(fatima, annee)
    assert [ligne.personnel for ligne in tableau.centres] == [1, 1, 0]
    assert tableau.total.personnel == 1


def test_capacity_compares_like_with_like(fatima, annee, reseau):
    """An institution without an authorisation in force is left out of both sides of the rate."""
    planter(reseau[0], 50)
    planter(reseau[2], 9)  # no authorisation
    tableau = tableau_de_bord(fatima, annee)
    assert _centre(tableau, reseau[2].centre).usage is None
    assert tableau.total.capacite == 140
    assert tableau.total.usage == pytest.approx(100 * 50 / 140)
    # An authorisation that has ended authorises nothing any more.
    with agir(par=fatima):
        CapaciteAutorisee.objects.filter(centre=reseau[0].centre).update(au=today() - timedelta(days=1))
    assert _type(tableau_de_bord(fatima, annee), "FORMATION").capacite is None


def test_closed_institutions_are_not_open_and_lose_no_place(fatima, annee, reseau):
    ferme = {"etat": "FERME_TEMPORAIREMENT", "ferme_le": today()}
    with agir(par=fatima):
        for groupe in reseau[:2]:
            type(groupe.centre).objects.filter(pk=groupe.centre.pk).update(**ferme)
    planter(reseau[0], 8)
    planter(reseau[2], 5)
    tableau = tableau_de_bord(fatima, annee)
    assert tableau.total.institutions == 1
    assert tableau.total.places == 13
    # The one that still holds places is shown, the empty one is not; neither lends its capacity.
    assert [ligne.code for ligne in tableau.centres] == ["CEF-01", "JAR-01"]
    assert tableau.total.capacite is None
    assert sum(ligne.places for ligne in tableau.centres) == tableau.total.places


def test_coverage_by_province(fatima, annee, reseau):
    planter(reseau[0], 263)
    planter(reseau[2], 57)
    tableau = tableau_de_bord(fatima, annee)
    boujdour, laayoune = tableau.provinces
    assert (laayoune.population, laayoune.institutions, laayoune.personnes) == (262791, 2, 263)
    assert laayoune.couverture == pytest.approx(1000 * 263 / 262791)
    assert boujdour.couverture == pytest.approx(1000 * 57 / 57360)
    assert tableau.couverture == pytest.approx(1000 * 320 / (262791 + 57360))


@pytest.mark.parametrize(
    "filtre, places, institutions",
    [
        (Filtre(type="JARDIN"), 5, 1),
        (Filtre(province="11.321"), 7, 2),
        (Filtre(milieu="RURAL"), 5, 1),
        (Filtre(province="11.121", type="FORMATION"), 0, 0),
    ],
)
def test_filters_narrow_everything(fatima, annee, reseau, filtre, places, institutions):
    planter(reseau[0], 4)
    planter(reseau[2], 2)
    planter([reseau[0], reseau[2]], 3)
    tableau = tableau_de_bord(fatima, annee, filtre)
    # Persons count once within what is looked at: a place outside it makes no double.
    assert (tableau.total.places, tableau.total.personnes, tableau.total.institutions) == (
        places,
        places,
        institutions,
    )
    assert sum(ligne.personnes for ligne in tableau.ages) == places
    assert sum(ligne.personnes for ligne in tableau.provinces) == places


def test_each_account_counts_its_own(fatima, moulay, annee, reseau):
    planter(reseau[0], 6)
    planter(reseau[1], 5)
    planter([reseau[0], reseau[1]], 2)
    aicha = make_manager(fatima, "aicha", reseau[0].centre)
    salem = make_manager(fatima, "salem", None)
    assert tableau_de_bord(moulay, annee).total.personnes == 13
    tableau = tableau_de_bord(aicha, annee)
    assert (tableau.total.places, tableau.total.personnes, len(tableau.centres)) == (8, 8, 1)
    rien = tableau_de_bord(salem, annee)
    assert (rien.total.places, rien.centres) == (0, [])
    assert inscriptions_a_compter(moulay).count() == 15
    assert inscriptions_a_compter(aicha).count() == 8
    assert not inscriptions_a_compter(salem).exists()


def test_a_scope_for_counting_is_not_one_for_showing(moulay, annee, reseau):
    planter(reseau[0])
    assert inscriptions_a_compter(moulay).count() == 1
    assert not Inscription.objects.visible_to(moulay).exists()


@pytest.mark.parametrize("filtre", [Filtre(), Filtre(milieu="URBAIN")])
def test_the_same_queries_for_one_centre_and_for_many(fatima, annee, filtre):
    def queries():
        tableau_de_bord(fatima, annee, filtre)
        with CaptureQueriesContext(connection) as captured:
            tableau_de_bord(fatima, annee, filtre)
        return len(captured)

    premier = make_group(fatima, make_centre(fatima, "CEF-01"), annee)
    planter(premier, 2)
    one = queries()
    for n in range(2, 9):
        groupe = make_group(fatima, make_centre(fatima, f"CEF-{n:02d}"), annee)
        planter([premier, groupe], 3)
    assert queries() == one == 8


def test_figures_are_counted_again_each_time(fatima, annee, reseau):
    """The SQL of the region's queries is kept; a figure never is."""
    planter(reseau[0], 5)
    assert tableau_de_bord(fatima, annee).total.places == 5
    planter(reseau[0], 1)
    assert tableau_de_bord(fatima, annee).total.places == 6
    with agir(par=fatima):
        type(annee).objects.filter(pk=annee.pk).update(date_reference=annee.debut)
    annee.refresh_from_db()
    demain = tableau_de_bord(fatima, annee, le=today() + timedelta(days=1))
    assert demain.total.places == 6


def test_the_hand_written_sql_of_the_benchmark_agrees(fatima, annee, reseau):
    from benchmarks.dashboard import cases

    planter(reseau[0], 5)
    planter([reseau[0], reseau[1]], 4, sexe="M", naissance=None)
    apparier(*planter(reseau, 2, sexe=None), *planter(reseau[2], 2))
    apparier(*planter(reseau[1], 2), planter(reseau[0], statut="ABANDON")[0])
    for case in cases(connection):
        case.check()
