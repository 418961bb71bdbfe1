"""What one cell could change: the leader, or a gate of its candidate (docs/method.md, 5)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scoring.engine.aggregation import Matrices, Scores
from scoring.engine.layout import Layout
from scoring.engine.outcome import (
    CEILING,
    FAILED,
    PROVEN,
    Outcome,
    Rules,
    gate_states,
    total_of,
)
from scoring.engine.readings import Readings
from scoring.engine.value import Flags, Floats, Integers

type Effect = Literal["leader", "gate"]
type Change = Literal["level_up", "level_down", "refuted", "proven"]

CHANGES: tuple[Change, ...] = ("level_up", "level_down", "refuted", "proven")
CHUNK = 2**16  # numbers at work at a time


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
    ends = matrices.bounds[:, row, column].ravel()  # every low one, then every high one
    cells = Cells(np.tile(row, 2), np.tile(column, 2), np.stack([ends, ends]))
    effects: dict[int, Effect] = {}
    for one in _changed(rules, today, cells):
        cell = one.position % len(row)
        if effects.get(cell) != "leader":
            effects[cell] = one.effect
    found = [
        Decisive(
            candidate=layout.candidates[row[cell]],
            check=layout.checks[column[cell]].code,
            swing=float(swing[row[cell], column[cell]]),
            effect=effect,
        )
        for cell, effect in sorted(effects.items())
    ]
    return tuple(sorted(found, key=lambda one: -one.swing))


def rating_flips(rules: Rules, today: Outcome, readings: Readings) -> tuple[RatingFlip, ...]:
    """By candidate and check, and for each cell in the order of `CHANGES`."""
    layout, claimed = rules.layout, today.values[CEILING]
    values = np.stack(
        [
            readings.stepped(up=True),
            readings.stepped(up=False),
            np.zeros_like(today.values),
            np.stack([claimed, claimed]),
        ]
    )
    moved = readings.rated & (values != today.values).any(axis=1)  # (4, m, k)
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


def _changed(rules: Rules, today: Outcome, cells: Cells) -> list[Changed]:
    """Every change that makes others the leaders, or moves a gate of its candidate."""
    group = rules.layout.group
    found: list[Changed] = []
    for competency in range(len(rules.layout.competencies)):
        own = np.flatnonzero(group[cells.column] == competency)
        size = 1 + CHUNK // (len(rules.layout.candidates) + np.count_nonzero(group == competency))
        for begin in range(0, len(own), size):
            found += _changed_in(rules, today, competency, cells, own[begin : begin + size])
    return sorted(found, key=lambda one: one.position)


def _changed_in(
    rules: Rules, today: Outcome, competency: int, cells: Cells, part: Integers
) -> Iterator[Changed]:
    """The same for some of the cells (n,), all of one competency: all else keeps its score."""
    layout = rules.layout
    row, column, ends = cells.row[part], cells.column[part], cells.ends[:, part]
    scores = today.scores.competencies[:, row]
    scores[..., competency] = _scores_in(layout, today, competency, row, column, ends)
    total = total_of(scores, layout, layout.competency_weights)
    k, g = len(layout.checks), len(layout.competencies)
    gates = np.stack([column, np.full_like(column, k + competency), np.full_like(column, k + g)])
    low, high = np.stack([ends, scores[..., competency], total], axis=1)  # (3, n) each
    states = gate_states(low, high, rules.minimum[gates])
    failed = today.failed[row]
    failed[np.arange(len(row)), gates] = (states == FAILED) & ~rules.waived[row, gates]
    leaders = _leaders(rules, today, row, total[PROVEN], failed.any(axis=1))
    leader = (leaders != today.leaders).any(axis=1)
    gate = (states != today.states[row, gates]).any(axis=0)
    for at in np.flatnonzero(leader | gate).tolist():
        effect: Effect = "leader" if leader[at] else "gate"
        yield Changed(int(part[at]), effect, leaders[at], scores[PROVEN, at])


def _scores_in(
    layout: Layout, today: Outcome, competency: int, row: Integers, column: Integers, ends: Floats
) -> Floats:
    """(2, n): the scores of the competency, with the bits that the whole would have."""
    own = np.flatnonzero(layout.group == competency)
    values = today.values[:, row[:, np.newaxis], own]
    values[:, np.arange(len(row)), column - own[0]] = ends
    alone = replace(
        layout,
        competencies=layout.competencies[competency : competency + 1],
        group=np.zeros_like(own),
        competency_weights=np.ones(1),
        check_weights=layout.check_weights[own],
    )
    return Scores.of(values, alone).total


def _leaders(rules: Rules, today: Outcome, row: Integers, proven: Floats, excluded: Flags) -> Flags:
    """(n, m): who leads when candidate `row` (n,) has this total (n,), and is excluded or not."""
    each = np.arange(len(row))
    totals = np.tile(today.scores.total[PROVEN], (len(row), 1))
    totals[each, row] = proven
    out = np.tile(today.excluded, (len(row), 1))
    out[each, row] = excluded
    return rules.leaders(totals, out)
