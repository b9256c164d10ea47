"""Finding the keys of the people who match all of some conditions, the latest registered first, by the plan
that reads the least. The plan changes the time, never the answer."""

from django.db.models import F, Max, Q
from django.utils.functional import cached_property

from beneficiaires.models import Beneficiaire

# A term borne by fewer people than this is read whole; beyond, by steps from the latest registered down.
WHOLE = 5000
# What a text that is too short to be listed is supposed to match.
WIDE_SHARE = 0.3
# The steps: the first is meant to be enough, each next one is wider, so that few are taken whatever the
# estimates.
LEAST_STEP, GROWTH = 500, 8
# A list that is so many times as long as the shortest one is still read rather than looked up person by
# person.
ALIKE = 4
# Nothing is gained by measuring the scope of the reader for a term rarer than this.
RARE = 1000
LAST = 2**62


class Seeker:
    """Seeks among the people of a queryset."""

    def __init__(self, queryset):
        self.queryset = queryset.order_by("-pk")
        self.scoped = bool(queryset.query.where)

    @cached_property
    def scope(self):
        """How many people the queryset holds, when they are few; None when they are many or all."""
        if not self.scoped:
            return None
        size = self.queryset.order_by()[: WHOLE + 1].count()
        return size if size <= WHOLE else None

    @cached_property
    def top(self):
        return Beneficiaire.objects.aggregate(top=Max("pk"))["top"] or 0

    def expected(self, conditions):
        """About how many of all the people match, if the conditions have nothing to do with one another."""
        if any(each.impossible for each in conditions):
            return 0
        share = 1.0
        for each in conditions:
            share *= min(1.0, (each.estimate or self.top * WIDE_SHARE) / max(self.top, 1))
        return share * self.top

    def matching(self, conditions, limit):
        """The keys of the people who match all the conditions, `limit` at most."""
        if any(each.impossible for each in conditions):
            return []
        listed = [each for each in conditions if each.people]
        leader = min(listed, key=lambda each: each.estimate, default=None)
        rare = leader is not None and leader.estimate <= RARE
        if not rare and self.scope is not None and (leader is None or self.scope < leader.estimate):
            return self._keys(conditions, limit)
        if leader is not None and leader.estimate <= WHOLE:
            return self._keys(conditions, limit, leader, (0, LAST))
        share = self.expected(conditions) / max(self.top, 1)
        size, high, found = int(2 * limit / max(share, 1e-9)) + LEAST_STEP, self.top + 1, []
        while high > 0 and len(found) < limit:
            low = max(0, high - size)
            found += self._keys(conditions, limit - len(found), leader, (low, high))
            high, size = low, size * GROWTH
        return found

    def _keys(self, conditions, limit, leader=None, span=None):
        """The matching keys of a span, among those whom the leader lists; without a span, of all the
        queryset."""
        others = [each for each in conditions if each is not leader]
        if leader is not None and leader.bearers and not self.scoped:
            # Nobody is out of reach: the people themselves need not be read.
            rows, key = leader.bearers(*span).order_by("-beneficiaire").distinct(), "beneficiaire"
        else:
            rows, key = self.queryset, "pk"
            if leader is not None:
                rows = rows.filter(pk__in=leader.people(*span))
            elif span:
                rows = rows.filter(pk__gte=span[0], pk__lt=span[1])
        wanted = []
        for each in others:
            if leader is not None and each.people and each.estimate <= ALIKE * leader.estimate:
                # `+ 0`: the list is there to be looked into, not to lead.
                wanted.append(Q(listed__in=each.people(*span)))
            else:
                wanted.append(each.holds(key))
        rows = rows.alias(listed=F(key) + 0).filter(*wanted)
        return list(rows.values_list(key, flat=True)[:limit])
