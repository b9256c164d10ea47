"""Assignments: they let a manager in, and are closed, never deleted."""

from centres.models import Affectation
from centres.permissions import exiger, peut_gerer_reseau
from centres.regles import verifier
from entraide.editing import create, save_version
from entraide.periods import today
from personnel.journal import agir


def affecter(*, agent, centre, fonction, du, par, au=None):
    """Assign `agent` to `centre` from the day `du`. Raises PermissionDenied unless `par` manages the network,
    ValidationError by field for days out of order or a function that the agent already has there."""
    exiger(peut_gerer_reseau(par))
    affectation = Affectation(agent=agent, centre=centre, fonction=fonction, du=du, au=au)
    verifier(affectation)
    with agir(par=par):
        return create(affectation, par=par)


def clore_affectation(*, affectation, version, par, au=None):
    """Close an assignment on the day `au` (today by default): from that day on it lets nobody in."""
    exiger(peut_gerer_reseau(par))
    with agir(par=par):
        return save_version(affectation, {"au": max(au or today(), affectation.du)}, version=version, par=par)
