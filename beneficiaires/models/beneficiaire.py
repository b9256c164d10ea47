from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Commune
from entraide.records import Fiche, Noms


class Sexe(models.TextChoices):
    FEMININ = "F", _("Female")
    MASCULIN = "M", _("Male")


class PrecisionDate(models.TextChoices):
    JOUR = "JOUR", _("Full date")
    MOIS = "MOIS", _("Month and year")
    ANNEE = "ANNEE", _("Year only")


class SituationFamiliale(models.TextChoices):
    CELIBATAIRE = "CELIBATAIRE", _("Single")
    MARIE = "MARIE", _("Married")
    DIVORCE = "DIVORCE", _("Divorced")
    VEUF = "VEUF", _("Widowed")


class Orphelin(models.TextChoices):
    NON = "NON", _("Not an orphan")
    PERE = "PERE", _("Orphan of father")
    MERE = "MERE", _("Orphan of mother")
    DEUX = "DEUX", _("Orphan of both")


class NiveauScolaire(models.TextChoices):
    JAMAIS = "JAMAIS", _("Never attended school")
    PRESCOLAIRE = "PRESCOLAIRE", _("Preschool")
    PRIMAIRE = "PRIMAIRE", _("Primary")
    COLLEGE = "COLLEGE", _("Lower secondary")
    LYCEE = "LYCEE", _("Upper secondary")
    SUPERIEUR = "SUPERIEUR", _("Higher")


class TypeHandicap(models.TextChoices):
    MOTEUR = "MOTEUR", _("Motor")
    VISUEL = "VISUEL", _("Visual")
    AUDITIF = "AUDITIF", _("Hearing")
    INTELLECTUEL = "INTELLECTUEL", _("Intellectual")
    AUTISME = "AUTISME", _("Autism spectrum")
    PSYCHIQUE = "PSYCHIQUE", _("Psychic")
    MULTIPLE = "MULTIPLE", _("Multiple")
    AUTRE = "AUTRE", _("Other")


class DegreHandicap(models.TextChoices):
    LEGER = "LEGER", _("Light")
    MOYEN = "MOYEN", _("Moderate")
    SEVERE = "SEVERE", _("Severe")
    TRES_SEVERE = "TRES_SEVERE", _("Very severe")


class SourceHandicap(models.TextChoices):
    FAMILLE = "FAMILLE", _("Said by the family")
    CERTIFICAT = "CERTIFICAT", _("Medical certificate")
    CARTE = "CARTE", _("Disability card")


class BaseLegale(models.TextChoices):
    CONSENTEMENT = "CONSENTEMENT", _("Consent")
    TUTEUR = "TUTEUR", _("Consent of the guardian")
    MISSION = "MISSION", _("Public service mission")


class BeneficiaireQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """Coordination: everybody. Manager: people with an enrolment, past or present, in a centre of the
        manager's open assignments. Official or anybody else: nobody."""
        if compte.est_coordination:
            return self
        if compte.est_responsable:
            from .inscription import Inscription

            centres = Centre.objects.visible_to(compte).values("pk")
            # IN, not EXISTS: a centre has some dozens of people, and the database then starts from them.
            return self.filter(pk__in=Inscription.objects.filter(centre__in=centres).values("beneficiaire"))
        return self.none()


class Beneficiaire(Noms, Fiche):
    """A person served. No identifier is required of anybody; the register's own number encodes nothing
    personal.

    `cle_tri_ar`, `cle_tri_fr` and `squelette` (the names as the matcher compares them) are derived by
    `beneficiaires.derived` from the names alone, in the action and in the bulk path alike.
    """

    JOURNAL_EXCLUDE = ("cle_tri_ar", "cle_tri_fr", "squelette")
    JOURNAL_SENSITIVE = ("handicap_type", "handicap_degre", "handicap_source")

    numero = models.CharField(_("Registration number"), max_length=9, unique=True, editable=False)
    sexe = models.CharField(_("Sex"), max_length=1, choices=Sexe, null=True, blank=True)
    naissance = models.DateField(_("Birth date"), null=True, blank=True)
    naissance_precision = models.CharField(
        _("precision of the birth date"), max_length=5, choices=PrecisionDate, null=True, blank=True
    )
    naissance_estimee = models.BooleanField(_("estimated birth date"), db_default=False)
    lieu_naissance = models.CharField(_("Birth place"), max_length=100, db_default="", blank=True)
    cnie = models.CharField(_("National identity card"), max_length=12, null=True, blank=True)
    massar = models.CharField(_("Massar code"), max_length=12, null=True, blank=True)
    etat_civil = models.CharField(_("Civil registry number"), max_length=40, null=True, blank=True)
    telephone = models.CharField(_("Phone"), max_length=20, null=True, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name=_("Commune"), null=True, blank=True, related_name="+"
    )
    adresse = models.CharField(_("Address"), max_length=200, db_default="", blank=True)
    situation_familiale = models.CharField(
        _("Family situation"), max_length=20, choices=SituationFamiliale, null=True, blank=True
    )
    orphelin = models.CharField(_("orphan"), max_length=5, choices=Orphelin, null=True, blank=True)
    niveau_scolaire = models.CharField(
        _("Schooling level"), max_length=20, choices=NiveauScolaire, null=True, blank=True
    )
    handicap_type = models.CharField(
        _("Disability"), max_length=20, choices=TypeHandicap, null=True, blank=True
    )
    handicap_degre = models.CharField(
        _("degree of disability"), max_length=20, choices=DegreHandicap, null=True, blank=True
    )
    handicap_source = models.CharField(
        _("how the disability is known"), max_length=20, choices=SourceHandicap, null=True, blank=True
    )
    base_legale = models.CharField(_("legal basis"), max_length=20, choices=BaseLegale, null=True, blank=True)
    base_legale_date = models.DateField(_("date of the legal basis"), null=True, blank=True)
    cle_tri_ar = models.CharField(max_length=210, db_default="", editable=False)
    cle_tri_fr = models.CharField(max_length=210, db_default="", editable=False)
    squelette = models.CharField(max_length=400, db_default="", editable=False)

    objects = BeneficiaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beneficiary")
        verbose_name_plural = _("beneficiaries")
        ordering = ["cle_tri_ar", "id"]
        indexes = [
            models.Index(fields=["cle_tri_ar", "id"], name="beneficiaire_ordre_ar"),
            models.Index(fields=["cle_tri_fr", "id"], name="beneficiaire_ordre_fr"),
        ]
        constraints = [
            Noms.au_moins_un_nom("beneficiaire"),
            models.CheckConstraint(
                condition=Q(naissance__isnull=True, naissance_precision__isnull=True)
                | Q(naissance__isnull=False, naissance_precision__in=PrecisionDate.values),
                name="beneficiaire_naissance_precision",
            ),
            models.CheckConstraint(
                condition=Q(sexe__isnull=True) | Q(sexe__in=Sexe.values), name="beneficiaire_sexe_connu"
            ),
            models.CheckConstraint(condition=~Q(cnie=""), name="beneficiaire_cnie_non_vide"),
            models.CheckConstraint(condition=~Q(massar=""), name="beneficiaire_massar_non_vide"),
            models.CheckConstraint(condition=~Q(telephone=""), name="beneficiaire_telephone_non_vide"),
        ]

    def __str__(self):
        return self.nom_complet((get_language() or "ar")[:2])

    @property
    def numero_affiche(self):
        """The number as people read it: three groups of three digits."""
        return f"{self.numero[:3]}-{self.numero[3:6]}-{self.numero[6:]}"

    @property
    def incomplete(self):
        """True when a file lacks what the quality list chases: sex, birth date, one of the two names or
        scripts."""
        return not (
            self.sexe
            and self.naissance
            and (self.nom_ar or self.nom_fr)
            and (self.prenom_ar or self.prenom_fr)
        )
