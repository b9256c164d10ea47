"""Two files of one person: the pairs to review, the merges, the requests about a person known elsewhere.

`Cle` repeats what a file says and can be rebuilt from it, like the rows of the search; it is written by
`beneficiaires.doublons` alone.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from entraide.records import Fiche

from .beneficiaire import Beneficiaire


class Cle(models.Model):
    """A blocking key of a person (see `beneficiaires.matching.keys`): two files that may be one person share
    one."""

    pk = models.CompositePrimaryKey("beneficiaire_id", "cle")
    beneficiaire = models.ForeignKey(
        Beneficiaire, models.CASCADE, related_name="cles", db_index=False, db_constraint=False
    )
    cle = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["cle", "beneficiaire"], name="cle_personnes")]

    def __str__(self):
        return f"{self.cle}/{self.beneficiaire_id}"


class EtatPaire(models.TextChoices):
    A_EXAMINER = "A_EXAMINER", _("To review")
    PLUS_TARD = "PLUS_TARD", _("Put off")
    DIFFERENTS = "DIFFERENTS", _("Two persons")


class VerdictPaire(models.TextChoices):
    CERTAIN = "CERTAIN", _("Certain")
    A_VOIR = "A_VOIR", _("Probable")


class PaireQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """The pairs are the coordination's work: they join people of all institutions."""
        return self if compte.est_coordination else self.none()

    def a_decider(self):
        """The queue: what nobody has decided, put off included."""
        return self.filter(etat__in=(EtatPaire.A_EXAMINER, EtatPaire.PLUS_TARD))

    def de(self, *personnes):
        """The pairs in which one of these people (or keys) stands."""
        return self.filter(Q(a__in=personnes) | Q(b__in=personnes))


class Paire(Fiche):
    """Two files that look like one person, `a` the older key. "Two persons" is remembered.

    `score` and `verdict` follow the two files; the evidence itself is computed when it is shown. `motif`: why
    the second file was created although the first one was known.
    """

    JOURNAL_EXCLUDE = ("score", "verdict")

    a = models.ForeignKey(Beneficiaire, models.PROTECT, related_name="paires_a", db_index=False)
    b = models.ForeignKey(Beneficiaire, models.PROTECT, related_name="paires_b")
    score = models.PositiveSmallIntegerField(_("score"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=VerdictPaire)
    etat = models.CharField(
        _("decision"), max_length=10, choices=EtatPaire, db_default=EtatPaire.A_EXAMINER.value
    )
    motif = models.CharField(_("Reason"), max_length=300, db_default="", blank=True)

    objects = PaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("Possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "id"]
        indexes = [models.Index(fields=["etat", "-score", "id"], name="paire_file")]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="paire_unique"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="paire_ordonnee"),
            models.CheckConstraint(condition=Q(etat__in=EtatPaire.values), name="paire_etat_connu"),
            models.CheckConstraint(condition=Q(verdict__in=VerdictPaire.values), name="paire_verdict_connu"),
        ]

    def __str__(self):
        return f"{self.a_id} – {self.b_id}"


class FusionQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """The merges into the files that the account may see."""
        if compte.est_coordination:
            return self
        return self.filter(garde__in=Beneficiaire.objects.visible_to(compte).values("pk"))

    def en_vigueur(self):
        return self.filter(annulee_le=None)


class Fusion(Fiche):
    """One merge: the absorbed file is gone from the register, its number leads to the kept one.

    `image` holds what the undo needs: the absorbed row, the rows that moved, the values that changed (see
    `beneficiaires.actions.fusion`). Nothing of it is shown.
    """

    JOURNAL_EXCLUDE = ("image",)

    garde = models.ForeignKey(
        Beneficiaire, models.PROTECT, verbose_name=_("kept file"), related_name="fusions"
    )
    numero_absorbe = models.CharField(_("former number"), max_length=9)
    image = models.JSONField(editable=False)
    annulee_le = models.DateTimeField(_("undone on"), null=True, editable=False)
    annulee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("undone by"),
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    objects = FusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two files")
        verbose_name_plural = _("merges of files")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["numero_absorbe"], condition=Q(annulee_le=None), name="fusion_numero_unique"
            ),
        ]

    def __str__(self):
        return f"{self.numero_absorbe} -> {self.garde_id}"

    @property
    def numero_affiche(self):
        """The former number as people read it."""
        return f"{self.numero_absorbe[:3]}-{self.numero_absorbe[3:6]}-{self.numero_absorbe[6:]}"


class EtatVerification(models.TextChoices):
    OUVERTE = "OUVERTE", _("Waiting for the coordination")
    MEME = "MEME", _("Same person")
    AUTRE = "AUTRE", _("Another person")


class VerificationQuerySet(models.QuerySet):
    def visible_to(self, compte):
        """Coordination: all. Manager: those of the centres of open assignments. Others: none."""
        if compte.est_coordination:
            return self
        if compte.est_responsable:
            return self.filter(centre__in=Centre.objects.visible_to(compte).values("pk"))
        return self.none()


class Verification(Fiche):
    """A centre asks whether the person it is about to register is one known elsewhere; the coordination
    answers.

    `saisie`: what the centre typed (names, birth, sex and the like, as plain values). `candidat` is shown to
    the centre only once the answer is "same person". `conclue_le`: when the first file was created from the
    answer "another person", which speaks of no second one.
    """

    JOURNAL_EXCLUDE = ("saisie",)

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name=_("Institution"), related_name="+")
    saisie = models.JSONField(_("typed"), editable=False)
    candidat = models.ForeignKey(
        Beneficiaire, models.PROTECT, verbose_name=_("Beneficiary"), related_name="verifications"
    )
    etat = models.CharField(
        _("answer"), max_length=10, choices=EtatVerification, db_default=EtatVerification.OUVERTE.value
    )
    message = models.CharField(_("message"), max_length=300, db_default="", blank=True)
    reponse = models.CharField(_("note of the coordination"), max_length=300, db_default="", blank=True)
    traitee_le = models.DateTimeField(_("answered on"), null=True, editable=False)
    conclue_le = models.DateTimeField(_("file created on"), null=True, editable=False)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for verification")
        verbose_name_plural = _("requests for verification")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["etat", "id"], name="verification_file"),
            models.Index(fields=["centre", "id"], name="verification_du_centre"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=EtatVerification.values), name="verification_etat_connu"
            ),
        ]

    def __str__(self):
        return f"{self.centre} {self.cree_le}"


class Parcours(models.Model):
    """One comparison of the whole register: how far it came, so that an interrupted one goes on."""

    dernier = models.BigIntegerField(db_default=0)  # the last person who is compared
    commence_le = models.DateTimeField(db_default=Now())
    fini_le = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.commence_le} {self.dernier}"
