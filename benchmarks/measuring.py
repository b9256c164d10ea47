"""Medians of interleaved runs: A B A B …, so that what else the machine does falls on both alike."""

import gc
import time
from dataclasses import asdict, dataclass
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS, SECONDS, LEAST = 25, 6, 5


@dataclass
class Line:
    """One line of the report. `target` is the greatest ratio wanted, None when it is only reported."""

    name: str
    ours: float  # milliseconds
    reference: float
    target: float | None = None
    note: str = ""

    @property
    def ratio(self):
        return self.ours / self.reference if self.reference else 0.0

    def plain(self):
        return asdict(self) | {"ratio": self.ratio}


def _timed(run):
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def interleaved(*runs, rounds=None):
    """The median of each of `runs` in milliseconds. One turn before, uncounted, warms what is kept warm."""
    for run in runs:
        run()
    times, begin = [[] for _ in runs], time.perf_counter()
    gc.collect()
    for turn in range(rounds or ROUNDS):
        for found, run in zip(times, runs, strict=True):
            found.append(_timed(run))
        if rounds is None and turn + 1 >= LEAST and time.perf_counter() - begin > SECONDS:
            break
    return [median(found) for found in times]


def compared(name, ours, reference, *, rounds=None, target=None, note=""):
    """A Line: `ours` beside `reference`."""
    return Line(name, *interleaved(ours, reference, rounds=rounds), target=target, note=note)


def queries(run):
    """How many queries `run()` makes."""
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)
