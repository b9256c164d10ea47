"""Two files of one person: one new file, a file of thousands and the whole register compared.

`lines(people, rounds)` gives the measurements and, last, the answers, which must be the same on both
databases.
"""

import time
from collections import defaultdict
from statistics import median, quantiles

from django.db import connection, transaction

from beneficiaires.derived import blocking_keys
from beneficiaires.doublons import candidats, comparer, paires_du_registre
from beneficiaires.doublons.comparaison import READ, chosen
from beneficiaires.doublons.identites import profils
from beneficiaires.doublons.index import RARE, bearers
from beneficiaires.doublons.workers import possible
from beneficiaires.matching import Verdict, explain, score
from beneficiaires.models import Beneficiaire, Cle, Paire, Parcours

from . import crowd
from .measuring import Line

PROBES = 400
FILE = 20_000
ROWS_PER_SECOND = 5_000
SECONDS_PER_100_000 = 60
# Beyond, one new person alone is looked for: a file and the whole register have their goals at this size.
WHOLE_REGISTER = 100_000


def _new_files(known, count, seed):
    """`count` files that are not in the register: two in five are of people who are."""
    made = crowd.Crowd(seed)
    share = made.random.random
    people = [made.again(made.random.choice(known)) if share() < 0.4 else made.person() for _ in range(count)]
    return [crowd.identity(person) for person in people]


def _read_by(identite):
    """The keys of the people that are read for a file."""
    borne = bearers(sorted(blocking_keys(identite)))
    return chosen([borne[key] for key in sorted(borne)])


def _timed(run, *arguments):
    start = time.perf_counter()
    result = run(*arguments)
    return 1000 * (time.perf_counter() - start), result


def _explained(identite):
    found = candidats(identite)
    return [(each, [explain(indice) for indice in each.resultat.indices]) for each in found]


def _rows_by_key(keys):
    return list(Beneficiaire.objects.filter(pk__in=keys).order_by())


def _rows_by_blocking_key(keys):
    people = Cle.objects.filter(cle__in=keys).values("beneficiaire")
    return list(Beneficiaire.objects.filter(pk__in=people).order_by())


def _one_by_one(files, rounds):
    """For each file in turn: ours, the rows of the people read by their keys, the same by blocking keys."""
    read = [_read_by(file) for file in files]
    blocking = [sorted(blocking_keys(file)) for file in files]
    for keys in read:
        _rows_by_key(keys)
    spent = defaultdict(list)
    for turn in range(1 + (rounds or 3)):
        for file, keys, blocks in zip(files, read, blocking, strict=True):
            for name, run, given in (
                ("ours", _explained, file),
                ("rows", _rows_by_key, keys),
                ("blocks", _rows_by_blocking_key, blocks),
            ):
                if turn:  # the first one warms what is kept warm
                    spent[name].append(_timed(run, given)[0])
                else:
                    run(given)
    sizes = sorted(map(len, read))
    p95 = {name: quantiles(times, n=20)[-1] for name, times in spent.items()}
    note = (
        f"people read: median {median(sizes):g}, p95 {sizes[int(0.95 * len(sizes))]}, most {sizes[-1]}"
        f" (cap {READ}, {RARE} for a key); p95 {p95['ours']:.1f} ms beside {p95['rows']:.1f}"
    )
    name = "candidates for one new person"
    mean = {side: sum(times) / len(times) for side, times in spent.items()}
    yield Line(name, median(spent["ours"]), median(spent["rows"]), target=1.5, note=note)
    yield Line(f"{name}: mean", mean["ours"], mean["rows"])
    yield Line(f"{name}, rows by blocking key", median(spent["ours"]), median(spent["blocks"]))


def _register(people, twice):
    with transaction.atomic():
        Paire.objects.all().delete()
        Parcours.objects.all().delete()
    spent, state = _timed(paires_du_registre)
    found = set(Paire.objects.values_list("a", "b"))
    lost, accepted = _lost(twice, found)
    note = (
        f"{possible()} processes; {state.pairs} pairs; of {accepted} people entered twice whom the"
        f" score accepts, {lost} not met"
    )
    wanted = 1000 * SECONDS_PER_100_000 * people / 100_000
    yield Line(f"all pairs of {people}, beside the goal", spent, wanted, target=1, note=note)


def _lost(twice, found):
    """(how many made doubles the score accepts but the search does not meet, how many it accepts)."""
    accepted = lost = 0
    for at in range(0, len(twice), 500):
        chunk = twice[at : at + 500]
        known = profils(sorted({key for pair in chunk for key in pair}))
        for one, other in chunk:
            if score(known[one], known[other])[1] != Verdict.DIFFERENT:
                accepted += 1
                lost += (one, other) not in found
    return lost, accepted


def _file(files):
    """A file of rows beside the pace wanted, by one process and by one for each core; then what was found."""
    wanted = 1000 * len(files) / ROWS_PER_SECOND
    for processes in (1, possible()):
        spent, found = _timed(_compare, files, processes)
        note = f"{1000 * len(files) / spent:.0f} rows/s; {len(found)} rows meet somebody"
        name = f"a file of {len(files)} rows, {processes} process{'es' * (processes > 1)}"
        yield Line(name, spent, wanted, target=1 if processes == possible() else None, note=note)
    yield found


def _compare(files, processes):
    return [(rank, alike) for rank, alike in comparer(iter(files), processes=processes) if alike]


def lines(people, rounds):
    """The measurements on a register of `people` people, then {"answers": …}."""
    start = time.perf_counter()
    twice, known = crowd.fill(people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    filled = 1000 * (time.perf_counter() - start)
    keys = Cle.objects.count()
    yield Line("register made", filled, 0, note=f"{people} people, {keys / people:.1f} blocking keys each")
    probes = _new_files(known, PROBES, crowd.SEED + 1)
    yield from _one_by_one(probes, rounds)
    answers = {
        "candidates": [[(each.personne_id, each.score) for each in candidats(file)] for file in probes]
    }
    if people <= WHOLE_REGISTER:
        *measured, rows = _file(_new_files(known, FILE, crowd.SEED + 2))
        yield from measured
        yield from _register(people, twice)
        answers |= {
            "file": [[rank, [(each.personne_id, each.score) for each in alike]] for rank, alike in rows],
            "pairs": list(Paire.objects.order_by("a", "b").values_list("a", "b", "score", "verdict")),
        }
    yield {"answers": answers}
