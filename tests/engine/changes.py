"""One change of a problem at a time: what a certificate foretells, one can try."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from scoring.engine import Problem, ProblemError
from scoring.engine.problem import Check, Consensus

type Cell = tuple[str, str]  # candidate, check


def flipped(problem: Problem, cell: Cell, change: str) -> Problem | None:
    """After a change that `RatingFlip` knows; None where there is nothing to change."""
    ratings, scale = official(problem, cell), check_of(problem, cell).scale
    if not ratings:
        return None
    if change == "refuted":
        return settled(problem, cell, 0)
    if change == "proven":
        return settled(problem, cell, sum(one.value for one in ratings) / len(ratings))
    if scale is None:
        return None
    steps = list(scale.values or [value for _, value in scale.points])
    if change == "level_up":
        return rerated(problem, cell, lambda v: min((s for s in steps if s > v), default=v))
    return rerated(problem, cell, lambda v: max((s for s in steps if s < v), default=v))


def rerated(problem: Problem, cell: Cell, value: Callable[[float], float]) -> Problem:
    def new(one: Any) -> Any:
        own = (one.candidate, one.check) == cell and one.value is not None
        return replace(one, value=value(one.value)) if own else one

    return replace(
        problem,
        cells=tuple(map(new, problem.cells)),
        consensus=tuple(map(new, problem.consensus)),
    )


def settled(problem: Problem, cell: Cell, value: float) -> Problem:
    """With a value that is proven in full, whatever anybody gave."""
    others = [one for one in problem.consensus if (one.candidate, one.check) != cell]
    return replace(problem, consensus=(*others, Consensus(*cell, value, evidence=4)))


def official(problem: Problem, cell: Cell) -> list[Any]:
    """The ratings that count, in the order in which they are summed."""
    consensus = [one for one in problem.consensus if (one.candidate, one.check) == cell]
    cells = [one for one in problem.cells if (one.candidate, one.check) == cell]
    rated = [one for one in cells if one.value is not None]
    return consensus or sorted(rated, key=lambda one: one.assessor)


def cell_range(problem: Problem, cell: Cell) -> tuple[float, float]:
    """From the least that is proven to the most that is claimed, by anybody."""
    ratings, proof = official(problem, cell), check_of(problem, cell).proof
    earned = []
    for one in ratings:
        shortfall = 0 if one.evidence is None else max(0, proof - one.evidence)
        earned.append(one.value * problem.method.evidence_credit[shortfall])
    return min(earned, default=0), max((one.value for one in ratings), default=100)


def check_of(problem: Problem, cell: Cell) -> Check:
    checks = [check for one in problem.competencies for check in one.checks]
    return next(check for check in checks if check.code == cell[1])


def share(problem: Problem, check: str) -> float:
    """Of the check in the whole, 0-1."""
    competencies = [one for one in problem.competencies if one.checks_in_scope]
    own = next(one for one in competencies if check in [k.code for k in one.checks])
    within = {k.code: k.weight for k in own.checks_in_scope}
    across = own.weight / sum(one.weight for one in competencies)
    return across * within[check] / sum(within.values())


def without_assessor(problem: Problem, assessor: str) -> Problem:
    return replace(problem, cells=tuple(c for c in problem.cells if c.assessor != assessor))


def without_competency(problem: Problem, code: str) -> Problem | None:
    """None where nothing that is left weighs anything."""
    gone = {check.code for one in problem.competencies if one.code == code for check in one.checks}
    tie_break = tuple(one for one in problem.method.tie_break if one != code)
    try:
        return replace(
            problem,
            method=replace(problem.method, tie_break=tie_break),
            competencies=tuple(one for one in problem.competencies if one.code != code),
            cells=tuple(one for one in problem.cells if one.check not in gone),
            consensus=tuple(one for one in problem.consensus if one.check not in gone),
            waivers=tuple(one for one in problem.waivers if one.code not in {*gone, code}),
        )
    except ProblemError:
        return None
