"""Disclosure control: what is hidden, what is hidden with it, and that nothing gives it back."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from statistiques.ages import BANDES
from statistiques.chiffres import Ligne, LigneAge, LigneCentre, LigneProvince, LigneType, TableauDeBord
from statistiques.confidentialite import MASQUE, SOMME_SURE, Egalite, cles_masquees, petit, publier
from statistiques.templatetags.chiffres import chiffre, taux


def test_small_counts_are_one_to_four():
    """FC-STA-18: the decision is made on the whole number."""
    assert [n for n in (0, 1, 4, 5, 138, 1234) if petit(n)] == [1, 4]


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_the_language_changes_nothing(langue):
    with translation.override(langue):
        assert chiffre(1234) in ("1.234", "1\u202f234")
        assert "masked" in chiffre(MASQUE) and "masked" in taux(MASQUE)
        assert not any(c.isdigit() for c in chiffre(MASQUE))


def test_the_mark_is_no_number():
    with pytest.raises(TypeError):
        MASQUE + 1
    assert not MASQUE


def test_a_second_number_is_hidden_when_the_total_would_give_the_first():
    valeurs = {"a": 3, "b": 40, "c": 22, "somme": 65}
    assert cles_masquees(valeurs, [Egalite(("a", "b", "c"), "somme")]) == {"a", "c"}


def test_two_small_numbers_whose_sum_gives_them_hide_a_third():
    valeurs = {"a": 1, "b": 1, "c": 30, "d": 12, "somme": 44}
    assert cles_masquees(valeurs, [Egalite(("a", "b", "c", "d"), "somme")]) == {"a", "b", "d"}


def test_without_another_part_the_total_is_hidden():
    assert cles_masquees({"a": 3, "somme": 3}, [Egalite(("a",), "somme")]) == {"a", "somme"}
    assert cles_masquees({"a": 2, "b": 0, "somme": 7}, [Egalite(("a",), "somme")]) == {"a", "somme"}


def test_a_hidden_total_needs_a_hidden_part():
    valeurs = {"a": 30, "b": 12, "somme": 42, "x": 3}
    egalites = [Egalite(("a", "b"), "somme"), Egalite(("x", "somme"), None)]
    assert cles_masquees(valeurs, egalites) >= {"x", "somme", "b"}


def test_what_was_not_recorded_hides_nothing_else():
    valeurs = {"femmes": 60, "hommes": 38, "inconnus": 2, "total": 100}
    egalite = Egalite(("femmes", "hommes", "inconnus"), "total")
    assert cles_masquees(valeurs, [egalite], sans_complement=frozenset({"inconnus"})) == {"inconnus"}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=6), min_size=1, max_size=4))
def test_no_equality_gives_a_hidden_number(lignes):
    """A table of rows with totals, and a grand total: in each sum none, or two and enough, are hidden."""
    valeurs, egalites = {}, []
    for i, ligne in enumerate(lignes):
        valeurs |= {(i, j): n for j, n in enumerate(ligne)} | {i: sum(ligne)}
        egalites.append(Egalite(tuple((i, j) for j in range(len(ligne))), i))
    valeurs["total"] = sum(map(sum, lignes))
    egalites.append(Egalite(tuple(range(len(lignes))), "total"))
    caches = cles_masquees(valeurs, egalites)
    assert caches >= {cle for cle, nombre in valeurs.items() if petit(nombre)}
    for egalite in egalites:
        parties = [cle for cle in egalite.parties if cle in caches]
        if egalite.somme in caches:
            assert parties
        elif parties:
            assert len(parties) > 1 and sum(valeurs[cle] for cle in parties) >= SOMME_SURE


def _tableau(**hommes_femmes):
    """Types and one institution in each: `HANDICAP=(22, 3)` is 22 men, 3 women."""
    tableau = TableauDeBord(annee=None, le=date(2026, 11, 25))
    ages = [LigneAge(bande=bande) for bande in BANDES] + [LigneAge()]
    province = LigneProvince("11.321", "العيون", "Laâyoune", 1000)
    for pk, (type_, (hommes, femmes)) in enumerate(hommes_femmes.items(), 1):
        comptes = {
            "femmes": femmes,
            "hommes": hommes,
            "institutions": 1,
            "places": hommes + femmes,
            "capacite": 100,
        }
        comptes |= {"places_autorisees": hommes + femmes, "personnel": 6, "groupes": 2}
        tableau.types.append(LigneType(type=type_, **comptes))
        tableau.centres.append(
            LigneCentre(pk=pk, code=type_, type=type_, etat="OUVERT", province="11.321", **comptes)
        )
        tableau.total.additionner(tableau.centres[-1])
        tableau.total.personnel += 6
        ages[5].femmes += femmes
        ages[5].hommes += hommes
        province.personnes += hommes + femmes
    tableau.provinces, tableau.ages = [province], ages
    return tableau


def test_complement_and_percentages_are_hidden_with_the_count():
    """FC-STA-16: disabled persons 25, of whom 3 women: neither 3, nor 22, nor the share that gives them."""
    tableau = _tableau(HANDICAP=(22, 3), FORMATION=(60, 940), JARDIN=(120, 136))
    publie = publier(tableau, protege=True)
    handicap = next(t for t in publie.types if t.type == "HANDICAP")
    assert (handicap.femmes, handicap.hommes, handicap.part_femmes, handicap.connus) == (MASQUE,) * 4
    assert (handicap.places, handicap.personnes, handicap.institutions) == (25, 25, 1)
    # The total of women is shown: another type's women are hidden too, or the difference would say 3.
    assert sum(t.femmes is MASQUE for t in publie.types) == 2
    assert publie.total.part_femmes is not MASQUE
    assert publier(tableau, protege=False).types[0].femmes == 3


def test_a_small_number_of_places_hides_its_persons_and_its_use():
    publie = publier(_tableau(DAR_TALIB=(4, 0), FORMATION=(60, 940), JARDIN=(120, 136)), protege=True)
    talib, formation, jardin = publie.types
    assert (talib.places, talib.personnes, talib.usage, talib.places_autorisees) == (MASQUE,) * 4
    assert talib.capacite == 100
    assert jardin.places is MASQUE and jardin.usage is MASQUE
    assert formation.places == 1000
    # The institution behind the type is the same number.
    assert publie.centres[0].places is MASQUE and publie.centres[2].places is MASQUE
    assert publie.quelque_chose_masque


def test_nothing_is_hidden_from_those_who_handle_people():
    publie = publier(_tableau(HANDICAP=(22, 3), DAR_TALIB=(1, 0)), protege=False)
    assert not publie.quelque_chose_masque
    assert [t.places for t in publie.types] == [25, 1]


def test_zero_is_said():
    publie = publier(_tableau(DAR_TALIB=(47, 0), FORMATION=(60, 940)), protege=True)
    assert publie.types[0].femmes == 0
    assert not publie.quelque_chose_masque


def test_the_total_alone_is_hidden_when_it_is_small():
    publie = publier(
        TableauDeBord(annee=None, le=date(2026, 1, 1), total=Ligne(femmes=2, places=2)), protege=True
    )
    assert (publie.total.places, publie.total.personnes, publie.total.part_femmes) == (MASQUE,) * 3
