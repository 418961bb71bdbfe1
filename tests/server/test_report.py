"""The plug is pulled while a report is made: by a worker, or in the request itself (T10)."""

import hashlib
import http.client
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from .installation import Installation, Window, serving
from .shelf import PATIENCE, WATCHING

PAGE = "/evaluations/load/report/"
ASKED = {"language": "fr", "content": "full", "people": "names"}


@pytest.mark.parametrize("tasks", ["database", "immediate"])
def test_a_report_whose_maker_was_killed_is_made_by_another(
    install: Callable[[int], Installation], tasks: str
) -> None:
    installation = install(1)
    installation.environment["TASKS"] = tasks
    before = installation.shelf("reveal")["head"]

    with serving(installation):
        kill_while_it_is_made(installation)
        assert installation.shelf("expire")["states"] == ["rendering"]
        if not installation.processes:
            installation.start()  # the web process was killed, and is started again
        with closing(Window(installation, 0)) as window:
            status = left_behind(window)
            window.post(f"{status}again/")
            if tasks == "database":
                installation.start_worker()
            wait_until(lambda: 'data-stage="done"' in window.get(status)[1])
            document = window.download(f"{status}file/")

    after = installation.shelf()
    assert (after["states"], after["attempts"]) == (["done"], [2])
    assert document.startswith(b"%PDF-")
    assert hashlib.sha256(document).hexdigest() == after["sha256"][0]
    assert after["head"] == before
    assert (
        len(list((Path(installation.environment["DATA_DIR"]) / "uploads/reports").iterdir())) == 1
    )
    installation.run("verify_ledger", "load")


def kill_while_it_is_made(installation: Installation) -> None:
    """With a worker the server lives on and answers; without one it is the server that goes."""
    has_worker = installation.environment["TASKS"] == "database"
    with ThreadPoolExecutor(2) as pool, closing(Window(installation, 0)) as window:
        begun = pool.submit(installation.shelf, "wait")
        watching = Path(installation.environment["DATA_DIR"]) / WATCHING
        wait_until(watching.exists)  # a short report is made before Django is loaded
        asking = pool.submit(ask, installation)
        if has_worker:
            installation.start_worker()
        assert begun.result(PATIENCE)["states"] == ["rendering"]
        if has_worker:
            assert window.get(PAGE)[0] == 200
        installation.kill()
        asking.result()


def ask(installation: Installation) -> None:
    with closing(Window(installation, 0)) as window:
        try:
            window.post(PAGE, **ASKED)
        except (OSError, http.client.HTTPException):
            return  # nobody answers any more


def left_behind(window: Window) -> str:
    """The address of the report that its reader waits for, as the page gives it."""
    [status] = set(re.findall(rf'href="({PAGE}[0-9a-f-]{{36}}/)"', window.get(PAGE)[1]))
    assert 'data-stage="abandoned"' in window.get(status)[1]
    return status


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)
