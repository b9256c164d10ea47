"""The best people for a text, in bounded time.

Which people: those who match every term, and among more than fit, the best ranks first (whole words, then beginnings,
then any part) and in a rank the latest registered. In which order: by rank, by name in the reader's script, by key.
The plan (which term leads, how far each step looks) changes the time, never the answer.
"""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from beneficiaires.models import Beneficiaire

from .conditions import condition
from .query import EXACT, INSIDE, PREFIX, parse

# The longest list that a search gives to a page or to the API: beyond, the reader must type more.
MOST = 1001
# A term borne by fewer people than this is read whole; beyond, by steps from the latest registered down.
WHOLE = 5000
# What a text that is too short to be listed is supposed to match.
WIDE_SHARE = 0.3
LAST = 2**62
# Nothing is gained by measuring the scope of the reader for a term rarer than this.
RARE = 1000


@dataclass
class Result:
    """What a search found: `people`, the best first; `more` when others match too, or may.

    `too_short`: nothing in the text to search for. `only_particles`: only words such as ولد or el; the people who
    bear them are shown as they come, and the reader should type more.
    """

    people: list = field(default_factory=list)
    more: bool = False
    too_short: bool = False
    only_particles: bool = False


def search(source, text, limit=50, langue=None):
    """The best `limit` people for `text`, as a `Result`. Never raises, whatever the text.

    `source` is an account, whose own scope is searched, or a queryset of people that is already scoped. `langue` is
    the language whose script orders the names (by default the active one).
    """
    queryset = source if hasattr(source, "filter") else Beneficiaire.objects.visible_to(source)
    query = parse(text)
    if not query.selecting:
        return Result(too_short=True)
    keys, more = _best(queryset, query, limit)
    langue = (langue or get_language() or "ar")[:2]
    order = "cle_tri_fr" if langue == "fr" else "cle_tri_ar"
    people = list(queryset.filter(pk__in=keys)) if keys else []
    people.sort(key=lambda person: (query.rank(person), getattr(person, order), person.pk))
    return Result(people, more or query.only_particles, only_particles=query.only_particles)


def search_filter(queryset, text):
    """`queryset` narrowed to the people that `search` finds for `text`, the best `MOST` at most; in its own order."""
    query = parse(text)
    if not query.selecting:
        return queryset.none()
    keys, _ = _best(queryset, query, MOST)
    return queryset.filter(pk__in=keys) if keys else queryset.none()


def _best(queryset, query, limit):
    """(keys of the best people, whether there are more)."""
    queryset = queryset.order_by("-pk")
    terms = query.selecting
    found = _matching(queryset, [condition(term, INSIDE) for term in terms], limit + 1)
    if len(found) <= limit:
        return found, False
    best = []
    steps = [(terms, EXACT), (terms, PREFIX)]
    if query.particles and query.terms:
        steps.insert(0, (terms + query.particles, EXACT))
    for wanted, level in steps:
        if len(best) < limit:
            conditions = [condition(term, level) for term in wanted]
            best += _matching(queryset.exclude(pk__in=best), conditions, limit - len(best))
    best += [key for key in found if key not in set(best)]
    return best[:limit], True


def _matching(queryset, conditions, limit):
    """The keys of the people who match all the conditions, the latest registered first, `limit` at most."""
    if any(each.impossible for each in conditions):
        return []
    leader = min((each for each in conditions if each.people), key=lambda each: each.estimate, default=None)
    if (leader is None or leader.estimate > RARE) and queryset.query.where:
        scope = queryset.order_by()[: WHOLE + 1].count()
        if scope <= WHOLE and (leader is None or scope < leader.estimate):
            return _step(queryset, conditions, None, None, limit)
    if leader is not None and leader.estimate <= WHOLE:
        return _step(queryset, conditions, leader, (0, LAST), limit)
    top = Beneficiaire.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    share = 1.0
    for each in conditions:
        share *= min(1.0, (each.estimate or top * WIDE_SHARE) / max(top, 1))
    size, high, found = int(2 * limit / share) + WHOLE // 10, top + 1, []
    while high > 0 and len(found) < limit:
        low = max(0, high - size)
        found += _step(queryset, conditions, leader, (low, high), limit - len(found))
        high, size = low, size * 8
    return found


def _step(queryset, conditions, leader, span, limit):
    """The matching keys of one span of keys, or of all the people of the queryset. `leader` gives the people to look
    at; without it they are those of the queryset, one after the other."""
    if span:
        if leader:
            queryset = queryset.filter(pk__in=leader.people(*span))
        else:
            queryset = queryset.filter(pk__gte=span[0], pk__lt=span[1])
    others = [each.exists for each in conditions if each is not leader]
    return list(queryset.filter(*others).values_list("pk", flat=True)[:limit])
