"""Planted figures: people by the handful, without the actions; each number of a test is known by heart."""

from datetime import date
from itertools import count, pairwise

from beneficiaires.models import Beneficiaire, Inscription, Paire
from beneficiaires.statuts import SORTIES
from personnel.journal import agir

_numeros = count(1)


def planter(groupes, nombre=1, *, par=None, statut="ACTIF", sexe="F", naissance=date(2000, 1, 1), **champs):
    """`nombre` new persons, each enrolled in every group of `groupes` with the same status; returns them."""
    groupes = groupes if isinstance(groupes, list | tuple) else [groupes]
    champs = {
        "prenom_fr": "Canaricache",
        "nom_fr": "Canarinom",
        "prenom_ar": "كناريخفي",
        "nom_ar": "كنارياسم",
        **champs,
    }
    with agir(par=par):
        personnes = Beneficiaire.objects.bulk_create(
            Beneficiaire(
                numero=f"{next(_numeros) + 700_000_000:09d}",
                sexe=sexe,
                naissance=naissance,
                naissance_precision="JOUR" if naissance else None,
                **champs,
            )
            for _ in range(nombre)
        )
        for groupe in groupes:
            inscrire_toutes(personnes, groupe, statut)
    return personnes


def inscrire_toutes(personnes, groupe, statut="ACTIF"):
    """The same persons, enrolled in one more group."""
    with agir(par=None):
        Inscription.objects.bulk_create(
            Inscription(
                beneficiaire=personne,
                centre=groupe.centre,
                annee=groupe.annee,
                groupe=groupe,
                statut=statut,
                date_inscription=groupe.annee.debut,
                date_fin=groupe.annee.debut if statut in SORTIES else None,
            )
            for personne in personnes
        )


def apparier(*fiches, etat="A_EXAMINER"):
    """A pair of possible duplicates of each file with the next one."""
    with agir(par=None):
        for a, b in pairwise(fiches):
            bas, haut = sorted((a.pk, b.pk))
            Paire.objects.create(a_id=bas, b_id=haut, score=80, verdict="A_VOIR", etat=etat)
