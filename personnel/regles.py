"""Rules of people who work here, as sentences: values in, verdict out."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entraide.periods import today


def verifier_agent(agent):
    """Raise ValidationError, by field, for a staff member without a name or hired in the future."""
    errors = {}
    if not agent.nom_complet():
        errors["prenom_ar"] = _(
            "Write at least one name, in Arabic or in Latin letters. One name alone is enough."
        )
    if agent.date_embauche and agent.date_embauche > today():
        errors["date_embauche"] = _("This date is in the future. Check it.")
    if errors:
        raise ValidationError(errors)
