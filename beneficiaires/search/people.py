"""The best people for a text, in bounded time.

Which people: those who match every term, and among more than fit, the best ranks first (whole words, then
beginnings, then any part) and in a rank the latest registered. In which order: by rank, by name in the
reader's script, by key. The plan (which term leads, how far each step looks) changes the time, never the
answer.
"""

from dataclasses import dataclass, field

from django.db.models import Max, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language

from beneficiaires.models import Beneficiaire

from .conditions import Conditions
from .query import EXACT, INSIDE, PREFIX, parse

# The longest list that a search gives to a page or to the API: beyond, the reader must type more.
MOST = 1001
# A term borne by fewer people than this is read whole; beyond, by steps from the latest registered down.
WHOLE = 5000
# What a text that is too short to be listed is supposed to match.
WIDE_SHARE = 0.3
LAST = 2**62
# The steps: the first is meant to be enough, each next one is wider, so that few are taken whatever the
# estimates.
LEAST_STEP, GROWTH = 500, 8
# A list that is so many times as long as the shortest one is still read rather than looked up.
ALIKE = 4
# Nothing is gained by measuring the scope of the reader for a term rarer than this.
RARE = 1000


@dataclass
class Result:
    """What a search found: `people`, the best first; `more` when others match too, or may.

    `too_short`: nothing in the text to search for. `only_particles`: only words such as ولد or el; the
    people who bear them are shown as they come, and the reader should type more.
    """

    people: list = field(default_factory=list)
    more: bool = False
    too_short: bool = False
    only_particles: bool = False


def search(source, text, limit=50, langue=None):
    """The best `limit` people for `text`, as a `Result`. Never raises, whatever the text.

    `source` is an account, whose own scope is searched, or a queryset of people that is already scoped.
    `langue` is the language whose script orders the names (by default the active one).
    """
    queryset = source if isinstance(source, QuerySet) else Beneficiaire.objects.visible_to(source)
    query = parse(text)
    if not query.selecting:
        return Result(too_short=True)
    keys, more = _best(queryset, query, limit)
    people = list(queryset.filter(pk__in=keys).order_by()) if keys else []
    order = "cle_tri_fr" if (langue or get_language() or "ar").startswith("fr") else "cle_tri_ar"
    people.sort(key=lambda person: (query.rank(person), getattr(person, order), person.pk))
    return Result(
        people, more or (query.only_particles and bool(people)), only_particles=query.only_particles
    )


def search_filter(queryset, text):
    """`queryset` narrowed to the people that `search` finds for `text`, the best `MOST` at most; in its own
    order."""
    query = parse(text)
    keys = _best(queryset, query, MOST)[0] if query.selecting else []
    return queryset.filter(pk__in=keys) if keys else queryset.none()


def _best(queryset, query, limit):
    """(keys of the best people, whether there are more)."""
    seeker = _Seeker(queryset)
    terms = [Conditions(term) for term in query.selecting]
    particles = [Conditions(term) for term in query.particles] if query.terms else []
    found = seeker.matching([term.at(INSIDE) for term in terms], limit + 1)
    if len(found) <= limit:
        return found, False
    best = {}
    for wanted, level in ((terms + particles, EXACT), (terms if particles else [], EXACT), (terms, PREFIX)):
        conditions = [term.at(level) for term in wanted]
        if len(best) < limit and not all(each.same for each in conditions):
            # Those already taken come again: as many more are asked for, whatever the plan.
            best |= dict.fromkeys(seeker.matching(conditions, limit + len(best)))
    return list(best | dict.fromkeys(found))[:limit], True


class _Seeker:
    """Finds the keys of people of a queryset, the latest registered first."""

    def __init__(self, queryset):
        self.queryset = queryset.order_by("-pk")

    @cached_property
    def scope(self):
        """How many people the queryset holds, when they are few; None when they are many or all."""
        if not self.queryset.query.where:
            return None
        size = self.queryset.order_by()[: WHOLE + 1].count()
        return size if size <= WHOLE else None

    @cached_property
    def top(self):
        return Beneficiaire.objects.aggregate(top=Max("pk"))["top"] or 0

    def matching(self, conditions, limit):
        """The keys of the people who match all the conditions, `limit` at most."""
        if any(each.impossible for each in conditions):
            return []
        leader = min(
            (each for each in conditions if each.people), key=lambda each: each.estimate, default=None
        )
        rare = leader is not None and leader.estimate <= RARE
        if not rare and self.scope is not None and (leader is None or self.scope < leader.estimate):
            return self._keys(conditions, limit)
        if leader is not None and leader.estimate <= WHOLE:
            return self._keys(conditions, limit, leader, (0, LAST))
        share = 1.0
        for each in conditions:
            share *= min(1.0, (each.estimate or self.top * WIDE_SHARE) / max(self.top, 1))
        size, high, found = int(2 * limit / share) + LEAST_STEP, self.top + 1, []
        while high > 0 and len(found) < limit:
            low = max(0, high - size)
            found += self._keys(conditions, limit - len(found), leader, (low, high))
            high, size = low, size * GROWTH
        return found

    def _keys(self, conditions, limit, leader=None, span=None):
        """The matching keys of a span; without it, of the few people of the queryset."""
        wanted = []
        for each in conditions:
            # Two lists of about one length are met with one another; a short one is looked up person by person.
            if leader is not None and each.people and each.estimate <= ALIKE * leader.estimate:
                wanted.append(Q(pk__in=each.people(*span)))
            else:
                wanted.append(each.holds())
        if leader is None and span:
            wanted.append(Q(pk__gte=span[0], pk__lt=span[1]))
        return list(self.queryset.filter(*wanted).values_list("pk", flat=True)[:limit])
