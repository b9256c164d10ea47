"""What was typed of a person who has no file yet, as plain values and back.

A request to the coordination keeps it (`Verification.saisie`), and the form of a new person is filled from
it. Nothing here reads the register, but the commune by its code.
"""

from datetime import date

from beneficiaires.models import Beneficiaire, Tuteur
from centres.models import Commune
from entraide.records import settle

NOMS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
# By these two requests are about one typed person: a phone that was added does not make another one of it.
_QUI = (*NOMS, "naissance", "naissance_precision")
# What else the coordination weighs when it says whether she is somebody else.
_PREUVES = ("sexe", "cnie", "massar", "telephone", "etat_civil", "tuteur")
_DU_TUTEUR = (*NOMS, "cnie", "telephone")


def emballer(personne, parents=()):
    """`personne` (unsaved) and its typed guardians, pairs (Tuteur, relation), as plain values without the
    empty ones."""
    settle(personne)
    saisie = {}
    for field in Beneficiaire._meta.concrete_fields:
        valeur = getattr(personne, field.attname)
        if field.editable and not field.primary_key and valeur not in (None, "", False):
            saisie[field.name] = valeur.isoformat() if isinstance(valeur, date) else valeur
    if personne.commune_id:
        saisie["commune"] = personne.commune.code
    for tuteur, lien in parents:
        settle(tuteur)
        saisie["tuteur"] = {nom: getattr(tuteur, nom) for nom in _DU_TUTEUR if getattr(tuteur, nom)}
        saisie["tuteur"]["lien"] = lien
    return saisie


def deballer(saisie):
    """(unsaved Beneficiaire, [(unsaved Tuteur, relation)]) of what `emballer` gave; unknown names are left
    out."""
    connus = {field.name for field in Beneficiaire._meta.concrete_fields if field.editable}
    valeurs = {nom: valeur for nom, valeur in saisie.items() if nom in connus and nom != "commune"}
    for field in Beneficiaire._meta.concrete_fields:
        if field.get_internal_type() == "DateField" and valeurs.get(field.name):
            valeurs[field.name] = date.fromisoformat(valeurs[field.name])
    if code := saisie.get("commune"):
        valeurs["commune"] = Commune.objects.filter(code=code).first()
    parents = []
    if tuteur := saisie.get("tuteur"):
        champs = {nom: tuteur[nom] for nom in _DU_TUTEUR if nom in tuteur}
        parents = [(settle(Tuteur(**champs)), tuteur.get("lien", "AUTRE"))]
    return settle(Beneficiaire(**valeurs)), parents


def meme_personne(une, autre):
    """True when two typed persons have the same names and the same birth date."""
    return all(une.get(nom) == autre.get(nom) for nom in _QUI)


def meme_saisie(une, autre):
    """True when the same was typed of both: also sex, documents, phone and guardian."""
    return meme_personne(une, autre) and all(une.get(nom) == autre.get(nom) for nom in _PREUVES)
