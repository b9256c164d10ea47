"""A centre asks whether the person it is about to register is known elsewhere; the coordination answers."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from beneficiaires.actions.inscription import inscrire
from beneficiaires.models import EtatPaire, EtatVerification, Paire, Verification
from beneficiaires.permissions import exiger, peut_inscrire, peut_repondre
from beneficiaires.saisie import emballer, meme_personne
from centres.models import Centre
from entraide.editing import create, save_version
from personnel.journal import agir


def demande_ouverte(centre, saisie):
    """The request of this centre about the same typed person that still waits, or None."""
    ouvertes = Verification.objects.filter(centre=centre, etat=EtatVerification.OUVERTE).order_by("id")
    return next((ligne for ligne in ouvertes if meme_personne(ligne.saisie, saisie)), None)


def demander(*, centre, saisie, candidat, message="", par):
    """Ask the coordination whether the typed person (`saisie.emballer`) is `candidat`; return the request.

    The same centre asking twice about the same typed person gets the request that waits: nothing is written
    twice. `candidat` comes from the check, never from the browser. Raises PermissionDenied unless `par`
    handles people in that centre.
    """
    exiger(peut_inscrire(par, centre))
    with agir(par=par):
        # One at a time and centre; enrolments, which point at the centre, go on.
        Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
        if deja := demande_ouverte(centre, saisie):
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


def inscrire_confirmee(*, verification, groupe, par, **demande):
    """Enrol the person whom the coordination confirmed, although `par` does not see her yet.

    Only for a request answered MEME, of a centre of `par`, and in a group of that centre. Effects and errors
    are those of `inscrire`.
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
        return inscrire(beneficiaire=ligne.candidat, groupe=groupe, par=par, **demande)


def conclure(*, verification, personne, par):
    """The coordination said that the typed person is another one, and her file is created: their pair is
    decided.

    Does nothing when the file does not say what was typed for the request. Raises PermissionDenied unless
    `par` sees the request and it was answered AUTRE.
    """
    with agir(par=par):
        ligne = (
            Verification.objects.visible_to(par)
            .filter(pk=verification.pk, etat=EtatVerification.AUTRE)
            .first()
        )
        exiger(ligne is not None)
        if not meme_personne(ligne.saisie, emballer(personne)):
            return
        paires = Paire.objects.a_decider().de(personne)
        for paire in paires.de(ligne.candidat_id):
            save_version(paire, {"etat": EtatPaire.DIFFERENTS}, version=paire.version, par=par)
