"""From cells to scores: the additive value model (docs/method.md, 1 and 2).

Every sum runs strictly from left to right (`np.bincount`: no BLAS, no pairwise summation) over
sorted readings, so a score has the same bits on every machine, in whatever order the candidates
and cells were listed, and whoever else is a candidate.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from scoring.engine.layout import Layout, group_sums
from scoring.engine.problem import Problem
from scoring.engine.readings import Readings
from scoring.engine.value import Flags, Floats

LOW, CLAIMED, HIGH = range(3)  # the planes of an array whose first axis has length 3


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """What is known of each candidate on each check, 0-100."""

    values: Floats  # (3, m, k): low, claimed, high
    bounds: Floats  # (2, m, k): least proven and most claimed by anybody who rated it
    rated: Flags  # (m, k)
    readings: Readings  # of which all this is made

    @classmethod
    def of(cls, problem: Problem, layout: Layout) -> Self:
        """The official reading, by the table of docs/method.md, section 1."""
        readings = Readings.of(problem, layout)
        rated = readings.rated
        low, high = readings.ends(readings.value)
        least, most = np.where(rated, 100.0, 0.0), np.where(rated, 0.0, 100.0)
        np.minimum.at(least.reshape(-1), readings.cell, readings.value * readings.credit)
        np.maximum.at(most.reshape(-1), readings.cell, readings.value)
        return cls(
            values=np.stack([low, np.where(rated, high, 0), high]),
            bounds=np.stack([least, most]),
            rated=rated,
            readings=readings,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The weighted means of values (…, k), on the same scale of 0-100."""

    competencies: Floats  # (…, g)
    total: Floats  # (…)

    @classmethod
    def of(cls, values: Floats, layout: Layout) -> Self:
        """s = Σ u x / Σ u within each competency, S = Σ W s / Σ W across them.

        Dividing once, at the end, keeps whole weights and values exact. Rounding can push a
        mean of 100s one bit past 100, and no further: it is held there.
        """
        shape, g = values.shape[:-1], len(layout.competencies)
        rows = values.size // len(layout.group)
        tiled = layout.tiled(rows)
        s = np.bincount(tiled.slot, values.ravel() * tiled.check_weights, rows * g)
        s = np.minimum(s / tiled.check_totals, 100)
        total = np.bincount(tiled.row, s * tiled.competency_weights, rows)
        total = np.minimum(total / layout.competency_total, 100)
        return cls(competencies=s.reshape((*shape, g)), total=total.reshape(shape))


def coverage(rated: Flags, layout: Layout) -> Floats:
    """(m,): the share of the weight that is rated; exactly 0 and 1 at the ends."""
    whole = np.zeros(len(layout.checks), dtype=np.intp)
    total = group_sums(layout.weights, whole, 1)
    return (group_sums(rated * layout.weights, whole, 1) / total)[..., 0]
