"""Who may do what with accounts and staff."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


def exiger(permis):
    """Raise PermissionDenied, in the reader's language, unless `permis`."""
    if not permis:
        raise PermissionDenied(_("Your rights do not allow this operation. Ask the coordination for it."))


# The coordination alone manages staff, accounts, roles and tokens.
def peut_gerer_personnel(compte):
    return compte.est_coordination
