"""The same problem under other weights: an answer in the time of a slider's step (method, 5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from scoring.engine.aggregation import HIGH, LOW, Matrices, Scores
from scoring.engine.comparison import ENGINE_VERSION, CandidateResult, Comparison, margin, standings
from scoring.engine.gates import GateResult, gate_results
from scoring.engine.layout import Layout
from scoring.engine.outcome import Rules
from scoring.engine.problem import Problem
from scoring.engine.reweighting import nearest_flips, weight_intervals
from scoring.engine.sampling import weights_near
from scoring.engine.simulation import Drawn, Run, Simulation
from scoring.engine.stability import LeaveOneOut, Stability, necessarily_above
from scoring.engine.verdict import verdict


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What no weight of a competency changes: made once, asked any number of times."""

    problem: Problem
    layout: Layout
    matrices: Matrices
    rules: Rules
    drawn: Drawn
    gates: tuple[tuple[GateResult, ...], ...]  # none where the total is one: weights change that

    @classmethod
    def of(cls, problem: Problem) -> Self:
        layout = Layout.of(problem)
        matrices = Matrices.of(problem, layout)
        drawn = Drawn.of(problem, layout, matrices)
        gates: tuple[tuple[GateResult, ...], ...] = ()
        if problem.method.minimum_total is None:
            scores = Scores.of(matrices.values, layout)
            gates = tuple(gate_results(problem, layout, matrices, scores))
        return cls(problem, layout, matrices, Rules.of(problem, layout), drawn, gates)


def what_if(ground: Ground, weights: Sequence[float]) -> Comparison:
    """What `compare` says of the problem if its competencies in scope had these weights.

    weights: (g,) as given, none negative, with a sum above 0. The answer is no record: it has no
    digests. Decisive cells, single ratings and leave-one-out are left out of it, the checks that
    are no gates, and of the simulation all but the first places near these weights.
    """
    layout = replace(ground.layout, competency_weights=np.array(weights, dtype=np.float64))
    problem, matrices = ground.problem, ground.matrices
    scores = Scores.of(matrices.values, layout)
    told = [at for at, check in enumerate(layout.checks) if check.minimum is not None]
    candidates = standings(problem, layout, matrices, scores, gates=ground.gates, told=told)
    ranked = tuple(one for one in candidates if one.rank is not None)
    leaders = tuple(one.code for one in ranked if one.rank == 1)
    rules = replace(ground.rules, layout=layout)
    certificate = _stability(rules, matrices, scores, candidates)
    near = _near(ground, layout)
    return Comparison(
        engine=ENGINE_VERSION,
        inputs_digest="",
        frozen_fingerprint="",
        leaders=leaders,
        margin=margin(ranked),
        verdict=verdict(problem.method, leaders, certificate.nearest_flips, near.first),
        candidates=candidates,
        stability=certificate,
        simulation=Simulation(near=near, any=_run(problem, {}, draws=0)),
    )


def _stability(
    rules: Rules, matrices: Matrices, scores: Scores, candidates: Sequence[CandidateResult]
) -> Stability:
    layout = rules.layout
    today = rules.judge(matrices.values[[LOW, HIGH]])
    order = [layout.candidates.index(one.code) for one in candidates]
    ranked = [row for row, one in zip(order, candidates, strict=True) if one.rank is not None]
    return Stability(
        weight_intervals=weight_intervals(rules, today, order),
        nearest_flips=nearest_flips(rules, today, ranked),
        decisive=(),
        rating_flips=(),
        leave_one_out=LeaveOneOut({}, {}),
        necessarily_above=necessarily_above(layout, scores, ranked, rules.tolerance),
    )


def _near(ground: Ground, layout: Layout) -> Run:
    method = ground.problem.method
    shares = tuple(layout.shares.tolist())
    sample = weights_near(shares, method.draws, method.seed, method.concentration)
    return _run(ground.problem, ground.drawn.first(sample), draws=method.draws)


def _run(problem: Problem, first: dict[str, float], *, draws: int) -> Run:
    """A run of which only the first places are known."""
    error = {code: float(np.sqrt(p * (1 - p) / draws)) for code, p in first.items()}
    return Run(
        draws=draws,
        seed=problem.method.seed,
        first=first,
        standard_error=error,
        acceptability={},
        pairwise={},
        interval={},
        central_weights={},
    )
