from .beneficiaire import Beneficiaire, PrecisionDate
from .inscription import ChangementStatut, Inscription, Statut
from .recherche import Fragment, Mot, Occurrence, Suffixe
from .tuteur import LienTuteur, Tuteur

__all__ = [
    "Beneficiaire",
    "ChangementStatut",
    "Fragment",
    "Inscription",
    "LienTuteur",
    "Mot",
    "Occurrence",
    "PrecisionDate",
    "Statut",
    "Suffixe",
    "Tuteur",
]
