"""What `settle` does to a process stays in it: each test asks one of its own."""

import subprocess
import sys

ASK = "; import gc; print(gc.get_freeze_count(), gc.get_threshold()[0])"


def told_by(statement: str) -> list[int]:
    """How many objects are frozen, and after how many new ones the collector looks."""
    told = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", statement + ASK], capture_output=True, text=True, check=True
    )
    return [int(figure) for figure in told.stdout.split()]


def test_a_server_looks_no_more_through_what_it_has_loaded() -> None:
    frozen, often = told_by("import integrator_eval.wsgi")

    assert frozen > 10_000
    assert often == 50_000


def test_a_command_is_left_as_python_sets_it() -> None:
    assert told_by("import integrator_eval.settings")[0] == 0
