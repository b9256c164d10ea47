"""All pairs of the register, by ranges of people: what `manage.py find_duplicates` drives.

Each person is compared with the people that `candidats` would read for her, those who came later left to
their own turn. A range is committed whole with its place in `Parcours`: what was interrupted goes on from
there.
"""

from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.db.models.functions import Now

from beneficiaires.matching import ressemblance
from beneficiaires.models import Beneficiaire, Paire, Parcours
from personnel.journal import agir

from .comparaison import Comparison, chosen, of_process
from .identites import profils, profils_plage
from .index import RARE, bearers, keys_of, plages
from .paires import new_pair, rescore
from .workers import possible, spread, without_collections

RANGE = 2000
LOT = "find_duplicates"


@dataclass
class Progress:
    """How far the comparison is: `people` of `total` are done, `pairs` resemble each other, `new` of them
    were not known. `resumed`: how many people were done by a run that was interrupted."""

    total: int
    people: int = 0
    pairs: int = 0
    new: int = 0
    resumed: int = 0


def paires_du_registre(progress=lambda state: None, reprise=True, processes=None):
    """Compare the whole register with itself and write the pairs; return the final Progress.

    `progress(state)` is called at the start and after each range. With `reprise`, a run that was interrupted
    goes on where it stopped; otherwise everything is compared again. Idempotent: decided pairs stay, the
    others follow their files. `processes`: how many compare (None: one for each core).
    """
    parcours = _begin(reprise)
    people = Beneficiaire.objects.order_by("pk")
    done = people.filter(pk__lte=parcours.dernier).count()
    state = Progress(total=people.count(), people=done, resumed=done)
    progress(state)
    processes = possible(processes)
    compare = partial(_range, Comparison()) if processes == 1 else _range_of_process
    for first, last, number, found in spread(compare, plages(parcours.dernier, RANGE), processes):
        with agir(par=None, lot=LOT):
            state.new += _keep(found, first, last)
            Parcours.objects.filter(pk=parcours.pk).update(dernier=last)
        state.people += number
        state.pairs += len(found)
        progress(state)
    Parcours.objects.filter(pk=parcours.pk).update(fini_le=Now())
    return state


def _range(comparison, task):
    first, last, number = task
    with without_collections():
        return first, last, number, alike(comparison, first, last)


def _range_of_process(task):
    return _range(of_process(), task)


def _begin(reprise):
    former = Parcours.objects.filter(fini_le=None).order_by("-id")
    parcours = former.first() if reprise else None
    if parcours is None:
        former.delete()
        parcours = Parcours.objects.create(dernier=0)
    return parcours


def alike(comparison, first, last):
    """{(a, b): (score, verdict)}: the pairs that the people from `first` to `last` form with those before
    them. Reads only."""
    files = profils_plage(first, last)
    comparison.known |= files
    own = keys_of(first, last)
    borne = bearers(sorted({key for each in own.values() for key in each}))
    wanted = {}
    for person in files:
        # A key may be gone since it was read: somebody edits that file at this very moment.
        living = [borne[key] for key in own.get(person, ()) if key in borne]
        shared = [[other for other in people if other != person] for people in living]
        rare = [others for others in shared if others and len(others) <= RARE]
        if rare:
            wanted[person] = {other for others in rare for other in others if other < person}
        else:
            wanted[person] = set(chosen(shared))
    comparison.read({other for people in wanted.values() for other in people})
    found = {}
    for person, people in wanted.items():
        for other, points, verdict in comparison.alike(files[person], people):
            found[min(person, other), max(person, other)] = points, verdict
    return found


def _keep(found, first, last):
    """Write the pairs of a range; return how many are new."""
    latest = {b for _, b in found}
    rows = Paire.objects.filter(Q(b__gte=first, b__lte=last) | Q(b__in=latest))
    former = {(paire.a_id, paire.b_id): paire for paire in rows}
    for pair, paire in former.items():
        if paire.etat == "DIFFERENTS":
            continue
        if pair in found:
            rescore(paire, *found[pair])
        elif first <= paire.b_id <= last:
            _verify(paire)
    unknown = {pair: judged for pair, judged in found.items() if pair not in former}
    here = _still_here({person for pair in unknown for person in pair})
    new = [
        new_pair(*pair, points, verdict, lot=LOT)
        for pair, (points, verdict) in sorted(unknown.items())
        if here.issuperset(pair)
    ]
    Paire.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)


def _still_here(people):
    """Those of `people` who have not been merged away since they were read; they stay until the commit."""
    rows = Beneficiaire.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True)
    return set(rows.values_list("pk", flat=True))


def _verify(paire):
    """An undecided pair that the search did not meet: it stays while its two files resemble each other."""
    two = profils([paire.a_id, paire.b_id])
    if len(two) < 2:  # one of them has just been merged away
        return
    judged = ressemblance(two[paire.a_id], two[paire.b_id])
    if judged:
        rescore(paire, *judged)
    else:
        paire.delete()
