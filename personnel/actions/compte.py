"""Changes of accounts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entraide.editing import create, save_version
from personnel.journal import agir
from personnel.models import Compte, Role
from personnel.permissions import exiger, peut_gerer_personnel


def changer_langue(*, compte, langue):
    """Set the language of one's own account. Raises ValidationError for a language that is not offered."""
    if langue not in ("ar", "fr"):
        raise ValidationError(_("This language is not offered."))
    with agir(par=compte):
        Compte.objects.filter(pk=compte.pk).exclude(langue=langue).update(langue=langue)
    compte.langue = langue


def changer_mot_de_passe(*, compte, mot_de_passe, par):
    """Set a new password: one's own, or anybody's by the coordination. The journal says that it changed,
    not what."""
    exiger(par.pk == compte.pk or peut_gerer_personnel(par))
    compte.set_password(mot_de_passe)
    with agir(par=par):
        Compte.objects.filter(pk=compte.pk).update(password=compte.password, modifie_par=par)


def creer_compte(*, compte, mot_de_passe, par):
    """Insert an account with a password. Raises PermissionDenied unless `par` manages staff."""
    exiger(peut_gerer_personnel(par))
    compte.set_password(mot_de_passe)
    with agir(par=par):
        return create(compte, par=par)


def modifier_compte(*, compte, champs, version, par):
    """Change role, language, names or activity. Takes effect at the account's next request.

    Raises PermissionDenied, Conflict, VersionMissing, and ValidationError when nobody would be left to
    coordinate.
    """
    exiger(peut_gerer_personnel(par))
    with agir(par=par):
        if compte.est_coordination and (
            champs.get("is_active", True) is False or champs.get("role", compte.role) != Role.COORDINATION
        ):
            autres = Compte.objects.select_for_update().filter(role=Role.COORDINATION, is_active=True)
            if not autres.exclude(pk=compte.pk).exists():
                raise ValidationError(
                    _(
                        "This is the last active account of the coordination."
                        " Give this role to another account first."
                    )
                )
        return save_version(compte, champs, version=version, par=par)
