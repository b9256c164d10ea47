from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.records import deux_langues


class Province(models.Model):
    """A province of the region. Source: HCP, RGPH 2024 (see `entraide/data/README.md`)."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    nom_ar = models.CharField(_("Name in Arabic"), max_length=100)
    nom_fr = models.CharField(_("Name in Latin letters"), max_length=100)

    class Meta:
        verbose_name = _("Province")
        verbose_name_plural = _("provinces")
        ordering = ["code"]

    def __str__(self):
        return deux_langues(self)


class Commune(models.Model):
    """A commune with its population. Source: HCP, RGPH 2024 and 2014, rows selected, CC BY 4.0."""

    class Milieu(models.TextChoices):
        URBAIN = "URBAIN", _("Urban")
        RURAL = "RURAL", _("Rural")

    code = models.CharField(_("code"), max_length=20, unique=True)
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("Province"), related_name="communes"
    )
    nom_ar = models.CharField(_("Name in Arabic"), max_length=100)
    nom_fr = models.CharField(_("Name in Latin letters"), max_length=100)
    milieu = models.CharField(_("setting"), max_length=10, choices=Milieu)
    population_2024 = models.PositiveIntegerField(_("population 2024"))
    population_2014 = models.PositiveIntegerField(_("population 2014"))

    class Meta:
        verbose_name = _("Commune")
        verbose_name_plural = _("communes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(milieu__in=["URBAIN", "RURAL"]), name="commune_milieu_connu"
            )
        ]

    def __str__(self):
        return deux_langues(self)
