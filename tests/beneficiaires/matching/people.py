"""Short ways to write people in the tests of the matcher."""

import re
from datetime import date

from beneficiaires.matching import Identite, Parent, Verdict, compare, prepare, score

_ARABIC = re.compile("[ء-ي]")
PRECISIONS = ("ANNEE", "MOIS", "JOUR")


def person(prenom="", nom="", naissance="", **more):
    """Names in either script; a birth written 2006, 2006-05 or 2006-05-14."""
    for quoi, texte in (("prenom", prenom), ("nom", nom)):
        if texte:
            more[f"{quoi}_ar" if _ARABIC.search(texte) else f"{quoi}_fr"] = texte
    if naissance:
        parts = [int(part) for part in naissance.split("-")]
        more |= {"naissance": date(*(*parts, 1, 1)[:3]), "precision": PRECISIONS[len(parts) - 1]}
    return Identite(**more)


def mother(texte):
    """A mother known by her full name in one field."""
    return (Parent(**{"prenom_ar" if _ARABIC.search(texte) else "prenom_fr": texte, "lien": "MERE"}),)


def verdict(a, b):
    """The verdict, which is the same in both directions and on the fast path."""
    a, b = prepare(a), prepare(b)
    result, back = compare(a, b), compare(b, a)
    assert (result.score, result.verdict) == (back.score, back.verdict) == score(a, b) == score(b, a)
    return result.verdict


def alike(a, b):
    return verdict(a, b) != Verdict.DIFFERENT


def same_name(x, y, nom="بوغالب"):
    """Two first names borne with one family name and one birth date: one person?"""
    return alike(person(x, nom, "2006-05-14"), person(y, nom, "2006-05-14"))
