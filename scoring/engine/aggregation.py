"""From cells to scores: the additive value model (docs/method.md, 1 and 2).

Every sum runs strictly from left to right (`np.bincount`: no BLAS, no pairwise summation) over
sorted readings, so a score has the same bits on every machine, in whatever order the candidates
and cells were listed, and whoever else is a candidate.
"""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.engine.problem import Cell, Check, Competency, Consensus, Problem
from scoring.engine.value import Floats, proven

type Integers = NDArray[np.intp]

LOW, CLAIMED, HIGH = range(3)  # the planes of an array whose first axis has length 3


@dataclass(frozen=True, slots=True, eq=False)
class Tiled:
    """A layout repeated for so many rows: as flat as the values that are summed along it."""

    slot: Integers  # (rows · k,) row · g + competency of each value
    row: Integers  # (rows · g,) the row of each score
    check_weights: Floats  # (rows · k,)
    check_totals: Floats  # (rows · g,)
    competency_weights: Floats  # (rows · g,)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What rows and columns stand for; only what is in scope is on it.

    m candidates sorted by code, g competencies and k checks in the order of the rubric.
    """

    candidates: tuple[str, ...]
    competencies: tuple[Competency, ...]
    checks: tuple[Check, ...]
    group: Integers  # (k,) the competency that each check belongs to
    competency_weights: Floats  # (g,) as given, with a sum above 0
    check_weights: Floats  # (k,) as given, with a sum above 0 in each competency
    check_totals: Floats = field(init=False)  # (g,) the sums of the check weights
    competency_total: float = field(init=False)
    tiles: dict[int, Tiled] = field(init=False, default_factory=dict)  # by the number of rows

    def __post_init__(self) -> None:
        whole = np.zeros(len(self.competencies), dtype=np.intp)
        totals = group_sums(self.check_weights, self.group, len(self.competencies))
        object.__setattr__(self, "check_totals", totals)
        total = group_sums(self.competency_weights, whole, 1)
        object.__setattr__(self, "competency_total", float(total[0]))

    @classmethod
    def of(cls, problem: Problem) -> Self:
        competencies = tuple(one for one in problem.competencies if one.checks_in_scope)
        checks = tuple(check for one in competencies for check in one.checks_in_scope)
        sizes = [len(one.checks_in_scope) for one in competencies]
        return cls(
            candidates=tuple(sorted(one.code for one in problem.candidates)),
            competencies=competencies,
            checks=checks,
            group=np.repeat(np.arange(len(sizes)), sizes),
            competency_weights=np.array([one.weight for one in competencies], dtype=np.float64),
            check_weights=np.array([check.weight for check in checks], dtype=np.float64),
        )

    @property
    def weights(self) -> Floats:
        """(k,) W_g u_k, both normalised: the share of each check in the whole."""
        within = self.check_weights / self.check_totals[self.group]
        return within * self.shares[self.group]

    @property
    def shares(self) -> Floats:
        """(g,) W_g, normalised."""
        return self.competency_weights / self.competency_weights.sum()

    def tiled(self, rows: int) -> Tiled:
        """Made once for each number of rows: it takes longer than the sums."""
        if rows not in self.tiles:
            self.tiles[rows] = Tiled(
                slot=_slots(rows, self.group, len(self.competencies)),
                row=np.repeat(np.arange(rows), len(self.competencies)),
                check_weights=np.tile(self.check_weights, rows),
                check_totals=np.tile(self.check_totals, rows),
                competency_weights=np.tile(self.competency_weights, rows),
            )
        return self.tiles[rows]


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """What is known of each candidate on each check, 0-100."""

    values: Floats  # (3, m, k): low, claimed, high
    bounds: Floats  # (2, m, k): least proven and most claimed by anybody who rated it
    rated: NDArray[np.bool_]  # (m, k)

    @classmethod
    def of(cls, problem: Problem, layout: Layout) -> Self:
        """The official reading, by the table of docs/method.md, section 1."""
        m, k = len(layout.candidates), len(layout.checks)
        cell, value, earned = _readings(problem, layout)
        count = np.bincount(cell, minlength=m * k)
        rated, panel = count > 0, np.maximum(count, 1)
        low = np.bincount(cell, earned, minlength=m * k) / panel
        claimed = np.bincount(cell, value, minlength=m * k) / panel
        least, most = np.where(rated, 100.0, 0.0), np.where(rated, 0.0, 100.0)
        np.minimum.at(least, cell, earned)
        np.maximum.at(most, cell, value)
        return cls(
            values=np.stack([low, claimed, np.where(rated, claimed, 100)]).reshape(3, m, k),
            bounds=np.stack([least, most]).reshape(2, m, k),
            rated=rated.reshape(m, k),
        )


def _readings(problem: Problem, layout: Layout) -> tuple[Integers, Floats, Floats]:
    """The official readings as columns: cell (row · k + column), value, proven value."""
    row = {code: position for position, code in enumerate(layout.candidates)}
    column = {check.code: position for position, check in enumerate(layout.checks)}
    counted = [one for one in official(problem) if one.check in column]
    at = np.array([column[one.check] for one in counted], dtype=np.intp)
    cell = np.array([row[one.candidate] for one in counted], dtype=np.intp) * len(column) + at
    value = np.array([one.value for one in counted], dtype=np.float64)
    proof = np.array([check.proof for check in layout.checks], dtype=np.intp)[at]
    stated = np.array([-1 if one.evidence is None else one.evidence for one in counted], np.intp)
    evidence = np.where(stated < 0, proof, stated)
    return cell, value, proven(value, proof, evidence, problem.method.evidence_credit)


def official(problem: Problem) -> list[Cell | Consensus]:
    """What counts, in one order: consensus where there is one, else who did not abstain."""
    settled = {(one.candidate, one.check) for one in problem.consensus}
    cells = sorted(problem.cells, key=attrgetter("candidate", "check", "assessor"))
    rated = [one for one in cells if one.value is not None]
    return [*problem.consensus, *(c for c in rated if (c.candidate, c.check) not in settled)]


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


def coverage(rated: NDArray[np.bool_], layout: Layout) -> Floats:
    """(m,): the share of the weight that is rated; exactly 0 and 1 at the ends."""
    whole = np.zeros(len(layout.checks), dtype=np.intp)
    total = group_sums(layout.weights, whole, 1)
    return (group_sums(rated * layout.weights, whole, 1) / total)[..., 0]


def group_sums(values: Floats, group: Integers, groups: int) -> Floats:
    """(…, n) to (…, groups): the sum of the columns of each group, from left to right."""
    rows = values.size // len(group)
    sums = np.bincount(_slots(rows, group, groups), values.ravel(), minlength=rows * groups)
    return sums.reshape(*values.shape[:-1], groups)


def _slots(rows: int, group: Integers, groups: int) -> Integers:
    """(rows · n,) where each value of such an array is added."""
    return (np.arange(rows)[:, np.newaxis] * groups + group).ravel()
