"""What somebody typed, read as terms that a person must all match."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from beneficiaires.derived import has_digit, identifier_key, identifier_words, name_words
from entraide.text import clean_query, is_particle, search_key

MOST_TERMS = 8
# The longest identifier that people type in groups: 00212 6 61 23 45 67.
LONGEST_GROUP = 14

EXACT, PREFIX, INSIDE, ABSENT = range(4)


@dataclass(frozen=True)
class Term:
    """One thing to find: a part of a word of the names, or of an identifier when it holds a digit.

    `head` is the one or two letters typed apart before a card's digits ("AB 123456"); they improve the rank
    alone.
    """

    text: str
    is_identifier: bool = False
    head: str = ""

    @property
    def beginnings(self):
        return (self.text, self.head + self.text) if self.head else (self.text,)

    def level(self, names, identifiers):
        """How well a person matches: the whole word, its beginning, the inside of it, not at all."""
        best = ABSENT
        for word in identifiers if self.is_identifier else names:
            if word in self.beginnings:
                return EXACT
            if word.startswith(self.beginnings):
                best = PREFIX
            elif best == ABSENT and self.text in word:
                best = INSIDE
        return best


@dataclass(frozen=True)
class Query:
    """The terms that select people, and the particles (ولد, بنت, el, ben…), which select only when nothing
    else does.

    Beside another word a particle changes the rank alone: "Fatima El Idrissi" finds Fatima Idrissi too,
    after those who bear the particle.
    """

    terms: tuple = ()
    particles: tuple = ()

    @property
    def only_particles(self):
        return bool(self.particles) and not self.terms

    @property
    def selecting(self):
        return self.terms or self.particles

    @property
    def has_identifier(self):
        return any(term.is_identifier for term in self.terms)

    def finds(self, identifier):
        """Whether a term is a part of an identifier."""
        return any(term.is_identifier and term.level((), [identifier]) != ABSENT for term in self.terms)

    def rank(self, person):
        """The rank of a person: the worst level of the terms, then whether the particles are borne. `anciens`
        of the person, when set, are former numbers."""
        names = name_words(person.nom_ar, person.prenom_ar, person.nom_fr, person.prenom_fr)
        identifiers = identifier_words(person.numero, person.cnie, person.massar, person.telephone)
        identifiers += map(identifier_key, getattr(person, "anciens", ()))
        identifiers += [identifier_key(word) for word in names if has_digit(word)]
        worst = max(term.level(names, identifiers) for term in self.selecting)
        return worst, not all(term.text in names for term in self.particles)


def parse(text):
    """The query in `text`. Never raises: text that the gate refuses is an empty query, which finds nobody."""
    try:
        text = search_key(clean_query(text or ""))
    except ValidationError:
        return Query()
    terms, particles, head, open_group = [], [], False, False
    for word in text.split():
        if has_digit(word):
            last = terms[-1] if terms else None
            if open_group and word.isdigit() and len(last.text) + len(word) <= LONGEST_GROUP:
                terms[-1] = Term(last.text + word, True, last.head)
                continue
            before = terms.pop().text if head else ""
            terms.append(Term(word, True, before if word.isdigit() else ""))
            head, open_group = False, True
            continue
        (particles if is_particle(word) else terms).append(Term(word))
        head, open_group = terms[-1:] == [Term(word)] and len(word) <= 2 and word.isascii(), False
    return Query(
        tuple(_distinct(map(_national, terms[:MOST_TERMS]))), tuple(dict.fromkeys(particles))[:MOST_TERMS]
    )


def _national(term):
    """A phone typed with 00 before the country code is kept without it."""
    return Term(re.sub("^00(?=212)", "", term.text), True, term.head) if term.is_identifier else term


def _distinct(terms):
    """The terms that are not a part of another one: whoever matches the longer one matches the shorter."""
    terms = list(dict.fromkeys(terms))
    return [
        term
        for term in terms
        if not any(
            term != other and term.is_identifier == other.is_identifier and term.text in other.text
            for other in terms
        )
    ]
