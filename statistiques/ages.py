"""Age bands: declared once, turned into one SQL expression; and the count that goes with it."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Func, IntegerField


@dataclass(frozen=True)
class Bande:
    """Ages in completed years at the reference date, both ends included; `au` None: no upper end."""

    du: int
    au: int | None

    @property
    def libelle(self):
        """How the band is written, left to right: `3–5`, `65+`."""
        return f"{self.du}+" if self.au is None else f"{self.du}–{self.au}"


def bandes(*debuts):
    """The bands that begin at these ages. Each age from 0 on lies in exactly one: no gap, no overlap can be
    written.

    Raises ImproperlyConfigured when the ages do not begin at 0 or do not rise.
    """
    if not debuts or debuts[0] != 0 or any(a >= b for a, b in zip(debuts, debuts[1:], strict=False)):
        raise ImproperlyConfigured("Age bands begin at 0 and rise.")
    return tuple(
        Bande(du, suivant and suivant - 1) for du, suivant in zip(debuts, (*debuts[1:], None), strict=True)
    )


BANDES = bandes(0, 3, 6, 12, 15, 18, 25, 35, 50, 65)


def _dernier_jour(age, reference):
    """The last birth date of those who have completed `age` years on the day `reference`."""
    try:
        return reference.replace(year=reference.year - age)
    except ValueError:  # 29 February, in a common year
        return reference.replace(year=reference.year - age, day=28)


class Effectif(Count):
    """A count that is taken as the database gives it: thousands of rows need no conversion one by one."""

    def get_db_converters(self, connection):
        return []


class RangBande(Func):
    """The place in `decoupage` of the age on the day `reference` of those born on `champ`.

    NULL when the birth date is not known. Of a birth known by year or month the stored first day counts.
    Someone born after `reference` is in the first band. One node that writes its own CASE, by halves: nested
    `Case` and `When` cost three milliseconds to build, and a flat list is read twice as often by the
    database.
    """

    output_field = IntegerField(null=True)

    def __init__(self, champ, reference, decoupage=BANDES, **extra):
        super().__init__(champ, **extra)
        self.seuils = [_dernier_jour(bande.du, reference) for bande in decoupage]

    def get_db_converters(self, connection):
        # A whole number or nothing on both databases: no conversion of each row.
        return []

    def as_sql(self, compiler, connection, **context):
        colonne, parametres = compiler.compile(self.source_expressions[0])
        dates = [connection.ops.adapt_datefield_value(jour) for jour in self.seuils]
        ecrits = []

        def choisir(premier, dernier):
            if premier == dernier:
                return str(premier)
            milieu = (premier + dernier + 1) // 2
            ecrits.extend([*parametres, dates[milieu]])
            plus_ages = choisir(milieu, dernier)
            return f"CASE WHEN {colonne} <= %s THEN {plus_ages} ELSE {choisir(premier, milieu - 1)} END"

        choix = choisir(0, len(dates) - 1)
        return f"CASE WHEN {colonne} IS NOT NULL THEN {choix} END", [*parametres, *ecrits]
