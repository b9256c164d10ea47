from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche

from .compte import Compte


class JetonQuerySet(models.QuerySet):
    def visible_to(self, compte):
        return self if compte.est_coordination else self.filter(compte=compte)


class Jeton(Fiche):
    """An API token. Only its SHA-256 is kept: the token itself is shown once, when it is issued."""

    JOURNAL_EXCLUDE = ("empreinte",)

    compte = models.ForeignKey(Compte, models.PROTECT, verbose_name=_("account"), related_name="jetons")
    nom = models.CharField(_("what for"), max_length=100)
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    expire_le = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoque_le = models.DateTimeField(_("revoked on"), null=True, blank=True, editable=False)

    objects = JetonQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-id"]

    def __str__(self):
        return self.nom
