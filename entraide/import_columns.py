"""Columns of the tables that are exported and imported: one heading in each language, one way to read, one
to write.

A column cleans the text of a cell (`read`) and gives a value back as a cell (`export`). An empty cell is
never read: it changes nothing.
"""

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.fields import Field

from . import text

LANGUAGES = ("ar", "fr")


class Column(Field):
    """`attribute`: the model's field. `clean(text)` gives its value, `show(value)` the cell.

    `key`: the column finds the row, and the file must have it; with `empty_is_new` an empty cell asks for a
    new row. `required`: a new row needs it.
    """

    def __init__(
        self,
        attribute,
        heading,
        clean=text.clean_text,
        show=None,
        *,
        key=False,
        empty_is_new=False,
        required=False,
    ):
        super().__init__(attribute=attribute, column_name=attribute)
        self.heading, self.read_text, self.show = heading, clean, show or (lambda value: value)
        self.key, self.empty_is_new = key, empty_is_new
        self.required = required or (key and not empty_is_new)

    def read(self, cell):
        """The value of a cell that is not empty. Raises ValidationError."""
        return self.read_text(cell)

    def export(self, instance, **kwargs):
        value = getattr(instance, self.attribute)
        return "" if value is None else self.show(value)

    def names(self):
        """Under which keys a heading is recognised: the column's name, its headings in both languages."""
        found = {text.search_key(self.attribute)}
        for language in LANGUAGES:
            with translation.override(language):
                found.add(text.search_key(str(self.heading)))
        return found


class ChoiceColumn(Column):
    """A column of coded values: shown in the reader's words, read in either language or as a code."""

    def __init__(self, attribute, heading, choices, **options):
        super().__init__(attribute, heading, **options)
        self.choices = list(choices)

    def read(self, cell):
        wanted = text.search_key(cell)
        for code, label in self.choices:
            keys = {text.search_key(code)}
            for language in LANGUAGES:
                with translation.override(language):
                    keys.add(text.search_key(str(label)))
            if wanted in keys:
                return code
        known = " / ".join(str(label) for _code, label in self.choices)
        raise ValidationError(
            _("«%(value)s» is not one of the choices: %(known)s.") % {"value": cell[:40], "known": known}
        )

    def export(self, instance, **kwargs):
        value = getattr(instance, self.attribute)
        return str(dict(self.choices).get(value, value or ""))


class RelatedColumn(Column):
    """A column that names another row by its code; `rows` is a manager or a queryset, `lookup` its column."""

    def __init__(self, attribute, heading, rows, lookup="code", clean=text.clean_code, **options):
        super().__init__(attribute, heading, clean, **options)
        self.rows, self.lookup, self.met = rows, lookup, {}

    def read(self, cell):
        value = super().read(cell)
        if value not in self.met:
            self.met[value] = self.rows().filter(**{self.lookup: value}).first()
        row = self.met[value]
        if row is None:
            raise ValidationError(
                _("«%(value)s» is not known. Check it, or create it first.") % {"value": cell[:40]}
            )
        return row

    def export(self, instance, **kwargs):
        row = getattr(instance, self.attribute)
        return "" if row is None else str(getattr(row, self.lookup))


def whole(cell):
    """A whole number, with the digits of any script. Raises ValidationError."""
    number = text.clean_query(cell).replace(" ", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise ValidationError(_("«%(value)s» is not a whole number.") % {"value": cell[:40]})
    return int(number)


def decimal(cell):
    """A decimal number, with a point or a comma. Raises ValidationError."""
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(text.clean_query(cell).replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValidationError(_("«%(value)s» is not a number.") % {"value": cell[:40]})
    return number


def long_text(cell):
    """A text of several lines."""
    return text.clean_text(cell, multiline=True)
