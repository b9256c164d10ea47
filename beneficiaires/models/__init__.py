from .beneficiaire import Beneficiaire, PrecisionDate
from .doublon import Cle, EtatPaire, EtatVerification, Fusion, Paire, Parcours, VerdictPaire, Verification
from .inscription import ChangementStatut, Inscription, Statut
from .recherche import Fragment, Mot, Occurrence, Suffixe
from .tuteur import LienTuteur, Tuteur

__all__ = [
    "Beneficiaire",
    "ChangementStatut",
    "Cle",
    "EtatPaire",
    "EtatVerification",
    "Fragment",
    "Fusion",
    "Inscription",
    "LienTuteur",
    "Mot",
    "Occurrence",
    "Paire",
    "Parcours",
    "PrecisionDate",
    "Statut",
    "Suffixe",
    "Tuteur",
    "VerdictPaire",
    "Verification",
]
