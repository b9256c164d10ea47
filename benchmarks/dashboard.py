"""The dashboard's figures beside the same figures in hand-written SQL (`benchmarks/sql/dashboard.sql`).

    cases(connection) -> [Case(name, application, reference, check)]

`application()` and `reference()` each make all the figures once and return them; `check()` raises
AssertionError unless both give the same. The harness (`benchmarks/__main__.py`) interleaves the two and
prints the ratio of their medians. `naive(connection)` makes the persons with one distinct count for each
block: reported, never the reference.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from centres.models import AnneeScolaire
from entraide.periods import today
from personnel.models import Compte, Role
from statistiques.ages import BANDES, RangBande
from statistiques.indicateurs import tableau_de_bord

_FILE = Path(__file__).parent / "sql" / "dashboard.sql"


@dataclass(frozen=True)
class Case:
    """One comparison: what the application does, the same by hand, and a check that both agree."""

    name: str
    application: Callable
    reference: Callable
    check: Callable


@cache
def _statements():
    """{name: SQL} of the file."""
    parts = re.split(r"^-- name: (\w+)\n", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: sql.split(";")[0] for name, sql in zip(parts[1::2], parts[2::2], strict=True)}


def _parameters(connection, annee, le):
    dates = RangBande("naissance", annee.date_reference).seuils
    bound = {
        f"n{bande.du}": connection.ops.adapt_datefield_value(d)
        for bande, d in zip(BANDES, dates, strict=True)
    }
    return bound | {"annee": annee.pk, "le": connection.ops.adapt_datefield_value(le)}


def by_hand(connection, annee, le):
    """All the figures from the hand-written statements: {block: {key: figures}}."""
    sql, bound = _statements(), _parameters(connection, annee, le)

    def rows(name):
        with connection.cursor() as cursor:
            cursor.execute(sql[name], bound)
            return cursor.fetchall()

    where = {pk: (type_, etat, province) for pk, type_, etat, province in rows("centres")}
    places, types, total, provinces, ages = Counter(), Counter(), Counter(), Counter(), Counter()
    centres = Counter()
    for pk, sexe, bande, n in rows("places"):
        type_, _, province = where[pk]
        places[pk] += n
        places[type_] += n
        centres[pk, sexe] += n
        types[type_, sexe] += n
        total[sexe] += n
        provinces[province] += n
        ages[bande, sexe] += n
    held, who = defaultdict(list), {}
    for person, pk, sexe, bande in rows("doubles"):
        held[person].append(pk)
        who[person] = (sexe, bande)
    for (sexe, bande, *pks), n in Counter((*who[p], *sorted(pks)) for p, pks in held.items()).items():
        total[sexe] -= n * (len(pks) - 1)
        ages[bande, sexe] -= n * (len(pks) - 1)
        seen = set()
        for type_, _, province in map(where.__getitem__, pks):
            if type_ in seen:
                types[type_, sexe] -= n
            if province in seen:
                provinces[province] -= n
            seen |= {type_, province}
    agents = defaultdict(set)
    for pk, agent in rows("personnel"):
        agents[pk].add(agent)
    pairs = rows("paires")
    return {
        "places": places,
        "centres": centres,
        "types": types,
        "total": total,
        "provinces": provinces,
        "ages": ages,
        "institutions": Counter(type_ for type_, etat, _ in where.values() if etat == "OUVERT"),
        "groupes": dict(rows("groupes")),
        "personnel": {pk: len(team) for pk, team in agents.items()},
        "capacites": dict(rows("capacites")),
        "population": dict(rows("population")),
        "paires": len(pairs),
        "fiches": _one_for_each_chain(pairs),
    }


def _one_for_each_chain(pairs):
    """How many files the pairs join to others: files less chains, by spreading over neighbours."""
    neighbours = defaultdict(set)
    for a, b in pairs:
        neighbours[a].add(b)
        neighbours[b].add(a)
    seen, chains = set(), 0
    for file in neighbours:
        if file not in seen:
            chains += 1
            waiting = [file]
            while waiting:
                seen.add(one := waiting.pop())
                waiting.extend(neighbours[one] - seen)
    return len(neighbours) - chains


def naive(connection, annee, le):
    """The persons of each block by a distinct count: {statement: rows}."""
    sql, bound = _statements(), _parameters(connection, annee, le)
    found = {}
    with connection.cursor() as cursor:
        for name in ("distincts_types", "distincts_centres", "distincts_provinces", "distincts_ages"):
            cursor.execute(sql[name], bound)
            found[name] = cursor.fetchall()
    return found


def _same(tableau, hand):
    """Raise AssertionError unless the application and the hand-written SQL agree on every figure."""
    sexes = (("F", "femmes"), ("M", "hommes"), (None, "inconnus"))
    for code, attribute in sexes:
        assert getattr(tableau.total, attribute) == hand["total"][code]
        for ligne in tableau.types:
            assert getattr(ligne, attribute) == hand["types"][ligne.type, code]
        for ligne in tableau.centres:
            assert getattr(ligne, attribute) == hand["centres"][ligne.pk, code]
        for ligne in tableau.ages:
            assert getattr(ligne, attribute) == hand["ages"][ligne.bande.du if ligne.bande else None, code]
    assert (tableau.paires, tableau.fiches_en_trop) == (hand["paires"], hand["fiches"])
    for ligne in tableau.types:
        assert (ligne.places, ligne.institutions) == (
            hand["places"][ligne.type],
            hand["institutions"][ligne.type],
        )
    for ligne in tableau.provinces:
        assert (ligne.personnes, ligne.population) == (
            hand["provinces"][ligne.code],
            hand["population"][ligne.code],
        )
    for ligne in tableau.centres:
        assert ligne.places == hand["places"][ligne.pk]
        assert ligne.groupes == hand["groupes"].get(ligne.pk, 0)
        assert ligne.personnel == hand["personnel"].get(ligne.pk, 0)
        assert not ligne.ouvert or ligne.capacite == hand["capacites"].get(ligne.pk)


def cases(connection):
    """The comparison, on the current year of the database of `connection`, as the coordination sees it."""
    compte = Compte(role=Role.COORDINATION)
    annee, le = AnneeScolaire.objects.courante(), today()

    def application():
        return tableau_de_bord(compte, annee, le=le)

    def reference():
        return by_hand(connection, annee, le)

    return [Case("dashboard figures", application, reference, lambda: _same(application(), reference()))]
