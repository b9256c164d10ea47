"""One enrolment of a new person beside the bare INSERTs of the same rows."""

from datetime import date
from itertools import count

from django.db import connection, transaction
from django.db.models import F, Max

from beneficiaires import doublons
from beneficiaires.actions.beneficiaire import creer_beneficiaire, ressemblances
from beneficiaires.actions.inscription import inscrire
from beneficiaires.derived import blocking_keys
from beneficiaires.models import (
    Beneficiaire,
    ChangementStatut,
    Cle,
    Fragment,
    Inscription,
    Occurrence,
    Paire,
)
from beneficiaires.numero import new_number
from centres.models import Groupe, TypeCentre
from personnel.journal import agir
from personnel.models import Compte

from .measuring import compared

_TABLES = {
    "beneficiaires_beneficiaire": "id",
    "beneficiaires_occurrence": "beneficiaire_id",
    "beneficiaires_fragment": "beneficiaire_id",
    "beneficiaires_cle": "beneficiaire_id",
    "beneficiaires_inscription": "beneficiaire_id",
}
_ROUNDS = 15
_cards = count(100_000)


def _person():
    """Another person each time: of the people who share a name with her, the check reads as many as ever."""
    n = next(_cards)
    return Beneficiaire(
        nom_ar="العلوي", prenom_ar="فاطمة", nom_fr="Alaoui", prenom_fr="Fatima", sexe="F",
        naissance=date(1960 + n * 7 % 45, 1 + n % 12, 2 + n * 5 % 27), naissance_precision="JOUR",
        cnie=f"ZZ{n}", telephone=f"+2126{n * 7919 % 100_000_000:08d}",
    )  # fmt: skip


def _check(par):
    """What is asked before her file is written: is somebody like her known?"""
    with agir(par=par):
        personne = _person()
        doublons.verrouiller(blocking_keys(doublons.identite(personne)))
        ressemblances(personne=personne, par=par)


def _enrol(groupe, par):
    with agir(par=par):
        personne = _person()
        creer_beneficiaire(personne=personne, par=par, malgre="…")
        inscrire(beneficiaire=personne, groupe=groupe, motif_tardif="…", par=par)
    return personne


def _rows(cursor, table, column, key):
    cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [key])
    return [c[0] for c in cursor.description], cursor.fetchall()


class _Bare:
    """The rows of one person, written again under new keys."""

    def __init__(self, personne):
        with connection.cursor() as cursor:
            self.rows = {t: _rows(cursor, t, column, personne.pk) for t, column in _TABLES.items()}
            names, rows = self.rows["beneficiaires_inscription"]
            enrolment = rows[0][names.index("id")]
            self.change = _rows(cursor, "beneficiaires_changementstatut", "inscription_id", enrolment)

    @staticmethod
    def _insert(cursor, table, names, rows, **given):
        kept = [name for name in names if name != "id"]
        values = [
            given.get(name, value)
            for row in rows
            for name, value in zip(names, row, strict=True)
            if name != "id"
        ]
        marks = ", ".join([f"({', '.join(['%s'] * len(kept))})"] * len(rows))
        back = " RETURNING id" if "id" in names else ""
        cursor.execute(f"INSERT INTO {table} ({', '.join(kept)}) VALUES {marks}{back}", values)
        return cursor.fetchone()[0] if back else None

    def __call__(self):
        with transaction.atomic(), connection.cursor() as cursor:
            person = None
            for table, (names, rows) in self.rows.items():
                given = {"numero": new_number()} if person is None else {"beneficiaire_id": person}
                key = self._insert(cursor, table, names, rows, **given)
                person = person or key
            self._insert(cursor, "beneficiaires_changementstatut", *self.change, inscription_id=key)


def _remove(last, par):
    """Take away the people who came after the key `last`."""
    with agir(par=par):
        rows = {"inscription__beneficiaire__gt": last}
        ChangementStatut.objects.filter(**rows).delete()
        Paire.objects.filter(b__gt=last).delete()
        for model in (Inscription, Occurrence, Fragment, Cle):
            model.objects.filter(beneficiaire__gt=last).delete()
        Beneficiaire.objects.filter(pk__gt=last).delete()


def _room(groupe, par, seats):
    """Make the group large enough for the measurement."""
    if groupe.plafond - groupe.occupees < seats:
        with agir(par=par):
            Groupe.objects.filter(pk=groupe.pk).update(
                capacite=groupe.occupees + seats, plafond=groupe.occupees + seats
            )


def enrolments(rounds=None):
    """The comparison, committed on both sides; seats are taken by the triggers on both. The people are taken
    away at the end."""
    par = Compte.objects.get(username="coordination")
    groupe = (
        Groupe.objects.filter(centre__type=TypeCentre.FORMATION, annee__courante=True)
        .select_related("centre", "annee")
        .annotate(libres=F("plafond") - F("occupees"))
        .order_by("-libres", "pk")[0]
    )
    runs = rounds or _ROUNDS
    last = Beneficiaire.objects.aggregate(last=Max("pk"))["last"]
    _room(groupe, par, 3 * runs + 4)
    try:
        bare = _Bare(_enrol(groupe, par))
        yield compared(
            "one enrolment of a new person", lambda: _enrol(groupe, par), bare, rounds=runs, target=3
        )
        yield compared("of it the search before create", lambda: _check(par), bare, rounds=runs)
    finally:
        _remove(last, par)
