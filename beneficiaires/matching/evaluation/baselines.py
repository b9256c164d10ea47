"""What other registers do, as rules of their own, measured beside the matcher on the same pairs.

Each baseline compares two names as texts: given name, then family name. Where both files have a name in one
script, those are compared (either script may agree); otherwise whatever text there is. Around that rule all
are given the same help: a pair is "same" when the names agree and neither sex nor birth date contradicts (a
blank contradicts nothing; dates are compared as far as both are known). `names_only` is the bare rule.
"""

import unicodedata
from functools import lru_cache

from doublemetaphone import doublemetaphone
from rapidfuzz.distance import OSA

_CACHED = 200_000
_PARTS = {"JOUR": 3, "MOIS": 2, "ANNEE": 1}


def _exact(one, other):
    """The same letters, but for capitals and spaces at the ends."""
    return one.casefold() == other.casefold()


@lru_cache(_CACHED)
def _plain(text):
    """Without accents, vowel marks and tatweel, in small letters. A hamza is no mark and stays."""
    marks = unicodedata.normalize("NFD", text.casefold())
    kept = "".join(
        char for char in marks if char in "\u0653\u0654\u0655" or unicodedata.category(char) != "Mn"
    )
    return unicodedata.normalize("NFC", kept.replace("ـ", ""))


def _marks(one, other):
    """Equal once accents and marks are taken away: Primero's rule."""
    return _plain(one) == _plain(other)


def _each_word(one, other, agree):
    """True when every word of the name with fewer words has one that agrees with it in the other name."""
    short, long = sorted((_plain(one).split(), _plain(other).split()), key=len)
    return all(any(agree(word, found) for found in long) for word in short)


def _edits(word, found):
    """Elasticsearch's fuzziness AUTO:3,6: a word under 3 letters as it is, under 6 one edit, else two.

    An edit is a letter put in, lost, replaced, or two neighbours turned.
    """
    allowed = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    return OSA.distance(word, found, score_cutoff=allowed) <= allowed


def _auto(one, other):
    """Every word of the shorter name within AUTO:3,6 of a word of the other: HOPE's rule."""
    return _each_word(one, other, _edits)


@lru_cache(_CACHED)
def _trigrams(text):
    """pg_trgm's: each word in small letters, two spaces before it and one after, in threes."""
    words = "".join(char if char.isalnum() else " " for char in text.casefold()).split()
    padded = [f"  {word} " for word in words]
    return frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2))


def _trigram(one, other):
    """Similarity of at least 0.3 by PostgreSQL's pg_trgm: shared trigrams over all of them."""
    a, b = _trigrams(one), _trigrams(other)
    together = len(a | b)
    return bool(together) and len(a & b) / together >= 0.3


@lru_cache(_CACHED)
def _codes(word):
    """The double metaphone of a word; of a word that has none (all of Arabic) the word itself."""
    codes = frozenset(code for code in doublemetaphone(word) if code) if word.isascii() else frozenset()
    return codes or frozenset([word])


def _sounds(word, found):
    return not _codes(word).isdisjoint(_codes(found))


def _metaphone(one, other):
    """Every word of the shorter name sounds as one of the other."""
    return _each_word(one, other, _sounds)


BASELINES = {
    "exact": _exact,
    "marks_only": _marks,
    "edit_distance_auto_3_6": _auto,
    "trigram_0_3": _trigram,
    "double_metaphone": _metaphone,
}


def _name(side, script):
    return f"{side[f'prenom_{script}']} {side[f'nom_{script}']}".strip()


def names_to_compare(a, b):
    """[(text, text)] of the names that a baseline compares; empty when a file has no name at all."""
    both = [(_name(a, script), _name(b, script)) for script in ("ar", "fr")]
    shared = [(one, other) for one, other in both if one and other]
    if shared:
        return shared
    one, other = (_name(side, "ar") or _name(side, "fr") for side in (a, b))
    return [(one, other)] if one and other else []


def contradicts(a, b):
    """True when both files tell the sex, or the birth date, and tell it otherwise."""
    if a["sexe"] and b["sexe"] and a["sexe"] != b["sexe"]:
        return True
    one, other = a["naissance"], b["naissance"]
    if not one or not other:
        return False
    known = min(_PARTS[a["precision"]], _PARTS[b["precision"]])
    parts = [(day.year, day.month, day.day)[:known] for day in (one, other)]
    return parts[0] != parts[1]
