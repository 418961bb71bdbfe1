"""Many people save ratings at once: our way beside the textbook's, on the same pragmas.

`uv run pytest -m benchmark -n 0 tests/benchmarks/test_write_benchmark.py` measures it: time on the
clock, because waiting is what is measured.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import start_postgresql

from .conftest import NOTES

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, THREADS, SAVES = 4, 8, 40


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

    def __str__(self) -> str:
        return (
            f"{self.throughput:.0f} saves/s, p95 {self.p95 * 1000:.0f} ms, {len(self.wrong)} errors"
        )


def sqlite_in(folder: Path) -> dict[str, str]:
    """On a disk: in memory nothing would wait for one."""
    return {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}


def run(way: str, environment: dict[str, str], saves: int = SAVES, pause: int = 0) -> Load:
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
    begin = time.perf_counter()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [json.loads(writer.communicate()[0]) for writer in writers]
    seconds = time.perf_counter() - begin
    took, wrong = ([each for one in told for each in one[name]] for name in ("took", "wrong"))
    return Load(seconds, took, wrong)


@pytest.mark.benchmark
def test_thirty_two_writers_of_sqlite_wait_less_than_by_the_book(tmp_path: Path) -> None:
    loads = {way: run(way, sqlite_in(tmp_path / way)) for way in ("textbook", "ours")}

    NOTES.append(f"32 writers, SQLite: ours {loads['ours']}; the textbook {loads['textbook']}.")
    assert loads["ours"].wrong == []
    assert loads["ours"].throughput >= 2 * loads["textbook"].throughput
    assert loads["ours"].p95 <= loads["textbook"].p95 / 3


@pytest.mark.benchmark
def test_postgresql_keeps_up_with_sqlite(tmp_path: Path) -> None:
    sqlite = run("ours", sqlite_in(tmp_path / "sqlite"))
    durable = {"DATA_DIR": str(tmp_path / "pg"), "DATABASE_URL": start_postgresql(durable=True)}
    postgresql = run("ours", durable)

    NOTES.append(f"32 writers, PostgreSQL: {postgresql}; SQLite beside it {sqlite}.")
    assert postgresql.wrong == []
    assert postgresql.throughput >= 0.7 * sqlite.throughput
