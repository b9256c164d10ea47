"""A term as a condition on people, in the two forms that a plan needs: the people from the term, the term from a person."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from beneficiaires.models import Fragment, Mot, Occurrence, Suffixe

from . import lookups  # noqa: F401  (registers byte_prefix)
from .query import EXACT, PREFIX

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
    """`estimate`: about how many people match, None when they are too many to tell. `exists`: true of a person who
    matches. `people(low, high)`: the keys of those who match from low to high, None when they are not listed."""

    estimate: int | None
    exists: Exists
    people: object = None

    @property
    def impossible(self):
        return self.people is None and self.estimate == 0


def condition(term, level):
    """The condition that a person matches `term` at least as well as `level`. Costs one or two short queries."""
    return _identifier(term, level) if term.is_identifier else _name(term.text, level)


def _name(text, level):
    if level == EXACT:
        words = Mot.objects.filter(texte=text).values_list("pk", "effectif")
    elif level == PREFIX:
        words = Mot.objects.filter(texte__byte_prefix=text).values_list("pk", "effectif")
    else:
        words = Suffixe.objects.filter(texte__byte_prefix=text).values_list("mot_id", "mot__effectif")
    rows = list(words[: MOST_WORDS + 1])
    of_person = Occurrence.objects.filter(beneficiaire=OuterRef("pk"))
    if len(rows) > MOST_WORDS:
        part = {"mot__texte__startswith": text} if level == PREFIX else {"mot__texte__contains": text}
        return Condition(None, Exists(of_person.filter(**part)))
    found = dict(rows)
    keys = sorted(found)
    if len(keys) > FEW:
        # `+ 0` keeps both databases from looking up each word of a long list for each person.
        of_person = of_person.alias(number=F("mot_id") + 0).filter(number__in=keys)
    else:
        of_person = of_person.filter(mot__in=keys)

    def people(low, high):
        borne = Occurrence.objects.filter(mot__in=keys, beneficiaire__gte=low, beneficiaire__lt=high)
        return borne.values("beneficiaire")

    # The estimates drift: a word that is said to be borne by nobody may be borne.
    return Condition(max(sum(found.values()), len(keys)), Exists(of_person), people if keys else None)


def _branches(term, level):
    """The fragments that a term selects, each branch one range of the index."""
    if level == EXACT:
        return [{"texte": text, "avant": ""} for text in term.beginnings]
    if level == PREFIX or len(term.text) < SHORTEST_INSIDE:
        return [{"texte__byte_prefix": text, "avant": ""} for text in term.beginnings]
    return [{"texte__byte_prefix": term.text}, {"texte__byte_prefix": term.text[1:], "avant": term.text[0]}]


def _identifier(term, level):
    branches = _branches(term, level)
    either = Q()
    for branch in branches:
        either |= Q(**branch)
    exists = Exists(Fragment.objects.filter(either, beneficiaire=OuterRef("pk")))
    found = set()
    for branch in branches:
        keys = list(Fragment.objects.filter(**branch).values_list("beneficiaire", flat=True)[: MOST_PEOPLE + 1])
        if len(keys) > MOST_PEOPLE:
            return Condition(None, exists)
        found.update(keys)
    if not found:
        return Condition(0, exists)
    return Condition(len(found), exists, lambda low, high: [key for key in found if low <= key < high])
