"""What the rows and columns of every array stand for, and what they weigh."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from scoring.engine.problem import Check, Competency, Problem
from scoring.engine.value import Floats, Integers


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


def group_sums(values: Floats, group: Integers, groups: int) -> Floats:
    """(…, n) to (…, groups): the sum of the columns of each group, from left to right."""
    rows = values.size // len(group)
    sums = np.bincount(_slots(rows, group, groups), values.ravel(), minlength=rows * groups)
    return sums.reshape(*values.shape[:-1], groups)


def _slots(rows: int, group: Integers, groups: int) -> Integers:
    """(rows · n,) where each value of such an array is added."""
    return (np.arange(rows)[:, np.newaxis] * groups + group).ravel()
