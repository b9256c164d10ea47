"""The version and the batch of what a merge changes.

A row that only moves keeps its version. A row of which a merge changes something else gets a version that
nobody has held: a step of a thousand for each merge that its kept file has ever known. So the undo may bring
the version back exactly, and a form opened between the merge and the undo still never meets its version
again.
"""

from django.db.models import F
from django.db.models.functions import Now

STEP = 1000


def step_of(garde):
    """The step of the next merge into a file."""
    return STEP * (1 + garde.fusions.count())


def lot_of(fusion):
    """The batch under which the journal keeps what a merge, and its undo, did."""
    return f"fusion-{fusion.pk}"


def changed(rows, contexte, **values):
    """Write `values` to `rows` (of a Fiche) as a change of this merge."""
    return rows.update(
        **values, version=F("version") + contexte.pas, modifie_le=Now(), modifie_par=contexte.par
    )
