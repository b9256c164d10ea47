from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche

from .centre import Centre


class CapaciteAutoriseeQuerySet(models.QuerySet):
    def en_vigueur(self, le):
        """Rows that run on the day `le`, both ends included."""
        return self.filter(models.Q(au__isnull=True) | models.Q(au__gte=le), du__lte=le)


class CapaciteAutorisee(Fiche):
    """The authorised capacity of an institution, dated. Rows of one regime never overlap (trigger)."""

    class Regime(models.TextChoices):
        TOTAL = "TOTAL", _("Full care")
        PARTIEL = "PARTIEL", _("Partial care")

    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name=_("Institution"), related_name="capacites"
    )
    places = models.PositiveIntegerField(_("places"))
    regime = models.CharField(_("regime"), max_length=10, choices=Regime, db_default=Regime.TOTAL)
    du = models.DateField(_("from"))
    au = models.DateField(_("to"), null=True, blank=True)
    numero = models.CharField(_("number of the authorisation"), max_length=60, db_default="", blank=True)
    date_autorisation = models.DateField(_("date of the authorisation"), null=True, blank=True)

    objects = CapaciteAutoriseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Authorised capacity")
        verbose_name_plural = _("authorised capacities")
        ordering = ["centre", "-du", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(au__isnull=True) | models.Q(au__gte=models.F("du")),
                name="capacite_du_avant_au",
            ),
            models.CheckConstraint(
                condition=models.Q(regime__in=["TOTAL", "PARTIEL"]), name="capacite_regime_connu"
            ),
            models.UniqueConstraint(
                fields=["centre", "regime"], condition=models.Q(au__isnull=True), name="capacite_une_sans_fin"
            ),
        ]

    def __str__(self):
        return f"{self.places}"
