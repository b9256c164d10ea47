"""What the charts draw: attributes with a dot, and nothing for a number that is hidden."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from statistiques.confidentialite import MASQUE
from statistiques.graphiques import barres_par_type, longueur, pyramide, tuiles


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_lengths_are_the_same_in_every_language(langue):
    with translation.override(langue):
        assert longueur(764, 1004) == "76.1%"
        assert longueur(1234, 1234, 92) == "92.0%"
        assert longueur(0, 0) == "0%"


def test_a_hidden_number_has_no_length_and_no_share():
    types = [SimpleNamespace(type="JARDIN", places=MASQUE), SimpleNamespace(type="DAR_TALIB", places=47)]
    barres = barres_par_type(SimpleNamespace(types=types, total=SimpleNamespace(places=50)))
    assert (barres[0].longueur, barres[0].part) == (None, MASQUE)
    assert (barres[1].longueur, barres[1].part) == ("100.0%", 94)


def _age(femmes, hommes, du=None):
    bande = None if du is None else SimpleNamespace(du=du)
    return SimpleNamespace(libelle="", bande=bande, femmes=femmes, hommes=hommes, inconnus=0)


def test_the_pyramid_leaves_out_empty_ends():
    ages = [_age(0, 0, 0), _age(5, MASQUE, 3), _age(0, 0, 6), _age(10, 20, 12), _age(0, 0)]
    lignes = pyramide(SimpleNamespace(ages=ages))
    assert [(ligne.femmes, ligne.hommes) for ligne in lignes] == [(5, MASQUE), (0, 0), (10, 20)]
    assert [ligne.longueur_hommes for ligne in lignes] == [None, "0.0%", "92.0%"]


def _province(couverture, code="11.321"):
    return SimpleNamespace(code=code, couverture=couverture)


def test_the_shades_cut_the_rates_in_four():
    carte = tuiles(SimpleNamespace(provinces=[_province(n) for n in (4.3, 4.8, 6.5, 8.3)]))
    assert [tuile.teinte for tuile in carte.tuiles] == ["q1", "q1", "q3", "q4"]
    assert carte.echelle == [("q4", 7.3, None), ("q3", 6.3, 7.3), ("q2", 5.3, 6.3), ("q1", None, 5.3)]


@pytest.mark.parametrize("taux", [[6.0, 6.01], [None, MASQUE], [3.2]])
def test_without_two_rates_there_is_no_scale(taux):
    carte = tuiles(SimpleNamespace(provinces=[_province(n, "99") for n in taux]))
    assert carte.echelle == []
    assert all(tuile.place == "" for tuile in carte.tuiles)
