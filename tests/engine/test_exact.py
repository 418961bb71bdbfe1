"""The engine against exact fractions, on 10 000 random problems.

Without what is said about the certainty of the answer, which has such tests of its own.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from scoring.engine import Problem
from scoring.engine.aggregation import Matrices, Scores
from scoring.engine.comparison import CandidateResult, standings
from scoring.engine.layout import Layout

from .problems import random_problem
from .reference import Exact, compare_exactly

CHUNKS, CHUNK = 10, 1_000
LARGEST_ERROR = 1e-9


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_engine_equals_exact_fractions(chunk: int) -> None:
    errors, different = [], []

    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        problem = random_problem(Random(seed))
        expected = compare_exactly(problem)
        found = answer(problem)
        errors.append(_error(found, expected))
        if _facts(found) != _exact_facts(expected):
            different.append(seed)

    assert different == []
    assert max(errors) < LARGEST_ERROR


def test_random_problems_are_as_varied_as_they_must_be() -> None:
    """A negative control: a comparison without ties, gaps and failed gates would prove little."""
    seen = {"tie": 0, "eligible": 0, "conditional": 0, "excluded": 0, "waived": 0, "partial": 0}

    for seed in range(300):
        found = answer(random_problem(Random(seed)))
        ranks = [one.rank for one in found if one.rank]
        seen["tie"] += len(ranks) > len(set(ranks))
        seen["waived"] += any(g.waived and g.state == "failed" for one in found for g in one.gates)
        seen["partial"] += any(one.coverage < 1 for one in found)
        for status in {one.status for one in found}:
            seen[status] += 1

    assert min(seen.values()) > 30


def answer(data: dict[str, Any]) -> Sequence[CandidateResult]:
    problem = Problem.from_json(data)
    layout = Layout.of(problem)
    matrices = Matrices.of(problem, layout)
    return standings(problem, layout, matrices, Scores.of(matrices.values, layout))


def _facts(candidates: Sequence[CandidateResult]) -> Any:
    return [
        (
            one.code,
            one.rank,
            one.status,
            {(gate.kind, gate.code): gate.state for gate in one.gates},
            [competency.code for competency in one.competencies],
            [check.code for check in one.checks],
        )
        for one in candidates
    ]


def _exact_facts(expected: dict[str, Exact]) -> Any:
    return [
        (code, one.rank, one.status, one.gates, list(one.competencies), list(one.checks))
        for code, one in expected.items()
    ]


def _error(candidates: Sequence[CandidateResult], expected: dict[str, Exact]) -> float:
    pairs = []
    for one in candidates:
        exact = expected[one.code]
        pairs += [(one.coverage, exact.coverage)]
        pairs += zip(_triple(one.score), exact.score, strict=True)
        for competency in one.competencies:
            pairs += zip(_triple(competency), exact.competencies[competency.code], strict=True)
        for check in one.checks:
            pairs += zip(_triple(check), exact.checks[check.code], strict=True)
    return max(abs(float(found - float(wanted))) for found, wanted in pairs)


def _triple(result: Any) -> tuple[float, float, float]:
    return result.proven, result.claimed, result.ceiling
