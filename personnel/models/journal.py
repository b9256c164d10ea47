from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class JournalQuerySet(models.QuerySet):
    def visible_to(self, compte):
        return self if compte.est_coordination else self.none()


class Journal(models.Model):
    """One row per change or deletion, written by the database's triggers alone. It is never changed or
    deleted.

    `compte_id` is kept without a foreign key, so that the journal depends on no other table.
    """

    quand = models.DateTimeField(_("when"), db_default=Now())
    compte_id = models.BigIntegerField(_("account"), null=True)
    operation = models.CharField(
        _("operation"), max_length=6, choices=[("UPDATE", _("Edit")), ("DELETE", _("Delete"))]
    )
    table_nom = models.CharField(_("table"), max_length=63)
    objet_id = models.BigIntegerField(_("object"))
    avant = models.JSONField(_("before"))
    apres = models.JSONField(_("after"), null=True)
    lot = models.CharField(_("batch"), max_length=40, null=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes = [models.Index(fields=["table_nom", "objet_id", "id"], name="journal_objet")]

    def __str__(self):
        return f"{self.table_nom} {self.objet_id}"
