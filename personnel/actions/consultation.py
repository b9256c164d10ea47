"""Readings of sensitive data."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from personnel.journal import agir
from personnel.models import Consultation, MotifConsultation
from personnel.permissions import exiger


def consulter(*, compte, objet, motif):
    """Record that `compte` reads the sensitive data of `objet`, and why.

    Raises PermissionDenied unless `compte` may see `objet`, ValidationError without a reason.
    """
    exiger(type(objet).objects.visible_to(compte).filter(pk=objet.pk).exists())
    if motif not in MotifConsultation.values:
        raise ValidationError(_("Choose why you read these data: the reason is kept."))
    with agir(par=compte):
        return Consultation.objects.create(
            compte=compte, table_nom=objet._meta.db_table, objet_id=objet.pk, motif=motif
        )
