"""The doors behind the addresses: every action called directly, by each role.

A page that fetches through `visible_to` never lets a stranger reach the action's own rule. Here nothing
stands before it. Roles: officiel, aicha, brahim, salem, coordination; + lets in, - raises
PermissionDenied. Objects are Aicha's.
"""

import copy
import importlib
import inspect
import pkgutil
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from beneficiaires import actions as people_actions
from beneficiaires.actions import beneficiaire, fusion, inscription, paire, verification
from beneficiaires.models import Beneficiaire, LienTuteur, Statut, Tuteur
from centres import actions as network_actions
from centres.actions import affectation, groupe, reference, suppression
from centres.models import Centre, DerogationGroupe, Filiere
from entraide.periods import today
from personnel import actions as staff_actions
from personnel.actions import agent, compte, consultation, jeton
from personnel.actions import suppression as staff_suppression
from personnel.journal import agir
from personnel.models import Agent, Compte, Role

ROLES = ("officiel", "aicha", "brahim", "salem", "coordination")
NEW_PERSON = {"prenom_fr": "Nouvelle", "sexe": "F"}


class Fresh(dict):
    """The objects of the world, each time as a copy: what one call changed in memory is not there for the
    next."""

    def __getitem__(self, name):
        return copy.copy(super().__getitem__(name))


@dataclass(frozen=True)
class Door:
    """An action, who it lets in, and a call of it: `call(action, world, par)`."""

    action: object
    lets_in: str
    call: object
    note: str = ""

    def __str__(self):
        return f"{self.action.__module__}.{self.action.__name__}" + (f" ({self.note})" if self.note else "")

    def opens(self, world, role):
        """True when the call goes through; all it did is undone."""
        with transaction.atomic():
            try:
                self.call(self.action, Fresh(world.objects), world.accounts[role])
                return True
            except PermissionDenied:
                return False
            finally:
                transaction.set_rollback(True)


def _lien(objects, child, guardian):
    return LienTuteur.objects.select_related("tuteur").get(
        beneficiaire=objects[child], tuteur=objects[guardian]
    )


def _guardian(action, o, par, child="enfant1", guardian="autre_tuteur1"):
    lien = _lien(o, child, guardian)
    fresh = Tuteur.objects.get(pk=o[guardian].pk)
    action(
        tuteur=fresh,
        champs={"telephone": None},
        version=fresh.version,
        par=par,
        lien=lien,
        lien_champs={"lien": "AUTRE"},
    )


def _enrol(action, o, par, person="ancien1", group="groupe1", **more):
    action(beneficiaire=o[person], groupe=o[group], par=par, **more)


def _exception(action, o, par):
    group = type(o["groupe1"]).objects.get(pk=o["groupe1"].pk)
    return action(groupe=group, places=1, motif="m", du=today(), au=today(), par=par, version=group.version)


def _close_exception(action, o, par):
    group = type(o["groupe1"]).objects.get(pk=o["groupe1"].pk)
    row = DerogationGroupe.objects.create(groupe=group, places=1, motif="m", du=today(), au=today())
    action(derogation=row, version=1, par=par)


def _versions(o):
    return o["ancien1"].version, o["ancien2"].version


def _decide(action, o, par):
    action(paire=o["paire"], par=par, version=o["paire"].version, versions=_versions(o))


def _unbound(par):
    with agir(par=par):
        return Agent.objects.create(prenom_fr="Seul", poste="AUTRE", employeur="COMMUNE")


def _account(role=Role.OFFICIEL):
    return Compte(username="nouveau", role=role)


WHO_SEES = "- + - - +"
DESK = "- - - - +"
DOORS = [
    Door(
        beneficiaire.creer_beneficiaire,
        "- + + + +",
        lambda a, o, par: a(personne=Beneficiaire(**NEW_PERSON), par=par),
    ),
    Door(
        beneficiaire.ressemblances,
        "- + + + +",
        lambda a, o, par: a(personne=Beneficiaire(**NEW_PERSON), par=par),
    ),
    Door(paire.declarer_differents, DESK, _decide),
    Door(paire.reporter, DESK, _decide),
    Door(paire.rouvrir, DESK, _decide),
    Door(
        fusion.fusionner,
        DESK,
        lambda a, o, par: a(garde=o["ancien1"], absorbe=o["ancien2"], par=par, versions=_versions(o)),
    ),
    Door(
        fusion.defaire,
        DESK,
        lambda a, o, par: a(fusion=o["fusion"], par=par, version=o["fusion"].version),
    ),
    Door(
        verification.demander,
        WHO_SEES,
        lambda a, o, par: a(centre=o["centre1"], saisie={}, candidat=o["personne2"], par=par),
    ),
    Door(
        verification.repondre,
        DESK,
        lambda a, o, par: a(verification=o["demande1"], etat="MEME", par=par, version=1),
    ),
    Door(
        verification.inscrire_confirmee,
        WHO_SEES,
        lambda a, o, par: a(verification=o["confirmee1"], groupe=o["groupe1"], par=par, version=2),
    ),
    Door(
        verification.inscrire_confirmee,
        "- - - - -",
        lambda a, o, par: a(verification=o["confirmee1"], groupe=o["groupe2"], par=par, version=2),
        "in another centre",
    ),
    Door(
        verification.inscrire_confirmee,
        "- - - - -",
        lambda a, o, par: a(verification=o["refusee1"], groupe=o["groupe1"], par=par, version=2),
        "answered otherwise",
    ),
    Door(
        verification.conclure,
        WHO_SEES,
        lambda a, o, par: a(verification=o["refusee1"], personne=o["personne1"], par=par),
    ),
    Door(
        beneficiaire.modifier_beneficiaire,
        WHO_SEES,
        lambda a, o, par: a(
            personne=o["personne1"], champs={"adresse": "x"}, version=o["personne1"].version, par=par
        ),
    ),
    Door(
        beneficiaire.modifier_beneficiaire,
        "- + + - +",
        lambda a, o, par: a(
            personne=o["partage"], champs={"adresse": "x"}, version=o["partage"].version, par=par
        ),
        "of both centres",
    ),
    Door(
        beneficiaire.ajouter_tuteur,
        WHO_SEES,
        lambda a, o, par: a(
            personne=o["personne1"], tuteur=Tuteur(prenom_fr="N"), lien="MERE", principal=False, par=par
        ),
    ),
    Door(
        beneficiaire.ajouter_tuteur,
        "- - - - +",
        lambda a, o, par: a(
            personne=o["personne1"], tuteur=o["autre_tuteur2"], lien="MERE", principal=False, par=par
        ),
        "of another centre",
    ),
    Door(beneficiaire.modifier_tuteur, WHO_SEES, _guardian),
    Door(
        beneficiaire.modifier_tuteur,
        WHO_SEES,
        lambda a, o, par: a(tuteur=o["autre_tuteur1"], champs={"nom_fr": "N"}, version=1, par=par),
        "without a link",
    ),
    Door(
        beneficiaire.modifier_tuteur,
        "- + - - +",
        lambda a, o, par: _guardian(a, o, par, "enfant1", "tuteur_commun"),
        "through a child of one centre",
    ),
    Door(
        beneficiaire.modifier_tuteur,
        "- - + - +",
        lambda a, o, par: _guardian(a, o, par, "enfant2", "tuteur_commun"),
        "through a child of the other",
    ),
    Door(inscription.inscrire, WHO_SEES, _enrol),
    Door(
        inscription.inscrire,
        DESK,
        lambda a, o, par: _enrol(a, o, par, derogation_age="décision"),
        "age exception",
    ),
    Door(
        inscription.inscrire_lot,
        WHO_SEES,
        lambda a, o, par: a(demandes=[inscription.Demande(o["ancien1"], o["groupe1"])], par=par),
    ),
    Door(
        inscription.inscrire_lot,
        DESK,
        lambda a, o, par: a(
            demandes=[
                inscription.Demande(o["ancien1"], o["groupe1"]),
                inscription.Demande(o["ancien1"], o["groupe2"]),
            ],
            par=par,
        ),
        "one of another centre",
    ),
    Door(
        inscription.changer_statut,
        WHO_SEES,
        lambda a, o, par: a(
            inscription=o["inscription1"], vers=Statut.SUSPENDU, par=par, version=o["inscription1"].version
        ),
    ),
    Door(
        affectation.affecter,
        DESK,
        lambda a, o, par: a(agent=o["agent1"], centre=o["centre2"], fonction="AUTRE", du=today(), par=par),
    ),
    Door(
        affectation.clore_affectation,
        DESK,
        lambda a, o, par: a(affectation=o["affectation1"], version=1, par=par),
    ),
    Door(groupe.accorder_derogation, DESK, _exception),
    Door(groupe.clore_derogation, DESK, _close_exception),
    Door(
        reference.creer,
        DESK,
        lambda a, o, par: a(
            instance=Filiere(code="F-9", type="FORMATION", nom_ar="ا", nom_fr="a", duree_mois=1), par=par
        ),
    ),
    Door(
        reference.modifier,
        DESK,
        lambda a, o, par: a(
            instance=Centre.objects.get(pk=o["centre1"].pk), champs={"nom_fr": "Autre"}, version=1, par=par
        ),
    ),
    Door(suppression.supprimer, DESK, lambda a, o, par: a(instance=o["conge"], version=1, par=par)),
    Door(
        staff_suppression.supprimer_agent, DESK, lambda a, o, par: a(agent=_unbound(par), version=1, par=par)
    ),
    Door(
        agent.creer_agent,
        DESK,
        lambda a, o, par: a(agent=Agent(prenom_fr="N", poste="AUTRE", employeur="COMMUNE"), par=par),
    ),
    Door(
        agent.modifier_agent,
        DESK,
        lambda a, o, par: a(
            agent=Agent.objects.get(pk=o["agent1"].pk), champs={"prenom_fr": "N"}, version=1, par=par
        ),
    ),
    Door(compte.changer_langue, "+ + + + +", lambda a, o, par: a(compte=par, langue="ar"), "one's own"),
    Door(
        compte.changer_mot_de_passe,
        "- + - - +",
        lambda a, o, par: a(compte=Compte.objects.get(pk=o["compte_aicha"].pk), mot_de_passe="x", par=par),
        "one's own, or the coordination",
    ),
    Door(compte.creer_compte, DESK, lambda a, o, par: a(compte=_account(), mot_de_passe="x", par=par)),
    Door(
        compte.modifier_compte,
        DESK,
        lambda a, o, par: a(
            compte=Compte.objects.get(pk=o["compte_aicha"].pk),
            champs={"role": "OFFICIEL"},
            version=o["compte_aicha"].version,
            par=par,
        ),
    ),
    Door(
        consultation.consulter, WHO_SEES, lambda a, o, par: a(compte=par, objet=o["personne1"], motif="SUIVI")
    ),
    Door(jeton.emettre_jeton, DESK, lambda a, o, par: a(compte=o["compte_aicha"], nom="n", par=par)),
    Door(
        jeton.revoquer_jeton,
        WHO_SEES,
        lambda a, o, par: a(jeton=o["jeton_aicha"], version=1, par=par),
        "one's own",
    ),
]


def actions():
    """Every public function of the actions that takes who acts."""
    for package in (people_actions, network_actions, staff_actions):
        for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                named = {"par", "compte"} & set(inspect.signature(function).parameters)
                if function.__module__ == module.__name__ and not name.startswith("_") and named:
                    yield function
