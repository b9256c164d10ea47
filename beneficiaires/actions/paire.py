"""What the coordination decides about two files that look alike: two persons, later, or open again.

"Same person" is `beneficiaires.actions.fusion`.
"""

from beneficiaires.models import Beneficiaire, EtatPaire
from beneficiaires.permissions import exiger, peut_fusionner
from entraide.editing import check_version, save_version
from personnel.journal import agir


def declarer_differents(*, paire, par, version, versions=None, lot=None):
    """Remember that the two files are two persons: the pair leaves the queue for good; return the pair.

    `versions`: (version of `a`, version of `b`) as they were compared; None leaves them unchecked. Raises
    PermissionDenied unless `par` may merge, Conflict when the pair or one of the two files changed since (its
    `current` is that row), ObjectDoesNotExist when the pair or a file is gone, VersionMissing.
    """
    return _decider(paire, EtatPaire.DIFFERENTS, par, version, versions, lot)


def reporter(*, paire, par, version, versions=None, lot=None):
    """Put the pair off: it stays in the queue, behind those that nobody has looked at. As above."""
    return _decider(paire, EtatPaire.PLUS_TARD, par, version, versions, lot)


def rouvrir(*, paire, par, version, versions=None, lot=None):
    """Take a decision back: the pair is to be reviewed again. As above."""
    return _decider(paire, EtatPaire.A_EXAMINER, par, version, versions, lot)


def verifier_fiches(personnes, versions):
    """Lock these people, in one order, and raise Conflict for the first that is not at its version.

    Must run inside `agir`. Raises VersionMissing for a missing version, Beneficiaire.DoesNotExist when one of
    them was merged away.
    """
    lues = {p.pk: version for p, version in zip(personnes, versions, strict=True)}
    rows = Beneficiaire.objects.select_for_update(no_key=True).filter(pk__in=lues).order_by("pk")
    actuelles = rows.in_bulk()
    if len(actuelles) < len(lues):
        raise Beneficiaire.DoesNotExist("a file of the pair was merged away")
    for pk in sorted(lues):
        check_version(actuelles[pk], lues[pk])


def _decider(paire, etat, par, version, versions, lot):
    exiger(peut_fusionner(par))
    with agir(par=par, lot=lot):
        if versions is not None:
            # Two persons because of what was compared: another name or birth date asks for another look.
            verifier_fiches((paire.a, paire.b), versions)
        save_version(paire, {"etat": etat}, version=version, par=par)
    return paire
