"""Columns, search rows and blocking keys derived from a person's file: pure functions of plain values, for
the action and the bulk path alike."""

from functools import lru_cache

from beneficiaires.matching import keys, prepare, squelette
from entraide.text import search_key, sort_key, words

WORD_LENGTH = 100


def sort_columns(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The two columns by which lists are ordered: family name then first name, each script with the other
    as a fallback, so that a person known in one script alone keeps a place in both orders."""
    ar = " ".join(filter(None, (nom_ar, prenom_ar)))
    fr = " ".join(filter(None, (nom_fr, prenom_fr)))
    return sort_key(ar or fr)[:210], sort_key(fr or ar, first="fr")[:210]


def name_skeleton(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The column `squelette`: the names as the matcher compares them, so that a stored person is compared
    without being romanised again."""
    return squelette(nom_ar, prenom_ar, nom_fr, prenom_fr)


def name_columns(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The values of `NAME_COLUMNS`: all that is derived from the names in the person's own row."""
    names = nom_ar, prenom_ar, nom_fr, prenom_fr
    return *sort_columns(*names), name_skeleton(*names)


NAME_COLUMNS = ("cle_tri_ar", "cle_tri_fr", "squelette")


def blocking_keys(identite, skeleton=None):
    """The keys of a person (a `matching.Identite`; `skeleton`: the stored column, when there is one): two
    files that may be one person share one of them."""
    return keys(prepare(identite, skeleton))


@lru_cache(maxsize=50_000)
def _words(name):
    return tuple(word[:WORD_LENGTH] for word in words(name))


def name_words(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The distinct words by which a person is found, in both scripts."""
    return {word for name in (nom_ar, prenom_ar, nom_fr, prenom_fr) if name for word in _words(name)}


def identifier_key(text):
    """An identifier as it is compared: letters and digits alone, folded."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(char for char in search_key(text) if char.isalnum())


def identifier_words(numero, cnie, massar, telephone):
    """The identifiers by which a person is found, as they are typed: a phone with and without its country
    code."""
    found = [identifier_key(value) for value in (numero, cnie, massar, telephone) if value]
    if telephone and found[-1].startswith("212"):
        found.append("0" + found[-1][3:])
    return [text for text in found if text]


def has_digit(text):
    return any(char.isdigit() for char in text)


def fragments(identifier):
    """The fragments of an identifier, [(text, character before)]: its endings at every second place, itself
    included.

    What remains after the last one is two characters long at least, so that any part of three characters
    begins a fragment, or begins one after its own first character.
    """
    text = identifier[:WORD_LENGTH]
    return [(text[at:], text[at - 1 : at]) for at in range(0, max(len(text) - 1, 1), 2)]


def search_rows(nom_ar, prenom_ar, nom_fr, prenom_fr, numero, cnie, massar, telephone, former=()):
    """What the search keeps of a person: (words, fragments). A word with a digit in it is kept as an
    identifier, and so are the `former` numbers, of the files that were merged into this one."""
    names = name_words(nom_ar, prenom_ar, nom_fr, prenom_fr)
    plain = {word for word in names if word.isalpha() or not has_digit(word)}
    identifiers = [*identifier_words(numero, cnie, massar, telephone), *map(identifier_key, former)]
    if len(plain) < len(names):
        identifiers += map(identifier_key, names - plain)
    return plain, {fragment for identifier in identifiers for fragment in fragments(identifier)}
