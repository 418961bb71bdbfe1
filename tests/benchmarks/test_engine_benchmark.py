"""The engine beside its peers: the same numbers first, then the time.

The peers know no tie, no gate and no range; where they rank, they rank less. Each is called in its
fastest form: no validation where it can be switched off, no normalisation, no data frame.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from scoring.engine import Problem, compare
from scoring.engine.aggregation import HIGH, LOW, Layout, Matrices, Scores
from scoring.engine.counting import rank_counts, totals
from scoring.engine.outcome import Rules
from scoring.engine.reweighting import weight_intervals
from scoring.engine.sampling import _any, weights_any
from scoring.engine.simulation import CHUNK
from scoring.engine.value import Floats
from tests.engine.problems import FORMAT, matrix

from .conftest import Race

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.filterwarnings("ignore"),  # the peers' own
]

threadpoolctl = pytest.importorskip("threadpoolctl", reason="uv run --group benchmark …")
pymcdm_methods = pytest.importorskip("pymcdm.methods")
pymcdm_helpers = pytest.importorskip("pymcdm.helpers")
repo_methods = pytest.importorskip("pyrepo_mcda.mcda_methods")
repo_additions = pytest.importorskip("pyrepo_mcda.additions")
repo_sweep = pytest.importorskip("pyrepo_mcda.sensitivity_analysis_weights_values")
skcriteria = pytest.importorskip("skcriteria")
skcriteria_simple = pytest.importorskip("skcriteria.agg.simple")
py_decision = pytest.importorskip("pyDecision.algorithm")

CANDIDATES, CRITERIA, DRAWS = 10, 65, 10_000


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with threadpoolctl.threadpool_limits(1):
        yield


def values(candidates: int = CANDIDATES, criteria: int = CRITERIA) -> Floats:
    """(candidates, criteria), with a best of 100 each: dividing by the best changes nothing."""
    rng = np.random.default_rng(7)
    drawn = np.rint(rng.random((candidates, criteria)) * 1000) / 10
    drawn[rng.integers(0, candidates, criteria), np.arange(criteria)] = 100
    return drawn


class Peers:
    """Each as a function from weights to the scores, and to the ranks, of the same values."""

    def __init__(self, matrix: Floats) -> None:
        types = np.ones(matrix.shape[1])
        wsm = pymcdm_methods.WSM(normalization_function=lambda column, cost: column)
        saw = repo_methods.SAW(normalization_method=lambda matrix, types: matrix)
        model = skcriteria_simple.WeightedSumModel()
        objectives = [max] * matrix.shape[1]
        words = ["max"] * matrix.shape[1]

        def decided(weights: Floats) -> Any:
            return model.evaluate(skcriteria.mkdm(matrix, objectives, weights=weights))

        def scored(weights: Floats) -> Floats:
            found = py_decision.saw_method(matrix, words, weights, graph=False, verbose=False)
            return np.asarray(found[:, 1]) * 100

        self.scores: dict[str, Callable[[Floats], Floats]] = {
            "pymcdm": lambda w: wsm(matrix, w, types, validation=False),
            "pyrepo-mcda": lambda w: saw(matrix, w, types),
            "scikit-criteria": lambda w: decided(w).e_.score,
            "pyDecision": scored,
        }
        self.ranks: dict[str, Callable[[Floats], Any]] = {
            "pymcdm": lambda w: pymcdm_helpers.rankdata(
                wsm(matrix, w, types, validation=False), reverse=True
            ),
            "pyrepo-mcda": lambda w: repo_additions.rank_preferences(
                saw(matrix, w, types), reverse=True
            ),
            "scikit-criteria": lambda w: decided(w).rank_,
            "pyDecision": lambda w: np.argsort(np.argsort(-scored(w))) + 1,
        }

    def acceptability(self, name: str, weights: Floats) -> Floats:
        """(m, m) by a loop over the draws (n, g), as their users write it."""
        rank, m = self.ranks[name], CANDIDATES
        counts, rows = np.zeros((m, m)), np.arange(m)
        for one in weights:
            counts[rows, np.asarray(rank(one), dtype=np.intp) - 1] += 1
        return counts / len(weights)


def acceptability(scores: Floats, weights: Floats) -> Floats:
    """(m, m) from scores (m, g) and weights (g, n), as the simulation counts."""
    m, draws = len(scores), weights.shape[1]
    size, counts = CHUNK // m, np.zeros((m, m), dtype=np.int64)
    for begin in range(0, draws, size):
        counts += rank_counts(totals(scores[..., np.newaxis], weights[:, begin : begin + size]))
    return counts / draws


@pytest.mark.parametrize("name", ["pymcdm", "pyrepo-mcda", "scikit-criteria", "pyDecision"])
def test_peers_give_the_same_scores(name: str) -> None:
    matrix, weights = values(), weights_any(CRITERIA, 50, 3)
    peers = Peers(matrix)

    for one, expected in zip(weights.T, (matrix @ weights).T, strict=True):
        assert peers.scores[name](one) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", ["pymcdm", "pyrepo-mcda", "scikit-criteria", "pyDecision"])
def test_peers_give_the_same_acceptability(name: str) -> None:
    matrix, weights = values(), weights_any(CRITERIA, 300, 3)

    theirs = Peers(matrix).acceptability(name, np.ascontiguousarray(weights.T))

    assert theirs.tolist() == acceptability(matrix, weights).tolist()


@pytest.mark.parametrize(
    ("name", "fresh", "cached"),
    [
        ("pyrepo-mcda", 100, 500),
        ("pyDecision", 100, 500),
        ("scikit-criteria", 100, 500),
        ("pymcdm", 1000, 1000),
    ],
)
def test_acceptability_beside_a_peer(race: Race, name: str, fresh: int, cached: int) -> None:
    matrix, peers, seeds = values(), Peers(values()), iter(range(10**6))
    what = f"rank acceptability, {CANDIDATES} × {CRITERIA}, {DRAWS:,} draws"

    def theirs() -> object:
        weights = np.random.default_rng(3).dirichlet(np.ones(CRITERIA), DRAWS)
        return peers.acceptability(name, weights)

    drawn = race(
        f"{what}, fresh",
        lambda: acceptability(matrix, _any(CRITERIA, DRAWS, next(seeds))),
        name,
        theirs,
        bound=f"≥ {fresh:,}",
        rounds=2,
    )
    kept = race(
        f"{what}, weights kept",
        lambda: acceptability(matrix, weights_any(CRITERIA, DRAWS, 3)),
        name,
        theirs,
        bound=f"≥ {cached:,}",
        rounds=2,
    )

    assert (drawn >= fresh, kept >= cached) == (True, True)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("candidates", [10, 100])
def test_kernel_beside_a_product_and_a_sort(race: Race, candidates: int, kind: Any) -> None:
    """Like for like in float32; the simulation itself counts in float64, to the same bit."""
    matrix, weights = values(candidates), weights_any(CRITERIA, 100_000, 3)
    ours, drawn = matrix.astype(kind), weights.astype(kind)
    flat, rows = matrix.astype(np.float32), np.ascontiguousarray(weights.T.astype(np.float32))

    ratio = race(
        f"kernel in {kind.__name__}, {candidates} × {CRITERIA}, 100,000 draws",
        lambda: acceptability(ours, drawn),
        "float32 product + np.sort",
        lambda: np.sort(rows @ flat.T, axis=1),
        bound="≥ 0.67" if kind is np.float32 else "–",
    )

    assert kind is np.float64 or ratio >= 1 / 1.5


def test_exact_intervals_beside_a_sweep(race: Race) -> None:
    """The sweep tries each weight in steps of 1 %, and knows its ends to 1 % only."""
    drawn = values()
    problem = matrix([1.0] * CRITERIA, {f"c{i}": row.tolist() for i, row in enumerate(drawn)})
    layout = Layout.of(problem)
    rules = Rules.of(problem, layout)
    today = rules.judge(Matrices.of(problem, layout).values[[LOW, HIGH]])
    order = np.argsort(-today.scores.total[0]).tolist()
    sweep = repo_sweep.Sensitivity_analysis_weights_values()
    saw = repo_methods.SAW(normalization_method=lambda matrix, types: matrix)
    steps = np.arange(101) / 100

    def swept() -> list[Any]:
        return [sweep(drawn, steps, np.ones(CRITERIA), saw, one) for one in range(CRITERIA)]

    for interval, frame in zip(weight_intervals(rules, today, order), swept(), strict=True):
        first = np.flatnonzero(frame.to_numpy()[order[0]] == 1) / 100
        assert interval.low <= first.min() < interval.low + 0.0101
        assert interval.high - 0.0101 < first.max() <= interval.high
    ratio = race(
        f"weight intervals, {CANDIDATES} × {CRITERIA}",
        lambda: weight_intervals(rules, today, order),
        "pyrepo-mcda's sweep",
        swept,
        bound="≥ 1,000",
        rounds=2,
    )
    assert ratio >= 1000


@pytest.mark.parametrize("name", ["pymcdm", "pyrepo-mcda", "scikit-criteria", "pyDecision"])
def test_hierarchical_score_beside_a_flat_sum(race: Race, name: str) -> None:
    problem = large(checks=CRITERIA, assessors=1)
    layout = Layout.of(problem)
    matrix = values()
    flat, peer = layout.weights, Peers(matrix).scores[name]
    assert peer(flat) == pytest.approx(Scores.of(matrix, layout).total, rel=1e-9)

    ratio = race(
        f"scores of {CANDIDATES} × {CRITERIA}: theirs flat, ours in two levels",
        lambda: Scores.of(matrix, layout),
        name,
        lambda: peer(flat),
        bound="≥ 1",
    )

    assert ratio >= 1


def test_whole_comparison_beside_the_bare_draws(race: Race) -> None:
    problem = large(checks=100, assessors=3)
    layout = Layout.of(problem)
    least, most = Matrices.of(problem, layout).bounds
    uncertain = int((most > least).sum())
    draws, shares = problem.method.draws, layout.shares
    assert (draws, uncertain) == (10_000, 955)

    def bare() -> list[Any]:
        """What both simulations need to draw, and nothing done with it."""
        rng = np.random.default_rng(3)
        return [
            rng.random((draws, uncertain)),
            rng.dirichlet(100 * shares, draws),
            rng.standard_exponential((draws, len(shares))),
        ]

    ratio = race(
        "compare(): 10 candidates × 100 checks × 3 assessors, all of it",
        lambda: compare(problem),
        "numpy, the draws alone",
        bare,
        bound="≥ 0.2",
    )

    assert ratio >= 1 / 5


def large(
    *, candidates: int = 10, checks: int = 100, assessors: int = 3, draws: int = 10_000
) -> Problem:
    """Twelve competencies, a gate in each; assessors who do not agree."""
    rng = Random(5)
    sizes = [checks // 12 + (g < checks % 12) for g in range(12)]
    competencies = [
        {
            "code": str(g),
            "weight": rng.randint(3, 14),
            "checks": [
                {
                    "code": f"{g}.{k}",
                    "weight": rng.randint(1, 5),
                    "proof": rng.randint(0, 4),
                    "scale": {"kind": "levels", "values": [0, 50, 100]},
                    "must": k == 0,
                    "minimum": 30 if k == 0 else None,
                }
                for k in range(size)
            ],
        }
        for g, size in enumerate(sizes)
    ]
    cells = [
        {
            "candidate": f"c{c}",
            "check": f"{g}.{k}",
            "assessor": f"a{a}",
            "value": rng.choice([50, 50, 100, 100, 80]),
            "evidence": rng.randint(0, 4),
        }
        for c in range(candidates)
        for g, size in enumerate(sizes)
        for k in range(size)
        for a in range(assessors)
    ]
    return Problem.from_json(
        {
            "format": FORMAT,
            "method": {"draws": draws},
            "competencies": competencies,
            "candidates": [{"code": f"c{c}"} for c in range(candidates)],
            "cells": cells,
        }
    )
