"""The latest lines of the journal, for the first page of the desk."""

from django import template

from personnel import history
from personnel.models import Journal

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_operations(context, number=8):
    """[(journal row, operation in words)], the latest first; nothing for whoever may not read the journal."""
    rows = list(Journal.objects.visible_to(context["request"].user).order_by("-id")[:number])
    rows.sort(key=lambda row: (row.quand, row.pk), reverse=True)
    return list(zip(rows, history.describe(rows), strict=True))
