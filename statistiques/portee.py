"""Whose figures these are: the account that reads, and what it narrows them to."""

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections

from beneficiaires.models import Inscription
from centres.models import Centre


@dataclass(frozen=True)
class Filtre:
    """What narrows the figures: a type of institution, the code of a province, a setting. Empty:
    everything."""

    type: str = ""
    province: str = ""
    milieu: str = ""

    def lookups(self):
        """The lookups of a queryset of institutions."""
        found = {"type": self.type, "commune__province__code": self.province, "milieu": self.milieu}
        return {name: value for name, value in found.items() if value}


TOUT = Filtre()


def centres_a_compter(compte, filtre=TOUT):
    """The institutions whose figures this account may read, narrowed by `filtre`.

    Coordination and official: the region. Manager: those of open assignments. Anybody else: none.
    """
    return Centre.objects.visible_to(compte).filter(**filtre.lookups())


def compte_toute_la_region(compte):
    """True for an account whose figures are those of the whole region."""
    return compte.est_coordination or compte.est_officiel


def inscriptions_a_compter(compte, filtre=TOUT):
    """The enrolments that enter the figures of this account: a scope for counting, never for showing.

    An official may see no enrolment (`visible_to` gives none), and reads the figures of them all.
    """
    return Portee(compte, filtre).restreindre(Inscription.objects.order_by())


@dataclass(frozen=True)
class Portee:
    """A scope of counting. `REGION`, the commonest, narrows nothing and asks no account."""

    compte: object = None
    filtre: Filtre = TOUT

    @classmethod
    def de(cls, compte, filtre=TOUT):
        return cls() if compte_toute_la_region(compte) and filtre == TOUT else cls(compte, filtre)

    @property
    def region(self):
        return self == Portee()

    def centres(self):
        return (
            Centre.objects if self.compte is None else centres_a_compter(self.compte, self.filtre)
        ).order_by()

    def restreindre(self, queryset):
        """The rows of `queryset` (of a model that has a `centre`) that lie in this scope."""
        if self.compte is None or (compte_toute_la_region(self.compte) and self.filtre == TOUT):
            return queryset
        return queryset.filter(centre__in=self.centres().values("pk"))

    def lire(self, construire, *valeurs):
        """The rows of the queryset of tuples `construire(self, *valeurs)`, whose values are plain numbers and
        texts.

        Of the region's queries the SQL is kept, not the figures: writing it takes Django longer than a small
        database needs to answer. `valeurs` hold every value that the query depends on, so that they are the
        key.
        """
        if not self.region:
            return construire(self, *valeurs)
        try:
            sql, parametres = _sql(DEFAULT_DB_ALIAS, construire, valeurs)
        except EmptyResultSet:
            return []
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, parametres)
            return cursor.fetchall()


@lru_cache(maxsize=64)
def _sql(alias, construire, valeurs):
    return construire(Portee(), *valeurs).query.get_compiler(alias).as_sql()
