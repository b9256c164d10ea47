"""Deleting a row of the network that was entered by mistake: only while nothing points to it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.models import AnneeScolaire
from centres.permissions import exiger, peut_gerer_reseau
from entraide.deletion import delete_version
from personnel.journal import agir


def supprimer(*, instance, version, par):
    """Delete an institution, a year, a track, a group, a capacity or days without class; the journal keeps
    the row.

    Raises PermissionDenied unless `par` manages the network, ValidationError (in words) when other rows
    depend on it or when no current year would be left, Conflict, VersionMissing.
    """
    exiger(peut_gerer_reseau(par))
    if isinstance(instance, AnneeScolaire) and instance.courante:
        raise ValidationError(
            _("One school year is always current: choose the new one, this one will step back.")
        )
    with agir(par=par):
        delete_version(instance, version=version)
