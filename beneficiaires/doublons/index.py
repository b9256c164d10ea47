"""The blocking keys kept with the people, and who shares them."""

from itertools import islice

from django.db import connection

from beneficiaires.derived import blocking_keys, name_skeleton
from beneficiaires.models import Beneficiaire, Cle
from entraide.bulk import bulk_insert
from personnel.journal import agir

from .identites import as_parameter, lire_plage
from .workers import without_collections

BATCH = 10_000
# A key that more other people bear says little: see `comparaison`.
RARE = 50
# Locks of PostgreSQL that all blocking keys share, and the number that sets them apart from other locks.
LOCKS = 1024
_SPACE = 0x446F75


def bearers(keys, common=True):
    """{key: [keys of the people who bear it, the latest registered first, at most RARE + 2]}: one query.

    A key that nobody bears is absent, and so is, without `common`, one that more than RARE + 1 people bear.
    The time does not depend on how many bear a common key.
    """
    read = _bearers_postgresql if connection.vendor == "postgresql" else _bearers_sqlite
    with connection.cursor() as cursor:
        return read(cursor, as_parameter(keys), common)


# One look into the index for each key; a key that more people bear than are wanted gives its latest, or
# nothing at all.
_LATEST_SQL = (
    "SELECT k.value, b.people FROM unnest(%s::bigint[]) AS k(value) CROSS JOIN LATERAL ("
    "SELECT array_agg(l.beneficiaire_id) AS people FROM (SELECT c.beneficiaire_id FROM beneficiaires_cle c"
    " WHERE c.cle = k.value ORDER BY c.beneficiaire_id DESC LIMIT %s) l) b"
    " WHERE cardinality(b.people) BETWEEN 1 AND %s"
)


def _bearers_postgresql(cursor, keys, common):
    cursor.execute(_LATEST_SQL, [keys, RARE + 2, RARE + (2 if common else 1)])
    return dict(cursor.fetchall())


# SQLite knows no LATERAL. The subquery is the last person that is still wanted of a key; nobody when fewer
# people bear it.
_NO_MORE = 2**63 - 1
_UNTIL_SQL = (
    "SELECT c.cle, c.beneficiaire_id FROM json_each(%s) k JOIN beneficiaires_cle c ON c.cle = k.value"
    " WHERE c.beneficiaire_id >= COALESCE((SELECT {last} FROM beneficiaires_cle d"
    " WHERE d.cle = k.value ORDER BY d.beneficiaire_id DESC LIMIT 1 OFFSET %s), 0)"
)


def _bearers_sqlite(cursor, keys, common):
    cursor.execute(_UNTIL_SQL.format(last="d.beneficiaire_id" if common else _NO_MORE), [keys, RARE + 1])
    found = {}
    for key, person in cursor.fetchall():
        if key in found:
            found[key].append(person)
        else:
            found[key] = [person]
    for people in found.values():
        people.sort(reverse=True)
    return found


def keep_keys(wanted):
    """Bring the stored keys of people up to date: `wanted` is {key of the person: blocking keys}. Writes
    nothing that is there already."""
    stored = {person: set() for person in wanted}
    rows = Cle.objects.filter(beneficiaire__in=list(wanted))
    for person, key in rows.values_list("beneficiaire_id", "cle"):
        stored[person].add(key)
    missing = [
        Cle(beneficiaire_id=person, cle=key)
        for person, keys in sorted(wanted.items())
        for key in sorted(set(keys) - stored[person])
    ]
    if missing:
        Cle.objects.bulk_create(missing, ignore_conflicts=True)
    for person, keys in wanted.items():
        stale = stored[person] - set(keys)
        if stale:
            Cle.objects.filter(beneficiaire=person, cle__in=sorted(stale)).delete()


def add_keys(person, keys):
    """Write the keys of a person who has none."""
    Cle.objects.bulk_create([Cle(beneficiaire_id=person, cle=key) for key in sorted(keys)])


def oublier(personne_ids):
    """Remove the keys of people (before a merge deletes the row)."""
    Cle.objects.filter(beneficiaire__in=list(personne_ids)).delete()


def index_people(rows):
    """Write the keys of new people, in the loader's transaction; return how many keys.

    `rows` gives (key, Identite, squelette) for people who have no keys yet, best in the order of their keys:
    `index_register` reads them from the register. The column `squelette` is the loader's to write.
    """
    rows, count = iter(rows), 0
    batch = list(islice(rows, BATCH))
    # A large load into an empty register builds its index once, at the end.
    postponed = []
    if len(batch) == BATCH and not Cle.objects.exists():
        postponed = Cle._meta.indexes
        for index in postponed:
            _execute(f"DROP INDEX {connection.ops.quote_name(index.name)}")
    while batch:
        with without_collections():
            keys = [
                (person, key)
                for person, identite, squelette in batch
                for key in sorted(blocking_keys(identite, squelette))
            ]
        count += bulk_insert(Cle, ("beneficiaire_id", "cle"), keys)
        batch = list(islice(rows, BATCH))
    for index in postponed:
        _execute(str(index.create_sql(Cle, connection.schema_editor())))
    return count


def index_register(after=0):
    """`index_people` for the people who are in the register with a key above `after`, read from there."""
    return index_people(_people(after))


def _people(after):
    for first, last, _number in plages(after, BATCH):
        yield from lire_plage(first, last)


def plages(after, size):
    """(first key, last key, how many) of the register in pieces of `size` people with a key above `after`;
    keys are not dense."""
    people = Beneficiaire.objects.order_by("pk")
    while keys := list(people.filter(pk__gt=after).values_list("pk", flat=True)[:size]):
        after = keys[-1]
        yield keys[0], after, len(keys)


def reindex():
    """Work out the prepared names and the keys of everybody again, after a change of the rules of matching;
    return how many people had others. Each batch is committed."""
    changed = 0
    for first, last, _number in plages(0, 2000):
        with agir(par=None):
            stored, wanted, stale = keys_of(first, last), {}, set()
            for person, identite, squelette in lire_plage(first, last):
                names = identite.nom_ar, identite.prenom_ar, identite.nom_fr, identite.prenom_fr
                fresh = name_skeleton(*names)
                if fresh != squelette:
                    Beneficiaire.objects.filter(pk=person).update(squelette=fresh)
                    stale.add(person)
                keys = blocking_keys(identite, fresh)
                if keys != set(stored.get(person, ())):
                    wanted[person] = keys
            if wanted:
                keep_keys(wanted)
            changed += len(stale | wanted.keys())
    return changed


def verrouiller(keys):
    """Make whoever writes a person with one of these blocking keys wait for the end of this transaction.

    Two creations of the same person at the same second: the second one sees the first. Call it before rows
    are locked FOR UPDATE or deleted, and once for all the people that a transaction writes, so that two
    transactions never wait for each other. On SQLite writers wait already. A transaction takes at most
    `LOCKS` locks, however many people it writes: the room of PostgreSQL for locks is bounded. Now and then
    two strangers wait for each other's commit.
    """
    if connection.vendor == "postgresql":
        locks = sorted({key % LOCKS for key in keys})
        _execute("SELECT count(pg_advisory_xact_lock(%s, l)) FROM unnest(%s::int[]) AS l", [_SPACE, locks])


def verrouiller_fiches(personnes, more=()):
    """`verrouiller` for people of the register (their keys), before anything of theirs is locked or written.

    `more`: the blocking keys that they will have. Everybody who writes people begins here, or with
    `verrouiller`: a merge and a creation at the same second wait for each other in one order.
    """
    if connection.vendor == "postgresql":
        stored = Cle.objects.filter(beneficiaire__in=personnes).values_list("cle", flat=True)
        verrouiller({*stored, *more})


def keys_of(first, last):
    """{key of the person: [blocking keys]} as stored, for the people from `first` to `last`."""
    found = {}
    rows = Cle.objects.filter(beneficiaire__gte=first, beneficiaire__lte=last)
    for person, key in rows.values_list("beneficiaire_id", "cle").order_by():
        found.setdefault(person, []).append(key)
    return found


def _execute(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
