"""The answer under other weights is the answer of the problem that has them."""

from dataclasses import replace
from random import Random

import pytest

from scoring.engine import Comparison, Problem, compare
from scoring.engine.what_if import Ground, what_if

from .problems import random_problem


def reweighted(problem: Problem, rng: Random) -> tuple[Problem, list[float]]:
    """The problem with other weights, and those of the competencies in scope."""
    weights = [rng.choice([0, 1, 2.5, 40]) for _one in problem.competencies]
    weights[0] = 3  # it is in scope
    competencies = tuple(
        replace(one, weight=weight)
        for one, weight in zip(problem.competencies, weights, strict=True)
    )
    in_scope = [one.weight for one in competencies if one.checks_in_scope]
    return replace(problem, competencies=competencies), in_scope


def told(comparison: Comparison) -> tuple[object, ...]:
    """All that `what_if` says: of the checks, those that are gates."""
    near, stability = comparison.simulation.near, comparison.stability
    gates = {gate.code for gate in comparison.candidates[0].gates if gate.kind == "check"}
    candidates = [
        replace(one, checks=tuple(check for check in one.checks if check.code in gates))
        for one in comparison.candidates
    ]
    return (
        comparison.engine,
        comparison.leaders,
        comparison.margin,
        comparison.verdict,
        candidates,
        stability.weight_intervals,
        stability.nearest_flips,
        stability.necessarily_above,
        (near.draws, near.seed, near.first, near.standard_error),
    )


@pytest.mark.parametrize("seed", range(40))
def test_it_says_what_a_comparison_with_those_weights_says(seed: int) -> None:
    rng = Random(seed)
    problem = Problem.from_json(random_problem(rng))
    ground = Ground.of(problem)
    for _time in range(2):  # what one answer used is as it was for the next
        other, weights = reweighted(problem, rng)

        assert told(what_if(ground, weights)) == told(compare(other))


@pytest.mark.parametrize("seed", range(5))
def test_with_its_own_weights_it_is_the_comparison(seed: int) -> None:
    problem = Problem.from_json(random_problem(Random(seed)))
    own = [one.weight for one in problem.competencies if one.checks_in_scope]

    assert told(what_if(Ground.of(problem), own)) == told(compare(problem))


def test_it_is_no_record_and_leaves_out_what_takes_long() -> None:
    ground = Ground.of(Problem.from_json(random_problem(Random(1))))

    answer = what_if(ground, [1] * len(ground.layout.competencies))

    assert (answer.inputs_digest, answer.frozen_fingerprint) == ("", "")
    assert {one.checks for one in answer.candidates} == {()}
    assert (answer.stability.decisive, answer.stability.rating_flips) == ((), ())
    assert answer.stability.leave_one_out.assessors == {}
    assert answer.stability.leave_one_out.competencies == {}
    assert answer.simulation.any.draws == 0
    assert answer.simulation.any.first == {}
