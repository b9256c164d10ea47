from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche, deux_langues

from .centre import TypeCentre


class Filiere(Fiche):
    """A track: what a kind of institution teaches, or the activity of a Dar Al Mouatine."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    type = models.CharField(_("type"), max_length=20, choices=TypeCentre)
    nom_ar = models.CharField(_("Name in Arabic"), max_length=100)
    nom_fr = models.CharField(_("Name in Latin letters"), max_length=100)
    duree_mois = models.PositiveSmallIntegerField(_("duration in months"))

    class Meta:
        verbose_name = _("Track")
        verbose_name_plural = _("tracks")
        ordering = ["type", "code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(type__in=TypeCentre.values), name="filiere_type_connu"),
            models.CheckConstraint(condition=models.Q(duree_mois__gte=1), name="filiere_duree_positive"),
        ]

    def __str__(self):
        return deux_langues(self)
