"""Who of the register resembles a file: one file, or thousands at once, by the same road.

Two files that may be one person share a blocking key. Of the people who share one, those are read who share a
key that is rare (at most RARE others bear it), the rarest keys first, READ people at most. A key that more
people bear says little, and reading them all would take as long as the register is large: it counts only when
no rare key leads to anybody; then those are read who share most of such keys, the latest registered first,
RARE at most. Which people are read depends on the register alone, not on the database nor on who asks.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import count, islice, tee

from beneficiaires.matching import Identite, Profil, Resultat, Verdict, compare, keys, prepare, ressemblance
from beneficiaires.models import Beneficiaire

from .identites import profils
from .index import RARE, bearers
from .workers import possible, spread, without_collections

READ = 200
# The longest list that is given to a page.
MOST = 20
CHUNK = 2000
# Prepared people in memory, when many files are compared.
KEPT = 200_000
NOBODY = [0]  # keys begin at 1


@dataclass
class Candidat:
    """A person of the register who resembles a file. `personne` is set by `partager`; `resultat`, the
    evidence, is worked out when it is asked for."""

    personne_id: int
    score: int
    verdict: Verdict
    identite: Identite = field(repr=False, compare=False)
    autre: Profil | None = field(default=None, repr=False, compare=False)
    personne: Beneficiaire | None = None

    @cached_property
    def resultat(self) -> Resultat:
        autre = self.autre or profils([self.personne_id])[self.personne_id]
        return compare(prepare(self.identite), autre)


def candidats(identite, *, sauf=None, most=MOST):
    """[Candidat]: the people of the whole register who resemble `identite` (verdict A_VOIR at least), the
    most certain first, at most `most`.

    `sauf`: the person herself, or her key, when she is in the register. Two queries, whoever is found.
    """
    comparison = Comparison()
    (found,) = comparison.of([(prepare(identite), getattr(sauf, "pk", sauf))])
    return [Candidat(*each, identite, comparison.known[each[0]]) for each in found[:most]]


def comparer(identites, *, most=MOST, processes=1):
    """(rank, [Candidat]) for each of many files, in their order: the same as `candidats` one by one, with
    three queries at most for each CHUNK of them.

    `processes`: how many compare (None: one for each core); one inside a transaction, whatever is asked.
    """
    processes, one = possible(processes), Comparison()
    compare_chunk = partial(_chunk, one) if processes == 1 else _chunk_of_process
    ahead, tasks = tee(_chunks(identites))
    ranks = count()
    for chunk, results in zip(ahead, spread(compare_chunk, tasks, processes), strict=True):
        for identite, found in zip(chunk, results, strict=True):
            yield next(ranks), [Candidat(*each, identite, one.known.get(each[0])) for each in found[:most]]


def _chunks(identites):
    identites = iter(identites)
    while chunk := list(islice(identites, CHUNK)):
        yield chunk


def _chunk(comparison, chunk):
    with without_collections():
        return comparison.of([(prepare(identite), None) for identite in chunk])


def _chunk_of_process(chunk):
    return _chunk(of_process(), chunk)


@lru_cache(maxsize=1)
def of_process():
    """The Comparison of a process that compares and does nothing else: nobody changes what it has read."""
    return Comparison()


def partager(compte, candidats):
    """(the candidates that the account may see, with their `personne`; whether there is another one).

    One query, whoever is found.
    """
    keys = [candidat.personne_id for candidat in candidats] or NOBODY
    seen = Beneficiaire.objects.visible_to(compte).filter(pk__in=keys).order_by()
    people = {person.pk: person for person in seen}
    visible = []
    for candidat in candidats:
        candidat.personne = people.get(candidat.personne_id)
        if candidat.personne is not None:
            visible.append(candidat)
    return visible, len(visible) < len(candidats)


def chosen(shared):
    """The keys of the people to read. `shared`: for each key [other people who bear it, latest first]."""
    return rarely(shared) or commonly(shared)


def rarely(shared):
    """Those who share a rare key, of the rarest keys first."""
    found = {}
    for people in sorted(shared, key=len):
        if len(people) > RARE or len(found) >= READ:
            break
        found.update(dict.fromkeys(people))
    return list(islice(found, READ))


def commonly(shared):
    """Those who share most of the keys that are not rare."""
    counts = Counter(person for people in shared if len(people) > RARE for person in people[:RARE])
    return sorted(counts, key=lambda person: (-counts[person], -person))[:RARE]


def to_read(blocking, own):
    """For each of several files: `chosen`. `blocking`: their keys; `own`: for each of them the key of the
    person herself, or None."""
    # Of many files few have no rare key: the others are spared the bearers of their common keys, which are
    # half of all rows. For one file the queries are the same, whoever is found.
    several = len(blocking) > 1
    people = _chosen(rarely if several else chosen, blocking, own, common=not several)
    left = [rank for rank, found in enumerate(people) if not found]
    if several and left:
        again = _chosen(commonly, [blocking[rank] for rank in left], [own[rank] for rank in left])
        for rank, found in zip(left, again, strict=True):
            people[rank] = found
    return people


def _chosen(choose, blocking, own, common=True):
    borne = bearers(sorted({key for each in blocking for key in each}), common)
    found = []
    for each, sauf in zip(blocking, own, strict=True):
        shared = [borne[key] for key in each if key in borne]
        if sauf is not None:
            shared = [[person for person in people if person != sauf] for people in shared]
        found.append(choose(shared))
    return found


class Comparison:
    """Compares files with the register; keeps the people that it has read."""

    def __init__(self):
        self.known = {}

    def of(self, files):
        """For each of `files` [(Profil, key of the person herself or None)]: [(person, score, verdict)], most
        certain first."""
        wanted = to_read([sorted(keys(profil)) for profil, _ in files], [own for _, own in files])
        self.read({person for people in wanted for person in people})
        return [
            sorted(
                self.alike(profil, people),
                key=lambda each: (each[2] != Verdict.CERTAIN, -each[1], each[0]),
            )
            for (profil, _), people in zip(files, wanted, strict=True)
        ]

    def read(self, people):
        """Prepare the people who are not known yet: one query, even for nobody."""
        if len(self.known) > KEPT:
            self.known.clear()
        known = self.known
        known |= profils(sorted(person for person in people if person not in known) or NOBODY)

    def alike(self, profil, people):
        """[(person, score, verdict)] of those of `people` who resemble a file; a key whose person is gone is
        passed over."""
        known, found = self.known, []
        for person in people:
            other = known.get(person)
            if other is not None and (judged := ressemblance(profil, other)):
                found.append((person, *judged))
        return found
