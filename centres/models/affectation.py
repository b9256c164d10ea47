from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entraide.periods import today
from entraide.records import Fiche
from personnel.models import Agent

from .centre import Centre


class AffectationQuerySet(models.QuerySet):
    def ouvertes(self, le=None):
        """Assignments that run on the day `le` (today by default).

        `au` is the first day without: an assignment closed today lets nobody in from the next request on, and
        another may begin the same day.
        """
        le = le or today()
        return self.filter(Q(au__isnull=True) | Q(au__gt=le), du__lte=le)

    def visible_to(self, compte):
        if compte.est_coordination:
            return self
        return (
            self.filter(centre__in=Centre.objects.visible_to(compte).values("pk"))
            if compte.est_responsable
            else self.none()
        )


class Affectation(Fiche):
    """An agent at a centre, from one day to another. It lets a manager in; it is closed, never deleted."""

    class Fonction(models.TextChoices):
        RESPONSABLE = "RESPONSABLE", _("Centre manager")
        ENSEIGNANT = "ENSEIGNANT", _("teacher")
        AUTRE = "AUTRE", _("Other")

    agent = models.ForeignKey(
        Agent, models.PROTECT, verbose_name=_("Staff member"), related_name="affectations"
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name=_("Institution"), related_name="affectations"
    )
    fonction = models.CharField(_("function"), max_length=20, choices=Fonction)
    du = models.DateField(_("from"))
    au = models.DateField(_("to"), null=True, blank=True)

    objects = AffectationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Assignment")
        verbose_name_plural = _("assignments")
        ordering = ["centre", "-du", "id"]
        indexes = [models.Index(fields=["agent", "centre", "du"], name="affectation_agent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")), name="affectation_du_avant_au"
            ),
            models.UniqueConstraint(
                fields=["agent", "centre", "fonction"],
                condition=Q(au__isnull=True),
                name="affectation_une_ouverte",
            ),
        ]

    def __str__(self):
        return f"{self.agent} – {self.centre}"
