"""Deleting a row to which nothing points; saying in words what points to another."""

from django.core.exceptions import ValidationError
from django.db.models import PROTECT, RESTRICT, ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from .editing import check_version
from .presentation import labelled, langue

# By the name of the model: this package knows no app.
_COUNTED = {
    "inscription": ngettext_lazy("%(n)s enrolment", "%(n)s enrolments", "n"),
    "groupe": ngettext_lazy("%(n)s group", "%(n)s groups", "n"),
    "affectation": ngettext_lazy("%(n)s assignment", "%(n)s assignments", "n"),
    "capaciteautorisee": ngettext_lazy("%(n)s authorised capacity", "%(n)s authorised capacities", "n"),
    "centre": ngettext_lazy("%(n)s institution", "%(n)s institutions", "n"),
    "derogationgroupe": ngettext_lazy("%(n)s exception", "%(n)s exceptions", "n"),
    "verification": ngettext_lazy("%(n)s request for verification", "%(n)s requests for verification", "n"),
    "joursansclasse": ngettext_lazy("%(n)s period without class", "%(n)s periods without class", "n"),
}


def pointing(instance):
    """[«18 enrolments», …] of the rows that point to `instance`; empty when it may be deleted. One query for
    each kind of row.

    A relation without a name on this side counts when it keeps the row from being deleted.
    """
    columns = {}
    for relation in instance._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        if not relation.hidden or relation.on_delete in (PROTECT, RESTRICT):
            columns.setdefault(relation.related_model, []).append(relation.field.name)
    found = []
    for model, names in columns.items():
        ways = Q(*((name, instance) for name in names), _connector=Q.OR)
        number = model._base_manager.filter(ways).count()
        if number:
            words = _COUNTED.get(model._meta.model_name)
            found.append(
                words % {"n": number} if words else labelled(model._meta.verbose_name_plural, number)
            )
    return found


def refusal(references):
    """The sentence that refuses a deletion because of `references`, as `pointing` gives them."""
    separator = "، " if langue() == "ar" else ", "
    return _("It cannot be deleted, because other records depend on it: %(references)s.") % {
        "references": separator.join(references)
    }


def delete_version(instance, *, version):
    """Delete `instance` if it still is at `version` and nothing points to it.

    Must run inside `personnel.journal.agir`: the database journals the whole row. Raises Conflict,
    VersionMissing, ValidationError (in words) when other rows depend on it, DoesNotExist when it is gone.
    """
    current = type(instance)._base_manager.select_for_update().get(pk=instance.pk)
    check_version(current, version)
    references = pointing(current)
    if references:
        raise ValidationError(refusal(references))
    try:
        current.delete()
    except ProtectedError:  # written since the count
        raise ValidationError(refusal(pointing(current))) from None
