"""Everything that points at a person is merged, today and later: the relations are read from the models."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.db.models import F, Q

from beneficiaires.fusion import SansDouble, declarer
from beneficiaires.fusion.relations import _MANIERES, Deriver, Relation, maniere, relations
from beneficiaires.models import Beneficiaire, Cle, Fragment, Occurrence, Paire, Verification
from personnel.journal import agir
from tests.people import make_region

from .files import REWRITTEN, differences, enrol, guardian, merge, person, snapshot, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


# --- FC-IDN-01 ----------------------------------------------------------------------------------------------
def _two_persons(region, first, second):
    with agir(par=region.coordination):
        Paire.objects.create(a=first, b=second, score=50, verdict="A_VOIR", etat="DIFFERENTS")


def _verification(region, file):
    with agir(par=region.coordination):
        Verification.objects.create(centre=region.wahda, saisie={}, candidat=file)


def _written_with_the_file(region, file):
    """The rows that repeat the file exist with it."""


ONE_ROW = {
    "beneficiaires.Cle.beneficiaire": _written_with_the_file,
    "beneficiaires.Fragment.beneficiaire": _written_with_the_file,
    "beneficiaires.Fusion.garde": lambda region, file: merge(region, file, person(region, nom_fr="Benaly")),
    "beneficiaires.Inscription.beneficiaire": lambda region, file: enrol(
        region, file, region.groupes["CEF-02"]
    ),
    "beneficiaires.LienTuteur.beneficiaire": lambda region, file: guardian(region, file),
    "beneficiaires.Occurrence.beneficiaire": _written_with_the_file,
    "beneficiaires.Paire.a": lambda region, file: _two_persons(region, file, person(region, **REWRITTEN)),
    "beneficiaires.Paire.b": lambda region, file: _two_persons(region, region.people["CEF-01"], file),
    "beneficiaires.Verification.candidat": _verification,
}


def test_every_relation_of_a_person_has_a_row_here():
    """A table that points at a person from now on is added to ONE_ROW: the next test merges it."""
    assert {relation.nom for relation, _ in relations()} == set(ONE_ROW)


def test_one_row_in_every_table_follows_and_comes_back(region):
    """FC-IDN-01."""
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, prenom_fr="Fatma")
    for relation, _ in relations():
        ONE_ROW[relation.nom](region, absorbe)
    before, owned = snapshot(), {}
    for relation, way in relations():
        rows = relation.lignes(absorbe)
        assert rows.exists(), relation.nom
        if not isinstance(way, Deriver) and relation.modele is not Paire:
            owned[relation] = list(rows.values_list("pk", flat=True))
    paires = list(Paire.objects.filter(etat="DIFFERENTS").values_list("pk", flat=True))
    fusion = merge(region, garde, absorbe)
    assert not Beneficiaire.objects.filter(pk=absorbe.pk).exists()
    for relation, _ in relations():
        assert not relation.lignes(absorbe).exists(), relation.nom
    for relation, keys in owned.items():
        assert set(keys) <= set(relation.lignes(garde).values_list("pk", flat=True)), relation.nom
    assert len(paires) == 2
    assert {pk for p in Paire.objects.filter(pk__in=paires) for pk in (p.a_id, p.b_id)} >= {garde.pk}
    assert all(p.etat == "DIFFERENTS" for p in Paire.objects.filter(pk__in=paires))
    for model in (Cle, Fragment, Occurrence):
        assert not model.objects.filter(beneficiaire=absorbe.pk).exists()
    undo(region, fusion)
    assert differences(before, snapshot()) == []


# --- tables to come -----------------------------------------------------------------------------------------
@pytest.fixture
def table():
    """Define a model for one test, with its table."""
    made = []

    def define(name, sql, **attributes):
        meta = type("Meta", (), {"app_label": "beneficiaires", **attributes.pop("meta", {})})
        model = type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **attributes})
        made.append(name.lower())
        key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {model._meta.db_table} (id {key}, {sql})")
        return model

    yield define
    for name in made:
        del apps.all_models["beneficiaires"][name]
    apps.clear_cache()


POINTS = (
    "personne_id bigint NOT NULL REFERENCES beneficiaires_beneficiaire (id) DEFERRABLE INITIALLY DEFERRED"
)


def _to_a_person(**options):
    return models.ForeignKey(Beneficiaire, models.PROTECT, related_name="+", **options)


def test_a_later_table_without_a_unique_constraint_moves_by_itself(region, table):
    """Also one that hides its relation."""
    Repas = table("Repas", POINTS, personne=_to_a_person())
    garde, absorbe = person(region), person(region)
    Repas.objects.create(personne=garde)
    rows = [Repas.objects.create(personne=absorbe).pk for _ in range(2)]
    before = snapshot()
    fusion = merge(region, garde, absorbe)
    assert Repas.objects.filter(personne=garde, pk__in=rows).count() == 2
    undo(region, fusion)
    assert differences(before, snapshot()) == []


def test_a_later_table_with_a_unique_constraint_must_say_how(region, table, monkeypatch):
    Lit = table(
        "Lit",
        f"{POINTS}, rang integer NOT NULL, UNIQUE (personne_id, rang)",
        personne=_to_a_person(),
        rang=models.IntegerField(),
        meta={"constraints": [models.UniqueConstraint(fields=["personne", "rang"], name="lit_unique")]},
    )
    garde, absorbe = person(region), person(region)
    for file, rang in ((garde, 1), (absorbe, 1), (absorbe, 2)):
        Lit.objects.create(personne=file, rang=rang)
    before = snapshot()
    with pytest.raises(ImproperlyConfigured, match="beneficiaires.Lit.personne"):
        merge(region, garde, absorbe)
    assert differences(before, snapshot()) == []
    monkeypatch.setitem(_MANIERES, "beneficiaires.Lit.personne", None)  # taken away with the test
    declarer("beneficiaires.Lit.personne", SansDouble("rang"))
    fusion = merge(region, garde, absorbe)
    assert sorted(Lit.objects.values_list("personne", "rang")) == [(garde.pk, 1), (garde.pk, 2)]
    undo(region, fusion)
    assert differences(before, snapshot()) == []


def test_a_generic_relation_moves_too(region, table):
    Tache = table(
        "Tache",
        "genre_id bigint NOT NULL, objet_id bigint NOT NULL",
        genre=models.ForeignKey(ContentType, models.CASCADE, related_name="+"),
        objet_id=models.BigIntegerField(),
        objet=GenericForeignKey("genre", "objet_id"),
    )
    garde, absorbe = person(region), person(region)
    mine = Tache.objects.create(objet=absorbe)
    other = Tache.objects.create(genre=ContentType.objects.get_for_model(Verification), objet_id=absorbe.pk)
    before = snapshot()
    fusion = merge(region, garde, absorbe)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.objet_id, other.objet_id) == (garde.pk, absorbe.pk)
    undo(region, fusion)
    assert differences(before, snapshot()) == []


UNIQUE = models.UniqueConstraint
NEEDS_A_WORD = {
    "OneToOne": {"personne": lambda: models.OneToOneField(Beneficiaire, models.CASCADE, related_name="+")},
    "Together": {"meta": {"unique_together": [("personne", "rang")]}},
    "Partial": {"meta": {"constraints": [UNIQUE(fields=["personne"], condition=Q(rang=1), name="u1")]}},
    "Expression": {"meta": {"constraints": [UNIQUE(F("personne"), F("rang"), name="u2")]}},
    "Compared": {
        "meta": {"constraints": [models.CheckConstraint(condition=Q(rang__lt=F("personne")), name="c1")]}
    },
    "Composite": {"pk": lambda: models.CompositePrimaryKey("personne_id", "rang")},
}
MOVES = {
    "Plain": {},
    "OtherUnique": {"meta": {"constraints": [UNIQUE(fields=["rang"], name="u3")]}},
    "Given": {
        "meta": {
            "constraints": [
                models.CheckConstraint(condition=Q(personne__isnull=False) | Q(rang__gt=0), name="c2")
            ]
        }
    },
}


@pytest.mark.parametrize("name", [*NEEDS_A_WORD, *MOVES])
def test_which_tables_must_say_how(table, name):
    options = dict({**NEEDS_A_WORD, **MOVES}[name])
    made = {key: value() for key, value in options.items() if callable(value)}
    attributes = {"personne": _to_a_person(), "rang": models.IntegerField(), **options, **made}
    model = table(name, "personne_id bigint, rang integer", **attributes)
    assert (maniere(Relation(model, "personne")) is None) == (name in NEEDS_A_WORD)
