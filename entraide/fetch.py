"""Fetch one row that an account may see. A stranger gets 404; so does a hostile identifier."""

from django.core.exceptions import ValidationError
from django.http import Http404


def fetch_or_404(queryset, **lookup):
    """Return the only row of `queryset` (already narrowed by `visible_to`) that matches `lookup`.

    Raises Http404 when there is none, or when a value cannot be an identifier (`abc`, NUL, a huge number).
    """
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, TypeError, OverflowError, ValidationError):
        raise Http404 from None
