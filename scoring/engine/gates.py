"""Gates: what a candidate must reach, judged on the interval of what is known (method, 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoring.engine.aggregation import HIGH, LOW, Matrices, Scores
from scoring.engine.layout import Layout
from scoring.engine.problem import Problem
from scoring.engine.value import Floats

type State = Literal["passed", "open", "failed"]
type Status = Literal["eligible", "conditional", "excluded"]

NOISE = 1e-9  # a float sum may fall this short of a minimum that the exact sum reaches


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate of one candidate; `waived` tells of a waiver on record, whatever the state."""

    kind: Literal["check", "competency", "total"]
    code: str | None  # None for the total
    minimum: float
    low: float
    high: float
    state: State
    waived: bool


def gate_state(low: float, high: float, minimum: float) -> State:
    """Failed when even the ceiling is too low, passed when what is proven is enough."""
    if high < minimum - NOISE:
        return "failed"
    return "passed" if low >= minimum - NOISE else "open"


def status(gates: Iterable[GateResult]) -> Status:
    """Excluded by any failed gate without a waiver; a waiver settles no open gate."""
    gates = tuple(gates)
    if any(gate.state == "failed" and not gate.waived for gate in gates):
        return "excluded"
    return "conditional" if any(gate.state == "open" for gate in gates) else "eligible"


def gate_results(
    problem: Problem, layout: Layout, matrices: Matrices, scores: Scores
) -> list[tuple[GateResult, ...]]:
    """The gates of each row of the layout: checks, then competencies, then the total."""
    waived = {(one.candidate, one.kind, one.code) for one in problem.waivers}
    watched = list(_watched(problem, layout, matrices, scores))
    return [
        tuple(
            GateResult(
                kind=kind,
                code=code,
                minimum=float(minimum),  # 50 and 50.0 are one problem, and have one answer
                low=float(interval[0, row]),
                high=float(interval[1, row]),
                state=gate_state(interval[0, row], interval[1, row], minimum),
                waived=(candidate, kind, code) in waived,
            )
            for kind, code, minimum, interval in watched
        )
        for row, candidate in enumerate(layout.candidates)
    ]


type _Watched = tuple[Literal["check", "competency", "total"], str | None, float, Floats]


def _watched(
    problem: Problem, layout: Layout, matrices: Matrices, scores: Scores
) -> Iterable[_Watched]:
    """Every gate in scope with the (2, m) interval, low and high, that it watches."""
    ends = [LOW, HIGH]
    for column, check in enumerate(layout.checks):
        if check.minimum is not None:
            yield "check", check.code, check.minimum, matrices.values[ends, :, column]
    for column, competency in enumerate(layout.competencies):
        if competency.minimum is not None:
            interval = scores.competencies[ends, :, column]
            yield "competency", competency.code, competency.minimum, interval
    if problem.method.minimum_total is not None:
        yield "total", None, problem.method.minimum_total, scores.total[ends]
