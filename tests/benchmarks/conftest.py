"""Side by side in one run, printed as the table of docs/benchmarks.md.

`uv run --group benchmark pytest -m benchmark -n 0` makes it; a busy machine slows both sides.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

type Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One line of the table: what was done, by whom, and how many times as long the other took."""

    what: str
    ours: float  # seconds of processor time
    other: str
    others: float
    bound: str

    def __str__(self) -> str:
        figures = f"{_shown(self.ours)} | {self.other} | {_shown(self.others)}"
        return f"| {self.what} | {figures} | {self.others / self.ours:,.2f} | {self.bound} |"


TABLE: list[Row] = []
NOTES: list[str] = []  # figures without a rival


class Race:
    """Measures two ways of doing the same, in turn, and keeps the best of each."""

    def __call__(
        self, what: str, ours: Work, other: str, theirs: Work, *, bound: str, rounds: int = 5
    ) -> float:
        """How many times as long the other takes."""
        best = [float("inf")] * 2
        for _round in range(rounds):
            for side, work in enumerate((ours, theirs)):
                best[side] = min(best[side], cost(work))
        TABLE.append(Row(what, best[0], other, best[1], bound))
        return best[1] / best[0]


def cost(work: Work) -> float:
    """Seconds of processor time for one call; short work is repeated for a fifth of a second."""
    times, spent = 1, _timed(work, 1)
    while spent < 0.2:
        times = max(times * 2, int(times * 0.3 / max(spent, 1e-6)))
        spent = _timed(work, times)
    return spent / times


def _timed(work: Work, times: int) -> float:
    gc.collect()  # nobody tidies up after who ran before
    start = time.process_time()
    for _time in range(times):
        work()
    return time.process_time() - start


def _shown(seconds: float) -> str:
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


@pytest.fixture
def race() -> Race:
    return Race()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TABLE:
        terminalreporter.write_line("\n| | ours | other | other's | other ÷ ours | wanted |")
        terminalreporter.write_line("|---|---|---|---|---|---|")
        for line in (*map(str, TABLE), "", *NOTES):
            terminalreporter.write_line(line)
