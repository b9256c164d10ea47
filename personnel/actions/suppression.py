"""Deleting a staff member entered by mistake. Accounts are closed, never deleted."""

from entraide.deletion import delete_version
from personnel.journal import agir
from personnel.permissions import exiger, peut_gerer_personnel


def supprimer_agent(*, agent, version, par):
    """Delete a staff member to whom nothing points; the journal keeps the row.

    Raises PermissionDenied unless `par` manages staff, ValidationError (in words) when assignments or
    groups depend on the row, Conflict, VersionMissing.
    """
    exiger(peut_gerer_personnel(par))
    with agir(par=par):
        delete_version(agent, version=version)
