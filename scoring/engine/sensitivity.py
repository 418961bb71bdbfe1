"""What one cell could change: the leader, or a gate of its candidate (docs/method.md, 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.engine.aggregation import Integers, Matrices, Scores
from scoring.engine.outcome import CEILING, PROVEN, Flags, Outcome, Rules
from scoring.engine.readings import Readings
from scoring.engine.value import Floats

type Effect = Literal["leader", "gate"]
type Change = Literal["level_up", "level_down", "refuted", "proven"]


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
class Changed:
    """What comes of n changes of a candidate's row, each of one cell."""

    proven: Floats  # (n, g) scores of the candidate
    leaders: Flags  # (n, m)
    leader: Flags  # (n,) the leaders are others than today
    gate: Flags  # (n,) a gate of the candidate is in another state than today


def decisive(rules: Rules, today: Outcome, matrices: Matrices) -> tuple[Decisive, ...]:
    """The largest swing first, then by candidate and check."""
    layout = rules.layout
    width = matrices.bounds[1] - matrices.bounds[0]
    swing = layout.weights * width
    found = []
    for row, candidate in enumerate(layout.candidates):
        columns = np.flatnonzero(swing[row] > 0)
        low, high = (
            _changed(rules, today, row, columns, np.stack([end, end]))
            for end in matrices.bounds[:, row, columns]
        )
        leader, gate = low.leader | high.leader, low.gate | high.gate
        found += [
            Decisive(
                candidate=candidate,
                check=layout.checks[columns[position]].code,
                swing=float(swing[row, columns[position]]),
                effect="leader" if leader[position] else "gate",
            )
            for position in np.flatnonzero(leader | gate)
        ]
    return tuple(sorted(found, key=lambda one: -one.swing))


def rating_flips(rules: Rules, today: Outcome, readings: Readings) -> tuple[RatingFlip, ...]:
    """By candidate and check, and for each in the order of `Change`."""
    rated = readings.rated
    claimed = np.where(rated, today.values[CEILING], 0)
    changes: dict[Change, Floats] = {
        "level_up": readings.stepped(up=True),
        "level_down": readings.stepped(up=False),
        "refuted": np.zeros_like(today.values),
        "proven": np.stack([claimed, claimed]),
    }
    moves = {
        change: rated & (values != today.values).any(axis=0) for change, values in changes.items()
    }
    found: list[RatingFlip] = []
    for row in range(len(rated)):
        flips: list[tuple[int, RatingFlip]] = []
        for change, values in changes.items():
            columns = np.flatnonzero(moves[change][row])
            changed = _changed(rules, today, row, columns, values[:, row, columns])
            flips += _flips(rules, today, row, columns, change, changed)
        found += [flip for _, flip in sorted(flips, key=lambda one: one[0])]
    return tuple(found)


def _flips(
    rules: Rules, today: Outcome, row: int, columns: Integers, change: Change, changed: Changed
) -> Iterable[tuple[int, RatingFlip]]:
    """Each with its column."""
    layout = rules.layout
    for position in np.flatnonzero(changed.leader | changed.gate).tolist():
        scores = today.scores.competencies[PROVEN].copy()
        scores[row] = changed.proven[position]
        column = int(columns[position])
        flip = RatingFlip(
            candidate=layout.candidates[row],
            check=layout.checks[column].code,
            change=change,
            effect="leader" if changed.leader[position] else "gate",
            leaders=rules.listed(changed.leaders[position], scores),
        )
        yield column, flip


def _changed(rules: Rules, today: Outcome, row: int, columns: Integers, ends: Floats) -> Changed:
    """What comes of it when, one at a time, the cells of `row` at `columns` become `ends`.

    columns: (n,). ends: (2, n), proven and ceiling. Memory is (2, n, k): one candidate at a time.
    """
    each = np.arange(len(columns))
    values = np.repeat(today.values[:, row, np.newaxis], len(columns), axis=1)
    values[:, each, columns] = ends
    scores = Scores.of(values, rules.layout)
    states = rules.states(values, scores)
    total = np.tile(today.scores.total[PROVEN], (len(columns), 1))
    total[:, row] = scores.total[PROVEN]
    excluded = np.tile(today.excluded, (len(columns), 1))
    excluded[:, row] = rules.failed(states, row).any(axis=-1)
    leaders = rules.leaders(total, excluded)
    return Changed(
        proven=scores.competencies[PROVEN],
        leaders=leaders,
        leader=(leaders != today.leaders).any(axis=-1),
        gate=(states != today.states[row]).any(axis=-1),
    )
