"""The statuses of an enrolment and the transitions that are allowed: the one table, for pages, API, admin,
import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Statut(models.TextChoices):
    ATTENTE = "ATTENTE", _("Waiting")
    ACTIF = "ACTIF", _("Active")
    SUSPENDU = "SUSPENDU", _("Suspended")
    ACHEVE = "ACHEVE", _("Completed")
    ABANDON = "ABANDON", _("Dropped out")
    TRANSFERE = "TRANSFERE", _("Transferred")
    ANNULE = "ANNULE", _("Cancelled")


class MotifSortie(models.TextChoices):
    """Coded reasons of leaving (DOMAIN: coded exit reasons)."""

    ACHEVEMENT = "ACHEVEMENT", _("Completed the course")
    DEMENAGEMENT = "DEMENAGEMENT", _("Moved house")
    TRAVAIL = "TRAVAIL", _("Work")
    MARIAGE = "MARIAGE", _("Marriage")
    SANTE = "SANTE", _("Health")
    ELOIGNEMENT = "ELOIGNEMENT", _("Distance")
    REFUS_FAMILLE = "REFUS_FAMILLE", _("Family refusal")
    AUTRE_ETABLISSEMENT = "AUTRE_ETABLISSEMENT", _("Other school")
    EXCLUSION = "EXCLUSION", _("Exclusion")
    DECES = "DECES", _("Deceased")
    AUTRE = "AUTRE", _("Other")


OUVERTS = (Statut.ATTENTE, Statut.ACTIF, Statut.SUSPENDU)
OCCUPENT_UNE_PLACE = (Statut.ACTIF, Statut.SUSPENDU)
SORTIES = (Statut.ACHEVE, Statut.ABANDON, Statut.TRANSFERE, Statut.ANNULE)

# A person who dropped out may come back (DOMAIN: returns after drop-out); what is cancelled or transferred
# is over: the way back is a new enrolment.
TRANSITIONS = {
    None: (Statut.ATTENTE, Statut.ACTIF),
    Statut.ATTENTE: (Statut.ACTIF, Statut.ANNULE),
    Statut.ACTIF: (Statut.SUSPENDU, Statut.ACHEVE, Statut.ABANDON, Statut.TRANSFERE, Statut.ANNULE),
    Statut.SUSPENDU: (Statut.ACTIF, Statut.ABANDON, Statut.TRANSFERE, Statut.ANNULE),
    Statut.ABANDON: (Statut.ACTIF,),
    Statut.ACHEVE: (),
    Statut.TRANSFERE: (),
    Statut.ANNULE: (),
}


def permise(de, vers):
    """True when an enrolment may go from the status `de` (None: it is new) to the status `vers`."""
    return vers in TRANSITIONS.get(de, ())
