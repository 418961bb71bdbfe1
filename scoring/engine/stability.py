"""The stability certificate: exactly how far an answer is from another one (docs/method.md, 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from scoring.engine.aggregation import HIGH, LOW, Matrices, Scores
from scoring.engine.gates import NOISE
from scoring.engine.layout import Layout
from scoring.engine.outcome import PROVEN, Outcome, Rules, total_of
from scoring.engine.problem import Problem
from scoring.engine.readings import Readings
from scoring.engine.reweighting import (
    NearestFlip,
    WeightInterval,
    nearest_flips,
    weight_intervals,
)
from scoring.engine.sensitivity import Decisive, RatingFlip, decisive, rating_flips

type Leaders = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The leaders without one assessor, by its code; without one competency, by its code."""

    assessors: Leaders
    competencies: Leaders


@dataclass(frozen=True, slots=True)
class Stability:
    """What could change the answer, and what could not."""

    weight_intervals: tuple[WeightInterval, ...]
    nearest_flips: tuple[NearestFlip, ...]
    decisive: tuple[Decisive, ...]
    rating_flips: tuple[RatingFlip, ...]
    leave_one_out: LeaveOneOut
    # (A, B): A's proven is above B's ceiling, so nothing that is still unknown puts B above A.
    necessarily_above: tuple[tuple[str, str], ...]


def stability(
    problem: Problem,
    layout: Layout,
    matrices: Matrices,
    scores: Scores,
    ranks: Mapping[int, int | None],
) -> Stability:
    """The certificate of one comparison.

    ranks: rows of the layout in the order of the answer; None for an excluded candidate.
    """
    rules = Rules.of(problem, layout)
    today = rules.judge(matrices.values[[LOW, HIGH]])
    ranked = [row for row, place in ranks.items() if place is not None]
    return Stability(
        weight_intervals=weight_intervals(rules, today, list(ranks)),
        nearest_flips=nearest_flips(rules, today, ranked),
        decisive=decisive(rules, today, matrices),
        rating_flips=rating_flips(rules, today, matrices.readings),
        leave_one_out=leave_one_out(problem, rules, today, matrices.readings),
        necessarily_above=necessarily_above(layout, scores, ranked, rules.tolerance),
    )


def necessarily_above(
    layout: Layout, scores: Scores, ranked: Sequence[int], tolerance: float
) -> tuple[tuple[str, str], ...]:
    """Codes of each pair whose order no reading can turn round. ranked: rows, as listed."""
    proven, ceiling = scores.total[[LOW, HIGH]].tolist()
    return tuple(
        (layout.candidates[a], layout.candidates[b])
        for a, b in permutations(ranked, 2)
        if proven[a] - ceiling[b] > tolerance
    )


def leave_one_out(
    problem: Problem, rules: Rules, today: Outcome, readings: Readings
) -> LeaveOneOut:
    """The leaders of the problems that lack one part."""
    return LeaveOneOut(
        assessors=_without_assessors(problem, rules, readings),
        competencies=_without_competencies(rules, today),
    )


def _without_assessors(problem: Problem, rules: Rules, readings: Readings) -> Leaders:
    """Whoever rated or abstained, by code; a consensus stays, whoever reached it."""
    found = {}
    for assessor in sorted({cell.assessor for cell in problem.cells}):
        outcome = rules.judge(readings.without(assessor))
        scores = outcome.scores.competencies[PROVEN]
        found[assessor] = rules.listed(outcome.leaders, scores)
    return found


def _without_competencies(rules: Rules, today: Outcome) -> Leaders:
    """In the order of the rubric; its checks, its gates and its place in the tie-break go too.

    Nobody leads where nothing that is left weighs anything.
    """
    layout = rules.layout
    scores = today.scores.competencies
    owner = np.concatenate([layout.group, np.arange(len(layout.competencies))])
    found: dict[str, tuple[str, ...]] = {}
    for column, competency in enumerate(layout.competencies):
        weights = np.where(
            np.arange(len(layout.competencies)) == column, 0, layout.competency_weights
        )
        if not weights.any():
            found[competency.code] = ()
            continue
        proven, ceiling = total_of(scores, layout, weights)
        excluded = today.failed[:, :-1][:, owner != column].any(axis=1)
        excluded |= (ceiling < rules.minimum[-1] - NOISE) & ~rules.waived[:, -1]
        leaders = rules.leaders(proven, excluded)
        found[competency.code] = rules.listed(leaders, scores[PROVEN], without=column)
    return found
