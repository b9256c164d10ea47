"""The page of a refused change: 409 when somebody else changed the row, 428 when the form names no
version."""

import datetime
import json

from django.shortcuts import render
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import views
from .addresses import own_address
from .editing import Conflict
from .forms import OPENED_FIELD
from .presentation import NONE, date_courte, heure, isolated_html


def answer_conflict(request, conflict, *, back="", written=None, shown=None, title=""):
    """Show both values of each field that differs, and let the reader choose; nothing was written.

    `conflict` is a Conflict or VersionMissing; `back` the address of the row. `written` maps a field's name
    to the stored value as one types it, where `raw` would not do (a birth known by year). `shown(field,
    value)` writes a value in words. The form says itself what it was opened with (`_avant`, of
    `technical_fields`): what only the other person changed is proposed as stored. The answer posts the
    chosen values to the same address, with the version as it is now: a third person's change is seen again.
    A field whose name is not in the form (a value made of several boxes) is shown without a choice; derived
    columns are not shown.
    """
    if not isinstance(conflict, Conflict):
        return _version_missing(request, back)
    shown = shown or display
    current = conflict.current
    before = opened_with(request)
    rows = []
    for field, stored, wanted in conflict.differences():
        opened, sent = before.get(field.name), request.POST.get(field.name, "")
        rows.append(
            {
                "name": field.name,
                "label": capfirst(field.verbose_name),
                "current": shown(field, stored),
                "current_raw": (written or {}).get(field.name, raw(stored)),
                "wanted": shown(field, wanted),
                "wanted_raw": sent,
                "before": NONE
                if opened in (None, "")
                else isolated_html(opened)
                if opened.isascii()
                else opened,
                # What only one of the two changed needs no question: that change is proposed.
                "mine": opened is None or opened != sent,
                # A box left unticked sends nothing.
                "choice": field.name in request.POST or isinstance(wanted, bool),
            }
        )
    chosen = {row["name"] for row in rows if row["choice"]}
    pairs = [
        (name, str(current.version) if name == "version" else value)
        for name, values in request.POST.lists()
        if name not in chosen and name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "rows": rows,
        "pairs": pairs,
        "has_base": False,
        "by": current.modifie_par,
        "when": current.modifie_le,
        "title": title or str(current),
        "path": request.get_full_path(),
        "back": back or own_address(request, request.headers.get("Referer", "")) or "/",
    }
    return render(request, "409.html", context, status=409)


def opened_with(request):
    """{field name: value as it stood in the form} when the form was opened; empty when it does not say."""
    try:
        found = json.loads(request.POST.get(OPENED_FIELD, ""))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _version_missing(request, back):
    here = own_address(request, request.headers.get("Referer", "")) or back
    return views.error_page(
        request,
        428,
        _("This form does not say which version of the record it was made from"),
        _(
            "Nothing was saved, so that nobody's work is overwritten. Open the page again and "
            "repeat the change."
        ),
        ways=[(_("Open the page again"), here)] if here else None,
    )


def raw(value):
    """A stored value as its form field would send it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(getattr(value, "pk", value))


def display(field, value):
    """A field's value in words: the label of a choice, the name of a related row, a date, a code left to
    right."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if field.is_relation and not hasattr(value, "pk"):
        return field.related_model._default_manager.filter(pk=value).first() or value
    if isinstance(value, datetime.datetime):
        return format_html("{} {}", date_courte(value), heure(value))
    if isinstance(value, datetime.date):
        return date_courte(value)
    if isinstance(value, str) and value.isascii() and any(character.isdigit() for character in value):
        return isolated_html(value)
    return value
