from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entraide.periods import today
from entraide.records import Fiche, deux_langues
from personnel.models import Agent

from .annee import AnneeScolaire
from .centre import Centre
from .filiere import Filiere


class GroupeQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """The groups of the institutions that the account may see (no personal data in a group)."""
        if compte.est_coordination or compte.est_officiel:
            return self
        return self.filter(centre__in=Centre.objects.visible_to(compte).values("pk"))

    def ouverts(self):
        return self.filter(ferme_le__isnull=True)


class Groupe(Fiche):
    """A class, section or activity: one centre, one year, one track, one level, so many seats.

    `occupees` is kept by database triggers (`beneficiaires.seats`) and never exceeds `plafond`, the number
    that guards the seats: the capacity plus the exceptions in force until `plafond_jusqu_au`. Lowering
    `plafond` under `occupees` is refused.
    """

    JOURNAL_EXCLUDE = ("occupees", "plafond_jusqu_au")

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name=_("Institution"), related_name="groupes")
    annee = models.ForeignKey(
        AnneeScolaire, models.PROTECT, verbose_name=_("School year"), related_name="groupes"
    )
    filiere = models.ForeignKey(Filiere, models.PROTECT, verbose_name=_("Track"), related_name="groupes")
    nom_ar = models.CharField(_("Name in Arabic"), max_length=100)
    nom_fr = models.CharField(_("Name in Latin letters"), max_length=100)
    niveau = models.PositiveSmallIntegerField(_("Level"), db_default=1)
    capacite = models.PositiveIntegerField(_("Capacity"))
    plafond = models.PositiveIntegerField(_("seats guarded"), editable=False)
    plafond_jusqu_au = models.DateField(null=True, editable=False)
    occupees = models.PositiveIntegerField(_("Service places"), db_default=0, editable=False)
    enseignant = models.ForeignKey(
        Agent, models.PROTECT, verbose_name=_("teacher"), null=True, blank=True, related_name="groupes"
    )
    horaire_ar = models.CharField(_("Timetable in Arabic"), max_length=200, db_default="", blank=True)
    horaire_fr = models.CharField(_("Timetable in French"), max_length=200, db_default="", blank=True)
    ferme_le = models.DateField(_("closed on"), null=True, blank=True)

    objects = GroupeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Group")
        verbose_name_plural = _("groups")
        ordering = ["centre", "nom_ar", "id"]
        indexes = [models.Index(fields=["annee", "centre", "nom_ar", "id"], name="groupe_annee_centre")]
        constraints = [
            models.UniqueConstraint(fields=["centre", "annee", "nom_ar"], name="groupe_nom_unique"),
            models.CheckConstraint(condition=Q(occupees__lte=F("plafond")), name="groupe_places_gardees"),
            models.CheckConstraint(condition=Q(plafond__gte=F("capacite")), name="groupe_plafond_capacite"),
            models.CheckConstraint(condition=Q(niveau__gte=1), name="groupe_niveau_positif"),
        ]

    def __str__(self):
        return deux_langues(self)

    @property
    def nom(self):
        return deux_langues(self)

    @property
    def horaire(self):
        return deux_langues(self, "horaire")

    @property
    def plafond_du_jour(self):
        """The seats guarded today: an exception that has ended no longer counts, before `plafond` itself
        comes down."""
        if self.plafond_jusqu_au and self.plafond_jusqu_au < today():
            return max(self.capacite, self.occupees)
        return self.plafond

    @property
    def places_libres(self):
        return max(self.plafond_du_jour - self.occupees, 0)

    @property
    def complet(self):
        return self.occupees >= self.plafond_du_jour

    @property
    def en_depassement(self):
        return self.occupees > self.capacite


class DerogationGroupe(Fiche):
    """A decision of the coordination that a group may go over its capacity, with a reason and an end.

    While it runs, its places are part of `Groupe.plafond`. When it has ended, `plafond` comes back to the
    capacity or to the seats still occupied, whichever is more: nobody is put out, and nobody more comes in.
    """

    groupe = models.ForeignKey(Groupe, models.PROTECT, verbose_name=_("Group"), related_name="derogations")
    places = models.PositiveIntegerField(_("additional places"))
    motif = models.CharField(_("Reason"), max_length=300)
    du = models.DateField(_("from"))
    au = models.DateField(_("to"))

    class Meta:
        verbose_name = _("Exception")
        verbose_name_plural = _("exceptions")
        ordering = ["-du", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(au__gte=F("du")), name="derogation_du_avant_au"),
            models.CheckConstraint(condition=Q(places__gte=1), name="derogation_places_positives"),
            models.CheckConstraint(condition=~Q(motif=""), name="derogation_motif"),
        ]

    def __str__(self):
        return f"+{self.places}"
