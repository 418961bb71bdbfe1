import json
from typing import Any

import pytest

from scoring.engine import ENGINE_VERSION, Problem, compare, fingerprint
from scoring.engine.comparison import (
    CandidateResult,
    CheckResult,
    Comparison,
    CompetencyResult,
    Score,
)
from scoring.engine.fingerprints import inputs_digest
from scoring.engine.gates import GateResult

from .problems import matrix

# Three candidates: one eligible, one conditional, one excluded.
DATA: dict[str, Any] = {
    "format": "integrator-eval/problem-1",
    "competencies": [
        {
            "code": "6",
            "weight": 3,
            "checks": [
                {"code": "6.1", "weight": 3, "must": True, "minimum": 50, "proof": 3},
                {"code": "6.2", "weight": 1, "proof": 0},
            ],
        },
        {"code": "10", "weight": 1, "checks": [{"code": "10.1", "weight": 1}]},
    ],
    "candidates": [
        {"code": "ovea", "name": "Ovea"},
        {"code": "sur", "name": "Integra Sur"},
        {"code": "norte", "name": "Norte"},
    ],
    "cells": [
        {"candidate": "ovea", "check": "6.1", "assessor": "cio", "value": 100, "evidence": 1},
        {"candidate": "ovea", "check": "6.2", "assessor": "cio", "value": 100},
        {"candidate": "ovea", "check": "10.1", "assessor": "cio", "value": 50},
        {"candidate": "sur", "check": "6.2", "assessor": "cio", "value": 40},
        {"candidate": "sur", "check": "10.1", "assessor": "cio", "value": 100},
        {"candidate": "norte", "check": "6.1", "assessor": "cio", "value": 0},
        {"candidate": "norte", "check": "6.2", "assessor": "cio", "value": 100},
        {"candidate": "norte", "check": "10.1", "assessor": "cio", "value": 100},
    ],
}


def compared(data: dict[str, Any]) -> Comparison:
    return compare(Problem.from_json(data))


def test_leader_is_told_in_full() -> None:
    leader = compared(DATA).candidates[0]

    assert leader == CandidateResult(
        code="ovea",
        name="Ovea",
        status="eligible",
        rank=1,
        coverage=1.0,
        score=Score(proven=65.0, claimed=87.5, ceiling=87.5),
        competencies=(
            CompetencyResult("6", proven=70.0, claimed=100.0, ceiling=100.0, contribution=52.5),
            CompetencyResult("10", proven=50.0, claimed=50.0, ceiling=50.0, contribution=12.5),
        ),
        gates=(GateResult("check", "6.1", 50.0, 60.0, 100.0, "passed", waived=False),),
        checks=(
            CheckResult("6.1", proven=60.0, claimed=100.0, ceiling=100.0, points=33.75),
            CheckResult("6.2", proven=100.0, claimed=100.0, ceiling=100.0, points=18.75),
            CheckResult("10.1", proven=50.0, claimed=50.0, ceiling=50.0, points=12.5),
        ),
    )


def test_excluded_candidate_comes_last_with_its_score_and_no_rank() -> None:
    last = compared(DATA).candidates[-1]

    assert (last.code, last.status, last.rank, last.score.proven) == (
        "norte",
        "excluded",
        None,
        43.75,
    )


def test_conditional_candidate_is_ranked() -> None:
    second = compared(DATA).candidates[1]

    assert (second.code, second.status, second.rank) == ("sur", "conditional", 2)


def test_excluded_candidates_are_listed_by_score() -> None:
    comparison = compare(
        matrix([1], {"a": [10], "b": [30], "c": [20]}, method={"minimum_total": 50})
    )

    assert [(one.code, one.rank) for one in comparison.candidates] == [
        ("b", None),
        ("c", None),
        ("a", None),
    ]
    assert (comparison.leaders, comparison.margin) == ((), None)
    assert comparison.stability.necessarily_above == ()


def test_margin_separates_the_two_highest_ranked() -> None:
    assert compared(DATA).margin == 65.0 - 32.5


def test_margin_needs_two_ranked_candidates() -> None:
    assert compare(matrix([1], {"a": [10]})).margin is None


def test_tied_leaders_are_all_leaders_without_a_margin() -> None:
    comparison = compare(matrix([1, 1], {"b": [60, 40], "c": [10, 10], "a": [40, 60]}))

    assert comparison.leaders == ("a", "b")
    assert comparison.margin == 0
    assert [one.rank for one in comparison.candidates] == [1, 1, 3]


def test_tie_break_lists_a_leader_first_and_leaves_the_tie_shown() -> None:
    values = {"b": [60, 40], "a": [40, 60]}

    comparison = compare(matrix([1, 1], values, method={"tie_break": ["0"]}))

    assert comparison.leaders == ("b", "a")
    assert [one.rank for one in comparison.candidates] == [1, 1]


def test_margin_is_never_negative_when_the_tie_break_lists_the_lower_first() -> None:
    values = {"a": [100, 41], "b": [40, 100]}
    method = {"tie_tolerance": 1, "tie_break": ["0"]}

    comparison = compare(matrix([1, 1], values, method=method))

    assert comparison.leaders == ("a", "b")
    assert comparison.margin == 0.5


def test_competency_out_of_scope_breaks_no_tie_and_shows_nowhere() -> None:
    problem = matrix([1, 1], {"b": [60, 40], "a": [60, 100]}, method={"tie_break": ["1"]}).to_json()
    problem["competencies"][1]["checks"][0]["scope"] = False

    comparison = compared(problem)

    assert comparison.leaders == ("a", "b")
    assert [one.code for one in comparison.candidates[0].competencies] == ["0"]
    assert [one.code for one in comparison.candidates[0].checks] == ["0.1"]
    assert comparison.candidates[0].score.proven == 60


def test_necessarily_above_holds_whatever_is_still_unknown() -> None:
    values = {"a": [100, 80], "b": [100, None], "c": [20, 20], "d": [None, None]}

    comparison = compare(matrix([1, 1], values))

    assert comparison.stability.necessarily_above == (("a", "c"), ("b", "c"))


def test_equals_are_not_above_each_other_by_noise() -> None:
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit."""
    values = {"a": [10, 20, 30, 0], "b": [30, 20, 10, 0]}

    comparison = compare(matrix([0.1, 0.1, 0.1, 0.7], values))

    assert comparison.stability.necessarily_above == ()
    assert comparison.leaders == ("a", "b")


def test_equals_are_not_above_each_other_without_a_tolerance() -> None:
    values = {"a": [50], "b": [50]}

    comparison = compare(matrix([1], values, method={"tie_tolerance": 0}))

    assert comparison.stability.necessarily_above == ()


def test_what_took_part_is_signed() -> None:
    problem = Problem.from_json(DATA)

    comparison = compare(problem)

    assert comparison.engine == ENGINE_VERSION
    assert comparison.inputs_digest == inputs_digest(problem)
    assert comparison.frozen_fingerprint == fingerprint(problem)


def test_json_is_the_format_of_the_page() -> None:
    written = compared(DATA).to_json()

    assert list(written) == [
        "format",
        "engine",
        "inputs_digest",
        "frozen_fingerprint",
        "leaders",
        "margin",
        "verdict",
        "candidates",
        "stability",
        "simulation",
    ]
    assert written["format"] == "integrator-eval/comparison-1"
    assert written["engine"] == "1.1.0"
    assert written["leaders"] == ["ovea"]
    assert written["verdict"] == "narrow"
    assert written["candidates"][0] == {
        "code": "ovea",
        "name": "Ovea",
        "status": "eligible",
        "rank": 1,
        "coverage": 1.0,
        "score": {"proven": 65.0, "claimed": 87.5, "ceiling": 87.5},
        "competencies": [
            {
                "code": "6",
                "proven": 70.0,
                "claimed": 100.0,
                "ceiling": 100.0,
                "contribution": 52.5,
            },
            {
                "code": "10",
                "proven": 50.0,
                "claimed": 50.0,
                "ceiling": 50.0,
                "contribution": 12.5,
            },
        ],
        "gates": [
            {
                "kind": "check",
                "code": "6.1",
                "minimum": 50.0,
                "low": 60.0,
                "high": 100.0,
                "state": "passed",
                "waived": False,
            }
        ],
    }


def test_json_tells_of_stability_in_the_shapes_of_the_page() -> None:
    stability = compared(DATA).to_json()["stability"]

    assert stability == {
        "weight_intervals": [
            {
                "competency": "6",
                "weight": 0.75,
                "low": pytest.approx(5 / 11),
                "high": 1.0,
                "below": "sur",
                "above": None,
            },
            {
                "competency": "10",
                "weight": 0.25,
                "low": 0.0,
                "high": pytest.approx(6 / 11),
                "below": None,
                "above": "sur",
            },
        ],
        "nearest_flips": [
            {
                "rival": "sur",
                "points": pytest.approx(325 / 11),
                "moves": [{"from": "6", "to": "10", "points": pytest.approx(325 / 11)}],
            }
        ],
        "decisive": [{"candidate": "sur", "check": "6.1", "swing": 56.25, "effect": "leader"}],
        "rating_flips": [
            {
                "candidate": "ovea",
                "check": "6.1",
                "change": "refuted",
                "effect": "leader",
                "leaders": ["sur"],
            }
        ],
        "leave_one_out": {
            "assessors": {"cio": ["norte", "ovea", "sur"]},
            "competencies": {"6": ["norte", "sur"], "10": ["ovea"]},
        },
        "necessarily_above": [],
    }


@pytest.mark.parametrize("run", ["near", "any"])
def test_json_tells_of_each_run_in_the_shapes_of_the_page(run: str) -> None:
    simulation = compared(DATA).to_json()["simulation"][run]

    assert (simulation["draws"], simulation["seed"]) == (10_000, 12)
    assert _shape(simulation) == {
        "draws": 0,
        "seed": 0,
        "first": {"norte": 0, "ovea": 0, "sur": 0},
        "standard_error": {"norte": 0, "ovea": 0, "sur": 0},
        "acceptability": {"norte": [0, 0, 0], "ovea": [0, 0, 0], "sur": [0, 0, 0]},
        "pairwise": {
            "norte": {"ovea": 0, "sur": 0},
            "ovea": {"norte": 0, "sur": 0},
            "sur": {"norte": 0, "ovea": 0},
        },
        "interval": {"norte": [0, 0], "ovea": [0, 0], "sur": [0, 0]},
        "central_weights": {
            "norte": None,
            "ovea": {"6": 0, "10": 0},
            "sur": {"6": 0, "10": 0},
        },
    }


def _shape(data: Any) -> Any:
    """The same with 0 for each number."""
    if isinstance(data, dict):
        return {key: _shape(entry) for key, entry in data.items()}
    if isinstance(data, list):
        return [_shape(entry) for entry in data]
    return 0 if isinstance(data, int | float) else data


def test_runs_follow_the_method() -> None:
    simulation = compared(DATA | {"method": {"draws": 77, "seed": 5}}).simulation

    assert [(run.draws, run.seed) for run in (simulation.near, simulation.any)] == [(77, 5)] * 2


@pytest.mark.parametrize("run", ["near", "any"])
def test_another_seed_draws_other_weights(run: str) -> None:
    values = {"a": [100, 0], "b": [0, 100]}  # all known: only weights are drawn

    found = [
        getattr(compare(matrix([1, 1], values, method={"seed": seed})).simulation, run).interval
        for seed in (1, 2)
    ]

    assert found[0] != found[1]


def test_weights_near_the_announced_are_as_near_as_the_method_says() -> None:
    """Concentrated, the leader's share is that of the announced weights alone."""
    wide, tight = (
        compared(DATA | {"method": {"concentration": near}}).simulation.near.interval["ovea"]
        for near in (1, 1e9)
    )

    assert wide[1] - wide[0] > 2 * (tight[1] - tight[0])


def test_both_runs_draw_the_same_cells() -> None:
    """One competency: the weights say nothing, so the runs differ in nothing."""
    simulation = compare(matrix([1], {"a": [None], "b": [50]})).simulation

    assert simulation.near == simulation.any


def test_verdict_is_by_the_weights_near_the_announced() -> None:
    """Under any weights a leads half of the time; near 99 to 1 always, and 49 points are far."""
    problem = matrix([99, 1], {"a": [100, 0], "b": [0, 100]})

    comparison = compare(problem)

    assert (comparison.verdict, comparison.simulation.any.first["a"] < 0.6) == ("clear", True)


def test_json_holds_plain_numbers_only() -> None:
    comparison = compared(DATA)

    assert json.loads(json.dumps(comparison.to_json(), allow_nan=False)) == comparison.to_json()


def test_whole_numbers_with_and_without_point_give_the_same_bytes() -> None:
    pointed = json.loads(json.dumps(DATA).replace('"minimum": 50', '"minimum": 50.0'))

    assert json.dumps(compared(pointed).to_json()) == json.dumps(compared(DATA).to_json())
