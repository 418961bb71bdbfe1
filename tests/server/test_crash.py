"""The plug is pulled while people save (T10)."""

import http.client
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from .autosave import Typist, lost
from .installation import Installation, Window, serving

CLIENTS = 4


@pytest.mark.parametrize(
    "kills", [pytest.param(2, id="short"), pytest.param(40, id="whole", marks=pytest.mark.long)]
)
def test_what_was_acknowledged_survives_a_kill_at_any_moment(
    install: Callable[[int], Installation], kills: int
) -> None:
    installation = install(CLIENTS)
    moments = random.Random(8)
    clients: list[Typist] = []

    for life in range(kills):
        with serving(installation), ThreadPoolExecutor(CLIENTS) as pool:
            dead = Event()
            lives = [Typist(Window(installation, one), f"w{life}.{one}") for one in range(CLIENTS)]
            clients += lives
            typing = [pool.submit(type_until, client, dead) for client in lives]
            time.sleep(moments.uniform(0.2, 1.2))
            installation.kill()
            dead.set()
            for one in typing:
                one.result()

    record = installation.record()
    acknowledged = [note for client in clients for note in client.saved.acknowledged]
    assert len(acknowledged) > kills
    assert lost(acknowledged, record["recorded"]) == []
    assert record["stored"] == record["last"]
    installation.run("verify_ledger", "load")


def type_until(client: Typist, dead: Event) -> None:
    turn = 0
    with closing(client.window):
        while not dead.is_set():
            try:
                client.save(turn)
            except (OSError, http.client.HTTPException):
                return  # nobody answers any more: what was typed last was not acknowledged
            turn += 1
