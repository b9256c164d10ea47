"""The form field that each model field gets at the desk: every text passes through the gate of
`entraide.text`.
"""

from functools import partial

from django import forms as django_forms
from django.contrib.admin import widgets
from django.db import models

from entraide.records import Noms

from . import forms, text

# By the name of the column: a code is a code wherever it stands.
_BY_NAME = {
    "code": forms.CodeField,
    "telephone": forms.PhoneField,
    "cnie": forms.CnieField,
    "massar": forms.MassarField,
    "etat_civil": forms.CodeField,
}
_SCRIPTS = {"_ar": {"dir": "rtl", "lang": "ar"}, "_fr": {"dir": "ltr", "lang": "fr"}}


class DecimalField(django_forms.DecimalField):
    """A decimal number with the digits and the decimal mark of any script."""

    def to_python(self, value):
        if isinstance(value, str):
            value = text.clean_query(value).replace(",", ".")
        return super().to_python(value)


class DayField(forms.DayField):
    """A day, with the admin's calendar beside its box."""

    widget = widgets.AdminDateWidget
    attrs = {**forms.DayField.attrs, "class": "vDateField"}


class WholeField(forms.WholeField):
    """A whole number in the admin's narrow box, within what both databases hold."""

    attrs = {**forms.WholeField.attrs, "class": "vIntegerField"}

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "max_value": kwargs.get("max_value") or 2_147_483_647})


def _script(name):
    return _SCRIPTS.get(name[-3:], {})


def gate(db_field):
    """{keyword: value} for `db_field.formfield()`: the class that cleans, and the widget with its direction.

    Empty for choices, relations and booleans, which take no text.
    """
    if db_field.choices or db_field.is_relation:
        return {}
    attrs = _script(db_field.name)
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        return {"form_class": DayField, "widget": widgets.AdminDateWidget}
    if isinstance(db_field, models.TextField):
        attrs = attrs or {"dir": "auto"}
        return {"form_class": forms.TextField, "widget": widgets.AdminTextareaWidget({"rows": 4, **attrs})}
    if isinstance(db_field, models.CharField):
        # A text of either script takes the direction of what is typed.
        widget = widgets.AdminTextInputWidget(attrs or {"dir": "auto"})
        if db_field.name in _BY_NAME:
            return {"form_class": _BY_NAME[db_field.name], "widget": widget}
        if attrs and issubclass(db_field.model, Noms):
            return {"form_class": partial(forms.NameField, script=attrs["lang"]), "widget": widget}
        return {"form_class": forms.TextField, "widget": widget}
    if isinstance(db_field, models.IntegerField):
        return {"form_class": WholeField, "widget": widgets.AdminTextInputWidget}
    if isinstance(db_field, models.DecimalField):
        attrs = {"dir": "ltr", "inputmode": "decimal", "class": "vIntegerField"}
        return {"form_class": DecimalField, "widget": widgets.AdminTextInputWidget(attrs)}
    return {}


def add_errors(form, refus):
    """Put the sentences of a ValidationError into a form: by field where the form has it, above it
    elsewhere.
    """
    for name, sentences in _by_field(refus).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _by_field(refus):
    return refus.message_dict if hasattr(refus, "error_dict") else {None: refus.messages}
