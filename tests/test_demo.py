"""The demonstration region gives the figures of the activity report, out of the enrolments that it builds."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from beneficiaires.derived import name_columns
from beneficiaires.numero import new_number
from beneficiaires.regles import judge_age
from beneficiaires.statuts import OCCUPENT_UNE_PLACE
from entraide.demo import annees, ecritures, names, plantation, staff
from entraide.demo.doublons import DOUBLES, PIEGES
from entraide.demo.people import GUARDIAN_COLUMNS, PERSON_COLUMNS
from entraide.demo.places import ENROLMENT_COLUMNS, Cles, Jours, Peuplement, inscriptions_par_copie
from entraide.demo.region import build
from entraide.text import clean_name

TODAY = date(2026, 11, 25)
SOURCE = {
    "FORMATION": (21, 1004),
    "ALPHABETISATION": (18, 764),
    "JARDIN": (9, 256),
    "DAR_TALIB": (1, 47),
    "HANDICAP": (1, 25),
    "DAR_MOUATINE": (3, 817),
}


def populate(plan, graine=1957, first=1):
    """The settlement of a plan with invented keys: nothing is read from a database."""
    return Peuplement(
        plan,
        Cles(
            communes={row["commune_code"]: rank for rank, row in enumerate(plan.territoire, 1)},
            centres={centre.code: rank for rank, centre in enumerate(plan.centres, 1)},
            precedente=1,
            courante=2,
            groupes={(0, groupe.cle): rank for rank, groupe in enumerate(plan.groupes, 1)}
            | {(1, groupe.cle): rank for rank, groupe in enumerate(plan.groupes, 1000)},
            auteur=1,
        ),
        graine=graine,
        premiere_personne=first,
        premiere_inscription=first,
        numero=new_number,
        name_columns=name_columns,
    )


def people_of(copie):
    return [dict(zip(PERSON_COLUMNS, row, strict=True)) for row in copie.personnes]


def enrolments_of(copie):
    return [dict(zip(ENROLMENT_COLUMNS, row, strict=True)) for row in copie.inscriptions]


@pytest.fixture(scope="module")
def plan():
    return build(TODAY)


@pytest.fixture(scope="module")
def copie(plan):
    return populate(plan).copie(0)


def by_kind(plan, copie):
    """{kind: people who hold a place of the current year there}."""
    kinds = {rank: centre.type for rank, centre in enumerate(plan.centres, 1)}
    people = {person["id"]: person for person in people_of(copie)}
    found = {kind: [] for kind in SOURCE}
    for row in enrolments_of(copie):
        if row["annee_id"] == 2 and row["statut"] in OCCUPENT_UNE_PLACE:
            found[kinds[row["centre_id"]]].append(people[row["beneficiaire_id"]])
    return found


def test_figures_of_the_source_come_out_of_the_enrolments(plan, copie):
    places = by_kind(plan, copie)
    institutions = Counter(centre.type for centre in plan.centres)
    assert {kind: (institutions[kind], len(rows)) for kind, rows in places.items()} == SOURCE
    assert sum(institutions.values()) == 53
    assert sum(map(len, places.values())) == 2913
    houses = {centre.code: centre.places for centre in plan.centres if centre.type == "DAR_MOUATINE"}
    assert houses == {"LAA-DM-01": 242, "MRS-DM-01": 240, "LAA-DM-02": 335}


def test_persons_are_fewer_than_places(plan, copie):
    held = Counter(person["id"] for people in by_kind(plan, copie).values() for person in people)
    assert len(held) == 2688
    assert max(held.values()) == 2
    trainees, learners = (
        {p["id"]: p for p in by_kind(plan, copie)[kind]} for kind in ("FORMATION", "ALPHABETISATION")
    )
    both = trainees.keys() & learners.keys()
    assert len(both) > 100
    assert {learners[key]["niveau_scolaire"] for key in both} == {"JAMAIS"}


def test_people_fit_their_institution(plan, copie):
    reference = plan.courante.date_reference
    for kind, people in by_kind(plan, copie).items():
        for person in people:
            assert (
                judge_age(kind, person["naissance"], person["naissance_precision"], reference, "fr") is None
            ), person
    places = by_kind(plan, copie)
    assert {person["orphelin"] for person in places["DAR_TALIB"]} == {"PERE", "MERE", "DEUX"}
    assert all(person["handicap_type"] for person in places["HANDICAP"])
    assert all(3 <= reference.year - person["naissance"].year <= 6 for person in places["JARDIN"])


def test_kindergarten_ages_hold_on_every_day_of_the_year(plan, copie):
    for person in by_kind(plan, copie)["JARDIN"]:
        if person["naissance_precision"] == "JOUR":
            for day in (plan.courante.debut, plan.courante.date_reference, plan.courante.fin):
                born = person["naissance"]
                assert 3 <= day.year - born.year - ((day.month, day.day) < (born.month, born.day)) <= 6


@pytest.mark.parametrize(
    "day", [date(2026, 9, 1), date(2026, 9, 6), date(2026, 12, 31), date(2027, 2, 28), date(2027, 8, 20)]
)
def test_every_date_lies_in_its_year_and_before_today(day):
    plan = build(day)
    assert plan.courante.debut <= day <= plan.courante.fin
    copie = populate(plan).copie(0)
    assert sum(map(len, by_kind(plan, copie).values())) == 2913
    for row in enrolments_of(copie):
        year = plan.courante if row["annee_id"] == 2 else plan.precedente
        end = min(day, year.fin)
        assert year.debut <= row["date_inscription"] <= (row["date_fin"] or end) <= end
        assert bool(row["motif_tardif"]) == (row["date_inscription"] > year.fin_inscriptions)
        assert row["cree_le"].date() == row["date_inscription"]


def test_same_seed_same_people(plan):
    one, again, other = populate(plan).copie(0), populate(plan).copie(0), populate(plan, graine=2).copie(0)
    for rows in ("personnes", "tuteurs", "liens", "inscriptions", "changements"):
        assert getattr(one, rows) == getattr(again, rows)
    assert one.personnes != other.personnes
    assert staff.staff(plan, 1) == staff.staff(plan, 1)
    moved = populate(plan, first=501).copie(0)
    assert [row[1:] for row in moved.personnes] == [row[1:] for row in one.personnes]


def test_a_second_copy_has_other_people(plan):
    peuplement = populate(plan)
    first, second = peuplement.copie(0), peuplement.copie(1)
    again = {other for _, other in first.doublons}  # second files of people who are there already
    for column in ("id", "numero", "cnie", "massar"):
        people = [person for copie in (first, second) for person in people_of(copie)]
        values = [p[column] for p in people if p[column] and not (column == "cnie" and p["numero"] in again)]
        assert len(values) == len(set(values)), column
    assert len(first.inscriptions) == len(second.inscriptions) == inscriptions_par_copie(plan)
    assert first.personnes[0][2:] != second.personnes[0][2:]


def test_names_pass_the_gate_and_are_in_both_scripts(copie):
    pools = names.pools()
    assert len({ar for ar, _ in pools.femmes}) >= 250
    assert len({ar for ar, _ in pools.hommes}) >= 250
    assert len({ar for ar, _ in pools.familles_femmes}) >= 600
    for pool in (pools.femmes, pools.hommes, pools.familles_femmes, pools.familles_hommes):
        for ar, fr in pool:
            assert clean_name(ar) == ar and re.fullmatch(r"[\u0621-\u064a ]+", ar), ar
            assert clean_name(fr) == fr and re.fullmatch(r"[A-Za-zÀ-ÿ ]+", fr), fr
    people = people_of(copie)
    both = sum(bool(p["prenom_ar"] and p["prenom_fr"]) for p in people)
    assert 0.9 * len(people) < both < len(people)
    assert all(p["prenom_ar"] or p["prenom_fr"] for p in people)
    assert any(p["prenom_ar"] and not p["nom_ar"] and not p["nom_fr"] for p in people)
    assert all(dict(zip(GUARDIAN_COLUMNS, row, strict=True))["prenom_ar"] for row in copie.tuteurs)


def test_minors_have_a_guardian(plan, copie):
    linked = Counter(link[0] for link in copie.liens if link[3])
    for person in people_of(copie):
        if person["base_legale"] == "TUTEUR":
            assert linked[person["id"]] == 1, person
    children = Counter(link[1] for link in copie.liens)
    assert max(children.values()) >= 2


def places_of(copie):
    """{number of a file: centres where it holds an open place of the current year}."""
    numbers = {person["id"]: person["numero"] for person in people_of(copie)}
    found = {}
    for row in enrolments_of(copie):
        if row["annee_id"] == 2 and row["statut"] in ("ACTIF", "SUSPENDU", "ATTENTE"):
            found.setdefault(numbers[row["beneficiaire_id"]], set()).add(row["centre_id"])
    return found


@pytest.mark.parametrize("graine", [1957, 1, 2])
def test_known_doubles_are_written_over_people_who_are_there(plan, graine):
    copie = populate(plan, graine).copie(0)
    people = {person["numero"]: person for person in people_of(copie)}
    assert len(copie.doublons) >= len(DOUBLES) - 2
    assert len(copie.pieges) == len(PIEGES)
    files = [numero for pair in (*copie.doublons, *copie.pieges) for numero in pair]
    assert len(files) - len(set(files)) == 1  # one person has three files
    together = 0
    for numero, other in copie.doublons:
        one, two = people[numero], people[other]
        assert one["sexe"] == two["sexe"] and one["base_legale"] == two["base_legale"]
        names = [[p[c] for c in ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")] for p in (one, two)]
        assert names[0] != names[1] and any(names[1])
        together += bool(places_of(copie).get(numero, set()) & places_of(copie).get(other, set()))
    assert together >= 3
    for numero, other in copie.pieges:
        assert people[numero]["naissance"] != people[other]["naissance"] or (
            people[numero]["prenom_ar"] != people[other]["prenom_ar"]
        )


def test_only_the_first_copy_holds_known_doubles(plan):
    second = populate(plan).copie(1)
    assert (second.doublons, second.pieges) == ([], [])


def test_known_doubles_hold_the_places_of_the_people_they_are_written_over(plan, copie, monkeypatch):
    """Nobody is added and no seat moves: without the doubles the enrolments are the same."""
    monkeypatch.setattr(plantation, "DOUBLES", ())
    monkeypatch.setattr(plantation, "PIEGES", ())
    plain = populate(plan).copie(0)
    assert plain.inscriptions == copie.inscriptions and plain.changements == copie.changements
    changed = {a[1] for a, b in zip(plain.personnes, copie.personnes, strict=True) if a != b}
    assert changed <= {numero for pair in (*copie.doublons, *copie.pieges) for numero in pair}
    assert len(plain.tuteurs) == len(copie.tuteurs) and len(plain.liens) == len(copie.liens)


@pytest.mark.parametrize(
    "nom, autre",
    [
        ("Mohamed", "Mohammed"),
        ("El Idrissi", "Idrisi"),
        ("Bent Cheikh", "Mint Cheik"),
        ("Aïcha", "Aicha"),
        ("Boussoula", "Busoula"),
        ("Sara", "Sarah"),
    ],
)
def test_another_office_romanises_otherwise(nom, autre):
    assert ecritures.romaniser(nom) == autre


def test_other_ways_of_writing_a_name():
    assert ecritures.souder("عبد الله") == "عبدالله"
    assert ecritures.souder("Fatima Ezzahra") == "Fatimaezzahra"
    assert ecritures.arabiser("أمينة الهدى") == "امينه الهدي"
    assert ecritures.faute("Ben Boujemaa") == "Ben Bouejmaa"
    assert ecritures.faute("Sara") != "Sara" and ecritures.faute("Ali") == "Ali"


def test_seats_of_the_plan(plan):
    for groupe in plan.groupes:
        assert groupe.places <= groupe.capacite + groupe.supplement
        assert groupe.nouveaux >= 0
    mine = [
        g for c in plan.centres if c.code == staff.CENTRE_DU_RESPONSABLE for g in c.groupes if not g.passe
    ]
    assert any(g.places == g.capacite and g.attente for g in mine)
    assert any(g.places < g.capacite for g in mine)


def test_doubts_of_the_source_are_notes(plan):
    centres = {centre.code: centre for centre in plan.centres}
    assert centres["LAA-DM-02"].nom_ar == "دار المواطن الحكونية"
    assert centres["LAA-DM-02"].commune == "11.321.01.03"
    assert centres["MRS-DM-01"].nom_ar == "دار المواطن"
    assert centres["MRS-DM-01"].commune == "11.321.01.01"
    for code in ("LAA-DM-01", "LAA-DM-02", "MRS-DM-01", "LAA-SH-01"):
        assert centres[code].note_ar and centres[code].note_fr
    assert "للاحسناء" in centres["LAA-SH-01"].note_ar
    classes = [centre for centre in plan.centres if centre.type == "ALPHABETISATION"]
    assert all(centre.hote in centres and centre.note_ar for centre in classes)
    assert len({centre.commune for centre in plan.centres}) >= 12


def test_days_without_class(plan):
    for year in (plan.precedente, plan.courante):
        kinds = Counter(jour.nature for jour in year.jours)
        assert kinds["INTERMEDIAIRE"] == 4
        assert kinds["VACANCES"] == 1
        assert kinds["FERIE"] >= 7
        assert kinds["RELIGIEUX"] >= 3
        for jour in year.jours:
            assert year.debut <= jour.du <= jour.au <= year.fin
            assert jour.provisoire == (jour.nature == "RELIGIEUX")
    assert plan.precedente.fin < plan.courante.debut
    # Days on which Morocco kept these feasts.
    assert annees.hijri(1446, 10, 1) == date(2025, 3, 31)
    assert annees.hijri(1446, 12, 10) == date(2025, 6, 7)


def test_enrolment_days_are_working_days(plan):
    closed = {j.du + timedelta(days=n) for j in plan.courante.jours for n in range((j.au - j.du).days + 1)}
    for day in Jours(plan.courante, TODAY).days:
        assert day.weekday() != 6 and day not in closed
