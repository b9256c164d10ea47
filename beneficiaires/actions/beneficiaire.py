"""Changes of a person's file."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from beneficiaires import doublons, search
from beneficiaires.derived import NAME_COLUMNS, blocking_keys, name_columns
from beneficiaires.models import Beneficiaire, Fusion, LienTuteur
from beneficiaires.numero import new_number
from beneficiaires.permissions import exiger, peut_modifier_personne, voit_des_personnes
from entraide.editing import create, save_version
from entraide.periods import today
from entraide.records import settle
from personnel.journal import agir

NOMS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
CHERCHES = (*NOMS, "cnie", "massar", "telephone")
# What the matcher reads of a file.
COMPARES = (
    *CHERCHES, "sexe", "naissance", "naissance_precision", "naissance_estimee", "lieu_naissance", "commune",
    "etat_civil",
)  # fmt: skip
# As many alike are looked at before those whom the account may not see are left out.
_AU_PLUS = 100


def derives(personne):
    """{column: value} of the columns that follow from the names of a person."""
    return dict(zip(NAME_COLUMNS, name_columns(*(getattr(personne, nom) for nom in NOMS)), strict=True))


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


class Ressemblance(ValidationError):
    """A file was not opened, because somebody alike is known and no reason was given.

    `visibles`: the `doublons.Candidat` that the account may see, most certain first, with their `personne`;
    `ailleurs`: whether there is somebody whom it may not see, of whom nothing else is said.
    """

    def __init__(self, visibles, ailleurs):
        super().__init__(self.phrase(visibles, ailleurs), code="ressemblance")
        self.visibles, self.ailleurs = visibles, ailleurs

    @staticmethod
    def phrase(visibles, ailleurs):
        if visibles:
            return _(
                "Somebody with these details already has a file. Nothing was saved: enrol that person, or "
                "write why this is somebody else."
            )
        return _(
            "A file with these details exists in another institution. Ask the coordination to check before "
            "you create another one."
        )


def ressemblances(*, personne, par, parents=()):
    """Who is like a person without a file: ([Candidat that `par` may see, with `personne`], whether somebody
    is known elsewhere, [all of them]). Writes nothing.

    `parents`: the guardians typed with her, pairs (unsaved Tuteur, relation). What is known elsewhere is told
    to nobody but the coordination. Raises PermissionDenied for an official.
    """
    exiger(voit_des_personnes(par))
    trouves = doublons.candidats(doublons.identite(personne, _liens(parents)), most=_AU_PLUS)
    visibles, ailleurs = doublons.partager(par, trouves) if trouves else ([], False)
    return visibles, ailleurs, trouves


def _liens(parents):
    return [LienTuteur(tuteur=tuteur, lien=lien) for tuteur, lien in parents]


def creer_beneficiaire(*, personne, par, lot=None, malgre="", parents=()):
    """Open the file of a person who was searched for and not found; return it with its number.

    `parents`: the guardians typed with the person, pairs (unsaved Tuteur, relation): evidence of who she is,
    not written here. `malgre`: why the file is opened although somebody alike is known; kept with the pairs.
    Effects: the row, its sort keys, its search words, its blocking keys and pairs. A person is visible to a
    manager through an enrolment, so a manager's page creates and enrols in one transaction. Raises
    PermissionDenied for an official, ValidationError, Ressemblance.
    """
    exiger(voit_des_personnes(par))
    settle(personne)
    verifier_personne(personne)
    for nom, valeur in derives(personne).items():
        setattr(personne, nom, valeur)
    with agir(par=par, lot=lot):
        # Two creations of one person at the same second: the second one waits here, then sees the first.
        doublons.verrouiller(blocking_keys(doublons.identite(personne, _liens(parents)), personne.squelette))
        visibles, ailleurs, trouves = ressemblances(personne=personne, parents=parents, par=par)
        if trouves and not malgre:
            raise Ressemblance(visibles, ailleurs)
        for essai in range(5):
            personne.numero = _numero_libre()
            try:
                with transaction.atomic():
                    create(personne, par=par, lot=lot)
                break
            except IntegrityError:
                # The number is drawn at random: one already given is drawn again; anything else is not ours
                # to hide.
                if essai == 4 or not Beneficiaire.objects.filter(numero=personne.numero).exists():
                    raise
        search.index_new_person(personne)
        doublons.suivre_nouvelle(personne, trouves, par=par, lot=lot, motif=malgre)
    return personne


def _numero_libre():
    """A number that no file was merged away with: it leads to the file that was kept."""
    while True:
        numero = new_number()
        if not Fusion.objects.en_vigueur().filter(numero_absorbe=numero).exists():
            return numero


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
    derivees = derives(voulue)
    compare = any(nom in champs for nom in COMPARES)
    with agir(par=par, lot=lot):
        if compare:
            nouvelles = blocking_keys(doublons.identite(voulue, ()), derivees["squelette"])
            doublons.verrouiller_fiches([personne.pk], nouvelles)
        change = save_version(personne, {**champs, **derivees}, version=version, par=par)
        if change and any(nom in champs for nom in CHERCHES):
            search.index_person(personne)
        # An edit is never refused because of a likeness: it is put before the coordination.
        if change and compare:
            doublons.suivre(personne, par=par, lot=lot)
    return change


def ajouter_tuteur(*, personne, tuteur, lien, principal, par, lot=None, malgre=""):
    """Link a guardian to a person; `tuteur` is a new row or one that `par` may see. Return the link.

    When `principal`, the former principal link steps back: one principal guardian at most. `malgre`: the
    reason of `creer_beneficiaire`, when the guardian belongs to the same sending. Raises
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
        doublons.verrouiller_fiches([personne.pk])
        # Not against those who point at her: a file like hers may be created at this very second.
        Beneficiaire.objects.select_for_update(no_key=True).get(pk=personne.pk)
        if tuteur.pk is None:
            create(tuteur, par=par, lot=lot)
        elif LienTuteur.objects.filter(beneficiaire=personne, tuteur=tuteur).exists():
            raise ValidationError(_("This guardian is already in the file."))
        if principal:
            LienTuteur.objects.filter(beneficiaire=personne, principal=True).update(
                principal=False, modifie_par=par
            )
        attache = create(
            LienTuteur(beneficiaire=personne, tuteur=tuteur, lien=lien, principal=principal), par=par, lot=lot
        )
        doublons.suivre(personne, par=par, lot=lot, motif=malgre)
        return attache


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
    enfants = Beneficiaire.objects.filter(liens_tuteurs__tuteur=tuteur).order_by("pk")
    with agir(par=par, lot=lot):
        doublons.verrouiller_fiches(enfants.values("pk"))
        if lien is not None and lien_champs:
            Beneficiaire.objects.select_for_update(no_key=True).get(pk=lien.beneficiaire_id)
            if lien_champs.get("principal"):
                LienTuteur.objects.filter(beneficiaire=lien.beneficiaire_id, principal=True).exclude(
                    pk=lien.pk
                ).update(principal=False, modifie_par=par)
            save_version(lien, lien_champs, version=lien.version, par=par)
        change = save_version(tuteur, champs, version=version, par=par)
        if change or lien_champs:
            doublons.suivre_plusieurs(list(enfants), par=par, lot=lot)
        return change
