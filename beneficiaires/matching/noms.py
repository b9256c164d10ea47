"""The whole name of a person: up to two forms, one per script, each of first names and family names."""

from functools import lru_cache
from typing import NamedTuple

from .champs import (
    ABSENT,
    DIFFERENT,
    EGAL,
    PARTIEL,
    PROCHE_,
    VARIANTE,
    VIDE,
    apparier,
    champ,
    comparer_champs,
    squelette_champ,
)
from .mots import MEME, PROCHE


class Forme:
    """One written form of a name."""

    __slots__ = ("prenom", "nom", "complet", "seul")

    def __init__(self, prenom, nom):
        self.prenom, self.nom = prenom, nom
        self.complet = bool(prenom.mots and nom.mots)
        self.seul = prenom if prenom.mots else nom


class Noms(NamedTuple):
    """Forms by script: the Arabic one, the Latin one; None when there is none."""

    ar: Forme | None
    fr: Forme | None

    @property
    def deux_prenoms(self):
        """Its family name may as well be a first name."""
        formes = [forme for forme in (self.ar, self.fr) if forme is not None]
        return any(forme.complet and all(m.prenom for m in forme.nom.pleins) for forme in formes)


# How two names compare: (nearness, relation) of the first names, the same of the family names, order changed.
RIEN = (0, ABSENT, 0, ABSENT, False)


def squelette(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The stored form of a name: its tokens, four fields parted by bars, 400 characters at most.

    The names are clean (entraide.text.clean_name). Recompute it when the names or the rules change.
    """
    return "|".join(squelette_champ(nom) if nom else "" for nom in (nom_ar, prenom_ar, nom_fr, prenom_fr))


@lru_cache(maxsize=100_000)
def noms(squelette):
    """The prepared names of a stored skeleton."""
    nom_ar, prenom_ar, nom_fr, prenom_fr = (champ(texte) for texte in squelette.split("|"))
    if nom_ar is VIDE and prenom_ar is VIDE:
        return Noms(None, Forme(prenom_fr, nom_fr) if prenom_fr is not VIDE or nom_fr is not VIDE else None)
    if nom_fr is VIDE and prenom_fr is VIDE:
        return Noms(Forme(prenom_ar, nom_ar), None)
    incomplet_ar = nom_ar is VIDE or prenom_ar is VIDE
    incomplet_fr = nom_fr is VIDE or prenom_fr is VIDE
    if incomplet_ar and incomplet_fr:
        # One field per script: together they make a name.
        if (prenom_ar is VIDE) != (prenom_fr is VIDE):
            prenom, nom = (prenom_ar, nom_fr) if prenom_fr is VIDE else (prenom_fr, nom_ar)
            return Noms(Forme(prenom, nom), None)
    return Noms(Forme(prenom_ar, nom_ar), Forme(prenom_fr, nom_fr))


def _droit(a, b):
    """Field against field, as written."""
    return *comparer_champs(a.prenom, b.prenom), *comparer_champs(a.nom, b.nom), False


def _croise(a, b):
    """First names against family names: written in each other's place."""
    # Which of the two is the first name is not known: the worse one counts as it, from whichever side.
    pire, meilleur = sorted((comparer_champs(a.prenom, b.nom), comparer_champs(a.nom, b.prenom)))
    return *pire, *meilleur, True


def _partage(a, mots):
    """A form in two fields against all the words of another one, wherever they stand."""
    siens = a.prenom.mots + a.nom.mots
    paires, _ = apparier(siens, mots)
    if sum(not siens[i].titre for i, _, _ in paires) < 2 and not len(paires) == len(siens) == len(mots):
        return None
    trouves, pris = {i for i, _, _ in paires}, {j for _, j, _ in paires}
    reste = [m for j, m in enumerate(mots) if j not in pris and not m.titre]
    seuls = [m for i, m in enumerate(siens) if i not in trouves and not m.titre]
    if reste and seuls:
        return None
    coupe = len(a.prenom.mots)
    notes = []
    for debut, fin in ((0, coupe), (coupe, len(siens))):
        siennes = [note for i, _, note in paires if debut <= i < fin]
        pleins = [i for i in range(debut, fin) if not siens[i].titre]
        if not siennes:
            return None
        note = min(siennes)
        if any(i not in trouves for i in pleins):
            notes.append((round(note * 0.84), PARTIEL))
        else:
            notes.append((note, EGAL if note == 100 else VARIANTE if note >= MEME else PROCHE_))
    if reste:
        notes = [(round(note * 0.93), PARTIEL) for note, _ in notes]
    return *notes[0], *notes[1], True


def _rang(lecture):
    """How good a reading of two names is, to choose the best of several; the same from both sides."""
    prenom, genre_prenom, nom, genre_nom, ordre = lecture
    valeur = min(prenom, nom) if DIFFERENT in (genre_prenom, genre_nom) else prenom + nom
    return valeur, not ordre, prenom, -genre_prenom, -genre_nom


def _en_ordre(a, b):
    """Whether two forms can be read field by field alone: in another order at least one word stands in the
    other field with its consonants intact."""
    return (
        a.complet
        and b.complet
        and a.prenom.socles.isdisjoint(b.nom.socles)
        and a.nom.socles.isdisjoint(b.prenom.socles)
    )


def _formes(a, b):
    """Two forms of names: field by field; if that fails, with the order changed."""
    droit = note_p, genre_p, note_n, genre_n, _ = _droit(a, b)
    if note_p >= PROCHE and note_n >= PROCHE and genre_p != PARTIEL and genre_n != PARTIEL:
        return droit
    if _en_ordre(a, b):
        return droit
    complets = a.complet and b.complet
    lectures = [droit]
    croise = _croise(a, b)
    if croise[0] >= PROCHE and croise[2] >= PROCHE:
        lectures.append(croise)
    mots_a, mots_b = a.prenom.mots + a.nom.mots, b.prenom.mots + b.nom.mots
    if len(mots_a) > 1 and len(mots_b) > 1 and not (len(mots_a) + len(mots_b) == 4 and complets):
        if not a.complet and not b.complet:
            # Whole names in one field on both sides: what fits as a field fits as both.
            note, genre = comparer_champs(a.seul, b.seul)
            return note, genre, note, genre, False
        for une, mots in ((a, mots_b), (b, mots_a)):
            if une.complet and (partage := _partage(une, mots)):
                lectures.append(partage)
    return max(lectures, key=_rang)


def _fondre(note, genre, autre_note, autre_genre):
    """One field seen in two scripts."""
    if genre == ABSENT:
        return autre_note, autre_genre
    if autre_genre == ABSENT:
        return note, genre
    if note < autre_note:
        note, genre, autre_note, autre_genre = autre_note, autre_genre, note, genre
    if autre_genre == DIFFERENT and genre != DIFFERENT:
        note = (note + autre_note) // 2
        return note, PROCHE_ if note >= PROCHE else DIFFERENT
    if autre_note < MEME <= note:
        # One script says the same name, the other says nearly.
        note = (2 * note + autre_note) // 3
        return note, genre if note >= MEME or genre == PARTIEL else PROCHE_
    return note, genre


def _ensemble(x, y):
    return *_fondre(*x[:2], *y[:2]), *_fondre(*x[2:4], *y[2:4]), x[4] and y[4]


def _relever(note, genre, note_autre, genre_autre):
    if ABSENT in (genre, genre_autre) or note_autre <= note:
        return note, genre
    note = (2 * note + note_autre) // 3
    return note, genre if genre not in (DIFFERENT, PROCHE_) else PROCHE_ if note >= PROCHE else DIFFERENT


def _secours(droit, autre):
    """The common script says too little, a script that one side alone has says more: it lifts a field by a
    third of the way, so that two Arabic names do not become one because Latin letters confuse them."""
    return *_relever(*droit[:2], *autre[:2]), *_relever(*droit[2:4], *autre[2:4]), droit[4]


def autres_prenoms(a, b):
    """Whether `comparer_noms` surely finds other first names: told without comparing the family names."""
    formes = [(x, y) for x in a for y in b if x is not None and y is not None]
    return bool(formes) and all(
        comparer_champs(x.prenom, y.prenom)[1] == DIFFERENT and _en_ordre(x, y) for x, y in formes
    )


def comparer_noms(a, b):
    """Two prepared names -> (nearness and relation of first names, the same of family names, order changed).

    The same script is compared with itself where both have it.
    """
    ar = a.ar is not None and b.ar is not None
    fr = a.fr is not None and b.fr is not None
    if ar and fr:
        return _ensemble(_formes(a.ar, b.ar), _formes(a.fr, b.fr))
    if ar or fr:
        droit = _formes(a.ar, b.ar) if ar else _formes(a.fr, b.fr)
        if droit[0] >= MEME and droit[2] >= MEME:
            return droit
        gauche, droite = (a.fr, b.ar) if ar else (a.ar, b.fr)
        if gauche is None:
            gauche, droite = (a.ar, b.fr) if ar else (a.fr, b.ar)
        if gauche is None or droite is None:
            return droit
        return _secours(droit, _formes(gauche, droite))
    if a.ar is not None and b.fr is not None:
        return _formes(a.ar, b.fr)
    if a.fr is not None and b.ar is not None:
        return _formes(a.fr, b.ar)
    return RIEN
