"""Changes of staff members."""

from copy import copy

from entraide.editing import create, save_version
from entraide.records import settle
from entraide.text import search_key
from personnel.journal import agir
from personnel.permissions import exiger, peut_gerer_personnel
from personnel.regles import verifier_agent


def cle_agent(agent):
    """The search key of a staff member, from the names and the phone."""
    return search_key(f"{agent.nom_complet_ar} {agent.nom_complet_fr} {agent.telephone or ''}")[:420]


def creer_agent(*, agent, par, lot=None):
    """Insert a staff member. Raises PermissionDenied unless `par` manages staff, ValidationError by field for
    what the rules refuse."""
    exiger(peut_gerer_personnel(par))
    settle(agent)
    verifier_agent(agent)
    agent.cle_recherche = cle_agent(agent)
    with agir(par=par, lot=lot):
        return create(agent, par=par, lot=lot)


def modifier_agent(*, agent, champs, version, par, lot=None):
    """Change a staff member. Raises PermissionDenied, Conflict, VersionMissing, ValidationError by field."""
    exiger(peut_gerer_personnel(par))
    voulu = copy(agent)
    for name, value in champs.items():
        setattr(voulu, name, value)
    verifier_agent(voulu)
    with agir(par=par, lot=lot):
        return save_version(agent, {**champs, "cle_recherche": cle_agent(voulu)}, version=version, par=par)
