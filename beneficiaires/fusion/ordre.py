"""Which merges may be undone: none before a later one that stands on it."""

from django.utils.translation import gettext as _

from beneficiaires.models import Beneficiaire, Fusion, Paire

from .image import label
from .places import Refus


def later_merge(fusion):
    """The merge in force that must be undone before `fusion`, or None.

    The later ones into the same file; and those that moved on a pair which this one moved: the pair of an
    absorbed file and of a third one that was absorbed in its turn.
    """
    later = Fusion.objects.en_vigueur().filter(pk__gt=fusion.pk).order_by("-pk")
    found = later.filter(garde=fusion.garde_id).first()
    touched = pairs_of(fusion.image)
    if found or not touched:
        return found
    others = set(fusion.image["personnes"])
    here = set(Beneficiaire.objects.filter(pk__in=others).values_list("pk", flat=True))
    if others - here and (found := later.filter(image__absorbe__in=list(others - here)).first()):
        return found
    return next((m for m in later.filter(garde__in=others) if touched & pairs_of(m.image)), None)


def pairs_of(image):
    """The keys of the pairs that a merge changed, moved or removed. (Whose pairs they were: `personnes` of
    the image.)"""
    record = image["lignes"].get(label(Paire), {})
    changed = {key for group in record.get("changed", ()) for key in group["keys"]}
    return changed | {row["id"] for row in record.get("removed", ())}


def refuse_out_of_order(fusion):
    """Raise Refus when a later merge stands on this one."""
    other = later_merge(fusion)
    if other is not None:
        raise Refus(
            _("The file %(ancien)s was merged later. Undo that merge first, then this one.")
            % {"ancien": other.numero_affiche},
            code="ordre",
        )
