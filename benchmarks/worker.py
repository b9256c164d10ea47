"""One scale on one database: `python -m benchmarks.worker '{"scale": 1, …}'`, the database by DATABASE_URL.

Started by `benchmarks.__main__`; writes one JSON object per line.
"""

import json
import os
import sys
import time

SEED = 1957
PEOPLE = {34: 100_000, 340: 1_000_000}  # of the register that is compared, by scale


def _load(scale):
    """Milliseconds of a load into the migrated, empty database; None when it is loaded already."""
    from django.core.management import call_command

    from entraide.demo import load
    from entraide.periods import today

    call_command("migrate", verbosity=0)
    if load.not_empty():
        return None
    start = time.perf_counter()
    load.load(echelle=scale, graine=SEED, today=today())
    return 1000 * (time.perf_counter() - start)


def _dashboard(scale, rounds):
    from django.db import connection

    from . import dashboard
    from .measuring import Line, compared, interleaved, queries
    from .people import page, signed_in

    for case in dashboard.cases(connection):
        case.check()
        note = f"{queries(case.application)} queries"
        line = compared(case.name, case.application, case.reference, rounds=rounds, note=note)
        if scale >= 34:
            line.target = 1.3
        else:
            line.note += f"; {line.ours - line.reference:+.1f} ms (at most +3 ms)"
        yield line
    client = signed_in()
    addresses = ("/statistiques/", "/reference/empty/", "/reference/constants/")
    whole, empty, constants = interleaved(*(page(client, address) for address in addresses), rounds=rounds)
    yield Line("dashboard page beside an empty signed-in page", whole, empty)
    yield Line("dashboard page beside its template from constants", whole, constants)


def _matching(scale, rounds):
    """In a database of its own: a register whose names are not repeated at every scale."""
    from django.core.management import call_command

    from . import matching

    call_command("migrate", verbosity=0)
    yield from matching.lines(PEOPLE.get(scale, 2913 * scale), rounds)


def _measure(scale, only, rounds, folder):
    import gc

    from . import enrolment, loading, people

    if only == ["matching"]:
        yield from _matching(scale, rounds)
        return

    load_ms = _load(scale)
    gc.freeze()
    if "dashboard" in only:
        yield from _dashboard(scale, rounds)
    if "list" in only:
        yield from people.lists(rounds)
    if "search" in only:
        yield from people.searches(rounds)
        yield {"answers": people.answers()}
    if "enrol" in only:
        yield from enrolment.enrolments(rounds)
    if "load" in only and load_ms is not None:
        yield from loading.lines(load_ms, folder)


def main(options):
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    for found in _measure(**options):
        print(json.dumps(found if isinstance(found, dict) else found.plain()), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
