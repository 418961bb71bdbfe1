"""The stability certificate of a problem, and the short answer that it is held against."""

from typing import Any

from scoring.engine import Problem
from scoring.engine.aggregation import LOW, Layout, Matrices, Scores
from scoring.engine.gates import Status, gate_results, status
from scoring.engine.ranking import rank
from scoring.engine.stability import Stability, stability

type Gates = dict[tuple[str, str, str | None], str]


def certificate(problem: Problem) -> Stability:
    layout = Layout.of(problem)
    matrices = Matrices.of(problem, layout)
    scores = Scores.of(matrices.values, layout)
    statuses = [status(one) for one in gate_results(problem, layout, matrices, scores)]
    return stability(problem, layout, matrices, scores, ranks(problem, layout, scores, statuses))


def ranks(
    problem: Problem, layout: Layout, scores: Scores, statuses: list[Status]
) -> dict[int, int | None]:
    """Rows in the order of the answer."""
    codes = [one.code for one in layout.competencies]
    proven = scores.competencies[LOW]
    tie_break = [proven[:, codes.index(c)] for c in problem.method.tie_break if c in codes]
    found: list[Any] = []
    for excluded in (False, True):
        rows = [row for row, one in enumerate(statuses) if (one == "excluded") == excluded]
        found.append(rank(rows, scores.total[LOW], tie_break, problem.method.tie_tolerance))
    ranked, out = found
    return dict(zip(ranked.order, ranked.ranks, strict=True)) | dict.fromkeys(out.order)


def answer(problem: Problem) -> tuple[tuple[str, ...], Gates]:
    """The leaders and the state of every gate: what `compare` says of them, and nothing else."""
    layout = Layout.of(problem)
    matrices = Matrices.of(problem, layout)
    scores = Scores.of(matrices.values, layout)
    gates = gate_results(problem, layout, matrices, scores)
    placed = ranks(problem, layout, scores, [status(one) for one in gates])
    leaders = tuple(layout.candidates[row] for row, place in placed.items() if place == 1)
    states: Gates = {
        (candidate, gate.kind, gate.code): gate.state
        for candidate, of_one in zip(layout.candidates, gates, strict=True)
        for gate in of_one
    }
    return leaders, states
