"""The history of a row: who created it, then every change, from the row itself and from the journal."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from personnel.models import Compte, Journal


@dataclass
class Changement:
    """One field that changed: its label, the values before and after in words."""

    libelle: str
    avant: str
    apres: str


@dataclass
class Operation:
    """One line of a history. `compte` is a name in words; `changements` is empty for a creation."""

    titre: str
    quand: object
    compte: str
    lot: str | None
    changements: list = field(default_factory=list)


def of(instance):
    """The operations on `instance`, the latest first. Three queries, plus one per related table shown."""
    rows = list(
        Journal.objects.filter(table_nom=instance._meta.db_table, objet_id=instance.pk).order_by("-id")
    )
    names = _names({row.compte_id for row in rows} | {instance.cree_par_id})
    columns = {f.column: f for f in instance._meta.concrete_fields}
    related = _related(rows, columns)
    found = []
    for row in rows:
        changes = [
            Changement(str(columns[c].verbose_name), _words(columns[c], old, related), _words(columns[c], new, related))
            for c, old, new in _differences(row)
            if c in columns and c != "version"
        ]
        if not changes and row.operation == "UPDATE":
            continue
        labels = _(", ").join(c.libelle for c in changes[:3])
        title = _("Deleted") if row.operation == "DELETE" else _("Changed: %(fields)s") % {"fields": labels}
        found.append(Operation(title, row.quand, names.get(row.compte_id, _("System")), row.lot, changes))
    created = Operation(_("File created"), instance.cree_le, names.get(instance.cree_par_id, _("System")), instance.lot)
    return [*found, created]


def _differences(row):
    after = row.apres or {}
    return [(c, old, after.get(c)) for c, old in row.avant.items() if old != after.get(c)]


def _names(ids):
    return {c.pk: c.nom_affiche for c in Compte.objects.filter(pk__in=ids - {None})}


def _related(rows, columns):
    """{(model, id): name} for the related rows that the changes name."""
    wanted = {}
    for row in rows:
        for column, old, new in _differences(row):
            target = columns.get(column)
            if target is not None and target.is_relation:
                wanted.setdefault(target.related_model, set()).update({old, new} - {None})
    return {(m, r.pk): str(r) for m, ids in wanted.items() for r in m._base_manager.filter(pk__in=ids)}


def _words(target, value, related):
    if value in (None, ""):
        return ""
    if target.is_relation:
        return related.get((target.related_model, value), str(value))
    if target.choices:
        return str(dict(target.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
