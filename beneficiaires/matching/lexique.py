"""The known names: groups of spellings of one name, in both scripts, with sex and how common the name is.

`lexique.csv` is data: genre (P first name, F family name), sexe, poids (3 borne by very many, 1 by few), then
the spellings parted by `/`, and `voisin`, the shorter name of which this one is a longer form. It says what
rules cannot: that حسن and حسين are two names, that Lahcen and الحسن are one. Others are compared by sound.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .jetons import decouper
from .lettres import code_arabe, code_latin, est_arabe, squelette_mot

FICHIER = Path(__file__).with_name("lexique.csv")


_SUIVIS = ("محمد", "احمد", "فاطمه", "علي")


class Lexique(NamedTuple):
    groupes: dict  # token -> frozenset of group numbers
    suites: dict  # tuple of tokens -> the one token that stands for them
    prenoms: frozenset  # group numbers of first names
    poids: dict  # token -> 1..3 as a first name, 1..3 as a family name
    socles: tuple  # group number -> skeleton of its first spelling
    surs: frozenset  # group numbers of first names whose spellings are well known
    suivis: frozenset  # group numbers of the first names that another often follows in one word
    voisins: frozenset  # pairs of group numbers: a name and its longer form, both ways


def _lignes():
    with FICHIER.open(encoding="utf-8", newline="") as fichier:
        yield from enumerate(csv.DictReader(fichier))


def cle(corps):
    """Under what a word stands in the lexicon: itself in Arabic, its sound in Latin."""
    return corps if est_arabe(corps) else code_latin(corps)


def _cle_jeton(jeton):
    return jeton[0] + cle(jeton[1:]) if jeton[0] in "12." else cle(jeton)


def cle_suite(jetons):
    """Under what several words stand in the lexicon."""
    return tuple(map(_cle_jeton, jetons))


@lru_cache(maxsize=1)
def lexique():
    groupes, suites, prenoms, poids, surs = {}, {}, set(), {}, set()
    premiers, longs, socles, familles = {}, [], [], {}
    for numero, ligne in _lignes():
        if ligne["genre"] == "P":
            prenoms.add(numero)
            if "/" in ligne["fr"]:
                surs.add(numero)
        une = None
        if ligne["genre"] == "F":
            # Rows that share an Arabic spelling are one family.
            suites_ar = (cle_suite(decouper(nom)) for nom in ligne["ar"].split("/"))
            arabes = [suite[0] for suite in suites_ar if len(suite) == 1]
            numero_de = next((familles[mot] for mot in arabes if mot in familles), numero)
            familles.update(dict.fromkeys(arabes, numero_de))
        else:
            numero_de = numero
        premiers.setdefault(ligne["ar"].split("/")[0], numero)
        premier = decouper(ligne["ar"].split("/")[0])
        socles.append(squelette_mot("".join(code_arabe(jeton.lstrip("12")) for jeton in premier)))
        if ligne["voisin"]:
            longs.append((numero, ligne["voisin"]))
        for nom in (ligne["ar"] + "/" + ligne["fr"]).split("/"):
            suite = cle_suite(decouper(nom))
            if len(suite) > 1:
                suites[suite] = une = une or "".join(decouper(ligne["ar"].split("/")[0]))
            elif suite:
                groupes.setdefault(suite[0], set()).add(numero_de)
                prenom, nom = poids.get(suite[0], (1, 1))
                if ligne["genre"] == "P":
                    # A first name borne as a family name is never the commonest of them.
                    poids[suite[0]] = max(prenom, int(ligne["poids"])), max(nom, min(2, int(ligne["poids"])))
                else:
                    poids[suite[0]] = prenom, max(nom, int(ligne["poids"]))
        if une:
            groupes.setdefault(une, set()).add(numero)
    voisins = {(numero, premiers[court]) for numero, court in longs if court in premiers}
    return Lexique(
        {mot: frozenset(numeros) for mot, numeros in groupes.items()},
        suites,
        frozenset(prenoms),
        poids,
        tuple(socles),
        frozenset(surs),
        frozenset(groupe for nom in _SUIVIS for groupe in groupes.get(nom, ())),
        frozenset(voisins | {(y, x) for x, y in voisins}),
    )
