"""The evidence beside names and birth: numbers, parents, places."""

from typing import NamedTuple

from .champs import ABSENT, DIFFERENT, champ, comparer_champs
from .mots import MEME, PROCHE
from .noms import comparer_noms


class Indice(NamedTuple):
    """One evidence: code, sign (= same, ~ close, x different, ? to ask), points, values for a sentence."""

    code: str
    signe: str
    points: int
    valeurs: dict


def ecrire(indices, code, signe, points, **valeurs):
    if indices is not None:
        indices.append(Indice(code, signe, points, valeurs))
    return points


def _code(indices, quoi, x, y, egal, different, proche=None):
    """Two identifiers: the same, one digit apart, other."""
    if not x or not y:
        return 0
    if x == y:
        return ecrire(indices, f"{quoi}_egal", "=", egal, a=x, b=y)
    if proche is not None and len(x) == len(y) and sum(c != d for c, d in zip(x, y, strict=True)) == 1:
        return ecrire(indices, f"{quoi}_proche", "~", proche, a=x, b=y)
    return ecrire(indices, f"{quoi}_different", "x", different, a=x, b=y)


def identifiants(a, b, indices):
    total = _code(indices, "cnie", a.cnie, b.cnie, 45, -30, 4)
    # Brothers and sisters who were enrolled together have numbers that follow one another.
    total += _code(indices, "massar", a.massar, b.massar, 45, -25, 0)
    if a.etat_civil and a.etat_civil == b.etat_civil:
        total += ecrire(indices, "etat_civil_egal", "=", 12, a=a.etat_civil, b=b.etat_civil)
    return total + _code(indices, "telephone", a.telephone, b.telephone, 6, -2)


def _un_parent(x, y):
    """Nearness of two parents, 0..100; None when nothing can be said."""
    if x.cnie and x.cnie == y.cnie:
        return 100
    note_p, genre_p, note_n, genre_n, _ = comparer_noms(x.noms, y.noms)
    notes = [(note, genre) for note, genre in ((note_p, genre_p), (note_n, genre_n)) if genre != ABSENT]
    if not notes:
        return None
    if any(genre == DIFFERENT for _, genre in notes):
        return 0
    note = min(note for note, _ in notes)
    # One name alone says little of a parent.
    return note if len(notes) == 2 or len(x.nom.split()) > 1 and len(y.nom.split()) > 1 else min(note, 70)


_PARENT_EGAL, PARENTS_AU_PLUS = {"MERE": 28, "PERE": 16, "": 20}, 34
_PARENT_DIFFERENT = {"MERE": -12, "PERE": -8}


def parents(a, b, genre_prenom, indices):
    """Points of the parents; a parent shared by other first names makes brothers and sisters."""
    notes = []
    for i, x in enumerate(a.parents):
        for j, y in enumerate(b.parents):
            if not (x.lien and y.lien and x.lien != y.lien) and (note := _un_parent(x, y)) is not None:
                notes.append((note, x.lien or y.lien or "", i, j))
    notes.sort(key=lambda une: (-une[0], une[1]))
    total, commun, vus_a, vus_b = 0, False, set(), set()
    for note, lien, i, j in notes:
        x, y = a.parents[i], b.parents[j]
        if i in vus_a or j in vus_b:
            continue
        if note >= 80:
            points = min(_PARENT_EGAL[lien], PARENTS_AU_PLUS - total)
            code = {"MERE": "mere_egale", "PERE": "pere_egal"}.get(lien, "parent_egal")
            total += ecrire(indices, code, "=" if note >= MEME else "~", points, a=x.nom, b=y.nom)
            commun = True
        elif note < PROCHE and lien and x.lien == y.lien:
            code = "mere_differente" if lien == "MERE" else "pere_different"
            total += ecrire(indices, code, "x", _PARENT_DIFFERENT[lien], a=x.nom, b=y.nom)
        else:
            continue
        vus_a.add(i)
        vus_b.add(j)
    if commun and genre_prenom == DIFFERENT:
        total += ecrire(indices, "fratrie", "x", -40)
    return total


LIEUX_AU_PLUS = 6


def lieux(a, b, indices):
    total = 0
    if a.commune and b.commune:
        if a.commune == b.commune:
            total += ecrire(indices, "commune_egale", "=", 3, a=a.commune, b=b.commune)
        elif a.commune[0].isalpha() and b.commune[0].isalpha():
            # Written out, perhaps in two scripts.
            if comparer_champs(champ(a.province), champ(b.province))[0] >= 80:
                total += ecrire(indices, "commune_egale", "=", 3, a=a.commune, b=b.commune)
            else:
                total += ecrire(indices, "commune_differente", "x", -2, a=a.commune, b=b.commune)
        elif a.province == b.province:
            total += ecrire(indices, "commune_differente", "x", -1, a=a.commune, b=b.commune)
        else:
            total += ecrire(indices, "province_differente", "x", -3, a=a.commune, b=b.commune)
    if a.lieu and b.lieu:
        lieux = {"a": a.identite.lieu_naissance, "b": b.identite.lieu_naissance}
        note, _ = comparer_champs(champ(a.lieu), champ(b.lieu))
        if note >= 80:
            total += ecrire(indices, "lieu_egal", "=", 3, **lieux)
        elif note < PROCHE:
            total += ecrire(indices, "lieu_different", "x", -3, **lieux)
    return total


def meme_numero(a, b):
    """A number that one person alone has is the same in both files."""
    return bool(a.cnie and a.cnie == b.cnie or a.massar and a.massar == b.massar)
