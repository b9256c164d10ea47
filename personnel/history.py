"""The history of a row in words: its own record of creation, then what the journal says of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entraide.conflicts import display
from entraide.presentation import NONE, date_connue, langue
from personnel.journal import SECRET, journalled_models
from personnel.models import Journal

_NAMED = 3  # fields named in a title


@dataclass
class Changement:
    """One field of an operation: its name, and both values in words ("—" for nothing)."""

    libelle: str
    avant: object
    apres: object


@dataclass
class Operation:
    """One line of a history. `operation` is CREATE, UPDATE or DELETE; `compte` the author's name, or the
    system's."""

    quand: datetime
    operation: str
    titre: str
    compte: str
    objet: str
    lot: str | None = None
    changements: list = field(default_factory=list)


def of(*instances, limit=None):
    """All operations on `instances` (rows that the reader may see), the latest first; at most `limit`.

    The number of queries depends on the kinds of rows that the values point to, never on their number. What a
    model calls `JOURNAL_SENSITIVE` is told without its name and without its values.
    """
    which = defaultdict(dict)
    for instance in instances:
        which[instance._meta.db_table][instance.pk] = instance
    if not which:
        return []
    wanted = reduce(or_, (Q(table_nom=table, objet_id__in=list(rows)) for table, rows in which.items()))
    rows = Journal.objects.filter(wanted).order_by("-id")
    created = [instance for instance in instances if getattr(instance, "cree_le", None)]
    operations = _Describer(rows[:limit], which, created).operations()
    return operations[:limit]


def describe(rows):
    """`Journal` rows, the latest first, as operations: for the page of the whole journal."""
    return _Describer(rows, {}, []).operations()


class _Describer:
    def __init__(self, rows, instances, created):
        self.rows, self.instances, self.created = list(rows), instances, created
        self.models = {model._meta.db_table: model for model in journalled_models()}
        self.columns = {
            table: {f.column: f for f in model._meta.concrete_fields} for table, model in self.models.items()
        }
        self.labels = self._labels()
        self.precisions = {}

    def operations(self):
        """The operations, the latest first."""
        lines = [(row.quand, row.pk, self._change(row)) for row in self.rows]
        lines += [(instance.cree_le, 0, self._creation(instance)) for instance in self.created]
        return [
            operation for _quand, _pk, operation in sorted(lines, key=lambda line: line[:2], reverse=True)
        ]

    def _labels(self):
        """{model: {key: name}} of all that the values point to, one query per model."""
        keys = defaultdict(set)
        comptes = keys[get_user_model()]
        comptes.update(row.compte_id for row in self.rows)
        comptes.update(instance.cree_par_id for instance in self.created)
        for row in self.rows:
            columns = self.columns.get(row.table_nom, {})
            for image in (row.avant, row.apres or {}):
                for column, value in image.items():
                    if value is not None and column in columns and columns[column].is_relation:
                        keys[columns[column].related_model].add(value)
        labels = {}
        for model, wanted in keys.items():
            # What a name is made of may be a step further.
            joined = [f.name for f in model._meta.concrete_fields if f.is_relation]
            rows = (
                model._base_manager.select_related(*joined).in_bulk(list(wanted - {None}))
                if wanted - {None}
                else {}
            )
            labels[model] = {key: str(row) for key, row in rows.items()}
        return labels

    def _compte(self, key):
        return _("the system") if key is None else self.labels[get_user_model()].get(key, NONE)

    def _creation(self, instance):
        return Operation(
            quand=instance.cree_le,
            operation="CREATE",
            titre=pgettext("history", "Record created"),
            compte=self._compte(instance.cree_par_id),
            objet=instance._meta.verbose_name,
            lot=instance.lot,
        )

    def _change(self, row):
        changements = self._changements(row)
        if row.operation == "DELETE":
            titre = pgettext("history", "Record deleted")
        else:
            titre = _("Edit: %(fields)s") % {"fields": _names([c.libelle for c in changements])}
        model = self.models.get(row.table_nom)
        return Operation(
            quand=row.quand,
            operation=row.operation,
            titre=titre,
            compte=self._compte(row.compte_id),
            objet=model._meta.verbose_name if model else row.table_nom,
            lot=row.lot,
            changements=changements,
        )

    def _changements(self, row):
        columns = self.columns.get(row.table_nom, {})
        sensitive = set(getattr(self.models.get(row.table_nom), "JOURNAL_SENSITIVE", ()))
        apres = row.apres or {}
        precisions = self._precisions(row)
        found, hidden = [], False
        # In the order of the model: PostgreSQL keeps none.
        order = {column: place for place, column in enumerate(columns)}
        for column in sorted(row.avant, key=lambda column: (order.get(column, len(order)), column)):
            before, known = row.avant[column], columns.get(column)
            if known is not None and known.name in sensitive:
                hidden = hidden or before is not None or apres.get(column) is not None
                continue
            if row.operation == "DELETE" and before in (None, ""):
                continue
            words = [
                self._words(known, value, image.get(known and known.name))
                for value, image in zip((before, apres.get(column)), precisions, strict=True)
            ]
            found.append(Changement(_label(known, column), *words))
        if hidden:
            found.append(Changement(_("Sensitive data"), SECRET, SECRET))
        return found

    def _words(self, known, value, precision):
        if known is None or value == SECRET or value is None:
            return NONE if value is None else str(value)
        if known.is_relation:
            return self.labels[known.related_model].get(value, NONE)
        try:
            value = known.to_python(value)
        except ValidationError:  # the column had another type then
            return str(value)
        return date_connue(value, precision) if precision else display(known, value)

    def _precisions(self, row):
        """For both images, how precisely each date was known: a birth known by year shows no invented day.

        Rows come the latest first: what a row does not say is as in the row after it, at last as in the
        instance.
        """
        key = (row.table_nom, row.objet_id)
        if key not in self.precisions:
            instance = self.instances.get(row.table_nom, {}).get(row.objet_id)
            self.precisions[key] = _precisions_of(self.columns.get(row.table_nom, {}), instance)
        after = self.precisions[key]
        before = {name: row.avant.get(f"{name}_precision", precision) for name, precision in after.items()}
        self.precisions[key] = before
        return before, after


def _label(known, column):
    """What a column is called; Django calls the key that it adds by itself «ID» in every language."""
    if known is None:
        return column
    return _("number of the record") if known.primary_key and known.auto_created else known.verbose_name


def _precisions_of(columns, instance):
    """{date field: its precision in `instance`} for the date fields of a model that have one."""
    names = {f.name for f in columns.values()}
    return {
        name: getattr(instance, f"{name}_precision", None) for name in names if f"{name}_precision" in names
    }


def _names(names):
    """«Phone, Address»; beyond three, «Phone, Address, Commune and 2 other items»."""
    shown = ("، " if langue() == "ar" else ", ").join(str(name) for name in names[:_NAMED])
    others = len(names) - _NAMED
    if others <= 0:
        return shown
    return ngettext("%(fields)s and %(n)s other item", "%(fields)s and %(n)s other items", others) % {
        "fields": shown,
        "n": others,
    }
