"""The plans of a comparison with 20,000 people: nothing is read from one end to the other, on either
database, nor all the bearers of a common key."""

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from beneficiaires.derived import blocking_keys, name_skeleton
from beneficiaires.doublons import candidats, identite, partager, suivre
from beneficiaires.doublons.comparaison import Comparison
from beneficiaires.doublons.index import RARE, bearers
from beneficiaires.doublons.registre import alike
from beneficiaires.models import Beneficiaire, Cle, Tuteur
from entraide.bulk import reserve_ids
from personnel.journal import agir
from tests.people import make_region

PEOPLE = 20_000
TABLES = "beneficiaires_(?:beneficiaire|cle|lientuteur|tuteur|paire|inscription)"
SERIES = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PEOPLE})"
NAMES = ("بنعلي", "فاطمة", "Benali", "Fatima")


def execute(sql, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def file(**fields):
    names = dict(zip(("nom_ar", "prenom_ar", "nom_fr", "prenom_fr"), NAMES, strict=True))
    born = {"sexe": "F", "naissance": date(2006, 5, 14), "naissance_precision": "JOUR"}
    return Beneficiaire(**names, **born, **fields, squelette=name_skeleton(*NAMES))


def make_register():
    """20,000 people, ten to a rare key, and each key of the file of the tests borne by a thousand or by
    thirty of them."""
    first = reserve_ids(Beneficiaire, PEOPLE).start
    person = f"i + {first - 1}"
    execute(
        "INSERT INTO beneficiaires_beneficiaire (id, numero, nom_ar, prenom_ar, nom_fr, prenom_fr, squelette)"
        f" {SERIES} SELECT {person}, CAST(100000000 + i * 7919 AS varchar(9)), %s, %s, %s, %s, %s FROM n",
        [*NAMES, name_skeleton(*NAMES)],
    )
    borne = "INSERT INTO beneficiaires_cle (beneficiaire_id, cle)"
    for place in range(5):
        execute(f"{borne} {SERIES} SELECT {person}, 5 * (i / 10) + {place} FROM n")
    for rank, key in enumerate(sorted(blocking_keys(identite(file())))):
        step = 20 if rank % 2 else PEOPLE // 30
        execute(f"{borne} {SERIES} SELECT {person}, {key} FROM n WHERE i % {step} = 0")
    guardian = reserve_ids(Tuteur, PEOPLE).start - first
    tuteur = f"{person} + {guardian}"
    execute(f"INSERT INTO beneficiaires_tuteur (id, prenom_fr) {SERIES} SELECT {tuteur}, 'Ali' FROM n")
    execute(
        "INSERT INTO beneficiaires_lientuteur (beneficiaire_id, tuteur_id, lien)"
        f" {SERIES} SELECT {person}, {tuteur}, 'PERE' FROM n WHERE i % 2 = 0"
    )
    execute(
        "INSERT INTO beneficiaires_paire (a_id, b_id, score, verdict)"
        f" {SERIES} SELECT {person}, {person} + 1, 70, 'A_VOIR' FROM n WHERE i % 2 = 0 AND i < {PEOPLE}"
    )
    return first


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker):
    """One register for the whole file, in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            made = make_region()
            made.first = make_register()
            execute("ANALYZE")
            yield made
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def plan_of(query):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # It may rather read some thousand rows as they come than look up a hundred, and is right: there,
            # what counts is that an index can serve. For the keys it must choose the index itself.
            choose = "on" if "beneficiaires_cle" in query else "off"
            cursor.execute(f"SET LOCAL enable_seqscan = {choose}")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query)
        return [str(row[-1]) for row in cursor.fetchall()]


def scans(plan):
    """The lines of a plan that read a table from one end to the other."""
    if connection.vendor == "sqlite":
        # k, json_each: the keys asked for; m, V0: communes and centres, some dozens.
        return [line for line in plan if re.match(r"SCAN (?!k\b|m\b|V0|json_each|CONSTANT)", line)]
    return [line for line in plan if re.search(rf"(Seq|Parallel \w+) Scan .*on {TABLES}\b", line)]


def run(region, what):
    if what == "candidates":
        partager(region.aicha, candidats(identite(file())))
    elif what == "nobody":
        candidats(identite(Beneficiaire(prenom_fr="Zzyx", naissance=date(1950, 1, 2))))
    elif what == "pairs":
        person = Beneficiaire.objects.get(pk=region.first + 999)
        with agir(par=region.coordination):
            suivre(person, par=region.coordination)
    else:
        alike(Comparison(), region.first + 5000, region.first + 5010)


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["candidates", "nobody", "pairs", "range"])
def test_no_table_is_read_from_end_to_end(region, what):
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            run(region, what)
        transaction.set_rollback(True)
    selects = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert selects
    for sql in selects:
        plan = plan_of(sql)
        assert not scans(plan), sql + "\n" + "\n".join(plan)


@pytest.mark.django_db
def test_a_scan_would_be_seen(region):
    for sql in (
        "SELECT beneficiaire_id FROM beneficiaires_cle WHERE cle + 1 = 5",
        "SELECT id FROM beneficiaires_beneficiaire p WHERE squelette = 'x'",
    ):
        assert scans(plan_of(sql))


@pytest.mark.django_db
def test_the_bearers_of_a_common_key_are_not_all_read(region):
    keys = sorted(blocking_keys(identite(file())))
    counts = {key: Cle.objects.filter(cle=key).count() for key in keys}
    assert max(counts.values()) == PEOPLE // 20
    assert {len(people) for people in bearers(keys).values()} == {30, RARE + 2}
