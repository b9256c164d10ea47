"""What every form shares: fields that clean through the text gate, the token of one sending, the resumed
form.

Digits of any script are typed in plain text boxes with a numeric keyboard: a `type=number` box drops ٢٥
silently.
"""

import uuid

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import text
from .editing import new_token
from .presentation import isolated_html
from .resume import RESUMED_FIELD

__all__ = [
    "BirthField",
    "CnieField",
    "CodeField",
    "DayField",
    "MassarField",
    "NameField",
    "PhoneField",
    "QueryField",
    "ReasonField",
    "TextField",
    "WholeField",
    "envoye",
    "example",
    "new_token",
    "sent_token",
]


# What an edit form was opened with, so that a conflict can tell whose change is whose.
OPENED_FIELD = "_avant"


def envoye(request):
    """True when this request really sends its form.

    False for a form that comes back after a sign-in: the view binds and shows it, and saves nothing.
    """
    return request.method == "POST" and RESUMED_FIELD not in request.POST


def sent_token(data):
    """The token of one sending in `data` (a POST), as a string; empty when absent or unreadable."""
    try:
        return str(uuid.UUID(data.get("jeton", "")))
    except ValueError:
        return ""


def _example(sentence, *codes):
    return format_html(str(sentence), *(isolated_html(code) for code in codes))


# example(_("As on the card, for example: {}"), "JF12345"): a help text whose codes read from left to right.
example = lazy(_example, SafeString)


class CleanField(forms.CharField):
    """A text field whose value passes through one function of `entraide.text`."""

    attrs = {}

    def clean_text(self, value):
        return text.clean_text(value)

    def to_python(self, value):
        value = super().to_python(value)
        return value if value in self.empty_values else self.clean_text(value)

    def widget_attrs(self, widget):
        return {**self.attrs, **super().widget_attrs(widget)}


class TextField(CleanField):
    """Free text of one line, in either script, or of several with `widget=forms.Textarea`."""

    attrs = {"dir": "auto"}

    def clean_text(self, value):
        return text.clean_text(value, multiline=isinstance(self.widget, forms.Textarea))


class ReasonField(TextField):
    """Why a rule was set aside: one line that says something, or nothing."""

    def clean_text(self, value):
        return text.clean_reason(value)


class NameField(CleanField):
    """A name in Arabic (`script="ar"`) or in Latin letters (`"fr"`)."""

    def __init__(self, *, script, **kwargs):
        self.attrs = {
            "dir": "rtl" if script == "ar" else "ltr",
            "lang": script,
            "autocomplete": "off",
            "spellcheck": "false",
        }
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def clean_text(self, value):
        return text.clean_name(value)


class CodeField(CleanField):
    """A code of letters and digits, left to right."""

    attrs = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

    def clean_text(self, value):
        return text.clean_code(value)


class CnieField(CodeField):
    def clean_text(self, value):
        return text.clean_cnie(value)


class MassarField(CodeField):
    def clean_text(self, value):
        return text.clean_massar(value)


class PhoneField(CleanField):
    """A phone number: shown in pairs, kept as `entraide.text.clean_phone` gives it."""

    widget = forms.TelInput
    attrs = {"dir": "ltr", "autocomplete": "off"}

    def clean_text(self, value):
        return text.clean_phone(value)

    def prepare_value(self, value):
        return text.format_phone(value)


class QueryField(CleanField):
    """A search box."""

    widget = forms.SearchInput
    attrs = {"autocomplete": "off", "spellcheck": "false"}

    def clean_text(self, value):
        return text.clean_query(value)


class DayField(CleanField):
    """A full date, written 14/08/2026 with the digits of any script; gives a `date`."""

    attrs = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "class": "short"}

    def clean_text(self, value):
        return text.clean_date(value)

    def prepare_value(self, value):
        return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return value if hasattr(value, "strftime") else super().to_python(value)

    def run_validators(self, value):
        """A date has no length."""


class BirthField(DayField):
    """A birth date as far as it is known; gives what `entraide.text.parse_birth` gives: (date, precision)."""

    def clean_text(self, value):
        return text.parse_birth(value)


class WholeField(CleanField):
    """A whole number of one's own digits; `min_value` and `max_value` as in Django."""

    attrs = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "class": "short"}

    def __init__(self, *, min_value=None, max_value=None, **kwargs):
        self.number = forms.IntegerField(min_value=min_value, max_value=max_value)
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, int) or value in self.empty_values:
            return None if value in self.empty_values else value
        return self.number.clean(text.clean_code(value))

    def run_validators(self, value):
        """The number has been checked by its own field."""
