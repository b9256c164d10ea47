"""The verdict on two people: points per evidence, added up. Why each is worth so much: docs/matching.md."""

from enum import StrEnum
from typing import NamedTuple

from . import naissance
from .champs import ABSENT, DIFFERENT, EGAL, INITIAL, PARTIEL, PROCHE_, VARIANTE
from .mots import MEME, PAR_LE_SON, PROCHE
from .noms import autres_prenoms, comparer_noms
from .temoins import LIEUX_AU_PLUS, PARENTS_AU_PLUS, Indice, ecrire, identifiants, lieux, meme_numero, parents

SEUIL_CERTAIN = 82
SEUIL_A_VOIR = 45


class Verdict(StrEnum):
    CERTAIN = "CERTAIN"
    A_VOIR = "A_VOIR"
    DIFFERENT = "DIFFERENT"


class Resultat(NamedTuple):
    """Score 0..100, verdict, and the evidence in the order of the page."""

    score: int
    verdict: Verdict
    indices: tuple


_NOM_DIFFERENT, _PRENOM_DIFFERENT = -45, -90
# The most that one name can add; that both can, with how rare they are.
_NOM_AU_PLUS, _NOMS_AU_PLUS = 25, 25 + 25 + 4
_SANS_PRENOM = -12
# An initial without the day of birth, part of the first names without any birth: what such a name loses.
_SANS_DATE = 8
# How common first and family name are, 1 (few bear it) to 3, commoner of the two first.
_RARETE = {(1, 1): 4, (2, 1): 2, (2, 2): 0, (3, 1): -2, (3, 2): -5, (3, 3): -10}
# Without the day of birth a name that many bear says less still.
_RARETE_SANS_JOUR = {(1, 1): 4, (2, 1): 2, (2, 2): 0, (3, 1): -3, (3, 2): -8, (3, 3): -17}
_DATE_SURE = frozenset(("egale", "mois", "annee", "deux_premier_janvier"))
_AU_JOUR = frozenset(("egale", "inversee", "chiffre", "annee_proche"))
_SUFFIXES = {
    EGAL: ("egal", "="), VARIANTE: ("variante", "="), PROCHE_: ("proche", "~"), PARTIEL: ("partiel", "~"),
    INITIAL: ("initiale", "~"), DIFFERENT: ("different", "x"), ABSENT: ("absent", "?"),
}  # fmt: skip


def _points_prenom(note, genre):
    if genre == ABSENT:
        return _SANS_PRENOM
    if genre in (EGAL, VARIANTE) and MEME <= note <= PAR_LE_SON:
        # Short vowels, which part first names, are not written in Arabic: sound alone makes nobody certain.
        return 19
    return _points_nom(note, genre, _PRENOM_DIFFERENT)


def _points_nom(note, genre, different=_NOM_DIFFERENT):
    if genre == ABSENT:
        return 0
    if genre == DIFFERENT or note < PROCHE and genre != INITIAL:
        return different
    if genre == INITIAL:
        return 8
    if genre == PARTIEL:
        return 10 + (note - PROCHE) * 12 // 38
    if note >= MEME:
        return 22 + (note - MEME) * 3 // 10
    return 10 + (note - PROCHE) * 8 // 28


def _texte(identite, quoi):
    return getattr(identite, f"{quoi}_ar") or getattr(identite, f"{quoi}_fr")


def _rarete(a, b):
    """How common the shared name is: the commoner of the two writings counts."""
    prenom = nom = 1
    for forme in (a.noms.ar, a.noms.fr, b.noms.ar, b.noms.fr):
        if forme is not None:
            if forme.prenom.jetons and forme.prenom.rarete > prenom:
                prenom = forme.prenom.rarete
            if forme.nom.jetons and forme.nom.rarete_nom > nom:
                nom = forme.nom.rarete_nom
    return prenom, nom


def _sexe(a, b, note, genre):
    if not a.sexe or not b.sexe:
        return 0
    if a.sexe == b.sexe:
        return 2
    # With the very same first name it is a slip of the form; with one a letter apart it parts two people.
    return -12 if note >= MEME and genre in (EGAL, VARIANTE) else -40


def _dater(profil):
    return (profil.annee, profil.mois, profil.jour)[: profil.precision]


_SIGNES = {
    "egale": "=", "mois": "=", "annee": "=", "deux_premier_janvier": "=", "premier_janvier": "~",
    "inversee": "~", "chiffre": "~", "annee_proche": "~", "annee_voisine": "~", "annee_a_deux": "~",
    "jour": "~", "meme_annee": "x", "differente": "x", "absente": "?",
}  # fmt: skip


def _nommer(a, b, quoi, genre, points, indices):
    suffixe, signe = _SUFFIXES[genre]
    valeurs = {"a": _texte(a.identite, quoi), "b": _texte(b.identite, quoi)}
    indices.append(Indice(f"{quoi}_{suffixe}", signe, points, valeurs))


def _reste(a, b, lies):
    """The most that can be added beside birth and names, told without preparing a name or a place."""
    reste = LIEUX_AU_PLUS
    if a.sexe and b.sexe:
        reste += 2 if a.sexe == b.sexe else -12
    if lies:
        reste += identifiants(a, b, None)
        if a.parente and b.parente:
            reste += PARENTS_AU_PLUS
    return reste


def _total(a, b, indices=None, seuil=1):
    """The points of two profiles. Without `indices`: 0 as soon as `seuil` is out of reach."""
    lien = naissance.relation(a, b)
    total = naissance.POINTS[lien]
    lies = a.lie and b.lie
    numero = lies and meme_numero(a, b)
    if lien == "differente" and numero:
        total = naissance.DIFFERENTE_MEME_CARTE
    points_naissance = total
    if indices is None and not numero:
        reste = _reste(a, b, lies)
        if total + reste + _NOMS_AU_PLUS < seuil:
            return 0
        if total + reste + _PRENOM_DIFFERENT + _NOM_AU_PLUS < seuil and autres_prenoms(a.noms, b.noms):
            return 0
    note_p, genre_p, note_n, genre_n, ordre = comparer_noms(a.noms, b.noms)
    points_prenom = _points_prenom(note_p, genre_p)
    if genre_p == INITIAL and lien not in _AU_JOUR or genre_p == PARTIEL and lien == "absente":
        points_prenom -= _SANS_DATE
    points_nom = _points_nom(note_n, genre_n)
    if indices is not None:
        _nommer(a, b, "nom", genre_n, points_nom, indices)
        _nommer(a, b, "prenom", genre_p, points_prenom, indices)
    total += points_nom + points_prenom
    if ordre:
        # Ahmed son of Mohamed and Mohamed son of Ahmed: the birth tells father and son apart.
        pere_et_fils = lien == "absente" and a.noms.deux_prenoms and b.noms.deux_prenoms
        total += ecrire(indices, "ordre", "~", -_SANS_DATE if pere_et_fils else 0)
    if points_prenom > 0 and points_nom > 0:
        prenom, nom = _rarete(a, b)
        cle = (prenom, nom) if prenom >= nom else (nom, prenom)
        if lien == "absente":
            rarete = max(_RARETE[cle], -5) if a.precision or b.precision else _RARETE[cle]
        else:
            rarete = (_RARETE if lien in _AU_JOUR else _RARETE_SANS_JOUR)[cle]
        if rarete:
            total += rarete
            if indices is not None:
                code, signe = ("nom_rare", "=") if rarete > 0 else ("nom_courant", "~")
                indices.append(Indice(code, signe, rarete, {}))
    if indices is None:
        if not numero and total + reste < seuil:
            return 0
    else:
        dates = {"a": _dater(a), "b": _dater(b)}
        indices.append(Indice(f"naissance_{lien}", _SIGNES[lien], points_naissance, dates))
    if sexe := _sexe(a, b, note_p, genre_p):
        total += sexe
        if indices is not None:
            code, signe = ("sexe_egal", "=") if sexe > 0 else ("sexe_different", "x")
            indices.append(Indice(code, signe, sexe, {"a": a.sexe, "b": b.sexe}))
    if lies:
        if a.parents and b.parents:
            total += parents(a, b, genre_p, indices)
        total += identifiants(a, b, indices)
    total += lieux(a, b, indices)
    if (
        total >= SEUIL_CERTAIN
        and not numero
        and (lien not in _DATE_SURE or note_p <= PAR_LE_SON or genre_n == DIFFERENT or sexe < 0)
    ):
        # Whatever the parents say: a twin whose name sounds alike, or a date that does not fit, is looked at.
        total += ecrire(indices, "a_verifier", "?", SEUIL_CERTAIN - 1 - total)
    if numero and total < SEUIL_A_VOIR and points_prenom > 0:
        # One number in two files is a question, whatever else differs: a family name changes with marriage.
        total += ecrire(indices, "numero_commun", "=", SEUIL_A_VOIR - total)
    return total


def _verdict(score):
    if score >= SEUIL_CERTAIN:
        return Verdict.CERTAIN
    return Verdict.A_VOIR if score >= SEUIL_A_VOIR else Verdict.DIFFERENT


def score(a, b):
    """(score, verdict) of two profiles: what `compare` says, without its evidence."""
    total = _total(a, b)
    total = 0 if total < 0 else 100 if total > 100 else total
    return total, _verdict(total)


def ressemblance(a, b):
    """(score, verdict) of two profiles that resemble each other (A_VOIR at least), None of others: `score`,
    for somebody who is looked for among many, most of whom a look at birth and numbers rules out."""
    # Nine in ten end here: born in other years, not near, and on other days, which is «differente»; then all
    # else together, short of a number of one's own, stays under SEUIL_A_VOIR.
    if (
        not -3 < a.annee - b.annee < 3
        and (a.jour != b.jour or a.mois != b.mois)
        and (a.annee and b.annee)
        and not (a.lie and b.lie and meme_numero(a, b))
    ):
        return None
    total = min(100, _total(a, b, seuil=SEUIL_A_VOIR))
    return (total, _verdict(total)) if total >= SEUIL_A_VOIR else None


def compare(a, b):
    """Two profiles -> Resultat. Symmetric in score and verdict."""
    indices = []
    total = max(0, min(100, _total(a, b, indices)))
    return Resultat(total, _verdict(total), tuple(indices))
