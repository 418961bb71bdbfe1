"""What one cell could change: the leader, or a gate of its candidate (docs/method.md, 5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.engine.aggregation import Integers, Matrices, Scores
from scoring.engine.outcome import CEILING, PROVEN, Flags, Outcome, Rules
from scoring.engine.readings import Readings
from scoring.engine.value import Floats

type Effect = Literal["leader", "gate"]
type Change = Literal["level_up", "level_down", "refuted", "proven"]

CHANGES: tuple[Change, ...] = ("level_up", "level_down", "refuted", "proven")
CHUNK = 2**16  # values at work at a time


@dataclass(frozen=True, slots=True)
class Decisive:
    """A cell whose range alone can change the leaders, or a gate of its candidate."""

    candidate: str
    check: str
    swing: float  # from one end of the range to the other, in points of the total
    effect: Effect  # "leader" where it does both


@dataclass(frozen=True, slots=True)
class RatingFlip:
    """One change of one cell, and who leads after it."""

    candidate: str
    check: str
    change: Change
    effect: Effect
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """n cells that change, one at a time."""

    row: Integers  # (n,) the candidate
    column: Integers  # (n,) the check
    ends: Floats  # (2, n) proven and ceiling after the change


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """What came of a change that changed something."""

    position: int  # in `Cells`
    effect: Effect
    leaders: Flags  # (m,)
    scores: Floats  # (g,) of the candidate, proven


def decisive(rules: Rules, today: Outcome, matrices: Matrices) -> tuple[Decisive, ...]:
    """The largest swing first, then by candidate and check."""
    layout = rules.layout
    swing = layout.weights * (matrices.bounds[1] - matrices.bounds[0])
    row, column = np.nonzero(swing)
    effects: dict[int, Effect] = {}
    for end in matrices.bounds[:, row, column]:
        for one in _changed(rules, today, Cells(row, column, np.stack([end, end]))):
            if effects.get(one.position) != "leader":
                effects[one.position] = one.effect
    found = [
        Decisive(
            candidate=layout.candidates[row[position]],
            check=layout.checks[column[position]].code,
            swing=float(swing[row[position], column[position]]),
            effect=effect,
        )
        for position, effect in sorted(effects.items())
    ]
    return tuple(sorted(found, key=lambda one: -one.swing))


def rating_flips(rules: Rules, today: Outcome, readings: Readings) -> tuple[RatingFlip, ...]:
    """By candidate and check, and for each cell in the order of `CHANGES`."""
    layout, rated = rules.layout, readings.rated
    claimed = today.values[CEILING]
    values = np.stack(
        [
            readings.stepped(up=True),
            readings.stepped(up=False),
            np.zeros_like(today.values),
            np.stack([claimed, claimed]),
        ]
    )
    moved = rated & (values != today.values).any(axis=1)  # (4, m, k)
    row, column, change = np.nonzero(moved.transpose(1, 2, 0))
    cells = Cells(row, column, values[change, :, row, column].T)
    found = []
    for one in _changed(rules, today, cells):
        scores = today.scores.competencies[PROVEN].copy()
        scores[row[one.position]] = one.scores
        flip = RatingFlip(
            candidate=layout.candidates[row[one.position]],
            check=layout.checks[column[one.position]].code,
            change=CHANGES[change[one.position]],
            effect=one.effect,
            leaders=rules.listed(one.leaders, scores),
        )
        found.append(flip)
    return tuple(found)


def _changed(rules: Rules, today: Outcome, cells: Cells) -> Iterator[Changed]:
    """Every change that makes others the leaders, or moves a gate of its candidate."""
    size = max(1, CHUNK // len(rules.layout.checks))
    for begin in range(0, len(cells.row), size):
        part = slice(begin, begin + size)
        row, column = cells.row[part], cells.column[part]
        values = today.values[:, row]
        values[:, np.arange(len(row)), column] = cells.ends[:, part]
        scores = Scores.of(values, rules.layout)
        states = rules.states(values, scores)
        leaders = _leaders(rules, today, row, scores, states)
        leader = (leaders != today.leaders).any(axis=1)
        gate = (states != today.states[row]).any(axis=1)
        for at in np.flatnonzero(leader | gate).tolist():
            effect: Effect = "leader" if leader[at] else "gate"
            yield Changed(begin + at, effect, leaders[at], scores.competencies[PROVEN, at])


def _leaders(
    rules: Rules, today: Outcome, row: Integers, scores: Scores, states: Integers
) -> Flags:
    """(n, m): who leads when candidate `row` (n,) has these scores (2, n) and gates (n, …)."""
    each = np.arange(len(row))
    total = np.tile(today.scores.total[PROVEN], (len(row), 1))
    total[each, row] = scores.total[PROVEN]
    excluded = np.tile(today.excluded, (len(row), 1))
    excluded[each, row] = rules.failed(states, row).any(axis=1)
    return rules.leaders(total, excluded)
