"""The simulation against exact cases, against a naive loop, and against itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import sqrt
from random import Random
from typing import Any

import numpy as np
import pytest

from scoring.engine import Problem
from scoring.engine.aggregation import Matrices
from scoring.engine.gates import NOISE
from scoring.engine.layout import Layout
from scoring.engine.problem import Waiver
from scoring.engine.sampling import CELLS, SCORE_STEP, generator, weights_any, weights_near
from scoring.engine.simulation import CHUNK, Drawn, Run, simulate
from scoring.engine.value import Floats

from .oracles import ORACLES
from .problems import FORMAT, matrix, random_problem

DRAWS = 400_000
SMAA = ORACLES["smaa"]["cases"]


def ran(problem: Problem, sample: Floats, seed: int = 12) -> Run:
    layout = Layout.of(problem)
    cells = generator(seed, CELLS)
    return simulate(problem, layout, Matrices.of(problem, layout), [sample], cells)[0]


def any_weights(problem: Problem, draws: int = 1000, seed: int = 12) -> Run:
    return ran(problem, weights_any(len(Layout.of(problem).competencies), draws, seed), seed)


def near_weights(problem: Problem, draws: int = 1000, concentration: float = 100) -> Run:
    shares = Layout.of(problem).competency_weights
    return ran(
        problem, weights_near(tuple((shares / shares.sum()).tolist()), draws, 12, concentration)
    )


# Exact cases


@pytest.mark.parametrize("case", range(len(SMAA)))
def test_first_places_are_those_of_the_simplex(case: int) -> None:
    """Within four standard errors; so are the other ranks of the first case."""
    oracle = SMAA[case]
    problem = matrix([1] * len(oracle["values"]["A"]), oracle["values"])

    run = any_weights(problem, DRAWS)

    exact = oracle.get("first") or {c: b[0] for c, b in oracle["rank_acceptability"].items()}
    assert {code: abs(run.first[code] - p) < 4 * _error(p) for code, p in exact.items()} == (
        dict.fromkeys(exact, True)
    )


def test_every_rank_is_as_likely_as_on_the_simplex() -> None:
    oracle = SMAA[0]

    run = any_weights(matrix([1, 1], oracle["values"]), DRAWS)

    for code, exact in oracle["rank_acceptability"].items():
        for share, p in zip(run.acceptability[code], exact, strict=True):
            assert abs(share - p) <= 4 * _error(p)


def test_central_weights_are_those_of_the_simplex() -> None:
    """The mean of n draws from an interval of length l is off by l / √(12 n)."""
    oracle = SMAA[0]

    run = any_weights(matrix([1, 1], oracle["values"]), DRAWS)

    for code, exact in oracle["central_weights"].items():
        p = oracle["rank_acceptability"][code][0]
        assert list((run.central_weights[code] or {}).values()) == pytest.approx(
            exact, abs=4 * p / sqrt(12 * p * DRAWS)
        )


def test_a_cell_on_its_range_wins_as_often_as_its_length_says() -> None:
    """An unanswered question is uniform on 0-100: above 30 in seven draws of ten."""
    problem = matrix([1], {"A": [30], "B": [None]})

    run = any_weights(problem, DRAWS)

    assert abs(run.first["B"] - 0.7) < 4 * _error(0.7)


def test_interval_holds_the_middle_nine_tenths() -> None:
    run = any_weights(matrix([1], {"A": [None]}), DRAWS)

    assert run.interval["A"] == pytest.approx((5, 95), abs=0.2)


def _error(p: float) -> float:
    return sqrt(p * (1 - p) / DRAWS)


# Ties, gates and the other figures, by hand


def test_candidates_alike_share_the_first_place_in_every_draw() -> None:
    run = any_weights(matrix([3, 2, 1], {"A": [80, 33.3, 60], "B": [80, 33.3, 60]}))

    assert run.acceptability == {"A": (1.0, 0.0), "B": (1.0, 0.0)}


def test_who_follows_a_shared_first_place_is_third() -> None:
    run = any_weights(matrix([1, 1], {"A": [80, 60], "B": [80, 60], "C": [70, 50]}))

    assert run.acceptability["C"] == (0.0, 0.0, 1.0)


def test_a_tie_is_nobodys_win() -> None:
    run = any_weights(matrix([1, 1], {"A": [80, 60], "B": [80, 60]}))

    assert run.pairwise == {"A": {"B": 0.0}, "B": {"A": 0.0}}


def test_pairwise_says_who_beats_whom() -> None:
    run = any_weights(matrix([1, 1], {"A": [80, 60], "B": [70, 50], "C": [60, 40]}))

    assert run.pairwise == {
        "A": {"B": 1.0, "C": 1.0},
        "B": {"A": 0.0, "C": 1.0},
        "C": {"A": 0.0, "B": 0.0},
    }


def test_who_is_never_first_has_no_central_weights() -> None:
    run = any_weights(matrix([1, 1], {"A": [80, 60], "B": [70, 50]}))

    assert run.central_weights["B"] is None


def test_who_is_always_first_has_the_mean_weights() -> None:
    run = near_weights(matrix([3, 1], {"A": [80, 60], "B": [70, 50]}), draws=20_000)

    assert run.central_weights["A"] == pytest.approx({"0": 0.75, "1": 0.25}, abs=0.002)


def test_central_weights_are_of_the_draws_in_which_somebody_is_first() -> None:
    """Uniform from three quarters up: below, the minimum total leaves nobody."""
    problem = matrix([1, 1], {"A": [80, 40]}, method={"minimum_total": 70})

    run = any_weights(problem, draws=20_000)

    assert run.central_weights["A"] == pytest.approx({"0": 0.875, "1": 0.125}, abs=0.005)


def test_standard_error_is_of_the_share_of_first_places() -> None:
    run = any_weights(matrix([1, 1], {"A": [100, 0], "B": [0, 100]}), draws=400)

    p = run.first["A"]
    assert run.standard_error["A"] == sqrt(p * (1 - p) / 400)


def test_certain_first_place_has_no_error() -> None:
    run = any_weights(matrix([1, 1], {"A": [80, 60], "B": [70, 50]}))

    assert run.standard_error == {"A": 0.0, "B": 0.0}


def test_run_says_how_many_draws_and_which_seed() -> None:
    problem = matrix([1], {"A": [80]}, method={"seed": 7})

    run = any_weights(problem, draws=123)

    assert (run.draws, run.seed) == (123, 7)


def test_a_candidate_alone_is_first() -> None:
    run = any_weights(matrix([1], {"A": [80]}))

    assert (run.first, run.pairwise, run.interval) == ({"A": 1.0}, {"A": {}}, {"A": (80.0, 80.0)})


def test_failed_check_keeps_out_of_every_draw() -> None:
    run = any_weights(gated(60, [50]))

    assert (run.first, run.acceptability["A"]) == ({"A": 0.0}, (0.0,))


def test_totals_of_who_is_out_are_told_all_the_same() -> None:
    run = any_weights(gated(60, [50]))

    assert run.interval["A"] == (50.0, 50.0)


def test_gate_is_judged_on_what_is_drawn() -> None:
    """Between 20 (one step short of three) and 100, at least 60: half of the draws."""
    run = any_weights(gated(60, [20, 100]), draws=DRAWS)

    assert abs(run.first["A"] - 0.5) < 4 * _error(0.5)


def test_reached_minimum_passes() -> None:
    run = any_weights(gated(50, [50]))

    assert run.first["A"] == 1.0


def test_waived_gate_keeps_nobody_out() -> None:
    waiver = {"candidate": "A", "kind": "check", "code": "0.0", "reason": "agreed"}

    run = any_weights(gated(60, [50], waivers=[waiver]))

    assert run.first["A"] == 1.0


def test_competency_below_its_minimum_keeps_out() -> None:
    run = any_weights(gated(None, [50], competency=51))

    assert run.first["A"] == 0.0


def test_competency_at_its_minimum_passes() -> None:
    run = any_weights(gated(None, [33.3], competency=33.3))

    assert run.first["A"] == 1.0


def test_check_and_competency_as_little_below_as_noise_pass() -> None:
    """The very end of what noise may take."""
    value = 50 - NOISE

    assert any_weights(gated(50, [value])).first["A"] == 1.0
    assert any_weights(gated(None, [value], competency=50)).first["A"] == 1.0


def test_total_one_step_below_its_minimum_passes() -> None:
    problem = matrix([1], {"A": [50 - SCORE_STEP]}, method={"minimum_total": 50})

    assert any_weights(problem).first["A"] == 1.0


def test_waived_competency_keeps_nobody_out() -> None:
    waiver = {"candidate": "A", "kind": "competency", "code": "0", "reason": "agreed"}

    run = any_weights(gated(None, [50], competency=51, waivers=[waiver]))

    assert run.first["A"] == 1.0


def test_total_below_its_minimum_keeps_out_where_the_weights_make_it_so() -> None:
    """W · 80 + (1 - W) · 40 reaches 70 for three quarters of W upwards."""
    problem = matrix([1, 1], {"A": [80, 40]}, method={"minimum_total": 70})

    run = any_weights(problem, draws=DRAWS)

    assert abs(run.first["A"] - 0.25) < 4 * _error(0.25)


def test_total_at_its_minimum_passes_under_any_weights() -> None:
    problem = matrix([1, 1, 1], {"A": [33.3, 33.3, 33.3]}, method={"minimum_total": 33.3})

    assert any_weights(problem).first["A"] == 1.0


def test_waived_total_keeps_nobody_out() -> None:
    waiver = {"candidate": "A", "kind": "total", "code": None, "reason": "agreed"}
    problem = matrix([1], {"A": [50]}, method={"minimum_total": 70}, waivers=[waiver])

    assert any_weights(problem).first["A"] == 1.0


def test_nobody_is_first_where_everybody_is_out() -> None:
    problem = matrix([1], {"A": [50], "B": [40]}, method={"minimum_total": 70})

    run = any_weights(problem)

    assert (run.first, run.pairwise["A"]) == ({"A": 0.0, "B": 0.0}, {"B": 0.0})


def test_who_is_in_beats_who_is_out_whatever_the_points() -> None:
    run = any_weights(gated(60, [50], others={"B": [70]}))

    assert run.pairwise == {"A": {"B": 0.0}, "B": {"A": 1.0}}


def test_cell_that_two_assessors_see_differently_is_drawn_between_them() -> None:
    run = any_weights(gated(None, [20, 80]), draws=DRAWS)

    assert run.interval["A"] == pytest.approx((23, 77), abs=0.2)


def gated(
    minimum: float | None,
    values: Sequence[float],
    *,
    competency: float | None = None,
    others: dict[str, list[float]] | None = None,
    waivers: Sequence[dict[str, Any]] = (),
) -> Problem:
    """Candidate A on one check, one value per assessor; each other candidate likewise."""
    check: dict[str, Any] = {"code": "0.0", "weight": 1}
    if minimum is not None:
        check |= {"must": True, "minimum": minimum}
    given = {"A": list(values)} | (others or {})
    return Problem.from_json(
        {
            "format": FORMAT,
            "competencies": [{"code": "0", "weight": 1, "minimum": competency, "checks": [check]}],
            "candidates": [{"code": code} for code in given],
            "cells": [
                {"candidate": code, "check": "0.0", "assessor": f"a{i}", "value": value}
                for code, numbers in given.items()
                for i, value in enumerate(numbers)
            ],
            "waivers": list(waivers),
        }
    )


# Against a naive loop


@pytest.mark.parametrize("chunk", range(10))
def test_drawn_gates_agree_with_a_naive_loop(chunk: int) -> None:
    """200 random problems: ties, gates of all kinds, waivers, gaps; draw by draw."""
    different = [
        seed
        for seed in range(chunk * 20, chunk * 20 + 20)
        if not _agree(Problem.from_json(random_problem(Random(seed))), draws=60)
    ]

    assert different == []


def test_naive_loop_sees_every_kind_of_gate_decide() -> None:
    """A negative control: without open gates among them, agreement would prove little."""
    decided = {"check": 0, "competency": 0, "total": 0}

    for seed in range(200):
        problem = Problem.from_json(random_problem(Random(seed)))
        for kind in _naive(problem, weights_any(len(Layout.of(problem).competencies), 5, 3))[2]:
            decided[kind] += 1

    assert min(decided.values()) > 20


def _agree(problem: Problem, draws: int) -> bool:
    sample = weights_any(len(Layout.of(problem).competencies), draws, 3)
    run = ran(problem, sample)
    ranks, wins, _ = _naive(problem, sample)
    shares = {code: tuple(times / draws for times in row) for code, row in ranks.items()}
    beaten = {
        one: {other: times / draws for other, times in row.items()} for one, row in wins.items()
    }
    return run.acceptability == shares and run.pairwise == beaten


def _naive(problem: Problem, sample: Floats) -> tuple[Any, Any, set[str]]:
    """One draw after the other, in plain Python: rank and win counts, and the gates that bit."""
    layout = Layout.of(problem)
    matrices = Matrices.of(problem, layout)
    codes, draws = layout.candidates, sample.shape[1]
    ranks = {code: [0] * len(codes) for code in codes}
    wins = {one: {other: 0 for other in codes if other != one} for one in codes}
    bit: set[str] = set()
    for draw, values in enumerate(_cells(layout, matrices, draws)):
        total = {}
        for row, code in enumerate(codes):
            score, failed = _total(problem, layout, values[row], sample[:, draw], code)
            bit |= failed
            if not failed:
                total[code] = score
        for code, score in total.items():
            ranks[code][sum(other > score + 1e-5 for other in total.values())] += 1
            for other in wins[code]:
                wins[code][other] += other not in total or score > total[other] + 1e-5
    return ranks, wins, bit


def _cells(layout: Layout, matrices: Matrices, draws: int) -> Iterable[Floats]:
    """The values (m, k) of each draw, from the stream that the simulation reads."""
    stream, (least, most) = generator(12, CELLS), matrices.bounds
    row, column = np.nonzero(most > least)
    size = max(1, CHUNK // (len(row) + len(layout.candidates) * len(layout.competencies)))
    for begin in range(0, draws, size):
        at = stream.random((len(row), min(size, draws - begin)))
        for draw in range(at.shape[1]):
            values = least.copy()
            values[row, column] += (most - least)[row, column] * at[:, draw]
            yield values


def _total(
    problem: Problem, layout: Layout, values: Floats, weights: Floats, candidate: str
) -> tuple[float, set[str]]:
    waived = {(one.kind, one.code) for one in problem.waivers if one.candidate == candidate}
    failed, total, column = set(), 0.0, 0
    for competency, weight in zip(layout.competencies, weights.tolist(), strict=True):
        score, whole = 0.0, 0.0
        for check in competency.checks_in_scope:
            if check.minimum is not None and values[column] < check.minimum - 1e-9:
                failed |= {"check"} - {kind for kind, code in waived if code == check.code}
            score += check.weight * values[column]
            whole += check.weight
            column += 1
        score /= whole
        if competency.minimum is not None and score < competency.minimum - 1e-9:
            failed |= {"competency"} - {kind for kind, code in waived if code == competency.code}
        total += weight * score
    minimum = problem.method.minimum_total
    if minimum is not None and total < minimum - 1e-6 and ("total", None) not in waived:
        failed.add("total")
    return total, failed


# The same, whatever is listed first


def test_order_of_candidates_and_cells_plays_no_part() -> None:
    data = random_problem(Random(5))
    turned = data | {name: data[name][::-1] for name in ("candidates", "cells", "consensus")}

    assert any_weights(Problem.from_json(data)) == any_weights(Problem.from_json(turned))


def test_same_seed_gives_the_same_run() -> None:
    problem = Problem.from_json(random_problem(Random(5)))

    assert any_weights(problem) == any_weights(problem)


def test_another_seed_gives_another_run() -> None:
    problem = matrix([1, 1], {"A": [100, 0], "B": [None, 100]})

    first, second = any_weights(problem, seed=12), any_weights(problem, seed=13)

    assert first.interval != second.interval


def test_every_chunk_is_drawn_anew() -> None:
    """A stream that began again with each chunk would repeat itself."""
    problem = matrix([1], {"A": [None]})
    draws = 3 * CHUNK // 2

    run = ran(problem, weights_any(1, draws, 12))

    layout = Layout.of(problem)
    values = [float(one[0, 0]) for one in _cells(layout, Matrices.of(problem, layout), draws)]
    assert run.interval["A"] == pytest.approx(tuple(np.quantile(values, (0.05, 0.95))), abs=1e-6)


def test_wins_of_all_chunks_count() -> None:
    """Of two who never tie, who is first beats the other."""
    run = ran(matrix([1], {"A": [50], "B": [None]}), weights_any(1, CHUNK, 12))

    assert run.pairwise == {"A": {"B": run.first["A"]}, "B": {"A": run.first["B"]}}


def test_acceptability_sums_to_one_for_who_is_never_out() -> None:
    run = any_weights(matrix([1, 1, 1], {c: [None, 50, 60] for c in "ABCD"}))

    assert {code: sum(shares) for code, shares in run.acceptability.items()} == pytest.approx(
        dict.fromkeys("ABCD", 1)
    )


def test_nearer_to_the_announced_weights_the_leader_is_surer() -> None:
    problem = matrix([5, 4], {"A": [100, 0], "B": [0, 100]})

    shares = [near_weights(problem, 4000, near).first["A"] for near in (1, 10, 100, 1000)]

    assert all(wider < closer for wider, closer in pairwise(shares))


# Draws that are kept


@pytest.mark.parametrize("seed", range(30))
def test_kept_draws_give_the_first_places_of_a_run_under_any_weights(seed: int) -> None:
    problem = Problem.from_json(random_problem(Random(seed)))
    layout = Layout.of(problem)
    drawn = Drawn.of(problem, layout, Matrices.of(problem, layout))
    for sample in (
        weights_any(len(layout.competencies), problem.method.draws, 5),
        weights_near(tuple(layout.shares.tolist()), problem.method.draws, 5, 20),
    ):
        assert drawn.first(sample) == ran(problem, sample, problem.method.seed).first


def test_kept_draws_of_what_is_certain_are_one_draw() -> None:
    problem = matrix([1, 1], {"A": [80, 60], "B": [60, 70]})
    layout = Layout.of(problem)

    drawn = Drawn.of(problem, layout, Matrices.of(problem, layout))

    assert drawn.scores.shape == (2, 2, 1)
    assert drawn.failed.shape == (2, 1)


def test_of_who_is_behind_everywhere_no_draw_is_kept() -> None:
    problem = matrix([1, 1], {"A": [80, 60], "B": [60, 70], "C": [50, 70], "D": [10, 59]})
    layout = Layout.of(problem)

    drawn = Drawn.of(problem, layout, Matrices.of(problem, layout))

    assert drawn.hopeful.tolist() == [0, 1, 2]  # C is level with B in the second
    assert drawn.first(weights_any(2, 100, 5))["D"] == 0


def test_who_is_behind_everywhere_may_be_first_by_a_waiver() -> None:
    certain = matrix([1, 1], {"A": [60, 60], "B": [50, 50]})
    problem = replace(
        certain,
        method=replace(certain.method, minimum_total=70),
        waivers=(Waiver("B", "total", None, "Firmado."),),
    )
    layout = Layout.of(problem)

    drawn = Drawn.of(problem, layout, Matrices.of(problem, layout))

    assert drawn.first(weights_any(2, 100, 5)) == {"A": 0, "B": 1}
