"""Merging two files of one person, and bringing them apart again.

`relations` walks what points at a person; `manieres`, `places` (two open enrolments) and `paires` say how
each relation is merged, `valeurs` which values survive. `image` records the rows before and after, `retour`
brings them back from that record, `rendues` gives places back, `ordre` says which merge is undone first.
`apercu` shows what would happen, `numeros` follows former numbers, `histoire` tells it. The actions are in
`beneficiaires.actions.fusion`.
"""

from . import manieres  # noqa: F401  (declares the ways of this application)
from .apercu import Apercu, ApercuRetour, apercu, apercu_retour
from .numeros import absorbed, fusion_of
from .places import Refus
from .relations import Deplacer, Maniere, SansDouble, declarer, relations

__all__ = [
    "Apercu",
    "ApercuRetour",
    "Deplacer",
    "Maniere",
    "Refus",
    "SansDouble",
    "absorbed",
    "apercu",
    "apercu_retour",
    "declarer",
    "fusion_of",
    "relations",
]
