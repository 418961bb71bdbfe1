"""Many windows that save at once, through the server (T8)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import add

import pytest

from .autosave import Saved, Typist, lost
from .installation import Installation, Window, serving

CLIENTS, PEOPLE = 16, 8  # two windows a person, so that they meet in the same cells


@pytest.mark.parametrize(
    "saves",
    [pytest.param(5, id="short"), pytest.param(250, id="whole", marks=pytest.mark.long)],
)
def test_no_save_that_was_acknowledged_is_lost(
    install: Callable[[int], Installation], saves: int
) -> None:
    installation = install(PEOPLE)

    with serving(installation), ThreadPoolExecutor(CLIENTS) as pool:
        clients = [
            Typist(Window(installation, number % PEOPLE), f"w{number}") for number in range(CLIENTS)
        ]
        list(pool.map(lambda client: client.save_all(saves), clients))
    told = reduce(add, (client.saved for client in clients), Saved())

    record = installation.record()
    assert set(told.statuses) == {200, 409}
    assert told.statuses[200] == CLIENTS * saves
    assert lost(told.acknowledged, record["recorded"]) == []
    assert record["stored"] == record["last"]
    installation.run("verify_ledger", "load")


def test_a_save_that_went_missing_would_be_noticed() -> None:
    assert lost(["a.1", "a.2", "b.1"], ["a.1", "b.1", "b.1"]) == ["a.2", "b.1"]
