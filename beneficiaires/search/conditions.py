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
    """`estimate`: about how many people match, None when they are too many to tell. `holds()`: the condition,
    of a person. `people(low, high)`: the keys of those who match from low to high, None when they are not
    listed. `same`: any part of the text selects nobody else."""

    estimate: int | None
    holds: Callable
    people: Callable | None = None
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
            lookup = "startswith" if level == PREFIX else "contains"
            return Condition(None, lambda: _bears(**{f"mot__texte__{lookup}": self.term.text}))
        keys = sorted(key for key, _text, _effectif in rows)

        def people(low, high):
            borne = Occurrence.objects.filter(mot__in=keys, beneficiaire__gte=low, beneficiaire__lt=high)
            return borne.values("beneficiaire")

        # The estimates drift: a word that is said to be borne by nobody may be borne.
        estimate = max(sum(effectif for _key, _text, effectif in rows), len(keys))
        same = self._listed is not None and len(keys) == len(self._listed)
        return Condition(estimate, lambda: _bears_one_of(keys), people if keys else None, same)

    def _identifier(self, level):
        branches = _branches(self.term, level)

        def holds():
            either = reduce(or_, (Q(**branch) for branch in branches))
            return Exists(Fragment.objects.filter(either, beneficiaire=OuterRef("pk")))

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

        return Condition(len(found), holds, people if found else None, same)


def _bears(**words):
    return Exists(Occurrence.objects.filter(beneficiaire=OuterRef("pk"), **words))


def _bears_one_of(keys):
    if len(keys) <= FEW:
        return _bears(mot__in=keys)
    # `+ 0` keeps both databases from looking up each word of a long list for each person.
    numbered = Occurrence.objects.alias(number=F("mot_id") + 0)
    return Exists(numbered.filter(beneficiaire=OuterRef("pk"), number__in=keys))


def _branches(term, level):
    """The fragments that a term selects, each branch one range of the index."""
    if level == EXACT:
        return [{"texte": text, "avant": ""} for text in term.beginnings]
    if level == PREFIX or len(term.text) < SHORTEST_INSIDE:
        return [{"texte__byte_prefix": text, "avant": ""} for text in term.beginnings]
    return [{"texte__byte_prefix": term.text}, {"texte__byte_prefix": term.text[1:], "avant": term.text[0]}]
