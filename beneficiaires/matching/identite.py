"""What the matcher is given, and the prepared form in which two people are compared."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .champs import squelette_champ
from .noms import noms
from .noms import squelette as squelette_des_noms

PRECISIONS = {"ANNEE": 1, "MOIS": 2, "JOUR": 3}


@dataclass(frozen=True, slots=True)
class Parent:
    """A guardian or parent as far as known. A full name may stand in one field alone."""

    nom_ar: str = ""
    prenom_ar: str = ""
    nom_fr: str = ""
    prenom_fr: str = ""
    cnie: str | None = None
    telephone: str | None = None
    lien: str | None = None


@dataclass(frozen=True, slots=True)
class Identite:
    """A person as a file states it; every value clean (entraide.text), every one may be missing."""

    nom_ar: str = ""
    prenom_ar: str = ""
    nom_fr: str = ""
    prenom_fr: str = ""
    sexe: str | None = None
    naissance: date | None = None
    precision: str | None = None
    lieu_naissance: str = ""
    commune: str | None = None
    cnie: str | None = None
    massar: str | None = None
    etat_civil: str | None = None
    telephone: str | None = None
    parents: tuple[Parent, ...] = field(default=())


class Profil:
    """A person ready to be compared. Made by `prepare`; compare its values through `compare` alone."""

    __slots__ = (
        "noms", "sexe", "annee", "mois", "jour", "precision", "lieu", "commune", "province", "cnie", "massar",
        "etat_civil", "telephone", "parents", "parente", "lie", "identite",
    )  # fmt: skip


class ProfilParent:
    """A parent ready to be compared."""

    __slots__ = ("noms", "cnie", "telephone", "lien", "nom")


@lru_cache(maxsize=100_000)
def _parent(parent):
    profil = ProfilParent()
    profil.noms = noms(squelette_des_noms(parent.nom_ar, parent.prenom_ar, parent.nom_fr, parent.prenom_fr))
    profil.cnie = parent.cnie
    profil.telephone = parent.telephone
    profil.lien = parent.lien if parent.lien in ("MERE", "PERE") else None
    ar = " ".join(filter(None, (parent.prenom_ar, parent.nom_ar)))
    profil.nom = ar or " ".join(filter(None, (parent.prenom_fr, parent.nom_fr)))
    return profil


def prepare(identite, squelette=None):
    """An Identite -> Profil. `squelette` is the stored form of its names, worked out when not given."""
    profil = Profil()
    profil.identite = identite
    if squelette is None or squelette.count("|") != 3:
        squelette = squelette_des_noms(
            identite.nom_ar, identite.prenom_ar, identite.nom_fr, identite.prenom_fr
        )
    profil.noms = noms(squelette)
    profil.sexe = identite.sexe
    naissance = identite.naissance
    if naissance is None:
        profil.precision = profil.annee = profil.mois = profil.jour = 0
    else:
        profil.precision = PRECISIONS.get(identite.precision, 3)
        profil.annee, profil.mois, profil.jour = naissance.year, naissance.month, naissance.day
    profil.lieu = squelette_champ(identite.lieu_naissance) if identite.lieu_naissance else ""
    commune = identite.commune
    profil.commune = commune
    profil.province = ".".join(commune.split(".")[:2]) if commune else commune
    if commune and commune[0].isalpha():
        profil.province = squelette_champ(commune)
    profil.cnie = identite.cnie
    profil.massar = identite.massar
    profil.etat_civil = identite.etat_civil
    profil.telephone = identite.telephone
    profil.parents = tuple(map(_parent, identite.parents)) if identite.parents else ()
    profil.parente = bool(profil.parents)
    profil.lie = bool(profil.cnie or profil.massar or profil.telephone or profil.etat_civil or profil.parents)
    return profil
