"""A transaction for which writers queue.

SQLite lets one writer in at a time, and who finds it busy can only sleep and look again: under load
most of the time goes by asleep, and some wait very long. A lock in front of it, between the
threads of a process and between processes, wakes the next one at once (docs/decisions/0015).
PostgreSQL has queues of its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection, transaction

try:
    import fcntl
except ImportError:  # Windows: only the threads of one process queue, the rest is SQLite's timeout
    fcntl = None  # type: ignore[assignment]

_turn = Lock()


@contextmanager
def atomic(*, durable: bool = False) -> Iterator[None]:
    """All or nothing, as Django's; the outermost one waits for its turn to write.

    A `durable` one is refused inside another: what it writes stays written.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic(durable=durable):
            yield
        return
    with _turn, _turn_of_process(), transaction.atomic():
        yield


@contextmanager
def _turn_of_process() -> Iterator[None]:
    """The file is opened anew each time: a lock belongs to an open file, which a fork shares."""
    if fcntl is None:
        yield
        return
    file = os.open(f"{connection.settings_dict['NAME']}.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
