"""Readings of sensitive data."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from personnel.journal import agir
from personnel.models import Consultation, MotifConsultation


def consulter(*, compte, objet, motif):
    """Record that `compte` reads the sensitive data of `objet`, and why. Raises ValidationError without a reason."""
    if motif not in MotifConsultation.values:
        raise ValidationError(_("Choose why you read these data: the reason is kept."))
    with agir(par=compte):
        return Consultation.objects.create(
            compte=compte, table_nom=objet._meta.db_table, objet_id=objet.pk, motif=motif
        )
