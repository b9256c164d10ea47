"""Columns of the desk's lists: names in both scripts, codes and days from left to right, statuses as
chips.
"""

from django.utils.html import format_html

from . import presentation, vocabulary
from .text import format_phone


def column(label, show, *, order=None):
    """A column of `list_display`: its heading, `show(row)`, and the field that it is sorted by."""

    def shown(self, row):
        return show(row)

    shown.short_description = label
    if order:
        shown.admin_order_field = order
    return shown


def code(label, name, *, order=True):
    """A code, a number or any Latin text, left to right."""
    return column(label, lambda row: presentation.isolated_html(_value(row, name)), order=_order(name, order))


def day(label, name, *, order=True):
    """A date, 14/08/2026."""
    return column(label, lambda row: presentation.date_courte(_value(row, name)), order=_order(name, order))


def moment(label, name, *, order=True):
    """A date with its time."""

    def show(row):
        value = _value(row, name)
        if not value:
            return presentation.NONE
        return format_html("{} {}", presentation.date_courte(value), presentation.heure(value))

    return column(label, show, order=_order(name, order))


def phone(label, name):
    return column(
        label, lambda row: presentation.isolated_html(format_phone(_value(row, name))) or presentation.NONE
    )


def text(label, name, *, order=True):
    """A value as it is; a dash for nothing."""

    def show(row):
        value = _value(row, name)
        return presentation.NONE if value in (None, "") else value

    return column(label, show, order=_order(name, order))


def number(label, show):
    """A figure of the row, grouped as the reader's language does."""
    return column(label, lambda row: presentation.isolated_html(presentation.nombre(show(row))))


def two_scripts(label, in_arabic, in_latin, *, order):
    """A name in the script of the page, the other script under it."""

    def show(row):
        first, second = in_arabic(row), in_latin(row)
        langue, sens = "fr", "ltr"
        if presentation.langue() == "fr":
            first, second, langue, sens = second, first, "ar", "rtl"
        if not first or not second:
            return format_html("<bdi>{}</bdi>", first or second)
        return format_html(
            '{}<span class="sub"><bdi lang="{}" dir="{}">{}</bdi></span>', first, langue, sens, second
        )

    return column(label, show, order=order)


def chip(label, name):
    """A status: shape, words, frame. `name` is the attribute that holds its code."""

    def show(row):
        from .templatetags.entraide import badge

        tone, icon, words = vocabulary.status(_value(row, name))
        return badge(words, tone, icon)

    return column(label, show, order=name)


def _order(name, wanted):
    return name.replace(".", "__") if wanted is True else wanted or None


def _value(row, name):
    for part in name.split("."):
        row = getattr(row, part, None)
    return row() if callable(row) else row
