"""Two files of one person, on the side of the database: who resembles whom, and the pairs to review.

`identites` says what the matcher is told of a person, `index` keeps the blocking keys and finds who shares
them, `comparaison` compares one file or thousands with the register, `paires` keeps the pairs with the
people, `registre` compares the whole register. The judgement itself is in `beneficiaires.matching`.
"""

from .comparaison import MOST, Candidat, candidats, comparer, partager
from .identites import identite
from .index import index_people, index_register, oublier, reindex, verrouiller, verrouiller_fiches
from .paires import suivre, suivre_nouvelle, suivre_plusieurs
from .registre import paires_du_registre

__all__ = [
    "MOST",
    "Candidat",
    "candidats",
    "comparer",
    "identite",
    "index_people",
    "index_register",
    "oublier",
    "paires_du_registre",
    "partager",
    "reindex",
    "suivre",
    "suivre_nouvelle",
    "suivre_plusieurs",
    "verrouiller",
    "verrouiller_fiches",
]
