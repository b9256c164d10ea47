from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from entraide.periods import today
from entraide.records import Fiche, deux_langues

from .territoire import Commune


class TypeCentre(models.TextChoices):
    FORMATION = "FORMATION", _("Education and training centre")
    ALPHABETISATION = "ALPHABETISATION", _("Literacy class")
    JARDIN = "JARDIN", _("Kindergarten")
    DAR_TALIB = "DAR_TALIB", _("Dar Talib")
    HANDICAP = "HANDICAP", _("Institution for disabled persons")
    DAR_MOUATINE = "DAR_MOUATINE", _("Dar Al Mouatine")


class Milieu(models.TextChoices):
    URBAIN = "URBAIN", _("Urban")
    PERIURBAIN = "PERIURBAIN", _("Peri-urban")
    RURAL = "RURAL", _("Rural")


class EtatCentre(models.TextChoices):
    PREVU = "PREVU", _("Planned")
    OUVERT = "OUVERT", _("Open")
    FERME_TEMPORAIREMENT = "FERME_TEMPORAIREMENT", _("Temporarily closed")
    FERME = "FERME", _("Closed")


class Gestion(models.TextChoices):
    DIRECTE = "DIRECTE", _("Managed directly")
    ASSOCIATION = "ASSOCIATION", _("Managed by an association")


class CentreQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """Institutions whose page this account may open.

        Coordination and officials: all (an institution is no personal data). Manager: those of an
        assignment open today. Anybody else: none.
        """
        if compte.est_coordination or compte.est_officiel:
            return self
        if compte.est_responsable:
            from .affectation import Affectation

            return self.filter(
                pk__in=Affectation.objects.ouvertes().filter(agent__compte=compte).values("centre")
            )
        return self.none()

    def ouverts(self):
        return self.filter(etat=EtatCentre.OUVERT)

    def avec_places(self, annee):
        """Adds, for the open groups of `annee`: nombre_groupes, places_gardees, places_occupees; and, for
        today, places_autorisees (None without a running authorisation). One join and one subquery: nothing
        multiplies."""
        from .capacite import CapaciteAutorisee

        groupes = models.Q(groupes__annee=annee, groupes__ferme_le__isnull=True)
        # As `Groupe.plafond_du_jour`: an exception that has ended no longer counts.
        gardees = models.Case(
            models.When(
                groupes__plafond_jusqu_au__lt=today(), then=Greatest("groupes__capacite", "groupes__occupees")
            ),
            default="groupes__plafond",
        )
        autorisees = (
            CapaciteAutorisee.objects.en_vigueur(today())
            .filter(centre=models.OuterRef("pk"))
            .order_by()
            .values("centre")
            .annotate(total=models.Sum("places"))
            .values("total")
        )
        return self.annotate(
            nombre_groupes=models.Count("groupes", filter=groupes),
            places_gardees=Coalesce(models.Sum(gardees, filter=groupes), 0),
            places_occupees=Coalesce(models.Sum("groupes__occupees", filter=groupes), 0),
            places_autorisees=models.Subquery(autorisees),
        )


class Centre(Fiche):
    """An institution of one of the six kinds, or a literacy class held in a host centre."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    type = models.CharField(_("type"), max_length=20, choices=TypeCentre)
    nom_ar = models.CharField(_("Name in Arabic"), max_length=200)
    nom_fr = models.CharField(_("Name in Latin letters"), max_length=200)
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name=_("Commune"), related_name="centres")
    quartier_ar = models.CharField(_("Quarter in Arabic"), max_length=100, db_default="", blank=True)
    quartier_fr = models.CharField(_("Quarter in Latin letters"), max_length=100, db_default="", blank=True)
    milieu = models.CharField(_("setting"), max_length=20, choices=Milieu)
    gestion = models.CharField(_("management"), max_length=20, choices=Gestion)
    association_ar = models.CharField(
        _("Managing association in Arabic"), max_length=200, db_default="", blank=True
    )
    association_fr = models.CharField(
        _("Managing association in Latin letters"), max_length=200, db_default="", blank=True
    )
    accueilli_par = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("host centre"), null=True, blank=True, related_name="accueille"
    )
    etat = models.CharField(_("state"), max_length=20, choices=EtatCentre)
    ouvert_le = models.DateField(_("opened on"), null=True, blank=True)
    ferme_le = models.DateField(_("closed on"), null=True, blank=True)
    reouverture_prevue = models.DateField(_("expected reopening"), null=True, blank=True)
    motif_fermeture = models.CharField(_("reason of closing"), max_length=300, db_default="", blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    telephone = models.CharField(_("Phone"), max_length=20, null=True, blank=True)
    note_ar = models.TextField(_("Note in Arabic"), db_default="", blank=True)
    note_fr = models.TextField(_("Note in French"), db_default="", blank=True)
    cle_recherche = models.CharField(max_length=700, db_default="", editable=False)

    JOURNAL_EXCLUDE = ("cle_recherche",)
    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("Institution")
        verbose_name_plural = _("Institutions")
        ordering = ["code", "id"]
        indexes = [models.Index(fields=["type", "code", "id"], name="centre_type_ordre")]
        constraints = [
            models.CheckConstraint(condition=models.Q(type__in=TypeCentre.values), name="centre_type_connu"),
            models.CheckConstraint(condition=models.Q(milieu__in=Milieu.values), name="centre_milieu_connu"),
            models.CheckConstraint(condition=models.Q(etat__in=EtatCentre.values), name="centre_etat_connu"),
            models.CheckConstraint(
                condition=models.Q(gestion__in=Gestion.values), name="centre_gestion_connue"
            ),
            models.CheckConstraint(
                condition=models.Q(accueilli_par__isnull=True) | models.Q(type=TypeCentre.ALPHABETISATION),
                name="centre_accueil_alphabetisation",
            ),
            models.CheckConstraint(
                condition=models.Q(accueilli_par__isnull=True) | ~models.Q(accueilli_par=models.F("id")),
                name="centre_accueil_autre",
            ),
            models.CheckConstraint(
                condition=models.Q(ferme_le__isnull=True)
                | models.Q(ouvert_le__isnull=True)
                | models.Q(ferme_le__gte=models.F("ouvert_le")),
                name="centre_ouvert_avant_ferme",
            ),
            models.CheckConstraint(
                condition=~models.Q(etat__in=[EtatCentre.FERME, EtatCentre.FERME_TEMPORAIREMENT])
                | models.Q(ferme_le__isnull=False),
                name="centre_ferme_date",
            ),
        ]

    def __str__(self):
        return deux_langues(self)

    @property
    def nom(self):
        return deux_langues(self)

    @property
    def quartier(self):
        return deux_langues(self, "quartier")

    @property
    def association(self):
        return deux_langues(self, "association")

    @property
    def note(self):
        return deux_langues(self, "note")

    @property
    def places_libres(self):
        """Places left in the open groups; needs `avec_places`. A group in excess never hides places of
        another here, because its seats are guarded by its own `plafond`."""
        return max(self.places_gardees - self.places_occupees, 0)

    def capacite_autorisee(self, le=None):
        """Places authorised on the day `le` (today by default), or None when no authorisation runs."""
        return self.capacites.en_vigueur(le or today()).aggregate(places=models.Sum("places"))["places"]
