from .affectation import Affectation
from .annee import AnneeScolaire, JourSansClasse
from .capacite import CapaciteAutorisee
from .centre import Centre, EtatCentre, Gestion, Milieu, TypeCentre
from .filiere import Filiere
from .groupe import DerogationGroupe, Groupe
from .territoire import Commune, Province

__all__ = [
    "Affectation",
    "AnneeScolaire",
    "CapaciteAutorisee",
    "Centre",
    "Commune",
    "DerogationGroupe",
    "EtatCentre",
    "Filiere",
    "Gestion",
    "Groupe",
    "JourSansClasse",
    "Milieu",
    "Province",
    "TypeCentre",
]
