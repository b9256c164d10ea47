from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche


class AnneeScolaireQuerySet(models.QuerySet):
    def courante(self):
        """The current year, or None while the coordination has not chosen one."""
        return self.filter(courante=True).first()


class AnneeScolaire(Fiche):
    """A school year. Exactly one is current (the database allows one; actions never leave none); none
    overlap.

    `date_reference` is the day at which ages are counted in this year. The database refuses a second current
    year; overlaps are refused by a trigger (`centres.triggers`), because SQLite has no exclusion constraint.
    """

    code = models.CharField(_("School year"), max_length=9, unique=True, help_text=_("For example 2025/2026"))
    debut = models.DateField(_("first day"))
    fin = models.DateField(_("last day"))
    date_reference = models.DateField(_("reference date of ages"))
    fin_inscriptions = models.DateField(
        _("end of ordinary enrolment"),
        null=True,
        blank=True,
        help_text=_("After this day an enrolment needs a reason."),
    )
    courante = models.BooleanField(_("Current year"), db_default=False)

    objects = AnneeScolaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("School year")
        verbose_name_plural = _("school years")
        ordering = ["-debut"]
        constraints = [
            models.UniqueConstraint(
                fields=["courante"], condition=models.Q(courante=True), name="annee_une_seule_courante"
            ),
            models.CheckConstraint(
                condition=models.Q(fin__gt=models.F("debut")), name="annee_debut_avant_fin"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    date_reference__gte=models.F("debut"), date_reference__lte=models.F("fin")
                ),
                name="annee_reference_dans_annee",
            ),
        ]

    def __str__(self):
        return self.code


class JourSansClasse(Fiche):
    """Days without class: a holiday from `du` to `au`. A religious feast is provisional until confirmed."""

    class Nature(models.TextChoices):
        VACANCES = "VACANCES", _("Holiday")
        INTERMEDIAIRE = "INTERMEDIAIRE", _("In-between holiday")
        FERIE = "FERIE", _("Public holiday")
        RELIGIEUX = "RELIGIEUX", _("Religious feast")

    annee = models.ForeignKey(
        AnneeScolaire, models.PROTECT, verbose_name=_("School year"), related_name="jours_sans_classe"
    )
    nature = models.CharField(_("kind"), max_length=20, choices=Nature)
    nom_ar = models.CharField(_("Name in Arabic"), max_length=100)
    nom_fr = models.CharField(_("Name in Latin letters"), max_length=100)
    du = models.DateField(_("from"))
    au = models.DateField(_("to"))
    provisoire = models.BooleanField(_("Provisional"), db_default=False)

    class Meta:
        verbose_name = _("days without class")
        verbose_name_plural = _("days without class")
        ordering = ["du", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(au__gte=models.F("du")), name="joursansclasse_du_avant_au"
            )
        ]

    def __str__(self):
        from entraide.records import deux_langues

        return deux_langues(self)
