"""Changes of a person's file."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from beneficiaires import search
from beneficiaires.derived import sort_columns
from beneficiaires.models import Beneficiaire, LienTuteur
from beneficiaires.numero import new_number
from beneficiaires.permissions import exiger, peut_modifier_personne, voit_des_personnes
from entraide.editing import create, save_version
from entraide.periods import today
from entraide.records import settle
from personnel.journal import agir

NOMS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
CHERCHES = (*NOMS, "cnie", "massar", "telephone")


def verifier_personne(personne):
    """The rules of a person's file, whatever the door. Raises ValidationError by field."""
    erreurs = {}
    if not any(getattr(personne, nom) for nom in NOMS):
        erreurs["prenom_ar"] = _(
            "Write at least one name, in Arabic or in Latin letters. One name alone is enough."
        )
    if personne.naissance and personne.naissance > today():
        erreurs["naissance"] = _("The birth date is in the future. Check the year.")
    if personne.naissance and personne.naissance.year < 1900:
        erreurs["naissance"] = _("The birth date is before 1900. Check the year.")
    if personne.base_legale_date and personne.base_legale_date > today():
        erreurs["base_legale_date"] = _("This date is in the future. Check it.")
    if erreurs:
        raise ValidationError(erreurs)


def creer_beneficiaire(*, personne, par, lot=None):
    """Open the file of a person who was searched for and not found; return it with its number.

    Effects: the row, its sort keys, its search words. A person is visible to a manager through an
    enrolment, so a manager's page creates and enrols in one transaction. Raises PermissionDenied for an
    official, ValidationError.
    """
    exiger(voit_des_personnes(par))
    settle(personne)
    verifier_personne(personne)
    personne.cle_tri_ar, personne.cle_tri_fr = sort_columns(*(getattr(personne, nom) for nom in NOMS))
    with agir(par=par, lot=lot):
        for essai in range(5):
            personne.numero = new_number()
            try:
                with transaction.atomic():
                    create(personne, par=par, lot=lot)
                break
            except IntegrityError:
                # The number is drawn at random: one already given is drawn again; anything else is not ours
                # to hide.
                if essai == 4 or not Beneficiaire.objects.filter(numero=personne.numero).exists():
                    raise
        search.index_person(personne)
    return personne


def modifier_beneficiaire(*, personne, champs, version, par, lot=None):
    """Change `champs` (name -> clean value) of a person's file; return True if anything changed.

    Raises PermissionDenied unless `par` sees the person, ValidationError, Conflict, VersionMissing.
    """
    exiger(peut_modifier_personne(par, personne))
    voulue = Beneficiaire(
        **{f.attname: getattr(personne, f.attname) for f in Beneficiaire._meta.concrete_fields}
    )
    for nom, valeur in champs.items():
        setattr(voulue, nom, valeur)
    verifier_personne(voulue)
    cles = dict(
        zip(("cle_tri_ar", "cle_tri_fr"), sort_columns(*(getattr(voulue, nom) for nom in NOMS)), strict=True)
    )
    with agir(par=par, lot=lot):
        change = save_version(personne, {**champs, **cles}, version=version, par=par)
        if change and any(nom in champs for nom in CHERCHES):
            search.index_person(personne)
    return change


def ajouter_tuteur(*, personne, tuteur, lien, principal, par, lot=None):
    """Link a guardian to a person; `tuteur` is a new row or one that `par` may see. Return the link.

    When `principal`, the former principal link steps back: one principal guardian at most. Raises
    PermissionDenied unless `par` sees the person and the guardian; ValidationError when the guardian has no
    name or is already linked.
    """
    exiger(peut_modifier_personne(par, personne))
    if tuteur.pk is not None:
        exiger(type(tuteur).objects.visible_to(par).filter(pk=tuteur.pk).exists())
    settle(tuteur)
    if not any(getattr(tuteur, nom) for nom in NOMS):
        raise ValidationError({"prenom_ar": _("Write at least one name of the guardian, in either script.")})
    with agir(par=par, lot=lot):
        Beneficiaire.objects.select_for_update().get(pk=personne.pk)
        if tuteur.pk is None:
            create(tuteur, par=par, lot=lot)
        elif LienTuteur.objects.filter(beneficiaire=personne, tuteur=tuteur).exists():
            raise ValidationError(_("This guardian is already in the file."))
        if principal:
            LienTuteur.objects.filter(beneficiaire=personne, principal=True).update(
                principal=False, modifie_par=par
            )
        return create(
            LienTuteur(beneficiaire=personne, tuteur=tuteur, lien=lien, principal=principal), par=par, lot=lot
        )


def modifier_tuteur(*, tuteur, champs, version, par, lien=None, lien_champs=None, lot=None):
    """Change a guardian that `par` may see and, with `lien`, the link to one person (relation, principal).

    A link that becomes principal makes the former one step back. Raises PermissionDenied, ValidationError,
    Conflict, VersionMissing (the version is that of the guardian).
    """
    exiger(type(tuteur).objects.visible_to(par).filter(pk=tuteur.pk).exists())
    # One may see a guardian and not all of the children.
    exiger(lien is None or peut_modifier_personne(par, lien.beneficiaire))
    if not any(champs.get(nom, getattr(tuteur, nom)) for nom in NOMS):
        raise ValidationError({"prenom_ar": _("Write at least one name of the guardian, in either script.")})
    with agir(par=par, lot=lot):
        if lien is not None and lien_champs:
            Beneficiaire.objects.select_for_update().get(pk=lien.beneficiaire_id)
            if lien_champs.get("principal"):
                LienTuteur.objects.filter(beneficiaire=lien.beneficiaire_id, principal=True).exclude(
                    pk=lien.pk
                ).update(principal=False, modifie_par=par)
            save_version(lien, lien_champs, version=lien.version, par=par)
        return save_version(tuteur, champs, version=version, par=par)
