"""Rules of the network as sentences, for the forms of the desk and the import alike. One function per kind
of row.

Each takes the row as it would be written and raises ValidationError by field. What the database also guards
stands here first, because a constraint has no words.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from centres.models import (
    Affectation,
    AnneeScolaire,
    CapaciteAutorisee,
    Centre,
    EtatCentre,
    Groupe,
    JourSansClasse,
    TypeCentre,
)
from entraide.periods import today


def verifier(instance):
    """Hold a row of the network against the rules of its kind."""
    rule = _RULES.get(type(instance))
    errors = rule(instance) if rule else {}
    if errors:
        raise ValidationError(errors)


def _after(instance, first, last):
    start, end = getattr(instance, first), getattr(instance, last)
    if start and end and end < start:
        return {last: _("This date lies before the first one. Check both.")}
    return {}


def _overlapping(instance, first, last, **same):
    """Is there another row whose days meet those of `instance`?"""
    start, end = getattr(instance, first), getattr(instance, last)
    rows = type(instance).objects.filter(**same).exclude(pk=instance.pk)
    rows = rows.filter(Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": start}))
    return rows.filter(**{f"{first}__lte": end}).exists() if end else rows.exists()


def _centre(centre):
    errors = _after(centre, "ouvert_le", "ferme_le")
    if centre.etat in (EtatCentre.FERME, EtatCentre.FERME_TEMPORAIREMENT) and not centre.ferme_le:
        errors["ferme_le"] = _("A closed institution has a closing date. Give it.")
    if centre.accueilli_par_id and centre.type != TypeCentre.ALPHABETISATION:
        errors["accueilli_par"] = _(
            "Only a literacy class is held in a host centre. Empty this, or change the type."
        )
    elif centre.accueilli_par_id and centre.accueilli_par_id == centre.pk:
        errors["accueilli_par"] = _("An institution is not its own host. Choose another one.")
    return errors


def _annee(annee):
    errors = _after(annee, "debut", "fin")
    if errors or not (annee.debut and annee.fin):
        return errors
    for name in ("date_reference", "fin_inscriptions"):
        day = getattr(annee, name)
        if day and not annee.debut <= day <= annee.fin:
            errors[name] = _(
                "This day lies outside the school year. Choose one between its first and last day."
            )
    if _overlapping(annee, "debut", "fin"):
        errors["debut"] = _(
            "Another school year has days in common with this one. Check the first and last day."
        )
    return errors


def _sans_classe(jours):
    errors = _after(jours, "du", "au")
    if not errors and jours.annee_id and not (jours.annee.debut <= jours.du and jours.au <= jours.annee.fin):
        errors["du"] = _("These days lie outside the school year. Check them, or choose the other year.")
    return errors


def _capacite(capacite):
    errors = _after(capacite, "du", "au")
    if not errors and _overlapping(capacite, "du", "au", centre=capacite.centre_id, regime=capacite.regime):
        errors["du"] = _(
            "Another authorisation of this institution runs in these days. End it first, the day before."
        )
    return errors


def _groupe(groupe):
    errors = {}
    if groupe.filiere_id and groupe.centre_id and groupe.filiere.type != groupe.centre.type:
        errors["filiere"] = _(
            "This track belongs to another kind of institution. Choose one of the same kind."
        )
    if groupe.niveau < 1:
        errors["niveau"] = _("Levels begin at 1.")
    return errors


def _affectation(affectation):
    errors = _after(affectation, "du", "au")
    same = Affectation.objects.filter(
        agent=affectation.agent_id, centre=affectation.centre_id, fonction=affectation.fonction
    ).exclude(pk=affectation.pk)
    if (
        not affectation.au
        and same.filter(Q(au__isnull=True) | Q(au__gt=max(affectation.du, today()))).exists()
    ):
        errors["agent"] = _(
            "This person already has this function in this institution. Close that assignment first."
        )
    return errors


_RULES = {
    Centre: _centre,
    AnneeScolaire: _annee,
    JourSansClasse: _sans_classe,
    CapaciteAutorisee: _capacite,
    Groupe: _groupe,
    Affectation: _affectation,
}
