"""The engine beside its peers: the same numbers first, then the time.

The peers know no hierarchy, no tie, no gate and no range: they get the flat weight of each check,
and rank less. Each is called as its documentation calls it, without its normalisation, so that it
has less to do and the same numbers come out.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from scoring.engine import Problem, compare
from scoring.engine.aggregation import HIGH, LOW, Matrices, Scores
from scoring.engine.counting import rank_counts, totals
from scoring.engine.layout import Layout
from scoring.engine.outcome import Rules
from scoring.engine.reweighting import weight_intervals
from scoring.engine.sampling import _any, weights_any
from scoring.engine.simulation import CHUNK
from scoring.engine.value import Floats
from tests.engine.problems import FORMAT, matrix

from .conftest import NOTES, Race

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.filterwarnings("ignore"),  # the peers' own
]

ROOT = Path(__file__).parents[2]
CANDIDATES, CRITERIA, DRAWS = 10, 65, 10_000


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Neighbours on the machine do not decide; skips where the peers are not installed."""
    threads = pytest.importorskip("threadpoolctl", reason="run it with --group benchmark")
    with threads.threadpool_limits(1):
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
        import skcriteria  # here, not above: only the group `benchmark` has them
        from pyDecision.algorithm import saw_method
        from pymcdm.helpers import rankdata
        from pymcdm.methods import WSM
        from pyrepo_mcda.additions import rank_preferences
        from pyrepo_mcda.mcda_methods import SAW
        from skcriteria.agg.simple import WeightedSumModel

        types = np.ones(matrix.shape[1])
        wsm = WSM(normalization_function=lambda column, cost: column)
        saw = SAW(normalization_method=lambda matrix, types: matrix)
        model = WeightedSumModel()
        objectives = [max] * matrix.shape[1]
        words = ["max"] * matrix.shape[1]

        def decided(weights: Floats) -> Any:
            return model.evaluate(skcriteria.mkdm(matrix, objectives, weights=weights))

        def scored(weights: Floats) -> Floats:
            found = saw_method(matrix, words, weights, graph=False, verbose=False)
            return np.asarray(found[:, 1]) * 100

        self.scores: dict[str, Callable[[Floats], Floats]] = {
            "pymcdm": lambda w: wsm(matrix, w, types),
            "pyrepo-mcda": lambda w: saw(matrix, w, types),
            "scikit-criteria": lambda w: decided(w).e_.score,
            "pyDecision": scored,
        }
        self.ranks: dict[str, Callable[[Floats], Any]] = {
            "pymcdm": lambda w: rankdata(wsm(matrix, w, types), reverse=True),
            "pyrepo-mcda": lambda w: rank_preferences(saw(matrix, w, types), reverse=True),
            "scikit-criteria": lambda w: decided(w).rank_,
            "pyDecision": lambda w: np.argsort(np.argsort(-scored(w))) + 1,
        }

    def acceptability(self, name: str, weights: Floats) -> Floats:
        """(m, m) by a loop over the draws (n, checks), as their users write it."""
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


def flat(layout: Layout, weights: Floats) -> Floats:
    """(n, k) the weight of each check, from those of the competencies (g, n)."""
    within = layout.check_weights / layout.check_totals[layout.group]
    return np.ascontiguousarray((weights[layout.group] * within[:, np.newaxis]).T)


PEERS = ["pyrepo-mcda", "pymcdm", "pyDecision", "scikit-criteria"]


@pytest.mark.parametrize("name", PEERS)
def test_peers_give_the_same_scores(name: str) -> None:
    layout, matrix = Layout.of(large(checks=CRITERIA)), values()
    weights = weights_any(12, 50, 3)
    expected = Scores.of(matrix, layout).competencies @ weights

    peer = Peers(matrix).scores[name]

    for one, scores in zip(flat(layout, weights), expected.T, strict=True):
        assert peer(one) == pytest.approx(scores, rel=1e-9)


@pytest.mark.parametrize("name", PEERS)
def test_peers_give_the_same_acceptability(name: str) -> None:
    layout, matrix = Layout.of(large(checks=CRITERIA)), values()
    weights = weights_any(12, 300, 3)

    theirs = Peers(matrix).acceptability(name, flat(layout, weights))

    ours = acceptability(Scores.of(matrix, layout).competencies, weights)
    assert theirs.tolist() == ours.tolist()


@pytest.mark.parametrize(
    ("name", "fresh", "kept"),
    [
        ("pyrepo-mcda", 100, 500),
        ("pyDecision", 100, 500),
        ("scikit-criteria", 100, 500),
        ("pymcdm", 1000, 1000),
    ],
)
def test_acceptability_beside_a_peer(race: Race, name: str, fresh: int, kept: int) -> None:
    """Both sides draw the weights of twelve competencies, and score 65 checks."""
    layout, matrix = Layout.of(large(checks=CRITERIA)), values()
    peers, seeds = Peers(matrix), iter(range(10**6))
    what = f"rank acceptability, {CANDIDATES} × {CRITERIA}, {DRAWS:,} draws"

    def theirs() -> object:
        drawn = np.random.default_rng(3).dirichlet(np.ones(12), DRAWS)
        return peers.acceptability(name, flat(layout, drawn.T))

    def ours(weights: Floats) -> object:
        return acceptability(Scores.of(matrix, layout).competencies, weights)

    drawn = race(
        f"{what}, fresh",
        lambda: ours(_any(12, DRAWS, next(seeds))),
        name,
        theirs,
        bound=f"≥ {fresh:,}",
        rounds=2,
    )
    again = race(
        f"{what}, weights kept",
        lambda: ours(weights_any(12, DRAWS, 3)),
        name,
        theirs,
        bound=f"≥ {kept:,}",
        rounds=2,
    )

    assert (drawn >= fresh, again >= kept) == (True, True)


def test_acceptability_with_a_weight_drawn_for_each_check(race: Race) -> None:
    """What no evaluation here does: 65 competencies of one check each."""
    matrix, peers, seeds = values(), Peers(values()), iter(range(10**6))

    def theirs() -> object:
        weights = np.random.default_rng(3).dirichlet(np.ones(CRITERIA), DRAWS)
        return peers.acceptability("pyrepo-mcda", weights)

    race(
        f"the same with {CRITERIA} weights drawn, fresh",
        lambda: acceptability(matrix, _any(CRITERIA, DRAWS, next(seeds))),
        "pyrepo-mcda",
        theirs,
        bound="–",
        rounds=2,
    )


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("candidates", [10, 100])
def test_kernel_beside_a_product_and_a_sort(race: Race, candidates: int, kind: Any) -> None:
    """Like for like in float32; the simulation itself counts in float64, to the same bit."""
    matrix, weights = values(candidates), weights_any(CRITERIA, 100_000, 3)
    ours, drawn = matrix.astype(kind), weights.astype(kind)
    single, rows = matrix.astype(np.float32), np.ascontiguousarray(weights.T.astype(np.float32))

    ratio = race(
        f"kernel in {kind.__name__}, {candidates} × {CRITERIA}, 100,000 draws",
        lambda: acceptability(ours, drawn),
        "float32 product + np.sort",
        lambda: np.sort(rows @ single.T, axis=1),
        bound="≥ 0.67" if kind is np.float32 else "–",
    )

    assert kind is np.float64 or ratio >= 1 / 1.5


def test_exact_intervals_beside_a_sweep(race: Race) -> None:
    """The sweep tries each weight in steps of 1 %, and knows its ends to 1 % only."""
    from pyrepo_mcda.mcda_methods import SAW
    from pyrepo_mcda.sensitivity_analysis_weights_values import Sensitivity_analysis_weights_values

    drawn = values()
    problem = matrix([1.0] * CRITERIA, {f"c{i}": row.tolist() for i, row in enumerate(drawn)})
    layout = Layout.of(problem)
    rules = Rules.of(problem, layout)
    today = rules.judge(Matrices.of(problem, layout).values[[LOW, HIGH]])
    order = np.argsort(-today.scores.total[0]).tolist()
    sweep = Sensitivity_analysis_weights_values()
    saw = SAW(normalization_method=lambda matrix, types: matrix)
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


@pytest.mark.parametrize("name", PEERS)
def test_hierarchical_score_beside_a_flat_sum(race: Race, name: str) -> None:
    problem = large(checks=CRITERIA, assessors=1)
    layout = Layout.of(problem)
    matrix = values()
    weights, peer = layout.weights, Peers(matrix).scores[name]
    assert peer(weights) == pytest.approx(Scores.of(matrix, layout).total, rel=1e-9)

    ratio = race(
        f"scores of {CANDIDATES} × {CRITERIA}: theirs flat, ours in two levels",
        lambda: Scores.of(matrix, layout),
        name,
        lambda: peer(weights),
        bound="≥ 1",
        rounds=40,  # microseconds: one disturbance would outlast a few rounds
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


def test_memory_of_many_candidates_and_draws() -> None:
    """100 candidates, 100 checks, 100 000 draws, in a process of its own."""
    code = """
from pathlib import Path
from scoring.engine import compare
from tests.benchmarks.test_engine_benchmark import large
compare(large(candidates=100, checks=100, assessors=1, draws=100_000))
[peak] = [line for line in Path("/proc/self/status").open() if line.startswith("VmHWM")]
print(int(peak.split()[1]) // 1024)
"""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )

    peak = int(done.stdout)

    NOTES.append(f"compare() of 100 candidates × 100 checks × 100,000 draws: {peak} MB at most")
    assert peak < 300


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
