"""Blocking keys: people who may be one and the same share one, few others do."""

from functools import lru_cache
from hashlib import blake2b
from itertools import combinations


def _cle(texte):
    """A stable signed 64-bit number for a text."""
    return int.from_bytes(blake2b(texte.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=100_000)
def _paire(gauche, droite):
    """The keys of two skeletons, in whatever order they are written: as they are, and with any one consonant
    gone from either: two names one consonant apart meet there."""
    paires = {(gauche, droite)}
    if len(gauche) + len(droite) > 4:
        paires |= {(gauche[:i] + gauche[i + 1 :], droite) for i in range(len(gauche))}
        paires |= {(gauche, droite[:i] + droite[i + 1 :]) for i in range(len(droite))}
    return tuple({_cle(f"n:{x}|{y}" if x < y else f"n:{y}|{x}") for x, y in paires})


@lru_cache(maxsize=100_000)
def _forme(prenom, nom):
    """(pair keys, first words, family words) of two rows of skeletons."""
    cles = set()
    for p in prenom:
        for n in nom:
            cles.update(_paire(p, n))
    for champ in (prenom, nom):
        for x, y in combinations(champ, 2):
            cles.update(_paire(x, y))
    return frozenset(cles)


@lru_cache(maxsize=100_000)
def _socles(champ):
    """What of the words of a field stands in keys: their consonants."""
    return tuple(
        dict.fromkeys(m.marque + (s or "a") for m in champ.pleins if m.marque != "." for s in m.socles)
    )[:4]


def keys(profil):
    """The keys of a profile, as signed 64-bit integers."""
    cles = set()
    mots = []
    for forme in (profil.noms.ar, profil.noms.fr):
        if forme is not None:
            prenom, nom = _socles(forme.prenom), _socles(forme.nom)
            cles |= _forme(prenom, nom)
            mots += [mot for mot in prenom + nom if mot not in mots]
    if profil.precision:
        annee = profil.annee
        for mot in mots:
            cles.add(_cle(f"b:{mot}:{annee}-{profil.mois}-{profil.jour}"))
            # Short names have no key with a consonant gone: the year stands in for what a slip takes away.
            for autre in mots:
                if mot != autre and len(mot) + len(autre) < 5:
                    cles.add(_cle(f"a:{mot}:{autre[:1]}:{annee}"))
    for lettre, valeur in (("c", profil.cnie), ("m", profil.massar), ("e", profil.etat_civil)):
        if valeur:
            cles.add(_cle(f"{lettre}:{valeur}"))
    if profil.telephone:
        for mot in mots:
            cles.add(_cle(f"t:{profil.telephone}:{mot}"))
    return frozenset(cles)
