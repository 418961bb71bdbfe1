"""Gates and leaders of many imagined readings at once (docs/method.md, 3 and 4).

The rules are those of `gates` and `ranking`; here they run on arrays, because to know what could
change an answer is to give it thousands of times.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from scoring.engine.aggregation import Scores
from scoring.engine.gates import NOISE
from scoring.engine.layout import Layout
from scoring.engine.problem import Problem
from scoring.engine.ranking import rank
from scoring.engine.value import Flags, Floats, Integers

PROVEN, CEILING = range(2)  # the planes of what is judged: what is only claimed decides nothing
FAILED, OPEN, PASSED = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What comes of one reading of all m candidates; n gates, see `Rules`."""

    values: Floats  # (2, m, k) proven and ceiling
    scores: Scores  # of the values
    states: Integers  # (m, n)
    failed: Flags  # (m, n) the failed gates that no waiver lets pass
    leaders: Flags  # (m,)

    @property
    def excluded(self) -> Flags:
        """(m,)"""
        return np.asarray(self.failed.any(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What turns values into gates and leaders.

    Everything has a gate, n = k + g + 1: each check, each competency and the total; where the
    problem has none, its minimum is -inf and it is always passed.
    """

    layout: Layout
    minimum: Floats  # (n,)
    waived: Flags  # (m, n)
    tie_break: tuple[int, ...]  # columns of the announced competencies
    tolerance: float

    @classmethod
    def of(cls, problem: Problem, layout: Layout) -> Self:
        gates: dict[tuple[str, str | None], float | None] = {
            **{("check", one.code): one.minimum for one in layout.checks},
            **{("competency", one.code): one.minimum for one in layout.competencies},
            ("total", None): problem.method.minimum_total,
        }
        place = {gate: position for position, gate in enumerate(gates)}
        row = {code: position for position, code in enumerate(layout.candidates)}
        column = {one.code: position for position, one in enumerate(layout.competencies)}
        waived = np.zeros((len(row), len(gates)), dtype=np.bool_)
        for one in problem.waivers:
            if (one.kind, one.code) in place:  # else it is out of scope
                waived[row[one.candidate], place[one.kind, one.code]] = True
        return cls(
            layout=layout,
            minimum=np.array([-np.inf if least is None else least for least in gates.values()]),
            waived=waived,
            tie_break=tuple(column[one] for one in problem.method.tie_break if one in column),
            tolerance=problem.method.tie_tolerance,
        )

    def judge(self, values: Floats) -> Outcome:
        """The outcome of values (2, m, k)."""
        scores = Scores.of(values, self.layout)
        total = scores.total[..., np.newaxis]
        low, high = np.concatenate([values, scores.competencies, total], axis=-1)
        states = gate_states(low, high, self.minimum)
        failed = (states == FAILED) & ~self.waived
        leaders = self.leaders(scores.total[PROVEN], failed.any(axis=1))
        return Outcome(values, scores, states, failed, leaders)

    def leaders(self, total: Floats, excluded: Flags) -> Flags:
        """(…, m): who is of rank 1, by totals (…, m) and whoever is excluded (…, m)."""
        ranked = ~excluded
        top = np.max(total, axis=-1, keepdims=True, where=ranked, initial=-np.inf)
        return np.asarray(ranked & (top - total <= self.tolerance))

    def listed(self, leaders: Flags, scores: Floats, *, without: int = -1) -> tuple[str, ...]:
        """Codes of the leaders (m,) as an answer lists them.

        scores: (m, g), proven. without: the column of a competency that breaks no tie.
        """
        tie_break = [scores[:, column] for column in self.tie_break if column != without]
        rows: Iterable[int] = np.flatnonzero(leaders).tolist()
        level = np.zeros(len(leaders))  # they are leaders: their totals tie
        order = rank(rows, level, tie_break, self.tolerance).order
        return tuple(self.layout.candidates[row] for row in order)


def total_of(scores: Floats, layout: Layout, weights: Floats) -> Floats:
    """(…) from scores (…, g) and weights (g,): with the bits that a whole answer would have.

    What weighs nothing might as well not be there. Each competency is taken for one check.
    """
    g = len(weights)
    flat = replace(layout, group=np.arange(g), check_weights=np.ones(g), competency_weights=weights)
    return Scores.of(scores, flat).total


def gate_states(low: Floats, high: Floats, minimum: Floats) -> Integers:
    """`gates.gate_state` on arrays of one shape."""
    bar = minimum - NOISE
    return np.where(high < bar, FAILED, np.where(low >= bar, PASSED, OPEN))
