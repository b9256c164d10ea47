from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche, Noms

from .compte import Compte


class Employeur(models.TextChoices):
    ENTRAIDE = "ENTRAIDE", _("Entraide Nationale")
    ASSOCIATION = "ASSOCIATION", _("Association")
    COMMUNE = "COMMUNE", _("Commune")
    BENEVOLE = "BENEVOLE", _("Volunteer")


class Poste(models.TextChoices):
    DIRECTEUR = "DIRECTEUR", _("Director")
    FORMATEUR = "FORMATEUR", _("Trainer")
    EDUCATRICE = "EDUCATRICE", _("Teacher (kindergarten)")
    ASSISTANT = "ASSISTANT", _("Social assistant")
    ADMINISTRATIF = "ADMINISTRATIF", _("Administrative staff")
    AUTRE = "AUTRE", _("Other")


class AgentQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """Coordination: all staff. Manager: those assigned today to the manager's own centres. Official:
        nobody."""
        if compte.est_coordination:
            return self
        if compte.est_responsable:
            # The assignment lives in a later app: it is reached through the relation's name, never imported.
            from entraide.periods import today

            ouvertes = models.Q(affectations__au__isnull=True) | models.Q(affectations__au__gt=today())
            miens = Agent.objects.filter(ouvertes, compte=compte, affectations__du__lte=today())
            return self.filter(
                ouvertes,
                affectations__du__lte=today(),
                affectations__centre__in=miens.values("affectations__centre"),
            ).distinct()
        return self.none()


class Agent(Noms, Fiche):
    """A member of staff, whoever employs them. May have an account, or none."""

    sexe = models.CharField(
        _("Sex"), max_length=1, choices=[("F", _("Female")), ("M", _("Male"))], null=True, blank=True
    )
    poste = models.CharField(_("post"), max_length=20, choices=Poste)
    employeur = models.CharField(_("Employer"), max_length=20, choices=Employeur)
    telephone = models.CharField(_("Phone"), max_length=20, null=True, blank=True)
    date_embauche = models.DateField(_("hire date"), null=True, blank=True)
    compte = models.OneToOneField(
        Compte, models.PROTECT, verbose_name=_("account"), null=True, blank=True, related_name="agent"
    )
    cle_recherche = models.CharField(max_length=420, db_default="", editable=False)

    JOURNAL_EXCLUDE = ("cle_recherche",)
    objects = AgentQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["nom_ar", "prenom_ar", "id"]
        indexes = [models.Index(fields=["nom_ar", "prenom_ar", "id"], name="agent_ordre")]
        constraints = [
            Noms.au_moins_un_nom("agent"),
            models.CheckConstraint(condition=models.Q(poste__in=Poste.values), name="agent_poste_connu"),
            models.CheckConstraint(
                condition=models.Q(employeur__in=Employeur.values), name="agent_employeur_connu"
            ),
        ]

    def __str__(self):
        return self.nom_complet((get_language() or "ar")[:2])
