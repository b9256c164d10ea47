from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche, Noms

from .beneficiaire import Beneficiaire


class TuteurQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """Guardians of the people that the account may see."""
        if compte.est_coordination:
            return self
        return self.filter(liens__beneficiaire__in=Beneficiaire.objects.visible_to(compte)).distinct()


class Tuteur(Noms, Fiche):
    """A legal guardian. One guardian may have several children."""

    cnie = models.CharField(_("National identity card"), max_length=12, null=True, blank=True)
    telephone = models.CharField(_("Phone"), max_length=20, null=True, blank=True)

    objects = TuteurQuerySet.as_manager()

    class Meta:
        verbose_name = _("Guardian")
        verbose_name_plural = _("guardians")
        ordering = ["nom_ar", "prenom_ar", "id"]
        indexes = [models.Index(fields=["cnie"], name="tuteur_cnie")]
        constraints = [
            Noms.au_moins_un_nom("tuteur"),
            models.CheckConstraint(condition=~Q(cnie=""), name="tuteur_cnie_non_vide"),
            models.CheckConstraint(condition=~Q(telephone=""), name="tuteur_telephone_non_vide"),
        ]

    def __str__(self):
        return self.nom_complet((get_language() or "ar")[:2])


class LienTuteur(Fiche):
    """The link between a person and a guardian. One link of a person is the principal one."""

    class Lien(models.TextChoices):
        PERE = "PERE", _("Father")
        MERE = "MERE", _("Mother")
        AUTRE = "AUTRE", _("Other guardian")

    beneficiaire = models.ForeignKey(
        Beneficiaire, models.PROTECT, verbose_name=_("Beneficiary"), related_name="liens_tuteurs"
    )
    tuteur = models.ForeignKey(Tuteur, models.PROTECT, verbose_name=_("Guardian"), related_name="liens")
    lien = models.CharField(_("relation"), max_length=10, choices=Lien)
    principal = models.BooleanField(_("principal guardian"), db_default=False)

    class Meta:
        verbose_name = _("guardian of a person")
        verbose_name_plural = _("guardians of a person")
        ordering = ["-principal", "id"]
        constraints = [
            models.UniqueConstraint(fields=["beneficiaire", "tuteur"], name="lientuteur_unique"),
            models.UniqueConstraint(
                fields=["beneficiaire"], condition=Q(principal=True), name="lientuteur_un_principal"
            ),
            models.CheckConstraint(
                condition=Q(lien__in=["PERE", "MERE", "AUTRE"]), name="lientuteur_lien_connu"
            ),
        ]

    def __str__(self):
        return str(self.tuteur)
