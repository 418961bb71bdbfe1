from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import Comparison, Problem, ProblemError, compare
from scoring.engine.lint import (
    EffectiveWeight,
    LostGate,
    Neutral,
    effective_weights,
    highest_value,
    is_out_of_reach,
    lost_gates,
    neutral_checks,
    neutral_competencies,
    reach,
    reach_together,
)
from scoring.engine.rubric import Check, Method, Scale
from scoring.engine.value import evidence_credit

from .problems import FORMAT, matrix, problems

QUICK = {"draws": 1}  # nothing here is simulated
CREDIT = Method().evidence_credit


def compared(weights: list[float], values: dict[str, list[float | None]]) -> Comparison:
    return compare(matrix(weights, values, method=QUICK))


def one_check(code: str) -> dict[str, Any]:
    return {"code": code, "weight": 1, "checks": [{"code": f"{code}.1", "weight": 1}]}


# What a rubric can give


@pytest.mark.parametrize(
    ("scale", "highest"),
    [
        (None, 100),
        (Scale("levels", values=(0, 50, 80)), 80),
        (Scale("measure", points=((0.6, 90), (1, 50), (1.2, 0))), 90),
        (Scale("measure", points=((0, 0), (1, 40), (2, 70))), 70),
        (Scale("measure", points=((0, 0), (1, 60), (2, 20))), 60),  # best in the middle
    ],
)
def test_a_scale_ends_at_its_highest_value(scale: Scale | None, highest: float) -> None:
    assert highest_value(scale) == highest


@pytest.mark.parametrize(
    ("proof", "evidence", "most"),
    [
        (4, 4, 80),
        (4, 3, 64),
        (4, 2, 48),
        (4, 0, 16),
        (2, 4, 80),
        (2, 2, 80),
        (2, 1, 64),
        (0, 0, 80),
    ],
)
def test_evidence_short_of_the_proof_costs_a_fifth_a_step(
    proof: int, evidence: int, most: float
) -> None:
    """Of 80 points: × 0.8 for one step short, × 0.6 for two, × 0.2 for four."""
    check = Check("1.1", 1, proof=proof, scale=Scale("levels", values=(0, 80)))

    assert reach(check, evidence) == pytest.approx(most, rel=1e-12)


def test_unless_said_the_best_evidence_is_at_hand() -> None:
    assert reach(Check("1.1", 1, proof=4)) == 100


@pytest.mark.parametrize("evidence", [-1, 5, 1.0, True])
def test_evidence_off_the_ladder_is_refused(evidence: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        reach(Check("1.1", 1), evidence)

    assert str(refusal.value) == "evidence: must be a whole number from 0 to 4"


def test_checks_reach_their_weighted_mean_together() -> None:
    """(3 × 100 + 1 × 60) / 4 = 90."""
    assert reach_together([(3, 100), (1, 60)]) == 90


@pytest.mark.parametrize("checks", [[], [(0, 100), (0, 60)]])
def test_where_nothing_weighs_there_is_nothing_to_reach(checks: list[tuple[float, float]]) -> None:
    assert reach_together(checks) is None


@pytest.mark.parametrize(
    ("minimum", "lost"), [(50, False), (50 + 1e-10, False), (50 + 1e-8, True), (51, True)]
)
def test_a_minimum_is_out_of_reach_by_the_rule_of_the_gates(minimum: float, lost: bool) -> None:
    assert is_out_of_reach(minimum, 50) is lost


def test_a_minimum_at_the_very_end_of_the_noise_is_within_reach() -> None:
    assert not is_out_of_reach(1e-9, 0)


@given(
    st.lists(st.integers(0, 100), min_size=2, max_size=6, unique=True),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_no_rating_ever_proves_more(values: list[int], proof: int, evidence: int) -> None:
    scale = Scale("levels", values=tuple(sorted(values)))

    most = reach(Check("1.1", 1, proof=proof, scale=scale), evidence)

    every = [
        value * float(evidence_credit(proof, shown, CREDIT))
        for value in values
        for shown in range(evidence + 1)
    ]
    assert max(every) == most


# What weights do in a comparison


def test_a_weight_does_what_it_moves_between_the_candidates() -> None:
    """0.6 × (90 - 80) = 6 and 0.4 × (60 - 0) = 24: a fifth and four fifths of 30."""
    comparison = compared([60, 40], {"a": [90, 0], "b": [80, 60]})

    assert effective_weights(comparison, {"0": 0.6, "1": 0.4}) == (
        EffectiveWeight("0", 0.6, pytest.approx(0.2), pytest.approx(10)),
        EffectiveWeight("1", 0.4, pytest.approx(0.8), 60),
    )


def test_only_the_ranked_count_for_effective_weights() -> None:
    """The third fails the gate; with it the spread at 0 would be 100."""
    assert effective_weights(one_excluded(75), {"0": 1}) == (EffectiveWeight("0", 1, 1, 25),)


def test_who_is_excluded_counts_where_nothing_is_told_apart() -> None:
    """The two ranked tie, and the third does not."""
    comparison = one_excluded(100)

    assert effective_weights(comparison, {"0": 1}) == (EffectiveWeight("0", 1, None, 0),)
    assert neutral_competencies(comparison) == ()


def one_excluded(second: float) -> Comparison:
    """a has 100, c fails the gate at 50."""
    return compare(
        Problem.from_json(
            {
                "format": FORMAT,
                "method": QUICK,
                "competencies": [
                    {
                        "code": "0",
                        "weight": 1,
                        "minimum": 50,
                        "checks": [{"code": "0.1", "weight": 1}],
                    }
                ],
                "candidates": [{"code": "a"}, {"code": "b"}, {"code": "c"}],
                "cells": [
                    {"candidate": code, "check": "0.1", "assessor": "cio", "value": value}
                    for code, value in (("a", 100), ("b", second), ("c", 0))
                ],
            }
        )
    )


def test_where_everybody_ties_no_weight_does_anything() -> None:
    comparison = compared([1, 1], {"a": [50, 70], "b": [50, 70]})

    assert effective_weights(comparison, {"0": 0.5, "1": 0.5}) == (
        EffectiveWeight("0", 0.5, None, 0),
        EffectiveWeight("1", 0.5, None, 0),
    )


def test_one_candidate_alone_has_nothing_to_be_told_apart_from() -> None:
    comparison = compared([1], {"a": [50]})

    assert effective_weights(comparison, {"0": 1}) == ()
    assert neutral_competencies(comparison) == ()
    assert neutral_checks(comparison) == ()


@given(problems())
def test_effective_weights_sum_to_one_or_are_unknown(problem: dict[str, Any]) -> None:
    comparison = compare(Problem.from_json(problem))
    weights = weights_of(problem)

    found = effective_weights(comparison, weights)

    shares = [one.effective for one in found]
    if None in shares:
        assert set(shares) == {None}
    elif shares:
        assert sum(shares) == pytest.approx(1)
        assert all(share >= 0 for share in shares)


def weights_of(problem: dict[str, Any]) -> dict[str, float]:
    in_scope = [
        one for one in problem["competencies"] if any(check["scope"] for check in one["checks"])
    ]
    total = sum(one["weight"] for one in in_scope)
    return {one["code"]: one["weight"] / total for one in in_scope}


@pytest.mark.parametrize(
    ("nominal", "effective", "far"),
    [
        (0.10, 0.20, True),  # twice, and ten points more
        (0.20, 0.10, True),  # half
        (0.10, 0.199, False),  # not twice
        (0.20, 0.101, False),
        (0.05, 0.10, True),  # twice, and five points
        (0.10, 0.05, True),
        (0.04, 0.089, False),  # more than twice, but less than five points
        (0.01, 0.06, True),
        (0.06, 0.01, True),
        (0.30, 0.59, False),
        (0.20, 0.20, False),
        (0, 0.05, True),
        (0.05, 0, True),  # the ranked tie
        (0.04, 0, False),
        (0.20, None, False),  # unknown
    ],
)
def test_far_off_is_a_factor_of_two_and_five_points(
    nominal: float, effective: float | None, far: bool
) -> None:
    assert EffectiveWeight("1", nominal, effective, 10).is_far_off is far


def test_a_competency_where_all_have_proven_the_same_is_neutral() -> None:
    comparison = compared([1, 1], {"a": [50, 70], "b": [50, 80], "c": [50, 70]})

    assert neutral_competencies(comparison) == (Neutral("0", 50, answered=True),)
    assert neutral_checks(comparison) == (Neutral("0.1", 50, answered=True),)


def test_a_difference_that_is_only_rounding_is_none() -> None:
    """The first of the ranking tells the score."""
    comparison = compared([1, 1], {"a": [50, 70], "b": [50 + 1e-10, 70 + 1e-8]})

    assert comparison.leaders == ("b",)
    assert neutral_competencies(comparison) == (Neutral("0", 50 + 1e-10, answered=True),)


def test_a_difference_of_the_noise_itself_is_none() -> None:
    comparison = compared([1], {"a": [1e-9], "b": [0]})

    assert neutral_competencies(comparison) == (Neutral("0", 1e-9, answered=True),)
    assert effective_weights(comparison, {"0": 1}) == (EffectiveWeight("0", 1, None, 1e-9),)


def test_checks_may_tie_where_their_competency_does_not() -> None:
    """4.1 tells the two apart, 4.2 does not; nobody answered 4.3."""
    problem = {
        "format": FORMAT,
        "method": QUICK,
        "competencies": [
            {
                "code": "4",
                "weight": 1,
                "checks": [{"code": f"4.{number}", "weight": 1} for number in (1, 2, 3)],
            }
        ],
        "candidates": [{"code": "a"}, {"code": "b"}],
        "cells": [
            {"candidate": code, "check": check, "assessor": "cio", "value": value}
            for code, check, value in (
                ("a", "4.1", 100),
                ("b", "4.1", 0),
                ("a", "4.2", 60),
                ("b", "4.2", 60),
            )
        ],
    }

    comparison = compare(Problem.from_json(problem))

    assert neutral_competencies(comparison) == ()
    assert neutral_checks(comparison) == (
        Neutral("4.2", 60, answered=True),
        Neutral("4.3", 0, answered=False),
    )


def test_what_one_of_them_answered_is_answered() -> None:
    """Nobody rated `b`, and `a` was rated 0: they tie at 0, and one of them was rated."""
    comparison = compared([1, 1], {"a": [0, None], "b": [None, None]})

    assert neutral_competencies(comparison) == (
        Neutral("0", 0, answered=True),
        Neutral("1", 0, answered=False),
    )


def gated(*values: float, minimum_total: float | None = None, waived: bool = False) -> Comparison:
    codes = [f"c{number}" for number in range(len(values))]
    problem: dict[str, Any] = {
        "format": FORMAT,
        "method": QUICK | {"minimum_total": minimum_total},
        "competencies": [
            {
                "code": "1",
                "weight": 1,
                "minimum": 60,
                "checks": [{"code": "1.1", "weight": 1, "must": True, "minimum": 40}],
            }
        ],
        "candidates": [{"code": code} for code in codes],
        "cells": [
            {"candidate": code, "check": "1.1", "assessor": "cio", "value": value}
            for code, value in zip(codes, values, strict=True)
        ],
    }
    if waived:
        waiver = {"candidate": "c0", "kind": "check", "code": "1.1", "reason": "under way"}
        problem["waivers"] = [waiver]
    return compare(Problem.from_json(problem))


CHECK, COMPETENCY = LostGate("check", "1.1", 40), LostGate("competency", "1", 60)
TOTAL = LostGate("total", None, 70)


@pytest.mark.parametrize(
    ("values", "lost"),
    [
        ((39, 20), (CHECK, COMPETENCY)),
        ((40, 20), (COMPETENCY,)),
        ((60, 20), ()),
        ((39,), (CHECK, COMPETENCY)),
    ],
)
def test_a_gate_that_everybody_fails_is_lost(values: Any, lost: tuple[LostGate, ...]) -> None:
    assert lost_gates(gated(*values)) == lost


def test_a_total_that_nobody_reaches_is_lost_too() -> None:
    assert lost_gates(gated(65, 50, minimum_total=70)) == (TOTAL,)


def test_a_waiver_makes_nobody_pass() -> None:
    assert lost_gates(gated(39, 20, waived=True)) == (CHECK, COMPETENCY)


def test_an_open_gate_is_not_lost() -> None:
    comparison = compare(
        Problem.from_json(
            {
                "format": FORMAT,
                "method": QUICK,
                "competencies": [
                    {
                        "code": "1",
                        "weight": 1,
                        "minimum": 60,
                        "checks": [{"code": "1.1", "weight": 1}],
                    }
                ],
                "candidates": [{"code": "a"}],
            }
        )
    )

    assert lost_gates(comparison) == ()
