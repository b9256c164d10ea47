"""Rows as JSON and back; the record of what a merge did to them, from which the undo works."""

import base64
import datetime
import decimal
import uuid

from django.apps import apps
from django.db import models


def label(model):
    return model._meta.label_lower


def to_plain(value):
    """A column's value as JSON keeps it, without loss."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID | datetime.timedelta):
        return str(value)
    if isinstance(value, memoryview | bytes):
        return base64.b64encode(value).decode()  # what a BinaryField reads from a text
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    return value


def columns(model):
    """{name of the column's attribute: field}."""
    return {field.attname: field for field in model._meta.concrete_fields}


def read(queryset):
    """{key: {attribute: plain value}} of whole rows, as they are stored."""
    names = list(columns(queryset.model))
    rows = {}
    for values in queryset.order_by().values_list("pk", *names):
        rows[hashable(to_plain(values[0]))] = dict(zip(names, map(to_plain, values[1:]), strict=True))
    return rows


def hashable(key):
    """A key as JSON gives it, as a key of a dict (a composite key is a list there)."""
    return tuple(key) if isinstance(key, list) else key


def to_values(model, plain):
    """{attribute: value} of a plain row or of a part of one; columns that are gone are left out."""
    known = columns(model)
    return {name: _value(known[name], value) for name, value in plain.items() if name in known}


def _value(field, value):
    while field.remote_field:
        field = field.target_field
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def instance(model, plain):
    """An unsaved row with the recorded values; a column that is newer than the record takes its default."""
    return model(**to_values(model, plain))


def insert(model, plain):
    """Insert a recorded row as it was: no value is made again."""
    row = instance(model, plain)
    row.save_base(raw=True, force_insert=True)
    return row


class Releve:
    """Reads the rows that a merge may change before it does, and says afterwards what became of them."""

    def __init__(self):
        self.before, self.watched = {}, {}

    def observer(self, queryset):
        """Note the rows of `queryset`, and look at it again at the end."""
        model = queryset.model
        self.before.setdefault(model, {}).update(read(queryset))
        self.watched.setdefault(model, []).append(queryset)

    def image(self, ignored=lambda model: ()):
        """{label: {"changed": [{"keys", "before", "after"}], "removed": [row], "added": [row]}}.

        Rows that changed alike are told together. A row of which only `ignored` columns changed is left out.
        """
        image = {}
        for model, before in self.before.items():
            after = read(model._base_manager.filter(pk__in=list(before)))
            for queryset in self.watched[model]:
                after.update(read(queryset))
            found = {
                "changed": _together(_changes(before, after, set(ignored(model)))),
                "removed": [row for key, row in before.items() if key not in after],
                "added": [row for key, row in after.items() if key not in before],
            }
            if any(found.values()):
                image[label(model)] = found
        return image


def _changes(before, after, ignored):
    for key, row in before.items():
        now = after.get(key, row)
        changed = [name for name in row if row[name] != now[name]]
        if set(changed) - ignored:
            yield key, {name: row[name] for name in changed}, {name: now[name] for name in changed}


def _together(changes):
    groups = []
    for key, before, after in changes:
        for group in groups:
            if group["before"] == before and group["after"] == after:
                group["keys"].append(key)
                break
        else:
            groups.append({"keys": [key], "before": before, "after": after})
    return groups


def model_of(name):
    """The model of a label, or None when it is gone."""
    try:
        return apps.get_model(name)
    except LookupError:
        return None
