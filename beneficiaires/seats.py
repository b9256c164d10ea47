"""The seats of a group: counted by the database, guarded by it, also for two people at the same second.

`Groupe.occupees` is the number of enrolments of the group that hold a seat. Triggers keep it; the check
constraint `groupe_places_gardees` (`occupees <= plafond`) refuses what goes over, and the lock on the group's
row makes the second of two simultaneous enrolments wait for the first.

Two more rules live here, because no constraint of both databases can hold them: an enrolment is in the centre
and the year of its group, and centre and year of an enrolment never change (a transfer is a new enrolment).
"""

from django.db import connections, transaction
from django.db.models.signals import pre_migrate

from beneficiaires.statuts import OCCUPENT_UNE_PLACE
from entraide import database
from entraide.database import Trigger, refusal

PREFIX = "entraide_seats_"
ENROLMENT, GROUP = "beneficiaires_inscription", "centres_groupe"
_SEATED = f"statut IN ({', '.join(repr(s.value) for s in OCCUPENT_UNE_PLACE)})"
_OTHER_CENTRE = "an enrolment is in the centre and the year of its group"
_FIXED = "centre and year of an enrolment never change"
_GROUP_IN_USE = "a group with enrolments keeps its centre and its year"


def _fixed(connection):
    """The two rules that are written alike on both databases."""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    moved = f"OLD.centre_id {differs} NEW.centre_id OR OLD.annee_id {differs} NEW.annee_id"
    yield Trigger(
        f"{PREFIX}fixed",
        ENROLMENT,
        "BEFORE UPDATE OF centre_id, annee_id",
        refusal(connection, _FIXED),
        when=moved,
    )
    enrolled = f"EXISTS (SELECT 1 FROM {ENROLMENT} i WHERE i.groupe_id = OLD.id)"
    yield Trigger(
        f"{PREFIX}group", GROUP, "AFTER UPDATE OF centre_id, annee_id",
        refusal(connection, _GROUP_IN_USE, enrolled), when=moved,
    )  # fmt: skip


def _sqlite(connection):
    elsewhere = (
        f"EXISTS (SELECT 1 FROM {GROUP} g WHERE g.id = NEW.groupe_id"
        " AND (g.centre_id <> NEW.centre_id OR g.annee_id <> NEW.annee_id))"
    )
    check = refusal(connection, _OTHER_CENTRE, elsewhere)
    take = f"UPDATE {GROUP} SET occupees = occupees + 1 WHERE id = NEW.groupe_id AND NEW.{_SEATED};"
    free = f"UPDATE {GROUP} SET occupees = occupees - 1 WHERE id = OLD.groupe_id AND OLD.{_SEATED};"
    yield Trigger(
        f"{PREFIX}insert", ENROLMENT, "AFTER INSERT", check + take, when="NEW.groupe_id IS NOT NULL"
    )
    yield Trigger(
        f"{PREFIX}update", ENROLMENT, "AFTER UPDATE OF groupe_id, statut", check + free + take,
        when=f"OLD.groupe_id IS NOT NEW.groupe_id OR (OLD.{_SEATED}) <> (NEW.{_SEATED})",
    )  # fmt: skip
    yield Trigger(f"{PREFIX}delete", ENROLMENT, "AFTER DELETE", free, when="OLD.groupe_id IS NOT NULL")


def _seats_of(rows, sign):
    return f"SELECT groupe_id, {sign}1 AS n FROM {rows} WHERE groupe_id IS NOT NULL AND {_SEATED}"


def _postgresql(connection):
    # One statement, one update per group. The rows are locked first, in the order of ids: two loads that fill
    # the same groups in another order wait for each other instead of dying of it.
    old, new = "REFERENCING OLD TABLE AS anciennes", "REFERENCING NEW TABLE AS nouvelles"
    elsewhere = (
        f"EXISTS (SELECT 1 FROM nouvelles i JOIN {GROUP} g ON g.id = i.groupe_id"
        " WHERE g.centre_id <> i.centre_id OR g.annee_id <> i.annee_id)"
    )
    check = refusal(connection, _OTHER_CENTRE, elsewhere)
    taken, freed = _seats_of("nouvelles", ""), _seats_of("anciennes", "-")

    def count(rows):
        changes = f"SELECT groupe_id, sum(n) AS n FROM ({rows}) d GROUP BY groupe_id HAVING sum(n) <> 0"
        return (
            f" PERFORM 1 FROM {GROUP} WHERE id IN (SELECT groupe_id FROM ({changes}) c) ORDER BY id"
            f" FOR NO KEY UPDATE; IF FOUND THEN UPDATE {GROUP} g SET occupees = g.occupees + c.n"
            f" FROM ({changes}) c WHERE g.id = c.groupe_id; END IF;"
        )

    def trigger(event, referencing, body):
        return Trigger(
            f"{PREFIX}{event.lower()}",
            ENROLMENT,
            f"AFTER {event}",
            body,
            referencing=referencing,
            level="STATEMENT",
        )

    yield trigger("INSERT", new, check + count(taken))
    yield trigger("UPDATE", f"{old} NEW TABLE AS nouvelles", check + count(f"{taken} UNION ALL {freed}"))
    yield trigger("DELETE", old, count(freed))


def triggers(connection):
    """All triggers of the seats, in the dialect of `connection`."""
    yield from _fixed(connection)
    yield from _sqlite(connection) if connection.vendor == "sqlite" else _postgresql(connection)


def create_triggers(connection):
    """Bring the triggers up to date, and the counts too when the triggers had been absent."""
    with transaction.atomic(using=connection.alias):
        created = database.sync_triggers(connection, PREFIX, triggers(connection))
        if f"{PREFIX}insert" in created:
            recount(connection)
    return created


def drop_triggers(connection):
    """Drop them all."""
    database.drop_triggers(connection, PREFIX)


def missing_triggers(connection):
    """The triggers that the database lacks (a migration failed half-way)."""
    return database.missing_triggers(connection, PREFIX, triggers(connection))


def recount(connection):
    """Set `occupees` of every group to what its enrolments say; return the number of groups that were wrong.

    For rows that came in without triggers: a restore of data alone, a migration.
    """
    counted = f"(SELECT count(*) FROM {ENROLMENT} i WHERE i.groupe_id = {GROUP}.id AND i.{_SEATED})"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {GROUP} SET occupees = {counted} WHERE occupees <> {counted}")
        return cursor.rowcount


def before_migrate(sender, using, plan=(), **kwargs):
    """Receiver of `pre_migrate`: lift the triggers when there is something to migrate."""
    if sender.name == "beneficiaires" and plan:
        drop_triggers(connections[using])


def after_migrate(sender, using, **kwargs):
    """Receiver of `post_migrate`: put the triggers back."""
    if sender.name == "beneficiaires":
        create_triggers(connections[using])


pre_migrate.connect(before_migrate, dispatch_uid="beneficiaires.seats.before_migrate")
