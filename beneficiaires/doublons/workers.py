"""Long comparisons: without the garbage collector, and in several processes, each of which reads the register
by a connection of its own and gives back plain results. What is found does not depend on how many they are.
"""

import gc
import os
import signal
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.db import connection, connections

MOST = 4


@contextmanager
def without_collections():
    """Without the garbage collector, which would walk the prepared people again and again to find nothing: a
    third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def possible(processes=None):
    """How many processes to use: `processes`, or one for each core (at most MOST). One inside a transaction,
    which another connection cannot see, and where a process cannot be forked."""
    if connection.in_atomic_block or not sys.platform.startswith("linux"):
        return 1
    return processes or min(len(os.sched_getaffinity(0)), MOST)


def spread(function, tasks, processes):
    """`function(task)` of each task, in order. The tasks are taken a few ahead of the results."""
    if processes < 2:
        yield from map(function, tasks)
        return
    # Forked: a process begins with the words that this one knows. It must not inherit its connections.
    connections.close_all()
    pool = ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin)
    pending = deque()
    try:
        pool.submit(_nothing).result()  # all of them are forked now, before the tasks ask the database
        for task in tasks:
            pending.append(pool.submit(function, task))
            if len(pending) > 2 * processes:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _nothing():
    pass


def _begin():
    """A process that compares and does nothing else never needs the garbage collector. Ctrl-C reaches all
    processes: the one that was started by hand ends the others."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
