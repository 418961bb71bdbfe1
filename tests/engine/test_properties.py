"""What must hold of every problem, searched for counterexamples."""

import copy
import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.engine import Comparison, Problem, compare
from scoring.engine.comparison import CandidateResult

from .problems import problems


def compared(problem: dict[str, Any]) -> Comparison:
    return compare(Problem.from_json(problem))


def by_code(comparison: Comparison) -> dict[str, CandidateResult]:
    return {one.code: one for one in comparison.candidates}


def facts(comparison: Comparison) -> list[Any]:
    return [(one.code, one.rank, one.status) for one in comparison.candidates]


@given(problems(), st.randoms(use_true_random=False))
def test_order_of_listing_changes_not_one_byte(problem: dict[str, Any], rng: Any) -> None:
    before = json.dumps(compared(problem).to_json())

    for name in ("candidates", "cells", "consensus", "waivers"):
        rng.shuffle(problem[name])

    assert json.dumps(compared(problem).to_json()) == before


@given(problems(), st.randoms(use_true_random=False))
def test_order_of_the_rubric_changes_no_score(problem: dict[str, Any], rng: Any) -> None:
    before = by_code(compared(problem))

    rng.shuffle(problem["competencies"])
    for competency in problem["competencies"]:
        rng.shuffle(competency["checks"])

    for one in compared(problem).candidates:
        assert one.score.proven == pytest.approx(before[one.code].score.proven, abs=1e-9)


@given(problems(), st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_scale_of_the_weights_changes_nothing(
    problem: dict[str, Any], across: float, within: float
) -> None:
    before = compared(problem)

    for competency in problem["competencies"]:
        competency["weight"] *= across
    for check in problem["competencies"][0]["checks"]:
        check["weight"] *= within
    after = compared(problem)

    assert facts(after) == facts(before)
    for one in after.candidates:
        assert one.score.proven == pytest.approx(by_code(before)[one.code].score.proven, abs=1e-9)


@given(problems(), st.data())
def test_better_rating_never_lowers_a_score(problem: dict[str, Any], data: Any) -> None:
    rated = [cell for cell in problem["cells"] if cell["value"] is not None]
    assume(rated)
    before = by_code(compared(problem))

    cell = data.draw(st.sampled_from(rated))
    cell["value"] = data.draw(st.floats(cell["value"], 100))
    after = by_code(compared(problem))

    raised = cell["candidate"]
    assert after[raised].score.proven >= before[raised].score.proven
    assert after[raised].score.claimed >= before[raised].score.claimed
    assert after[raised].score.ceiling >= before[raised].score.ceiling
    for other in after.keys() - {raised}:
        assert after[other].score == before[other].score


@given(problems(), st.data())
def test_better_evidence_never_lowers_what_is_proven(problem: dict[str, Any], data: Any) -> None:
    documented = [cell for cell in problem["cells"] if "evidence" in cell]
    assume(documented)
    before = by_code(compared(problem))

    cell = data.draw(st.sampled_from(documented))
    cell["evidence"] = data.draw(st.integers(cell["evidence"], 4))
    after = by_code(compared(problem))

    raised = cell["candidate"]
    assert after[raised].score.proven >= before[raised].score.proven
    assert after[raised].score.claimed == before[raised].score.claimed


@given(problems(), st.data())
def test_candidate_who_leaves_moves_nobody(problem: dict[str, Any], data: Any) -> None:
    assume(len(problem["candidates"]) > 1)
    before = by_code(compared(problem))

    gone = data.draw(st.sampled_from([one["code"] for one in problem["candidates"]]))
    fewer = copy.deepcopy(problem)
    fewer["candidates"] = [one for one in problem["candidates"] if one["code"] != gone]
    for name in ("cells", "consensus", "waivers"):
        fewer[name] = [one for one in problem[name] if one["candidate"] != gone]

    for one in compared(fewer).candidates:
        was = before[one.code]
        assert (one.score, one.competencies, one.checks) == (
            was.score,
            was.competencies,
            was.checks,
        )
        assert (one.status, one.gates, one.coverage) == (was.status, was.gates, was.coverage)


@given(problems())
def test_who_is_at_least_as_good_everywhere_is_not_below(problem: dict[str, Any]) -> None:
    found = compared(problem).candidates

    for a in found:
        for b in found:
            if all(x.proven >= y.proven for x, y in zip(a.checks, b.checks, strict=True)):
                assert a.score.proven >= b.score.proven


@given(problems())
def test_contributions_and_points_sum_to_the_score(problem: dict[str, Any]) -> None:
    for one in compared(problem).candidates:
        contributions = sum(competency.contribution for competency in one.competencies)
        points = sum(check.points for check in one.checks)
        assert contributions == pytest.approx(one.score.proven, abs=1e-9)
        assert points == pytest.approx(one.score.proven, abs=1e-9)


@given(problems())
def test_readings_are_ordered_and_stay_on_the_scale(problem: dict[str, Any]) -> None:
    for one in compared(problem).candidates:
        for reading in (one.score, *one.competencies, *one.checks):
            assert 0 <= reading.proven <= reading.claimed <= reading.ceiling <= 100
        assert 0 <= one.coverage <= 1


@given(problems())
def test_full_coverage_leaves_no_potential(problem: dict[str, Any]) -> None:
    for one in compared(problem).candidates:
        if one.coverage == 1:
            assert one.score.claimed == pytest.approx(one.score.ceiling, abs=1e-9)


@given(problems())
def test_ranks_count_who_is_above(problem: dict[str, Any]) -> None:
    ranked = [one for one in compared(problem).candidates if one.status != "excluded"]

    for one in ranked:
        above = [other for other in ranked if other.score.proven > one.score.proven + 1e-9]
        assert one.rank == len(above) + 1


@given(problems())
def test_necessarily_above_is_above_by_every_reading(problem: dict[str, Any]) -> None:
    comparison = compared(problem)
    found = by_code(comparison)

    for above, below in comparison.stability.necessarily_above:
        assert found[above].score.proven > found[below].score.ceiling
        assert found[above].rank < found[below].rank
