"""A term as a condition on people, in the two forms that a plan needs: the people from the term, the term
from a person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q

from beneficiaires.models import Fragment, Mot, Occurrence, Suffixe

from . import lookups  # noqa: F401  (registers byte_prefix)
from .query import EXACT, INSIDE, PREFIX

# More words than this are not listed: the text is short, and most people match it.
MOST_WORDS = 500
# A part of identifiers that more people bear than this is not listed either.
MOST_PEOPLE = 30_000
# The shortest part of an identifier that is found inside it; a shorter text is its beginning.
SHORTEST_INSIDE = 3
# The list is short enough to be looked up word by word for a person.
FEW = 3


@dataclass
class Condition:
    """That a person matches a term.

    `estimate`: about how many do, None when they are too many to tell. `holds(person)`: the condition, of the
    key of a person that the column `person` of the outer query gives. `people(low, high)`: the keys of
    those who match from low to high, None when they are not listed. `bearers(low, high)`: the same as rows
    of the index. `same`: any part of the text selects nobody else.
    """

    estimate: int | None
    holds: Callable
    people: Callable | None = None
    bearers: Callable | None = None
    same: bool = False

    @property
    def impossible(self):
        return self.people is None and self.estimate == 0


class Conditions:
    """The conditions that a person matches a term at least as well as a level."""

    def __init__(self, term):
        self.term = term
        self._listed = None

    def at(self, level):
        return self._identifier(level) if self.term.is_identifier else self._name(level)

    def _words(self, level):
        """[(key, text, effectif)] of the words that match, one more than `MOST_WORDS` at most."""
        text = self.term.text
        if self._listed is not None:
            wanted = {EXACT: text.__eq__, PREFIX: lambda word: word.startswith(text)}.get(level, bool)
            return [row for row in self._listed if wanted(row[1])]
        if level == INSIDE:
            endings = Suffixe.objects.filter(texte__byte_prefix=text)
            rows = list(endings.values_list("mot_id", "mot__texte", "mot__effectif")[: MOST_WORDS + 1])
            if len(rows) <= MOST_WORDS:
                rows = self._listed = list(dict.fromkeys(rows))
            return rows
        words = Mot.objects.filter(**{"texte" if level == EXACT else "texte__byte_prefix": text})
        return list(words.values_list("pk", "texte", "effectif")[: MOST_WORDS + 1])

    def _name(self, level):
        rows = self._words(level)
        if len(rows) > MOST_WORDS:
            part = {f"mot__texte__{'startswith' if level == PREFIX else 'contains'}": self.term.text}
            return Condition(None, lambda person: _bears(person, **part))
        keys = sorted(key for key, _text, _effectif in rows)

        def bearers(low, high):
            return Occurrence.objects.filter(mot__in=keys, beneficiaire__gte=low, beneficiaire__lt=high)

        # The estimates drift: a word that is said to be borne by nobody may be borne.
        found = Condition(
            max(sum(row[2] for row in rows), len(keys)), lambda person: _bears_one(person, keys)
        )
        if keys:
            found.bearers = bearers
            found.people = lambda low, high: bearers(low, high).values("beneficiaire")
        found.same = self._listed is not None and len(keys) == len(self._listed)
        return found

    def _identifier(self, level):
        branches = _branches(self.term, level)

        def holds(person):
            either = reduce(or_, (Q(**branch) for branch in branches))
            return Exists(Fragment.objects.filter(either, beneficiaire=OuterRef(person)))

        short = len(self.term.text) < SHORTEST_INSIDE
        same, found = short and level == PREFIX, set()
        for branch in branches:
            borne = Fragment.objects.filter(**branch).values_list("beneficiaire", flat=True)
            borne = borne[: MOST_PEOPLE + 1]
            if short and level != EXACT and borne.count() > MOST_PEOPLE:
                return Condition(None, holds, same=same)
            found.update(borne)
        if len(found) > MOST_PEOPLE:
            return Condition(None, holds, same=same)

        def people(low, high):
            return [key for key in found if low <= key < high]

        return Condition(len(found), holds, people if found else None, same=same)


def _bears(person, **words):
    return Exists(Occurrence.objects.filter(beneficiaire=OuterRef(person), **words))


def _bears_one(person, keys):
    if len(keys) <= FEW:
        return _bears(person, mot__in=keys)
    # `+ 0` keeps both databases from looking up each word of a long list for each person.
    numbered = Occurrence.objects.alias(number=F("mot_id") + 0)
    return Exists(numbered.filter(beneficiaire=OuterRef(person), number__in=keys))


def _branches(term, level):
    """The fragments that a term selects, each branch one range of the index."""
    if level == EXACT:
        return [{"texte": text, "avant": ""} for text in term.beginnings]
    if level == PREFIX or len(term.text) < SHORTEST_INSIDE:
        return [{"texte__byte_prefix": text, "avant": ""} for text in term.beginnings]
    return [{"texte__byte_prefix": term.text}, {"texte__byte_prefix": term.text[1:], "avant": term.text[0]}]
