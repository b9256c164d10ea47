"""The bulk road writes what `save()` writes, leaves no sequence behind, and keeps memory flat."""

import threading
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from beneficiaires.models import Beneficiaire, Mot, Statut, Suffixe
from centres.models import Centre, Filiere
from entraide.bulk import analyze, bulk_insert, reserve_ids
from personnel.models import Agent, Journal
from tests.people import make_account, make_commune

pytestmark = pytest.mark.django_db

TEXTS = [
    "plain", "", " ", "a\tb", "line\nline\r\nline", "back\\slash \\N \\. \\t", "\\N", "\\.", "«أحمد» — ﷺ",
    "😀", '"quoted"', "l'Aïn", "%s %(x)s {}", "a,b;c", "\x0b\x0c\x08",
]  # fmt: skip


def mots(texts):
    return [(text,) for text in texts]


def raw(model, fields):
    """The rows as the database holds them, without Django's converters."""
    names = ", ".join(model._meta.get_field(name).column for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY id")
        return cursor.fetchall()


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back_as_it_was(text):
    assert bulk_insert(Mot, ["texte"], [(text,)]) == 1
    assert Mot.objects.get().texte == text


def test_the_bulk_road_stores_what_save_stores():
    fatima, commune = make_account("fatima", "COORDINATION"), make_commune()
    plus_one = timezone(timedelta(hours=1))
    moments = [
        datetime(2026, 2, 3, 14, 5, 6, tzinfo=UTC),
        datetime(2026, 2, 3, 0, 5, 6, 120, tzinfo=plus_one),
        datetime(2026, 7, 3, 23, 59, 59, 999999, tzinfo=plus_one),
    ]
    fields = [
        "code", "type", "nom_ar", "nom_fr", "commune", "milieu", "gestion", "etat", "ouvert_le", "latitude",
        "longitude", "telephone", "cree_par", "lot", "modifie_le", "note_fr", "version",
    ]  # fmt: skip

    def rows(prefix):
        for n, moment in enumerate(moments):
            yield (
                f"{prefix}{n}", "JARDIN", "روض", f"Jardin\t{n}", commune.pk, "URBAIN", "DIRECTE", "OUVERT",
                date(2015, 9, 1) if n else None, Decimal("27.15361") if n else None, Decimal("-13.2"),
                None, fatima.pk, "L", moment, "a\nb\\", n + 1,
            )  # fmt: skip

    for row in rows("A"):
        values = dict(zip(fields, row, strict=True))
        Centre.objects.create(commune_id=values.pop("commune"), cree_par_id=values.pop("cree_par"), **values)
    columns = [Centre._meta.get_field(name).attname for name in fields]
    assert bulk_insert(Centre, columns, rows("B")) == 3
    stored = raw(Centre, [f for f in fields if f != "code"])
    assert stored[:3] == stored[3:]
    if connection.vendor == "sqlite":
        types = ", ".join(f"typeof({Centre._meta.get_field(name).column})" for name in fields)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {types} FROM centres_centre ORDER BY id")
            kinds = cursor.fetchall()
        assert kinds[:3] == kinds[3:]
    centre = Centre.objects.get(code="B1")
    assert centre.modifie_le == moments[1] and centre.latitude == Decimal("27.15361")
    # What is not named takes its database default.
    assert centre.association_fr == "" and centre.cree_le.tzinfo and centre.reouverture_prevue is None


def test_booleans_numbers_choices_and_json():
    columns = ["numero", "prenom_fr", "naissance_estimee"]
    bulk_insert(Beneficiaire, columns, [("000000001", "A", True), ("000000002", "B", False)])
    assert list(Beneficiaire.objects.order_by("numero").values_list("naissance_estimee", flat=True)) == [
        True,
        False,
    ]
    assert Beneficiaire.objects.filter(naissance_estimee=True).count() == 1
    values = [{"a": [1, None, "é\t\\"]}, [1, "x"], "text", 63.5, True, None]
    rows = [("UPDATE", Statut.ACTIF, n, {}, value) for n, value in enumerate(values)]
    bulk_insert(Journal, ["operation", "table_nom", "objet_id", "avant", "apres"], rows)
    found = Journal.objects.filter(table_nom="ACTIF").order_by("objet_id")
    assert [row.apres for row in found] == values
    assert found.filter(apres__isnull=True).count() == 1
    bulk_insert(
        "personnel_journal", ["operation", "table_nom", "objet_id", "avant"], [("DELETE", "t", 1, {"k": "é"})]
    )
    assert Journal.objects.get(table_nom="t").avant == {"k": "é"}


def test_a_table_with_a_key_of_two_columns():
    (mot,) = bulk_mots = Mot.objects.bulk_create([Mot(texte="amina")])
    assert bulk_insert(Suffixe, ("mot_id", "texte"), ((mot.pk, "amina"[n:]) for n in range(5))) == 5
    assert Suffixe.objects.filter(mot=bulk_mots[0]).count() == 5


def test_nothing_to_insert():
    assert bulk_insert(Mot, ["texte"], []) == 0
    assert bulk_insert(Mot, ["texte"], iter(())) == 0


def failing():
    yield ("one",)
    raise LookupError("row 2")


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (failing(), LookupError),
        (mots(["same", "same"]), IntegrityError),
        (mots([None]), IntegrityError),
        (mots([object()]), TypeError),
        (mots([datetime(2026, 1, 1)]), ValueError),
        (mots(["\ud800"]), UnicodeEncodeError),
        ([("one", "two")], ValueError),
        ([("one",), ()], ValueError),
        pytest.param(mots(["x" * 101]), DataError, marks=pytest.mark.postgresql),
        pytest.param(mots(["a\x00b"]), DataError, marks=pytest.mark.postgresql),
    ],
)
def test_an_error_is_the_true_one_and_leaves_nothing(rows, error):
    bulk_insert(Mot, ["texte"], mots(["before"]))
    with pytest.raises(error), transaction.atomic():
        bulk_insert(Mot, ["texte"], rows)
    assert [m.texte for m in Mot.objects.all()] == ["before"]
    with pytest.raises(KeyError):
        bulk_insert(Mot, ["text"], mots(["x"]))


def test_memory_stays_flat():
    def rows(number):
        return ((f"mot{n:07}" * 8,) for n in range(number))

    bulk_insert(Mot, ["texte"], rows(10))
    tracemalloc.start()
    assert bulk_insert(Mot, ["texte"], (("x" + text,) for (text,) in rows(20_000))) == 20_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000, "20,000 rows of 80 characters are 2 MB at least"


# --- keys ---------------------------------------------------------------------------------------------------


def test_reserved_keys_are_given_to_nobody_else():
    Mot.objects.create(texte="a")
    ids = reserve_ids(Mot, 1000)
    assert len(ids) == 1000 and ids.step == 1
    between = Mot.objects.create(texte="b").pk
    assert between not in ids
    assert bulk_insert(Mot, ["id", "texte"], ((key, f"m{key}") for key in ids)) == 1000
    again = reserve_ids(Mot, 1)
    after = Mot.objects.create(texte="c").pk
    assert len({*ids, between, *again, after}) == 1003
    assert list(reserve_ids(Mot, 0)) == []
    with pytest.raises(ValueError, match="-1"):
        reserve_ids(Mot, -1)


def test_keys_of_an_empty_table_are_reserved_too():
    ids = reserve_ids(Filiere, 5)
    row = Filiere.objects.create(code="A", type="JARDIN", nom_ar="ا", nom_fr="A", duree_mois=1)
    assert row.pk not in ids


@pytest.mark.parametrize("ahead", [0, 1, 500, 3_000_000])
def test_keys_that_come_with_the_rows_leave_no_sequence_behind(ahead):
    first = Mot.objects.create(texte="a").pk + ahead
    keys = [first + n for n in range(1, 4)]
    bulk_insert(Mot, ["id", "texte"], [(key, f"m{key}") for key in keys])
    assert Mot.objects.create(texte="b").pk == keys[-1] + 1
    bulk_insert("beneficiaires_mot", ["id", "texte"], [(keys[-1] + 5, "c")])
    assert Mot.objects.create(texte="d").pk == keys[-1] + 6
    # An old key, below: the sequence does not step back.
    bulk_insert(Mot, ["id", "texte"], [(keys[-1] + 3, "e")])
    assert Mot.objects.create(texte="f").pk == keys[-1] + 7


def test_every_model_can_be_created_through_the_application_after_a_copy_with_keys():
    first = Agent.objects.create(nom_ar="أ", poste="AUTRE", employeur="COMMUNE").pk
    columns = ["id", "nom_ar", "poste", "employeur"]
    bulk_insert(Agent, columns, ((first + n, f"ا{n}", "AUTRE", "COMMUNE") for n in range(1, 301)))
    assert Agent.objects.create(nom_ar="ب", poste="AUTRE", employeur="COMMUNE").pk == first + 301


@pytest.mark.django_db(transaction=True)
def test_keys_are_reserved_beside_sessions_that_write():
    """FC-OPS-02: a load of rows with reserved keys while other sessions create rows of the same table."""
    errors, start = [], threading.Barrier(5)

    def run(work):
        try:
            start.wait(10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def loads(name):
        for n in range(5):
            with transaction.atomic():
                ids = reserve_ids(Mot, 100)
                bulk_insert(Mot, ["id", "texte"], [(key, f"{name}-{n}-{key}") for key in ids])

    def creates(name):
        for n in range(50):
            Mot.objects.create(texte=f"{name}-{n}")

    works = [lambda n=n: loads(f"load{n}") for n in range(2)] + [
        lambda n=n: creates(f"one{n}") for n in range(3)
    ]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert errors == []
    assert Mot.objects.count() == 2 * 500 + 3 * 50
    Mot.objects.create(texte="after")


def test_fresh_statistics_inside_a_transaction():
    analyze()


@pytest.mark.django_db(transaction=True)
def test_fresh_statistics_outside():
    bulk_insert(Mot, ["texte"], mots(f"m{n}" for n in range(200)))
    analyze()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Not which pages are all visible: that depends on the other sessions of the server.
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'beneficiaires_mot'")
            assert cursor.fetchone() == (200,)
