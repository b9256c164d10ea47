"""The evidence of a pair, computed when it is shown."""

from django.db.models import Prefetch, prefetch_related_objects

from beneficiaires import doublons
from beneficiaires.matching import compare, explain, prepare
from beneficiaires.models import LienTuteur

# What proves stands before what suggests, what is to ask, and what speaks against.
_RANGS = {"=": 0, "~": 1, "?": 2, "x": 3}
ICONES = {"=": "equal", "~": "wave-sine", "?": "help-circle", "x": "x"}
COURTS = 3


class Preuve:
    """One piece of evidence in words: `icone`, `titre`, `detail`, `points`; `contre`: it speaks against."""

    def __init__(self, indice):
        self.titre, self.detail = explain(indice)
        self.icone, self.points = ICONES[indice.signe], indice.points
        self.contre = indice.signe == "x"


def lire_tuteurs(personnes):
    """Fetch the guardians of these people, in two queries."""
    liens = LienTuteur.objects.select_related("tuteur").order_by("-principal", "id")
    prefetch_related_objects(personnes, Prefetch("liens_tuteurs", queryset=liens), "commune")


def comparer(a, b):
    """The `matching.Resultat` of two people whose guardians are fetched."""
    profils = [
        prepare(doublons.identite(p, liens=list(p.liens_tuteurs.all())), p.squelette or None) for p in (a, b)
    ]
    return compare(*profils)


def preuves(resultat):
    """[Preuve], the certain evidence first, the strongest of each kind first."""
    ordre = sorted(resultat.indices, key=lambda i: (_RANGS[i.signe], -i.points))
    return [Preuve(indice) for indice in ordre]


def courtes(resultat, most=COURTS):
    """The titles of the strongest evidence for, `most` at most."""
    fortes = sorted((i for i in resultat.indices if i.points > 0), key=lambda i: -i.points)
    titres = [explain(indice)[0] for indice in fortes[:most]]
    # One sentence: the first word of all but the first is written small.
    return titres[:1] + [titre[:1].lower() + titre[1:] for titre in titres[1:]]
