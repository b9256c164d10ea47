from .agent import Agent
from .compte import Compte, Role
from .consultation import Consultation, MotifConsultation
from .envoi import Envoi
from .jeton import Jeton
from .journal import Journal

__all__ = ["Agent", "Compte", "Consultation", "Envoi", "Jeton", "Journal", "MotifConsultation", "Role"]
