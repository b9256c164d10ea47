"""What every journalled row carries: its version, its author and its batch."""

from django.conf import settings
from django.db import models
from django.db.models.expressions import DatabaseDefault
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Fiche(models.Model):
    """A row that people edit.

    `version` is what a form, the admin and the API must send back to change the row (see
    `entraide.editing`). The row itself says who created it, when and in which batch; its later changes are
    written to the journal by the database (see `personnel.journal`). All values come from `db_default` or
    from the action: nothing lives in `save()`, so that a bulk load gives the same rows.
    """

    version = models.PositiveIntegerField(_("version"), db_default=1, editable=False)
    cree_le = models.DateTimeField(_("created on"), db_default=Now(), editable=False)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("created by"),
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    lot = models.CharField(_("batch"), max_length=40, null=True, editable=False)
    modifie_le = models.DateTimeField(_("changed on"), null=True, editable=False)
    modifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("changed by"),
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True


def settle(instance):
    """Give an unsaved instance the plain values of its `db_default`s (an expression such as Now() stays one).

    Django leaves a marker there until the row is written, and rules are judged before.
    """
    for field in instance._meta.concrete_fields:
        if isinstance(getattr(instance, field.attname), DatabaseDefault) and not hasattr(
            field.db_default, "resolve_expression"
        ):
            setattr(instance, field.attname, field.db_default)
    return instance


class Noms(models.Model):
    """The names of a person in both scripts. At least one name in one script; one name alone is a name."""

    nom_ar = models.CharField(_("Last name in Arabic"), max_length=100, db_default="", blank=True)
    prenom_ar = models.CharField(_("First name in Arabic"), max_length=100, db_default="", blank=True)
    nom_fr = models.CharField(_("Last name in Latin letters"), max_length=100, db_default="", blank=True)
    prenom_fr = models.CharField(_("First name in Latin letters"), max_length=100, db_default="", blank=True)

    class Meta:
        abstract = True

    @property
    def nom_complet_ar(self):
        return " ".join(filter(None, (self.prenom_ar, self.nom_ar)))

    @property
    def nom_complet_fr(self):
        return " ".join(filter(None, (self.prenom_fr, self.nom_fr)))

    def nom_complet(self, langue="ar"):
        """The full name in the script of `langue`, else in the other one. Never 'None', never two spaces."""
        premier, second = self.nom_complet_ar, self.nom_complet_fr
        if langue == "fr":
            premier, second = second, premier
        return premier or second

    @staticmethod
    def au_moins_un_nom(table):
        """The database constraint that goes with the rule above; `table` makes its name unique."""
        vide = models.Q(nom_ar="", prenom_ar="", nom_fr="", prenom_fr="")
        return models.CheckConstraint(condition=~vide, name=f"{table}_au_moins_un_nom")


def deux_langues(instance, champ="nom"):
    """The value of `champ_ar` or `champ_fr` in the active language; the other one where it is empty."""
    from django.utils.translation import get_language

    ar, fr = getattr(instance, f"{champ}_ar"), getattr(instance, f"{champ}_fr")
    return (fr or ar) if (get_language() or "ar").startswith("fr") else (ar or fr)
