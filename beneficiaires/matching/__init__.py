"""One person, two files? Names in two scripts, births, parents and numbers compared, scored and explained.

Pure functions over plain values: no database, no models. See docs/matching.md.
"""

from .explain import explain, phrase
from .identite import Identite, Parent, Profil, prepare
from .keys import keys
from .noms import squelette
from .score import SEUIL_A_VOIR, SEUIL_CERTAIN, Indice, Resultat, Verdict, compare, ressemblance, score

__all__ = [
    "SEUIL_A_VOIR",
    "SEUIL_CERTAIN",
    "Identite",
    "Indice",
    "Parent",
    "Profil",
    "Resultat",
    "Verdict",
    "compare",
    "explain",
    "keys",
    "phrase",
    "prepare",
    "ressemblance",
    "score",
    "squelette",
]
