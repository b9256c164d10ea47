from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from beneficiaires.statuts import OCCUPENT_UNE_PLACE, OUVERTS, SORTIES, MotifSortie, Statut
from centres.models import AnneeScolaire, Centre, Groupe
from entraide.records import Fiche

from .beneficiaire import Beneficiaire


class InscriptionQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """Coordination: all. Manager: those in the centres of open assignments. Official or anybody else:
        none."""
        if compte.est_coordination:
            return self
        if compte.est_responsable:
            return self.filter(centre__in=Centre.objects.visible_to(compte).values("pk"))
        return self.none()

    def ouvertes(self):
        return self.filter(statut__in=OUVERTS)

    def occupent_une_place(self):
        """Service places: enrolments that hold a seat today (active or suspended)."""
        return self.filter(statut__in=OCCUPENT_UNE_PLACE)


class Inscription(Fiche):
    """An enrolment: one person, one centre, one year, one group. It is a service place while active or
    suspended.

    `centre` and `annee` are those of the group and never change: a transfer is a new enrolment. `statut` is
    the last `ChangementStatut`; both are written by `beneficiaires.actions.inscription` alone.
    """

    beneficiaire = models.ForeignKey(
        Beneficiaire,
        models.PROTECT,
        verbose_name=_("Beneficiary"),
        related_name="inscriptions",
        db_index=False,
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name=_("Institution"), related_name="inscriptions", db_index=False
    )
    annee = models.ForeignKey(
        AnneeScolaire,
        models.PROTECT,
        verbose_name=_("School year"),
        related_name="inscriptions",
        db_index=False,
    )
    groupe = models.ForeignKey(
        Groupe,
        models.PROTECT,
        verbose_name=_("Group"),
        related_name="inscriptions",
        null=True,
        blank=True,
        db_index=False,
    )
    statut = models.CharField(_("Status"), max_length=10, choices=Statut)
    date_inscription = models.DateField(_("enrolled on"))
    date_fin = models.DateField(_("left on"), null=True, blank=True)
    motif_sortie = models.CharField(
        _("exit reason"), max_length=20, choices=MotifSortie, null=True, blank=True
    )
    motif_tardif = models.CharField(
        _("reason of the late enrolment"), max_length=200, db_default="", blank=True
    )
    derogation_age = models.CharField(
        _("reason of the age exception"), max_length=200, db_default="", blank=True
    )

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-date_inscription", "-id"]
        indexes = [
            models.Index(fields=["beneficiaire", "centre"], name="inscription_personne"),
            models.Index(
                fields=["annee", "centre", "statut", "beneficiaire"], name="inscription_annee_centre"
            ),
            models.Index(
                fields=["annee", "beneficiaire", "statut", "centre"], name="inscription_annee_personne"
            ),
            models.Index(fields=["centre", "beneficiaire"], name="inscription_centre"),
            models.Index(fields=["groupe", "statut"], name="inscription_groupe"),
            models.Index(fields=["date_inscription", "id"], name="inscription_ordre"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiaire", "centre", "annee"],
                condition=Q(statut__in=[s.value for s in OUVERTS]),
                name="inscription_une_ouverte",
            ),
            models.CheckConstraint(condition=Q(statut__in=Statut.values), name="inscription_statut_connu"),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_inscription")),
                name="inscription_debut_avant_fin",
            ),
            models.CheckConstraint(
                condition=Q(statut__in=[s.value for s in OUVERTS], date_fin__isnull=True)
                | Q(statut__in=[s.value for s in SORTIES], date_fin__isnull=False),
                name="inscription_fin_si_sortie",
            ),
        ]

    def __str__(self):
        return f"{self.beneficiaire} – {self.groupe or self.centre}"


class ChangementStatutQuerySet(models.QuerySet):
    def visible_to(self, compte):
        return self.filter(inscription__in=Inscription.objects.visible_to(compte))


class ChangementStatut(models.Model):
    """One row per change of status: from, to, when effective, when recorded, who, why. Rows are only
    added."""

    journalise = True

    inscription = models.ForeignKey(
        Inscription, models.PROTECT, verbose_name=_("Enrolment"), related_name="changements", db_index=False
    )
    de = models.CharField(_("from"), max_length=10, choices=Statut, null=True)
    vers = models.CharField(_("to"), max_length=10, choices=Statut)
    effectif_le = models.DateField(_("effective on"))
    cree_le = models.DateTimeField(_("recorded on"), db_default=Now())
    cree_par = models.ForeignKey(
        "personnel.Compte", models.PROTECT, verbose_name=_("by"), null=True, related_name="+", db_index=False
    )
    lot = models.CharField(_("batch"), max_length=40, null=True)
    motif = models.CharField(_("Reason"), max_length=300, db_default="", blank=True)

    objects = ChangementStatutQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("Status history")
        ordering = ["-effectif_le", "-id"]
        indexes = [models.Index(fields=["inscription", "effectif_le", "id"], name="changement_inscription")]
        constraints = [
            models.CheckConstraint(condition=Q(vers__in=Statut.values), name="changement_vers_connu"),
            models.CheckConstraint(condition=Q(de__isnull=True) | ~Q(de=F("vers")), name="changement_reel"),
        ]

    def __str__(self):
        return f"{self.de} -> {self.vers}"
