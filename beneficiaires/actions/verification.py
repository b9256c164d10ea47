"""A centre asks whether the person it is about to register is known elsewhere; the coordination answers."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from beneficiaires import doublons
from beneficiaires.actions.inscription import inscrire
from beneficiaires.models import EtatPaire, EtatVerification, Paire, Verification
from beneficiaires.permissions import exiger, peut_inscrire, peut_repondre
from beneficiaires.saisie import emballer, meme_personne, meme_saisie
from centres.models import Centre
from entraide.editing import check_version, create, save_version
from personnel.journal import agir


def demande_ouverte(centre, saisie, *, verrou=False):
    """The request of this centre about the same typed person that still waits, or None. `verrou`: nobody
    answers it until the end of the transaction."""
    ouvertes = Verification.objects.filter(centre=centre, etat=EtatVerification.OUVERTE).order_by("id")
    if verrou:
        ouvertes = ouvertes.select_for_update(of=("self",))
    return next((ligne for ligne in ouvertes if meme_personne(ligne.saisie, saisie)), None)


def demander(*, centre, saisie, candidat, message="", par):
    """Ask the coordination whether the typed person (`saisie.emballer`) is `candidat`; return the request.

    The same centre asking twice about the same typed person gets the request that waits; what was typed
    anew, such as a card, is written to it under a new version, so that no answer is given to what was typed
    before. `candidat` comes from the check, never from the browser. Raises PermissionDenied unless `par`
    handles people in that centre.
    """
    exiger(peut_inscrire(par, centre))
    with agir(par=par):
        # Before the request is locked: a merge of `candidat` locks her first, then the requests about her.
        doublons.verrouiller_fiches([candidat.pk])
        # One at a time and centre; enrolments, which point at the centre, go on.
        Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
        if deja := demande_ouverte(centre, saisie, verrou=True):
            champs = {"saisie": saisie, "candidat": candidat} | (
                {"message": message[:300]} if message else {}
            )
            save_version(deja, champs, version=deja.version, par=par)
            return deja
        return create(
            Verification(centre=centre, saisie=saisie, candidat=candidat, message=message[:300]), par=par
        )


def repondre(*, verification, etat, reponse="", par, version, candidat=None):
    """Answer MEME (the same person: `candidat`, by default the one of the request) or AUTRE; True if anything
    changed.

    An answer may be corrected: the centre sees the latest. Raises PermissionDenied for all but the
    coordination, ValidationError for another answer, Conflict, VersionMissing.
    """
    exiger(peut_repondre(par))
    if etat not in (EtatVerification.MEME, EtatVerification.AUTRE):
        raise ValidationError(_("Choose an answer: the same person, or another one."))
    champs = {"etat": etat, "reponse": reponse}
    if candidat is not None and etat == EtatVerification.MEME:
        champs["candidat"] = candidat
    # The answer sent a second time is no other answer: its moment stays.
    if any(getattr(verification, nom) != valeur for nom, valeur in champs.items()):
        champs["traitee_le"] = timezone.now()
    with agir(par=par):
        return save_version(verification, champs, version=version, par=par)


def inscrire_confirmee(*, verification, groupe, par, version, **demande):
    """Enrol the person whom the coordination confirmed, although `par` does not see her yet.

    Only for a request answered MEME, of a centre of `par`, and in a group of that centre. `version` is that
    of the request when its person was shown: the coordination may have named another one since. Effects and
    errors are those of `inscrire`, with Conflict and VersionMissing.
    """
    with agir(par=par):
        # In a group of the centre that asked: `inscrire` lets in those who handle people there.
        ligne = (
            Verification.objects.filter(
                pk=verification.pk, etat=EtatVerification.MEME, centre=groupe.centre_id
            )
            .select_related("candidat")
            .first()
        )
        exiger(ligne is not None)
        check_version(ligne, version)
        return inscrire(beneficiaire=ligne.candidat, groupe=groupe, par=par, **demande)


def conclure(*, verification, personne, par):
    """The coordination said that the typed person is another one, and her file is created, with its guardian:
    their pair is decided.

    Only for the first file that is created from the answer, and only when it says what was typed for the
    request: the coordination has compared nothing else, and any other pair is left to it. Raises
    PermissionDenied unless `par` sees the request and it was answered AUTRE.
    """
    with agir(par=par):
        ligne = (
            Verification.objects.visible_to(par)
            .filter(pk=verification.pk, etat=EtatVerification.AUTRE)
            .select_for_update(of=("self",))
            .first()
        )
        exiger(ligne is not None)
        if ligne.conclue_le:
            return
        save_version(ligne, {"conclue_le": timezone.now()}, version=ligne.version, par=par)
        liens = personne.liens_tuteurs.select_related("tuteur").order_by("id")
        if not meme_saisie(ligne.saisie, emballer(personne, [(lien.tuteur, lien.lien) for lien in liens])):
            return
        paires = Paire.objects.a_decider().de(personne)
        for paire in paires.de(ligne.candidat_id):
            save_version(paire, {"etat": EtatPaire.DIFFERENTS}, version=paire.version, par=par)
