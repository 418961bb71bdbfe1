"""Moves of weight the long way round, on 2 000 random problems, gates and ties included.

Intervals against a walk in exact fractions, nearest flips against a linear program.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from scoring.engine.reweighting import nearest_flips, weight_intervals

from .certificates import CHUNKS, Parts, basis, examples, parts
from .reference import Exact, compare_exactly, exact

type Line = tuple[Fraction, Fraction]  # a score where a weight is 0 and where it is 1
type Interval = tuple[Fraction, Fraction, str | None, str | None]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_weight_intervals_equal_exact_fractions(chunk: int) -> None:
    errors, different = [0.0], []

    for example in examples(chunk):
        made = basis(parts(example.problem))
        found = weight_intervals(made.rules, made.today, made.order)
        expected = exact_intervals(example.plain)
        told = [(one.competency, one.below, one.above) for one in found]
        if told != [(code, below, above) for code, (_, _, below, above) in expected]:
            different.append((example.plain, found, expected))
            continue
        for one, (_, (low, high, _, _)) in zip(found, expected, strict=True):
            errors += [abs(one.low - float(low)), abs(one.high - float(high))]

    assert different == []
    assert max(errors) < 1e-9


def exact_intervals(problem: dict[str, Any]) -> list[tuple[str, Interval]]:
    found = compare_exactly(problem)
    first = next(iter(found.values()))
    if first.rank is None:
        return []
    weights = {
        one["code"]: exact(one["weight"])
        for one in problem["competencies"]
        if one["code"] in first.competencies
    }
    whole = sum(weights.values(), Fraction(0))
    return [
        (code, contest(problem, found, code, weight, whole).interval(weight / whole))
        for code, weight in weights.items()
    ]


@dataclass
class Contest:
    """Whom no check and no competency excludes, as listed, while one weight goes from 0 to 1."""

    proven: dict[str, Line]
    ceiling: dict[str, Line]
    least: dict[str, Fraction]  # the minimum total; a waiver asks for nothing

    def interval(self, weight: Fraction) -> Interval:
        """Judged in the middle between each two of the points where something can change."""
        if weight == 1:
            return Fraction(1), Fraction(1), None, None
        low, high, below, above = Fraction(0), Fraction(1), None, None
        for before, after in pairwise(sorted({Fraction(0), weight, Fraction(1), *self.stops()})):
            middle = (before + after) / 2
            if self.stays(middle):
                continue
            if after > weight:
                return low, before, below, self.top(middle)
            low, below = after, self.top(middle)
        return low, high, below, above

    def stops(self) -> Iterator[Fraction]:
        for a, b in combinations(self.proven.values(), 2):
            yield from crossing(a, b)
        for code, least in self.least.items():
            yield from crossing(self.ceiling[code], (least, least))

    def stays(self, t: Fraction) -> bool:
        leader, *rivals = self.proven
        ahead = [c for c in rivals if on(self.proven[c], t) > on(self.proven[leader], t)]
        return self.alive(leader, t) and not any(self.alive(code, t) for code in ahead)

    def top(self, t: Fraction) -> str | None:
        others = [code for code in list(self.proven)[1:] if self.alive(code, t)]
        return max(others, key=lambda code: on(self.proven[code], t), default=None)

    def alive(self, code: str, t: Fraction) -> bool:
        return on(self.ceiling[code], t) >= self.least[code]


def contest(
    problem: dict[str, Any],
    found: dict[str, Exact],
    code: str,
    weight: Fraction,
    whole: Fraction,
) -> Contest:
    def line(one: Exact, reading: int) -> Line:
        own = one.competencies[code][reading]
        others = whole - weight or 1  # where it weighs everything, `interval` asks for no line
        return (one.score[reading] * whole - own * weight) / others, own

    minimum = problem["method"].get("minimum_total")
    waived = {one["candidate"] for one in problem["waivers"] if one["kind"] == "total"}
    field = {c: one for c, one in found.items() if not barred(problem, c, one)}
    return Contest(
        proven={candidate: line(one, 0) for candidate, one in field.items()},
        ceiling={candidate: line(one, 2) for candidate, one in field.items()},
        least={
            candidate: Fraction(0) if minimum is None or candidate in waived else exact(minimum)
            for candidate in field
        },
    )


def barred(problem: dict[str, Any], candidate: str, one: Exact) -> bool:
    """Excluded by a gate that no weight of a competency moves."""
    waived = {(w["kind"], w["code"]) for w in problem["waivers"] if w["candidate"] == candidate}
    return any(
        state == "failed" and gate not in waived and gate[0] != "total"
        for gate, state in one.gates.items()
    )


def on(line: Line, t: Fraction) -> Fraction:
    return line[0] * (1 - t) + line[1] * t


def crossing(a: Line, b: Line) -> set[Fraction]:
    start, end = a[0] - b[0], a[1] - b[1]
    return {start / (start - end)} if start * end < 0 else set()


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nearest_flips_equal_a_linear_program(chunk: int) -> None:
    errors, different = [0.0], []

    for example in examples(chunk):
        has = parts(example.problem)
        made = basis(has)
        found = nearest_flips(made.rules, made.today, made.ranked)
        for flip, (rival, points) in zip(found, solved(has, made.ranked), strict=True):
            if (flip.rival, flip.points is None) != (rival, points is None):
                different.append((example.plain, flip, rival, points))
            elif flip.points is not None and points is not None:
                errors.append(abs(flip.points - points))

    assert different == []
    assert max(errors) < 1e-6


def solved(has: Parts, ranked: list[int]) -> Iterator[tuple[str, float | None]]:
    proven, weights = has.scores.competencies[0], has.layout.competency_weights
    for rival in ranked[1:]:
        lead = proven[ranked[0]] - proven[rival]
        yield has.layout.candidates[rival], least_moved(lead, weights / weights.sum())


def least_moved(lead: Any, shares: Any) -> float | None:
    """The least weight to take from where it is and to give to anything, for the rival to be level.

    Every competency gives up to its share and receives what comes; `lead` times the shares after
    is to be 0 or less.
    """
    g = len(shares)
    if lead @ shares <= 1e-9:
        return 0.0
    answer = linprog(
        c=[1] * g + [0] * g,
        A_ub=[np.concatenate([-lead, lead])],
        b_ub=[-lead @ shares],
        A_eq=[[1] * g + [-1] * g],
        b_eq=[0],
        bounds=[*((0, share) for share in shares), *[(0, None)] * g],
    )
    assert answer.status in (0, 2)  # solved, or without a solution
    return 100 * answer.fun if answer.status == 0 else None
