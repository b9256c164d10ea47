from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .compte import Compte


class MotifConsultation(models.TextChoices):
    SUIVI = "SUIVI", _("Follow-up of the person")
    URGENCE = "URGENCE", _("Health emergency")
    DEMANDE = "DEMANDE", _("Request of the person concerned")


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, compte):
        return self if compte.est_coordination else self.none()


class Consultation(models.Model):
    """A reading of sensitive data (health, disability): who, when, of which row, why. Rows are only added."""

    compte = models.ForeignKey(Compte, models.PROTECT, verbose_name=_("account"), related_name="+")
    quand = models.DateTimeField(_("when"), db_default=Now())
    table_nom = models.CharField(_("table"), max_length=63)
    objet_id = models.BigIntegerField(_("object"))
    motif = models.CharField(_("Reason"), max_length=20, choices=MotifConsultation)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of sensitive data")
        verbose_name_plural = _("readings of sensitive data")
        ordering = ["-id"]
        indexes = [models.Index(fields=["table_nom", "objet_id", "id"], name="consultation_objet")]

    def __str__(self):
        return f"{self.table_nom} {self.objet_id}"
