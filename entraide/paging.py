"""Lists by key: a page starts after a row, not at a number of rows, so that the last page costs what the
first does."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

PAGE_SIZE = 50
COUNT_CAP = 1000


@dataclass
class Page:
    """One page of a list. `count` is None when it was not asked for; `capped` says that there are more than
    `count`."""

    rows: list
    count: int | None = None
    capped: bool = False
    previous_url: str = ""
    next_url: str = ""
    first_url: str = ""
    last_url: str = ""
    start: int | None = None
    end: int | None = None


def _after(order, values, backwards):
    """The condition (order) > (values), written so that both databases use the index of `order`."""
    compare = "lt" if backwards else "gt"
    condition = Q()
    for depth in range(len(order)):
        equal = {order[i]: values[i] for i in range(depth)}
        condition |= Q(**equal, **{f"{order[depth]}__{compare}": values[depth]})
    # Redundant, and what lets the index range start at the right place.
    return Q(**{f"{order[0]}__{compare}e": values[0]}) & condition


def key_page(request, queryset, order, *, key="pk", size=PAGE_SIZE, count=True, scope=None, descending=False):
    """One page of `queryset` in the order of the columns `order`, which ends with a unique one; from the
    greatest to the least when `descending`.

    The address carries `apres` or `avant` and the `key` (a public identifier) of a row, or `page=fin` for
    the last page. Raises Http404 for a row that is not in `scope`: the rows that the reader may see, of
    which the list may be a part (by default the list itself); a row that leaves the list meanwhile still
    says where the next page begins. Costs one query, one for the row named, one for the count.
    """
    after, before = request.GET.get("apres"), request.GET.get("avant")
    from_end = request.GET.get("page") == "fin"
    backwards = bool(before) or from_end
    down = backwards != descending
    rows = queryset
    if after or before:
        try:
            anchor = (
                (queryset if scope is None else scope)
                .filter(**{key: after or before})
                .values_list(*order)
                .first()
            )
        except (ValueError, OverflowError):
            anchor = None
        if anchor is None:
            raise Http404
        rows = rows.filter(_after(order, anchor, down))
    rows = list(rows.order_by(*(f"-{name}" if down else name for name in order))[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    total, capped = None, False
    if count:
        total = queryset.order_by()[: COUNT_CAP + 1].count()
        total, capped = min(total, COUNT_CAP), total > COUNT_CAP
    page = Page(rows=rows, count=total, capped=capped)
    if not rows:
        return page
    has_previous = more if backwards else bool(after)
    has_next = bool(before) or (more and not backwards)
    page.first_url = _address(request) if has_previous else ""
    page.previous_url = _address(request, avant=getattr(rows[0], key)) if has_previous else ""
    page.next_url = _address(request, apres=getattr(rows[-1], key)) if has_next else ""
    page.last_url = _address(request, page="fin") if has_next else ""
    return page


def _address(request, **changes):
    query = request.GET.copy()
    for name in ("apres", "avant", "page"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path
