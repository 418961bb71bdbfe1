"""The official ratings one by one: to add them up, to take some away, or to move them."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Self

import numpy as np

from scoring.engine.layout import Layout
from scoring.engine.problem import Cell, Consensus, Problem, Scale
from scoring.engine.value import Flags, Floats, Integers, evidence_credit


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """r ratings as columns, in one order: whatever is summed over them has the same bits."""

    layout: Layout
    cell: Integers  # (r,) row · k + column
    value: Floats  # (r,) 0-100
    credit: Floats  # (r,) the share of it that its evidence earns
    assessor: tuple[str | None, ...]  # (r,) None for a consensus

    @classmethod
    def of(cls, problem: Problem, layout: Layout) -> Self:
        row = {code: position for position, code in enumerate(layout.candidates)}
        column = {check.code: position for position, check in enumerate(layout.checks)}
        counted = [one for one in _official(problem) if one.check in column]
        at = np.array([column[one.check] for one in counted], dtype=np.intp)
        proof = np.array([check.proof for check in layout.checks], dtype=np.intp)[at]
        stated = np.array([-1 if o.evidence is None else o.evidence for o in counted], np.intp)
        evidence = np.where(stated < 0, proof, stated)
        return cls(
            layout=layout,
            cell=np.array([row[one.candidate] for one in counted], np.intp) * len(column) + at,
            value=np.array([one.value for one in counted], dtype=np.float64),
            credit=evidence_credit(proof, evidence, problem.method.evidence_credit),
            assessor=tuple(one.assessor if isinstance(one, Cell) else None for one in counted),
        )

    @property
    def rated(self) -> Flags:
        """(m, k): somebody rated it."""
        m, k = len(self.layout.candidates), len(self.layout.checks)
        return np.bincount(self.cell, minlength=m * k).reshape(m, k) > 0

    def ends(self, value: Floats, kept: Flags | slice = slice(None)) -> Floats:
        """(2, m, k): proven and ceiling when the kept ratings (r,) have these values (r,)."""
        shape = len(self.layout.candidates), len(self.layout.checks)
        size = shape[0] * shape[1]
        cell, value, credit = self.cell[kept], value[kept], self.credit[kept]
        count = np.bincount(cell, minlength=size)
        panel = np.maximum(count, 1)
        proven = np.bincount(cell, value * credit, size) / panel
        claimed = np.bincount(cell, value, size) / panel
        return np.stack([proven, np.where(count > 0, claimed, 100)]).reshape(2, *shape)

    def without(self, assessor: str) -> Floats:
        """(2, m, k): proven and ceiling when this assessor's ratings do not count."""
        return self.ends(self.value, np.array([one != assessor for one in self.assessor], np.bool_))

    def stepped(self, *, up: bool) -> Floats:
        """(2, m, k): proven and ceiling when each rating is one step further on its scale.

        A rating stays where its check has no scale, or no step beyond.
        """
        value = self.value.copy()
        column = self.cell % len(self.layout.checks)
        for position, check in enumerate(self.layout.checks):
            if check.scale is not None:
                own = column == position
                value[own] = _stepped(_steps(check.scale), value[own], up=up)
        return self.ends(value)


def _official(problem: Problem) -> list[Cell | Consensus]:
    """What counts, in one order: consensus where there is one, else who did not abstain."""
    settled = {(one.candidate, one.check) for one in problem.consensus}
    cells = sorted(problem.cells, key=attrgetter("candidate", "check", "assessor"))
    rated = [one for one in cells if one.value is not None]
    return [*problem.consensus, *(c for c in rated if (c.candidate, c.check) not in settled)]


def _steps(scale: Scale) -> Floats:
    """(s,) the values of a scale, ascending: its levels, or those of its reference points."""
    values = scale.values or [value for _, value in scale.points]
    return np.array(sorted(set(values)))


def _stepped(steps: Floats, value: Floats, *, up: bool) -> Floats:
    """The next step strictly above (or below) each value, which may lie between two."""
    if up:
        above = np.searchsorted(steps, value, side="right")
        return np.maximum(value, steps[np.minimum(above, len(steps) - 1)])
    below = np.searchsorted(steps, value) - 1
    return np.minimum(value, steps[np.maximum(below, 0)])
