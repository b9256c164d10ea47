from django.db import models
from django.db.models.functions import Now

from .compte import Compte


class Envoi(models.Model):
    """A form that was sent once and succeeded: the second sending of the same token is answered with
    `resultat`.

    Written in the transaction of the change itself: a refused form leaves its token free.
    """

    compte = models.ForeignKey(Compte, models.CASCADE, related_name="+")
    jeton = models.UUIDField()
    resultat = models.CharField(max_length=300)
    quand = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compte", "jeton"], name="envoi_une_fois")]
        indexes = [models.Index(fields=["quand"], name="envoi_quand")]

    def __str__(self):
        return str(self.jeton)
