"""People who resemble one another, for the tests of duplicates."""

from datetime import date

from beneficiaires.actions.beneficiaire import (
    ajouter_tuteur,
    creer_beneficiaire,
    modifier_beneficiaire,
)
from beneficiaires.actions.inscription import inscrire
from beneficiaires.derived import blocking_keys
from beneficiaires.doublons import (
    identite,
)
from beneficiaires.models import Beneficiaire, Cle, Paire, Tuteur

# One woman in three registers.
LATIN = {"prenom_fr": "Fatima Zahra", "nom_fr": "Benali"}
ARABIC = {"prenom_ar": "فاطمة الزهراء", "nom_ar": "بنعلي"}
SPACED = {"prenom_fr": "FATIMA EZZAHRAE", "nom_fr": "BEN ALI"}
BORN = {"sexe": "F", "naissance": date(2006, 5, 14), "naissance_precision": "JOUR"}
OTHER = {"prenom_fr": "Khadija", "nom_fr": "Sahraoui", "naissance": date(1988, 2, 3)}


def enter(region, groupe=None, malgre="two persons", **fields):
    """A person of the register, entered whoever resembles her."""
    fields = {**BORN, **fields}
    person = creer_beneficiaire(personne=Beneficiaire(**fields), par=region.coordination, malgre=malgre)
    if groupe:
        inscrire(beneficiaire=person, groupe=region.groupes[groupe], par=region.coordination)
    return person


def edit(region, person, **champs):
    return modifier_beneficiaire(
        personne=person, champs=champs, version=person.version, par=region.coordination
    )


def guardian(region, person, lien="PERE", **fields):
    fields = {"prenom_fr": "Brahim", "nom_fr": "Ould Sidi", **fields}
    return ajouter_tuteur(
        personne=person, tuteur=Tuteur(**fields), lien=lien, principal=True, par=region.coordination
    )


def typed(**fields):
    return identite(Beneficiaire(**{**BORN, **fields}))


def pairs():
    return {(each.a_id, each.b_id): (each.score, each.verdict, each.etat) for each in Paire.objects.all()}


def keys_of(person):
    return set(Cle.objects.filter(beneficiaire=person).values_list("cle", flat=True))


def expected_keys(person):
    person = Beneficiaire.objects.get(pk=person.pk)
    return set(blocking_keys(identite(person), person.squelette))
