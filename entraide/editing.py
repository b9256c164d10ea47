"""Editing without overwriting: every change names the version that it was made from, and happens once.

`entraide` imports no app: the models are reached through the instance or by their label.
"""

import uuid

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Now

from entraide.records import settle


class Conflict(Exception):
    """The row was changed by somebody else since it was read. Nothing was written.

    `current` is the row as it is now, `wanted` the refused values by field name.
    """

    def __init__(self, current, wanted):
        super().__init__(f"{current._meta.label} {current.pk}: stale version")
        self.current = current
        self.wanted = wanted

    def differences(self):
        """[(field, value stored now, value refused)] for the fields whose two values differ; not for
        derived columns, which nobody chose."""
        meta = self.current._meta
        rows = (
            (meta.get_field(name), getattr(self.current, name), value) for name, value in self.wanted.items()
        )
        return [(field, now, wanted) for field, now, wanted in rows if now != wanted and field.editable]


class VersionMissing(Exception):
    """The change names no version: it is refused (428), because an optional check is no check."""


def read_version(value):
    """The version sent by a form or an API call, as an int. Raises VersionMissing when absent or
    unreadable."""
    try:
        return int(str(value).strip().strip('"'))
    except (TypeError, ValueError):
        raise VersionMissing from None


def check_version(instance, version, wanted=None):
    """Raise Conflict unless `instance` still is at `version`, VersionMissing when `version` is None."""
    if version is None:
        raise VersionMissing
    if instance.version != version:
        raise Conflict(instance, wanted or {})


def save_version(instance, fields, *, version, par):
    """Write `fields` (name -> value) to `instance` if it still is at `version`; return True if anything
    changed.

    Must run inside `personnel.journal.agir`. A save without any change writes nothing: no version, no journal
    row. Raises Conflict when the row is at another version, VersionMissing without a version.
    """
    if version is None:
        raise VersionMissing
    rows = type(instance)._base_manager.filter(pk=instance.pk)
    changed = {name: value for name, value in fields.items() if getattr(instance, name) != value}
    if not changed:
        check_version(rows.get(), version, fields)
        return False
    written = rows.filter(version=version).update(
        **changed, version=F("version") + 1, modifie_le=Now(), modifie_par=par
    )
    if not written:
        raise Conflict(rows.get(), fields)
    for name, value in changed.items():
        setattr(instance, name, value)
    instance.version = version + 1
    return True


def create(instance, *, par, lot=None):
    """Insert `instance` with its author and batch; return it. Must run inside `personnel.journal.agir`."""
    settle(instance)
    instance.cree_par, instance.lot = par, lot
    # The INSERT itself gives back what the database has chosen: `cree_le`.
    instance.save(force_insert=True)
    return instance


def new_token():
    """A token for one form: the same form sent twice carries the same token."""
    return str(uuid.uuid4())


def token_of(jeton, action):
    """The token of one action of a form that has several: after one, the way back and another one, the other
    one is no second sending. Unreadable tokens are returned as they are."""
    try:
        return str(uuid.uuid5(uuid.UUID(str(jeton)), action))
    except ValueError:
        return jeton


def former_result(*, par, jeton):
    """What the form with this token has written before (the string of `once`), or None.

    For a form that its own success makes invalid: a status that has been reached is no longer offered.
    """
    try:
        jeton = uuid.UUID(str(jeton))
    except ValueError:
        return None
    sendings = apps.get_model("personnel", "Envoi").objects.filter(compte=par, jeton=jeton)
    return sendings.values_list("resultat", flat=True).first()


def once(*, par, jeton, action):
    """Run `action()` once per account and token, and return (result, already_done).

    `action` returns a short string (the address of what it wrote). When the same token has succeeded
    before, also at the same second in another process, nothing runs and the former string is returned. A
    failure binds nothing: the corrected form may be sent with the same token. A form without a usable token
    simply runs.
    """
    try:
        jeton = uuid.UUID(str(jeton))
    except ValueError:
        return action(), False
    Envoi = apps.get_model("personnel", "Envoi")
    former = former_result(par=par, jeton=jeton)
    if former is not None:
        return former, True
    try:
        with transaction.atomic():
            # Inserted first: a second sending waits here for the first one's verdict.
            envoi = Envoi.objects.create(compte=par, jeton=jeton, resultat="")
            envoi.resultat = action()
            envoi.save(update_fields=["resultat"])
            return envoi.resultat, False
    except IntegrityError:
        former = former_result(par=par, jeton=jeton)
        if former is None:
            raise
        return former, True


def page_of(result):
    """The address in the string of `once`, for a page to go to.

    Raises VersionMissing when another door has used the token: this form is not what it has written.
    """
    if not result.startswith("/"):
        raise VersionMissing
    return result


def plain(value):
    """A field's value for an API answer."""
    return value.pk if isinstance(value, models.Model) else value
