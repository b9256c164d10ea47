"""Changes of the network's reference tables: one way in for admin, import and commands."""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.models import AnneeScolaire, Centre, Groupe
from centres.permissions import exiger, peut_gerer_reseau
from centres.regles import verifier
from entraide.editing import create, save_version
from entraide.records import settle
from entraide.text import search_key
from personnel.journal import agir

from .groupe import plafond_voulu, verrouiller


def centre_key(centre):
    """The search key of an institution: code, both names, both quarters."""
    parts = (centre.code, centre.nom_ar, centre.nom_fr, centre.quartier_ar, centre.quartier_fr)
    return search_key(" ".join(parts))[:700]


def _derived(instance):
    """The columns that follow from the others, by name."""
    if isinstance(instance, Centre):
        return {"cle_recherche": centre_key(instance)}
    if isinstance(instance, Groupe):
        return plafond_voulu(instance)
    return {}


def creer(*, instance, par, lot=None):
    """Insert a row of the network (institution, year, track, group, capacity, assignment, …); return it.

    Raises PermissionDenied unless `par` manages the network, ValidationError by field where the rules of its
    kind refuse it. Constraints of the database raise IntegrityError: forms check them first.
    """
    exiger(peut_gerer_reseau(par))
    settle(instance)
    verifier(instance)
    with agir(par=par, lot=lot):
        if isinstance(instance, AnneeScolaire) and instance.courante:
            AnneeScolaire.objects.filter(courante=True).update(courante=False, modifie_par=par)
        for name, value in _derived(instance).items():
            setattr(instance, name, value)
        return create(instance, par=par, lot=lot)


def modifier(*, instance, champs, version, par, lot=None):
    """Change `champs` (name -> value) of a row of the network; return True if anything changed.

    `instance` is the row as it was read. Raises PermissionDenied, Conflict, VersionMissing, and
    ValidationError by field where the rules of its kind refuse it, or when no current year would be left.
    """
    exiger(peut_gerer_reseau(par))
    with agir(par=par, lot=lot):
        if isinstance(instance, AnneeScolaire):
            _keep_one_current(instance, champs, par)
        if isinstance(instance, Groupe):
            _seats_of_today(instance)
        wanted = copy(instance)
        for name, value in champs.items():
            setattr(wanted, name, value)
        verifier(wanted)
        derived = _derived(wanted)
        return save_version(instance, {**champs, **derived}, version=version, par=par)


def _seats_of_today(groupe):
    """Lock the group and bring its seats up to date first: an exception that has ended meanwhile is a change
    of the calendar, and makes no save out of one that changes nothing."""
    for frais in verrouiller([groupe.pk]).values():
        groupe.occupees = frais.occupees
        groupe.plafond, groupe.plafond_jusqu_au = frais.plafond, frais.plafond_jusqu_au


def _keep_one_current(annee, champs, par):
    if "courante" not in champs or champs["courante"] == annee.courante:
        return
    if not champs["courante"]:
        raise ValidationError(
            _("One school year is always current: choose the new one, this one will step back.")
        )
    AnneeScolaire.objects.filter(courante=True).exclude(pk=annee.pk).update(courante=False, modifie_par=par)
