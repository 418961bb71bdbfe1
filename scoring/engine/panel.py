"""What the people of a panel rated, side by side, and how far they agree (docs/method.md, 13).

Each rating is taken for what it proves, value times credit: the reading that ranks. A consensus
plays no part, nor does an abstention.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from scoring.engine.aggregation import Matrices
from scoring.engine.agreement import deviations, kendall_w, leniencies, ranges
from scoring.engine.layout import Layout
from scoring.engine.problem import Problem
from scoring.engine.readings import Readings
from scoring.engine.value import Flags, Floats

DECIMALS = 9  # of a score: people's scores that are closer than that tie, as totals do


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """What the ratings of p people prove of m candidates at k checks."""

    layout: Layout
    assessors: tuple[str, ...]  # (p,) those who rated something, sorted by code
    values: Floats  # (p, m, k), 0-100; 0 where it is not rated
    proven: Floats  # (p, m, k), 0-100; 0 where it is not rated
    rated: Flags  # (p, m, k)

    @classmethod
    def of(cls, problem: Problem, layout: Layout) -> Self:
        readings = Readings.of(replace(problem, consensus=()), layout)
        people = [str(one) for one in readings.assessor]
        assessors = tuple(sorted(set(people)))
        shape = len(assessors), len(layout.candidates), len(layout.checks)
        person = np.array([assessors.index(one) for one in people], dtype=np.intp)
        values, proven = np.zeros(shape), np.zeros(shape)
        rated = np.zeros(shape, dtype=np.bool_)
        where = person, *np.divmod(readings.cell, shape[2])
        values[where] = readings.value
        proven[where] = readings.value * readings.credit
        rated[where] = True
        return cls(layout, assessors, values, proven, rated)


@dataclass(frozen=True, slots=True)
class Contrast:
    """What people's ratings of one candidate at one check prove, and how far apart they are."""

    proven: Mapping[str, float]  # assessor → value times credit, 0-100
    values_apart: float  # the highest value less the lowest
    proven_apart: float  # the same of what they prove
    swing: float  # from one end of its official range to the other, in points of the total


@dataclass(frozen=True, slots=True)
class Concordance:
    """How far people order the candidates alike, by the score each alone would give them.

    Only what all of them rated is scored: `checks` of `checks_in_scope`, of so many candidates.
    """

    w: float | None  # Kendall's W, 0-1; None where two people have no two candidates in common
    assessors: int
    candidates: int
    checks: int
    checks_in_scope: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart people are at one check, in points of 100."""

    check: str
    widest: float  # at the candidate where they are furthest apart
    deviation: float  # standard deviation between people, pooled over the candidates
    candidates: int  # whom two or more rated


@dataclass(frozen=True, slots=True)
class Leniency:
    """How many points of 100 one person gives more than the others; shown, never corrected."""

    assessor: str
    points: float | None  # None where nobody else rated what they did
    cells: int  # that they and somebody else rated


@dataclass(frozen=True, slots=True)
class Agreement:
    whole: Concordance
    competencies: tuple[tuple[str, Concordance], ...]  # by code, in the order of the rubric
    spreads: tuple[Spread, ...]  # of the checks that two rated, in the order of the rubric
    leniencies: tuple[Leniency, ...]  # by the assessor's code


def contrasts(problem: Problem) -> dict[tuple[str, str], Contrast]:
    """Every (candidate, check) in scope. The ratings are the people's; the swing is that of the
    official reading, a consensus included."""
    layout = Layout.of(problem)
    panel, bounds = Panel.of(problem, layout), Matrices.of(problem, layout).bounds
    swing = (layout.weights * (bounds[1] - bounds[0])).tolist()
    values_apart = ranges(panel.values, panel.rated).tolist()
    proven_apart = ranges(panel.proven, panel.rated).tolist()
    proven: dict[tuple[int, int], dict[str, float]] = {}
    for person, row, column in np.argwhere(panel.rated).tolist():
        given = float(panel.proven[person, row, column])
        proven.setdefault((row, column), {})[panel.assessors[person]] = given
    return {
        (candidate, check.code): Contrast(
            proven=proven.get((row, column), {}),
            values_apart=values_apart[row][column],
            proven_apart=proven_apart[row][column],
            swing=swing[row][column],
        )
        for row, candidate in enumerate(layout.candidates)
        for column, check in enumerate(layout.checks)
    }


def agreement(problem: Problem) -> Agreement:
    """How far the people of a problem agree."""
    layout = Layout.of(problem)
    panel = Panel.of(problem, layout)
    return Agreement(
        whole=_concordance(panel, np.ones(len(layout.checks), dtype=np.bool_)),
        competencies=tuple(
            (one.code, _concordance(panel, layout.group == column))
            for column, one in enumerate(layout.competencies)
        ),
        spreads=_spreads(panel),
        leniencies=_leniencies(panel),
    )


def _concordance(panel: Panel, own: Flags) -> Concordance:
    """own: (k,) the checks that are asked for.

    People who rated none of them are no party to it. Candidates of whom one of the others rated
    nothing go (somebody recused themselves, say); then the checks that one of them left out.
    """
    rated = panel.rated[:, :, own]
    people = rated.any(axis=(1, 2))
    candidates = rated[people].any(axis=2).all(axis=0)
    checks = rated[people][:, candidates].all(axis=(0, 1))
    weights = panel.layout.weights[own][checks]
    found = Concordance(
        w=None,
        assessors=int(people.sum()),
        candidates=int(candidates.sum()),
        checks=len(weights) if candidates.any() and people.any() else 0,
        checks_in_scope=int(own.sum()),
    )
    if min(found.assessors, found.candidates) < 2 or not weights.any():
        return found
    proven = panel.proven[:, :, own][people][:, candidates][:, :, checks]
    scores = np.round((proven * weights).sum(axis=2) / weights.sum(), DECIMALS)
    return replace(found, w=kendall_w(list(scores)))


def _spreads(panel: Panel) -> tuple[Spread, ...]:
    widest = ranges(panel.proven, panel.rated).max(axis=0, initial=0)
    deviation = deviations(panel.proven, panel.rated)
    candidates = (panel.rated.sum(axis=0) > 1).sum(axis=0)
    columns = zip(
        panel.layout.checks, widest.tolist(), deviation.tolist(), candidates.tolist(), strict=True
    )
    return tuple(Spread(check.code, *numbers) for check, *numbers in columns if numbers[2])


def _leniencies(panel: Panel) -> tuple[Leniency, ...]:
    flat = len(panel.assessors), panel.proven[0].size if panel.assessors else 0
    points, cells = leniencies(panel.proven.reshape(flat), panel.rated.reshape(flat))
    return tuple(
        Leniency(assessor, given if count else None, count)
        for assessor, given, count in zip(
            panel.assessors, points.tolist(), cells.tolist(), strict=True
        )
    )
