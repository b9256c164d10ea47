"""The plans of a search among 100,000 people: nothing is read from one end to the other, on either database.

The people are made by the database itself, in some seconds.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.derived import fragments
from beneficiaires.models import Beneficiaire, Fragment, Inscription, Mot, Occurrence, Suffixe
from beneficiaires.search import search, search_filter
from centres.models import Centre
from entraide.bulk import bulk_insert, reserve_ids
from tests.people import make_region

PEOPLE = 100_000
WORDS = 20_000
CENTRES = 200
LARGE = [model._meta.db_table for model in (Beneficiaire, Inscription, Occurrence, Fragment)]
TABLES = [*LARGE, Mot._meta.db_table, Suffixe._meta.db_table]

SERIES = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PEOPLE})"


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def make_words():
    """The keys of the words: two Arabic or Latin letters and a number written in letters, and five common
    ones."""
    arabic, latin = str.maketrans("0123456789", "بتثجحخدذرز"), str.maketrans("0123456789", "bcdfghjklm")
    texts = ["فاطمه", "محمد", "fatima", "idrissi", "ولد"]
    texts += [
        f"{'فا' if key % 2 else 'fa'}{key}".translate(arabic if key % 2 else latin) for key in range(WORDS)
    ]
    keys = reserve_ids(Mot, len(texts))
    shares = [PEOPLE // 10] * 5 + [2 * PEOPLE // WORDS] * WORDS
    bulk_insert(Mot, ("id", "texte", "effectif"), zip(keys, texts, shares, strict=True))
    endings = {(key, text[at:]) for key, text in zip(keys, texts, strict=True) for at in range(len(text))}
    bulk_insert(Suffixe, ("mot_id", "texte"), sorted(endings))
    return keys


def make_register(region):
    """100,000 people with two or three words and a number each; 10,000 enrolments, 200 in the centre of
    Aicha."""
    Fragment.objects.all().delete()
    Occurrence.objects.all().delete()
    Suffixe.objects.all().delete()
    Mot.objects.all().delete()
    keys = make_words()
    # Reserved, not counted from a number: a rolled-back test leaves its sequence behind.
    first = reserve_ids(Beneficiaire, PEOPLE).start
    person = f"i + {first - 1}"
    execute(
        "INSERT INTO beneficiaires_beneficiaire (id, numero, prenom_fr, cle_tri_ar, cle_tri_fr)"
        f" {SERIES} SELECT {person}, CAST(100000000 + i * 7919 AS varchar(9)), 'Fatima',"
        " CAST(i * 31 % 1000 AS varchar(9)), CAST(i * 37 % 1000 AS varchar(9)) FROM n"
    )
    borne = "INSERT INTO beneficiaires_occurrence (beneficiaire_id, mot_id)"
    for place in range(2):
        word = f"{keys[5]} + (i * {7 + 6 * place} + {place * WORDS // 3}) % {WORDS}"
        execute(f"{borne} {SERIES} SELECT {person}, {word} FROM n WHERE true ON CONFLICT DO NOTHING")
    for place, key in enumerate(keys[:5]):
        execute(f"{borne} {SERIES} SELECT {person}, {key} FROM n WHERE i % 10 = {place} OR i % 77 = 0")
    for text, before in fragments("123456789")[:2]:
        at = 10 - len(text)
        execute(
            "INSERT INTO beneficiaires_fragment (beneficiaire_id, texte, avant)"
            f" SELECT id, substr(numero, {at}), {f'substr(numero, {at - 1}, 1)' if before else chr(39) * 2}"
            f" FROM beneficiaires_beneficiaire WHERE id >= {first}"
        )
    others = reserve_ids(Centre, CENTRES)
    like = {
        name: getattr(region.qods, name)
        for name in ("type", "nom_ar", "nom_fr", "commune", "milieu", "gestion")
    }
    Centre.objects.bulk_create([Centre(pk=key, code=f"X{key}", etat="OUVERT", **like) for key in others])
    execute(
        "INSERT INTO beneficiaires_inscription"
        f" (beneficiaire_id, centre_id, annee_id, statut, date_inscription) {SERIES} SELECT {person},"
        f" CASE WHEN i % 500 = 0 THEN {region.wahda.pk} ELSE {others[0]} + i % {CENTRES} END,"
        f" {region.annee.pk}, 'ACTIF', '2025-09-10' FROM n WHERE i % 10 = 0"
    )
    # First, because without statistics PostgreSQL checks each foreign key by reading a whole table.
    execute("ANALYZE")
    connection.check_constraints()


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker):
    """Built once for the whole file, in a transaction that is rolled back."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            made = make_region()
            make_register(made)
            yield made
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def plan_of(query):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + query)
        else:
            # PostgreSQL may read a dictionary of some megabytes as it comes when most of it is wanted, and is
            # right: there, what counts is that an index can serve. Of the large tables, it must choose the
            # index itself.
            choose = "on" if any(table in query for table in LARGE) else "off"
            cursor.execute(f"SET LOCAL enable_seqscan = {choose}")
            cursor.execute("EXPLAIN " + query)
        return [str(row[-1]) for row in cursor.fetchall()]


def scans(plan):
    """The lines of a plan that read a large table from one end to the other."""
    if connection.vendor == "sqlite":
        # "SCAN t" reads all of it; "SEARCH t USING … (…)" a range.
        return [line for line in plan if re.match(rf"SCAN .*({'|'.join(TABLES)}|\bU\d)\b", line)]
    return [
        line for line in plan if re.search(rf"(Seq Scan|Parallel \w+ Scan) .*on ({'|'.join(TABLES)})\b", line)
    ]


TEXTS = [
    "ا", "ف", "م", "a", "فا", "فاط", "fa",
    "fatima", "محمد fatima", "فاطمة idrissi", "fab ا", "xqzw", "فاطمة xqzw", "ولد",
    "1", "10", "123", "1234", "77 123", "100007919", "fatima 1234", "98765432", "ا ف م",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_no_table_is_read_from_end_to_end(region, text):
    everybody = Beneficiaire.objects.visible_to(region.coordination)
    with CaptureQueriesContext(connection) as captured:
        search(region.coordination, text)
        search(region.aicha, text)
        list(search_filter(everybody, text).order_by("cle_tri_ar", "id")[:51])
    assert captured.captured_queries
    for query in captured.captured_queries:
        plan = plan_of(query["sql"])
        assert not scans(plan), query["sql"] + "\n" + "\n".join(plan)


@pytest.mark.django_db
def test_a_scan_would_be_seen(region):
    for sql in (
        "SELECT id FROM beneficiaires_beneficiaire WHERE prenom_fr LIKE '%x%'",
        "SELECT beneficiaire_id FROM beneficiaires_fragment WHERE texte LIKE '%123%'",
    ):
        assert scans(plan_of(sql))


@pytest.mark.django_db
def test_the_register_is_found(region):
    assert len(search(region.coordination, "ا").people) == 50
    assert [person.numero for person in search(region.coordination, "100007919").people] == ["100007919"]
    own = set(Inscription.objects.filter(centre=region.wahda).values_list("beneficiaire", flat=True))
    assert {person.pk for person in search(region.aicha, "فا").people} <= own
