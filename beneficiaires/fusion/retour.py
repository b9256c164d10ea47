"""Bringing back what a merge did, from its record.

What nobody touched since becomes exactly what it was. What was edited since keeps the edit, and goes back to
its person all the same.
"""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Now

from beneficiaires.models import Beneficiaire, Paire
from entraide.records import Fiche

from .image import columns, hashable, insert, instance, model_of, read, to_values

BOOKKEEPING = ("version", "modifie_le", "modifie_par_id")


class Retour:
    """One undo of `image`. `ensembles` {model: [names that are kept or brought back together]}."""

    def __init__(self, image, par, ensembles=None):
        self.image = [(model_of(name), found) for name, found in image.items()]
        self.image = [(model, found) for model, found in self.image if model is not None]
        self.par, self.ensembles = par, ensembles or {}

    def bring_back(self):
        """All rows. What was removed comes first: it may have been changed before. Then those that change
        hands: a person may then be given back what is hers alone."""
        for model, found in self.image:
            for row in found["removed"]:
                put_back(model, row)
        for model, found in self.image:
            writes = []
            for group in sorted(found["changed"], key=lambda group: not _moves(model, group)):
                writes += self._change(model, group)
            _write(model, writes)
        for model, found in self.image:
            for row in found["added"]:
                _take_away(model, row)

    def _change(self, model, group):
        """[(keys, values to write)] of a group of rows that changed alike."""
        known = columns(model)
        before = {name: value for name, value in group["before"].items() if name in known}
        after = {name: value for name, value in group["after"].items() if name in known}
        rows = model._base_manager.filter(pk__in=[hashable(key) for key in group["keys"]])
        before = _alive(model, before)
        untouched, writes = [], []
        for key, now in read(rows).items():
            if edited := _edited(model, after, now):
                writes += self._mix(model, key, before, edited)
            else:
                untouched.append(key)
        if untouched and before:
            writes.insert(0, (untouched, to_values(model, before)))
        return writes

    def _mix(self, model, key, before, edited):
        """The same of a row that was edited since: the columns that nobody touched come back, under a new
        version."""
        for names in self.ensembles.get(model, ()):
            if edited & set(names):
                edited = edited | set(names)
        stay = edited - set(BOOKKEEPING)
        back = {name: value for name, value in before.items() if name not in stay and name not in BOOKKEEPING}
        if not back:
            return []
        values = to_values(model, back)
        if issubclass(model, Fiche) and not all(_is_person(model, name) for name in back):
            values |= {"version": F("version") + 1, "modifie_le": Now(), "modifie_par": self.par}
        return [([key], values)]


def _write(model, writes):
    """Write what can be written. What must wait for another row to give way is tried again after it; what is
    never possible has been given to another row since, and stays there."""
    while writes:
        refused = []
        for keys, values in writes:
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk__in=keys).update(**values)
            except IntegrityError:
                refused.append((keys, values))
        if len(refused) == len(writes):
            return
        writes = refused


def _moves(model, group):
    """Whether a group of changes gives rows to another person."""
    return any(_is_person(model, name) for name in group["before"] if name in columns(model))


def _is_person(model, name):
    return columns(model)[name].related_model is Beneficiaire


def _edited(model, recorded, now):
    """The columns that differ from the record; not those whose change is no event: they follow from
    others."""
    excluded = set(getattr(model, "JOURNAL_EXCLUDE", ()))
    return {
        name
        for name, value in recorded.items()
        if name in now and now[name] != value and not {name, columns(model)[name].name} & excluded
    }


def _take_away(model, row):
    """Remove a row that the merge made, unless somebody has worked on it since."""
    for key, now in read(model._base_manager.filter(pk=instance(model, row).pk)).items():
        if not _edited(model, row, now):
            model._base_manager.filter(pk=key).delete()


def put_back(model, row):
    """Insert again a row that the merge removed; leave it out when what it points at is gone, or when
    another row stands in its place."""
    alive = _alive(model, row)
    if any(name not in alive for name in row if name in columns(model)):
        return None
    if model._base_manager.filter(pk=instance(model, row).pk).exists():
        return None
    if model is Paire:  # found alike again since: nobody has worked on that row
        Paire.objects.a_decider().filter(a=row["a_id"], b=row["b_id"], version=1).delete()
    try:
        with transaction.atomic():
            return insert(model, alive)
    except IntegrityError:
        return None


def _alive(model, plain):
    """The values whose rows still exist: what points at nothing becomes empty, or is left out where it may
    not be empty."""
    found = {}
    for name, value in plain.items():
        field = columns(model).get(name)
        if field is None:
            continue
        if value is not None and isinstance(field, models.ForeignKey):
            target = field.target_field
            rows = field.related_model._base_manager.filter(**{target.attname: value})
            if not rows.exists():
                if not field.null:
                    continue
                value = None
        found[name] = value
    return found
