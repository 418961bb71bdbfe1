"""Many people save ratings at once: our way beside the textbook's, on the same pragmas.

Thirty-two writers without a pause show how much gets through; with a pause between two saves, as
people make, how long one waits.

`uv run pytest -m benchmark -n 0 tests/benchmarks/test_write_benchmark.py` measures it: time on the
clock, because waiting is what is measured.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import new_folder, start_postgresql

from .conftest import NOTES

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, THREADS = 2, 16  # two workers, as the server runs here
ROUNDS = 3  # in turn; the middle one counts


@dataclass(frozen=True)
class Load:
    """What 32 writers did."""

    seconds: float
    took: list[float]
    wrong: list[str]

    @property
    def throughput(self) -> float:
        return (len(self.took) - len(self.wrong)) / self.seconds

    @property
    def p95(self) -> float:
        return sorted(self.took)[int(len(self.took) * 0.95)]


def sqlite_in(folder: Path) -> dict[str, str]:
    return {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}


def run(way: str, environment: dict[str, str], saves: int, pause: int = 0) -> Load:
    """A new database, and 32 writers who begin together."""
    environment = os.environ | environment
    prepared = [sys.executable, "-m", "tests.server.load", "32"]
    subprocess.run(prepared, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    writers = [
        subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "tests.server.writers"),
                *(way, str(THREADS), str(saves), str(one * THREADS), str(pause)),
            ],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for one in range(PROCESSES)
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [json.loads(writer.communicate()[0]) for writer in writers]
    seconds = max(one["end"] for one in told) - min(one["begin"] for one in told)
    took, wrong = ([each for one in told for each in one[name]] for name in ("took", "wrong"))
    return Load(seconds, took, wrong)


def race(*ways: str, **load: int) -> dict[str, list[Load]]:
    """Each way in turn, on a new database every time; in memory, where the suite keeps its rows: a
    disk that others use would decide everything."""
    loads: dict[str, list[Load]] = {way: [] for way in ways}
    for _round in range(ROUNDS):
        for way in ways:
            folder = new_folder()
            loads[way].append(run(way, sqlite_in(folder), **load))
            shutil.rmtree(folder)
    return loads


def middle(loads: list[Load], figure: str) -> float:
    return statistics.median(getattr(load, figure) for load in loads)


@pytest.mark.benchmark
def test_thirty_two_writers_get_twice_as_much_through_as_by_the_book() -> None:
    loads = race("textbook", "ours", saves=120)

    ours, book = (middle(loads[way], "throughput") for way in ("ours", "textbook"))
    waits = [1000 * middle(loads[way], "p95") for way in ("ours", "textbook")]
    NOTES.append(
        f"32 writers without a pause: {ours:.0f} saves/s, the textbook {book:.0f}; "
        f"p95 {waits[0]:.1f} ms, the textbook {waits[1]:.1f} ms."
    )
    assert [load.wrong for load in loads["ours"]] == [[]] * ROUNDS
    assert ours >= 2 * book


@pytest.mark.benchmark
def test_a_person_waits_a_third_as_long_as_by_the_book() -> None:
    loads = race("textbook", "ours", saves=40, pause=100)

    ours, book = (middle(loads[way], "p95") for way in ("ours", "textbook"))
    NOTES.append(
        f"32 writers who pause for 100 ms: p95 {ours * 1000:.1f} ms, the textbook "
        f"{book * 1000:.1f} ms."
    )
    assert [load.wrong for load in loads["ours"]] == [[]] * ROUNDS
    assert ours <= book / 3


@pytest.mark.benchmark
def test_postgresql_keeps_up_with_sqlite(tmp_path: Path) -> None:
    """On a disk, which both wait for: neither loses what it has acknowledged."""
    loads: dict[str, list[Load]] = {"sqlite": [], "postgresql": []}
    for number in range(ROUNDS):
        folders = [tmp_path / f"{name}-{number}" for name in (*loads, "server")]
        for folder in folders:
            folder.mkdir()
        served = {"DATABASE_URL": start_postgresql(folders[2])}
        loads["sqlite"].append(run("ours", sqlite_in(folders[0]), saves=20))
        loads["postgresql"].append(run("ours", sqlite_in(folders[1]) | served, saves=20))

    sqlite, postgresql = (middle(loads[name], "throughput") for name in loads)
    NOTES.append(
        f"32 writers, on a disk: PostgreSQL {postgresql:.0f} saves/s, SQLite {sqlite:.0f}."
    )
    assert [load.wrong for load in loads["postgresql"]] == [[]] * ROUNDS
    assert postgresql >= 0.7 * sqlite
