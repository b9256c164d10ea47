from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entraide.records import Fiche, deux_langues


class Role(models.TextChoices):
    COORDINATION = "COORDINATION", _("Coordination staff")
    RESPONSABLE = "RESPONSABLE", _("Centre manager")
    OFFICIEL = "OFFICIEL", _("Regional official")


class Langue(models.TextChoices):
    ARABE = "ar", _("Arabic")
    FRANCAIS = "fr", _("French")


class CompteQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """The coordination sees every account; anybody else only their own."""
        if compte.est_coordination:
            return self
        return self.filter(pk=compte.pk)


class CompteManager(BaseUserManager.from_queryset(CompteQuerySet)):
    def create_user(self, username, password=None, **champs):
        compte = self.model(username=username, **champs)
        compte.set_password(password)
        compte.save(using=self._db)
        return compte

    def create_superuser(self, username, password=None, **champs):
        return self.create_user(username, password, **{"role": Role.COORDINATION, **champs})


class Compte(AbstractBaseUser, Fiche):
    """An account: who signs in, in which role and language. The role alone decides the rights; there are no
    groups.

    A role, a closed account or a closed assignment is read from the database at each request, for sessions
    and tokens alike: a change takes effect at the next one.
    """

    JOURNAL_EXCLUDE = ("last_login",)
    JOURNAL_SECRET = ("password",)

    username = models.CharField(
        _("User name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    nom_affiche_ar = models.CharField(_("Name in Arabic"), max_length=150, db_default="", blank=True)
    nom_affiche_fr = models.CharField(_("Name in Latin letters"), max_length=150, db_default="", blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    langue = models.CharField(_("Language"), max_length=2, choices=Langue, db_default=Langue.ARABE)
    is_active = models.BooleanField(_("active account"), db_default=True)
    date_joined = models.DateTimeField(_("created on"), db_default=Now(), editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects = CompteManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="compte_role_connu"),
            models.CheckConstraint(condition=models.Q(langue__in=Langue.values), name="compte_langue_connue"),
        ]

    def __str__(self):
        return self.nom_affiche

    @property
    def nom_affiche(self):
        return deux_langues(self, "nom_affiche") or self.username

    @property
    def est_coordination(self):
        return self.is_active and self.role == Role.COORDINATION

    @property
    def est_responsable(self):
        return self.is_active and self.role == Role.RESPONSABLE

    @property
    def est_officiel(self):
        return self.is_active and self.role == Role.OFFICIEL

    # The admin asks these four; the answer is the role.
    @property
    def is_staff(self):
        return self.est_coordination

    @property
    def is_superuser(self):
        return self.est_coordination

    def has_perm(self, perm, obj=None):
        return self.est_coordination

    def has_perms(self, perms, obj=None):
        return self.est_coordination

    def has_module_perms(self, app_label):
        return self.est_coordination

    def get_short_name(self):
        return self.nom_affiche

    def get_full_name(self):
        return self.nom_affiche

    @property
    def langue_active(self):
        return get_language() or self.langue
