"""The history of a file that was merged, or that others were merged into."""

from django.utils.translation import gettext as _

from beneficiaires.models import Beneficiaire, Fusion
from personnel import history

from .bookkeeping import lot_of
from .numeros import absorbed


def operations(personne, limit=None):
    """The operations on a file and on those that were merged into it, the latest first; at most `limit`.

    A merge is told as such, not as the deletion that it is in the table. What an undone merge wrote is left
    out, and of an edit made while it was in force the values are: for a while the file held what belongs to
    another person, whom the reader may not see.
    """
    fusions = list(
        Fusion.objects.filter(garde=personne.pk).select_related("cree_par", "annulee_par").defer("image")
    )
    into = list(
        Fusion.objects.filter(numero_absorbe=personne.numero)
        .exclude(annulee_le=None)
        .select_related("cree_par", "annulee_par")
        .defer("image")
    )
    files = [personne, *absorbed(personne)] if fusions else [personne]
    undone = {lot_of(fusion) for fusion in (*fusions, *into) if fusion.annulee_le}
    # As many more are read as may be left out: each merge changes a file a few times.
    found = history.of(*files, limit=None if limit is None or fusions or into else limit)
    file = Beneficiaire._meta.verbose_name
    kept = [
        each
        for each in found
        if each.lot not in undone and not (each.operation == "DELETE" and each.objet == file)
    ]
    lots = {lot_of(fusion) for fusion in fusions}
    mixed = [(fusion.cree_le, fusion.annulee_le) for fusion in (*fusions, *into) if fusion.annulee_le]
    for each in kept:
        if any(begin <= each.quand <= end for begin, end in mixed):
            each.changements = []
        if each.lot in lots:
            each.lot = None
    for fusion in fusions:
        kept += _told(fusion, _("File %(numero)s merged into this one"), _("A file was merged into this one"))
    for fusion in into:
        kept += _told(fusion, "", _("Merged into another file"))
    kept.sort(key=lambda each: each.quand, reverse=True)
    return kept[:limit]


def _told(fusion, named, unnamed):
    """A merge and its undo as operations. The number of a file that is another person's again is not told."""
    title = unnamed if fusion.annulee_le else named % {"numero": fusion.numero_affiche}
    yield _operation(fusion.cree_le, title, fusion.cree_par)
    if fusion.annulee_le:
        yield _operation(fusion.annulee_le, _("Merge undone"), fusion.annulee_par)


def _operation(quand, titre, compte):
    return history.Operation(
        quand=quand,
        operation="UPDATE",
        titre=titre,
        compte=str(compte) if compte else _("the system"),
        objet=Beneficiaire._meta.verbose_name,
    )
