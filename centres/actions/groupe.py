"""Seats: the number that guards them, and the exceptions that raise it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, Min, OuterRef, Sum
from django.utils.translation import gettext as _

from centres.models import DerogationGroupe, Groupe
from centres.permissions import exiger, peut_gerer_reseau
from entraide.editing import check_version, create, save_version
from entraide.periods import today
from personnel.journal import agir


def plafond_voulu(groupe, le=None):
    """{column: value} of the number that guards the seats of `groupe` on the day `le`, and until when it
    holds.

    Capacity plus the exceptions in force, and never under the seats already taken: an exception that ends
    puts nobody out.
    """
    le = le or today()
    en_vigueur = {"n": None, "fin": None}
    if groupe.pk:
        en_vigueur = DerogationGroupe.objects.filter(groupe=groupe, du__lte=le, au__gte=le).aggregate(
            n=Sum("places"), fin=Min("au")
        )
    occupees = groupe.occupees if isinstance(groupe.occupees, int) else 0
    return {
        "plafond": max(groupe.capacite + (en_vigueur["n"] or 0), occupees),
        "plafond_jusqu_au": en_vigueur["fin"],
    }


def verrouiller(groupes):
    """Lock `groupes` (ids) in one order and bring their `plafond` up to date; return {id: Groupe}.

    Must run in a transaction. The order is by id, so that two enrolments of several groups never deadlock.
    """
    verrouilles = {}
    running = DerogationGroupe.objects.filter(groupe=OuterRef("pk"), du__lte=today(), au__gte=today())
    locked = Groupe.objects.select_for_update(of=("self",)).filter(pk__in=groupes).order_by("pk")
    for groupe in locked.annotate(derogation=Exists(running)):
        # The usual group, at its capacity and without an exception, costs no further query.
        if groupe.plafond != groupe.capacite or groupe.plafond_jusqu_au or groupe.derogation:
            voulu = plafond_voulu(groupe)
            if any(getattr(groupe, name) != value for name, value in voulu.items()):
                Groupe.objects.filter(pk=groupe.pk).update(**voulu)
                for name, value in voulu.items():
                    setattr(groupe, name, value)
        verrouilles[groupe.pk] = groupe
    return verrouilles


def accorder_derogation(*, groupe, places, motif, du, au, par, version):
    """Let `groupe` go over its capacity by `places` seats from `du` to `au` (both included), with a reason.

    Effects: an exception row, a higher `plafond`, both journalled. Raises PermissionDenied unless `par` is
    the coordination; ValidationError without a reason or with an end before its beginning or in the past;
    Conflict, VersionMissing.
    """
    exiger(peut_gerer_reseau(par))
    if not motif.strip():
        raise ValidationError(
            {"motif": _("Write the reason of the decision: it is kept with the exception.")}
        )
    if places < 1:
        raise ValidationError({"places": _("Give the number of additional places, at least one.")})
    if du > today():
        raise ValidationError({"du": _("The exception begins today or has begun: it takes effect at once.")})
    if au < du or au < today():
        raise ValidationError({"au": _("The exception must end after it begins, and not in the past.")})
    with agir(par=par):
        frais = verrouiller([groupe.pk])[groupe.pk]
        check_version(frais, version)
        derogation = create(
            DerogationGroupe(groupe=frais, places=places, motif=motif.strip(), du=du, au=au), par=par
        )
        save_version(frais, plafond_voulu(frais), version=version, par=par)
    return derogation


def clore_derogation(*, derogation, version, par):
    """End an exception today. The seats already taken stay; `plafond` comes down as far as they allow."""
    exiger(peut_gerer_reseau(par))
    with agir(par=par):
        groupe = verrouiller([derogation.groupe_id])[derogation.groupe_id]
        hier = max(today() - timedelta(days=1), derogation.du)
        change = save_version(derogation, {"au": hier}, version=version, par=par)
        verrouiller([groupe.pk])
    return change
