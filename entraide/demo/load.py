"""Writes the demonstration region: with `network`, the only part of `entraide.demo` that touches the models.

Reference tables (a few hundred rows) go through `bulk_create`; people and enrolments through the bulk path,
with all constraints and triggers in force, so that the seats are counted by the database as for any other
enrolment.
"""

from itertools import chain
from operator import itemgetter

from django.db import connection, transaction

from beneficiaires import doublons, search
from beneficiaires.derived import name_columns
from beneficiaires.models import Beneficiaire, ChangementStatut, Inscription, LienTuteur, Tuteur
from beneficiaires.numero import new_number
from centres.models import AnneeScolaire, Centre
from entraide.bulk import bulk_insert, reserve_ids
from personnel.journal import agir
from personnel.models import Compte

from . import network, staff
from .people import GUARDIAN_COLUMNS, PERSON_COLUMNS
from .places import (
    CHANGE_COLUMNS,
    ENROLMENT_COLUMNS,
    LINK_COLUMNS,
    LOT,
    Cles,
    Peuplement,
    inscriptions_par_copie,
)
from .region import build

_COPIES_PER_BATCH = 8
_SEARCHED = itemgetter(
    *map(
        PERSON_COLUMNS.index,
        ("id", "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "numero", "cnie", "massar", "telephone"),
    )
)


def not_empty():
    """Why the demonstration cannot be loaded, or None: something that it would mix with is already there."""
    if Beneficiaire.objects.exists():
        return "people are already registered"
    if Centre.objects.exists() or AnneeScolaire.objects.exists():
        return "institutions or school years already exist"
    if Compte.objects.filter(username__in=staff.COMPTES).exists():
        return "one of the demonstration accounts already exists"
    return None


def load(*, echelle, graine, today, progress=lambda text: None):
    """Load the region `echelle` times over its 53 institutions; return its plan.

    Everything or nothing: one transaction, then fresh statistics of the tables. `progress` is told each step.
    The known doubles stand in the queue of the coordination at scale 1; the pairs of a larger register are
    the work of `find_duplicates`.
    """
    plan = build(today)
    with transaction.atomic():
        comptes = network.accounts()
        auteur = comptes[staff.COORDINATION]
        with agir(par=auteur, lot=LOT, savepoint=False):
            progress("network")
            cles = network.network(plan, comptes, graine, echelle)
            search.index_people(_people(plan, cles, graine, echelle, progress))
            progress("blocking keys")
            doublons.index_register()
        if echelle == 1:
            progress("possible duplicates")
            doublons.paires_du_registre(reprise=False)
    progress("statistics of the tables")
    _analyze()
    return plan


def known_doubles(*, graine, today):
    """(doubles, traps) of the region of that seed and day: [(number, number)] of the files that are one
    person, and of those that only look so. Reads no database: numbers follow the seed alone."""
    plan = build(today)
    cles = Cles(
        communes={row["commune_code"]: rank for rank, row in enumerate(plan.territoire)},
        centres={centre.code: rank for rank, centre in enumerate(plan.centres)},
        groupes={(0, groupe.cle): rank for rank, groupe in enumerate(plan.groupes)},
        precedente=0, courante=1, auteur=0,
    )  # fmt: skip
    copie = Peuplement(
        plan, cles, graine=graine, premiere_personne=1, premiere_inscription=1, numero=new_number,
        name_columns=name_columns,
    ).copie(0)  # fmt: skip
    return copie.doublons, copie.pieges


def _analyze():
    """Fresh statistics: without them the planner misjudges the new rows. VACUUM also makes index-only scans
    possible; it does not run in a transaction, such as that of a test."""
    vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")


def _people(plan, cles, graine, echelle, progress):
    """Write people, guardians, enrolments and status changes, a few copies at a time so that memory stays
    flat.

    A generator: yields what the search keeps of each person (`search.index_people`) once the person is
    written.
    """
    peuplement = Peuplement(
        plan, cles, graine=graine,
        premiere_personne=reserve_ids(Beneficiaire, plan.personnes * echelle).start,
        premiere_inscription=reserve_ids(Inscription, inscriptions_par_copie(plan) * echelle).start,
        numero=new_number, name_columns=name_columns,
    )  # fmt: skip
    for first in range(0, echelle, _COPIES_PER_BATCH):
        copies = [peuplement.copie(rang) for rang in range(first, min(first + _COPIES_PER_BATCH, echelle))]
        bulk_insert(Beneficiaire, PERSON_COLUMNS, chain.from_iterable(copie.personnes for copie in copies))
        _guardians(copies, cles.auteur)
        bulk_insert(
            Inscription, ENROLMENT_COLUMNS, chain.from_iterable(copie.inscriptions for copie in copies)
        )
        _with_ids(ChangementStatut, CHANGE_COLUMNS, copies, "changements")
        progress(f"people: {(first + len(copies)) * plan.personnes} of {echelle * plan.personnes}")
        for copie in copies:
            yield from map(_SEARCHED, copie.personnes)


def _with_ids(model, columns, copies, attribute):
    """Insert the rows of `attribute` of all copies with reserved ids; return the first id."""
    ids = reserve_ids(model, sum(len(getattr(copie, attribute)) for copie in copies))
    rows = chain.from_iterable(getattr(copie, attribute) for copie in copies)
    bulk_insert(model, ("id", *columns), ((key, *row) for key, row in zip(ids, rows, strict=True)))
    return ids.start


def _guardians(copies, auteur):
    """Guardians, then their links: a link names the guardian by its place in the copy."""
    first = _with_ids(Tuteur, GUARDIAN_COLUMNS, copies, "tuteurs")
    ids = iter(reserve_ids(LienTuteur, sum(len(copie.liens) for copie in copies)))

    def links():
        base = first
        for copie in copies:
            for person, guardian, kind, principal, when in copie.liens:
                yield next(ids), person, base + guardian, kind, principal, when, auteur, LOT
            base += len(copie.tuteurs)

    bulk_insert(LienTuteur, ("id", *LINK_COLUMNS), links())
