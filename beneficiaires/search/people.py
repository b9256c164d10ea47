"""The best people for a text, in bounded time.

Which people: those who match every term, and among more than fit, the best ranks first (whole words, then
beginnings, then any part) and in a rank the latest registered. In which order: by rank, by name in the
reader's script, by key. The plan (which term leads, how far each step looks) changes the time, never the
answer.
"""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from beneficiaires.models import Beneficiaire
from beneficiaires.numero import written_number

from .conditions import Conditions
from .index import former_numbers
from .query import EXACT, INSIDE, PREFIX, parse
from .seeker import Seeker

# The longest list that a search gives to a page or to the API: beyond, the reader must type more.
MOST = 1001


@dataclass
class Result:
    """What a search found: `people`, the best first; `more` when others match too, or may. Each person has
    `anciens`: the former numbers, as people read them, by which the text found the file.

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
    former = former_numbers(keys) if query.has_identifier and keys else {}
    for person in people:
        numbers = former.get(person.pk, ())
        person.anciens = [written_number(number) for number in numbers if query.finds(number)]
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
    seeker = Seeker(queryset)
    terms = [Conditions(term) for term in query.selecting]
    particles = [Conditions(term) for term in query.particles] if query.terms else []
    any_part = [term.at(INSIDE) for term in terms]
    best, found = {}, None
    steps = [(terms + particles, EXACT), (terms if particles else [], EXACT), (terms, PREFIX)]
    # All those who match may fit in the list. Otherwise, when the best are likely to fill it, they are sought
    # first and alone.
    if seeker.scoped or seeker.expected(any_part) < 2 * limit:
        found = seeker.matching(any_part, limit + 1)
        if len(found) <= limit:
            return found, False
    for wanted, level in steps:
        conditions = [term.at(level) for term in wanted]
        if all(each.same for each in conditions):
            continue
        if found is None and seeker.expected(conditions) < 2 * limit:
            found = seeker.matching(any_part, limit + 1)
            if len(found) <= limit:
                return found, False
        best |= dict.fromkeys(seeker.matching(conditions, limit + 1 + len(best)))
        if len(best) > limit:
            return list(best)[:limit], True
    if found is None:
        found = seeker.matching(any_part, limit + 1 + len(best))
    best = list(best | dict.fromkeys(found))
    return best[:limit], len(best) > limit
