"""The certificate as a whole, and what leaving something out does."""

import json
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.engine import Problem, compare
from scoring.engine.aggregation import LOW
from scoring.engine.interchange import as_json
from scoring.engine.problem import (
    Candidate,
    Cell,
    Check,
    Competency,
    Consensus,
    Method,
    Waiver,
)
from scoring.engine.stability import LeaveOneOut, Stability

from .certificates import answer, certificate, parts, scaled_problem
from .changes import without_competency
from .problems import matrix

ADDITIVE = json.loads((Path(__file__).parent / "data" / "oracles.json").read_text("utf-8"))[
    "additive"
]


@pytest.fixture
def by_hand() -> Stability:
    return certificate(matrix(ADDITIVE["weights"], ADDITIVE["values"]))


@pytest.mark.parametrize("end", ["low", "high"])
def test_weight_intervals_are_those_derived_by_hand(by_hand: Stability, end: str) -> None:
    expected = [one[end] for one in ADDITIVE["weight_interval_of_leader"]]

    found = [getattr(one, end) for one in by_hand.weight_intervals]

    assert found == pytest.approx(expected, abs=ADDITIVE["tolerance"])


def test_who_takes_over_is_derived_by_hand(by_hand: Stability) -> None:
    expected = ADDITIVE["weight_interval_of_leader"]

    found = [(one.below, one.above) for one in by_hand.weight_intervals]

    assert found == [(o.get("taken_over_by_below"), o.get("taken_over_by")) for o in expected]


def test_nearest_flip_is_the_one_derived_by_hand(by_hand: Stability) -> None:
    """0.075 of the weight, as the note says."""
    expected = ADDITIVE["nearest_flip_by_hand"]

    flip = by_hand.nearest_flips[0]

    assert (flip.rival, flip.points) == (expected["against"], pytest.approx(7.5, abs=1e-9))
    assert [(int(move.from_), int(move.to)) for move in flip.moves] == [
        (expected["from_criterion"], expected["to_criterion"])
    ]


def test_certificate_is_part_of_the_comparison(by_hand: Stability) -> None:
    assert compare(matrix(ADDITIVE["weights"], ADDITIVE["values"])).stability == by_hand


def test_certificate_is_written_as_objects() -> None:
    problem = Problem(
        competencies=(
            Competency("1", 3, checks=(Check("1.1", 1),)),
            Competency("2", 1, checks=(Check("2.1", 1),)),
        ),
        candidates=(Candidate("a"), Candidate("b")),
        cells=(
            Cell("a", "1.1", "cio", 60),
            Cell("a", "2.1", "cio", 0),
            Cell("b", "1.1", "cio", 0),
        ),
    )

    assert json.loads(json.dumps(as_json(certificate(problem)))) == {
        "weight_intervals": [
            {
                "competency": "1",
                "weight": 0.75,
                "low": 0.0,
                "high": 1.0,
                "below": None,
                "above": None,
            },
            {
                "competency": "2",
                "weight": 0.25,
                "low": 0.0,
                "high": 1.0,
                "below": None,
                "above": None,
            },
        ],
        "nearest_flips": [
            {"rival": "b", "points": 75.0, "moves": [{"from": "1", "to": "2", "points": 75.0}]}
        ],
        "decisive": [],
        "rating_flips": [
            {
                "candidate": "a",
                "check": "1.1",
                "change": "refuted",
                "effect": "leader",
                "leaders": ["a", "b"],
            }
        ],
        "leave_one_out": {
            "assessors": {"cio": ["a", "b"]},
            "competencies": {"1": ["a", "b"], "2": ["a"]},
        },
        "necessarily_above": [["a", "b"]],
    }


def left_out(*cells: Cell, **more: Any) -> LeaveOneOut:
    """Two candidates, two competencies of one check each."""
    problem = {
        "competencies": (
            Competency("1", 1, checks=(Check("1.1", 1),)),
            Competency("2", 1, checks=(Check("2.1", 1),)),
        ),
        "candidates": (Candidate("a"), Candidate("b")),
        "cells": cells,
    }
    return certificate(Problem(**(problem | more))).leave_one_out


def test_leader_without_an_assessor_may_be_another() -> None:
    found = left_out(
        Cell("a", "1.1", "zoe", 100),
        Cell("a", "1.1", "ben", 40),
        Cell("b", "1.1", "zoe", 50),
        Cell("b", "1.1", "ben", 60),
    )

    assert found.assessors == {"ben": ("a",), "zoe": ("b",)}
    assert list(found.assessors) == ["ben", "zoe"]


@pytest.mark.parametrize(("minimum", "leaders"), [(None, ("b",)), (61, ())])
def test_ratings_that_are_left_have_a_mean(minimum: float | None, leaders: tuple[str, ...]) -> None:
    """Without ana, a has (40 + 40) / 2; b has 60."""
    found = left_out(
        Cell("a", "1.1", "ana", 100),
        Cell("a", "1.1", "ben", 40),
        Cell("a", "1.1", "cio", 40),
        Cell("b", "1.1", "ben", 60),
        competencies=(Competency("1", 1, checks=(Check("1.1", 1),)),),
        method=Method(minimum_total=minimum),
    )

    assert found.assessors["ana"] == leaders


def test_who_only_abstained_can_be_left_out_too() -> None:
    found = left_out(Cell("a", "1.1", "ana", None), Cell("b", "1.1", "ben", 60))

    assert found.assessors == {"ana": ("b",), "ben": ("a", "b")}


def test_consensus_stays_whoever_is_left_out() -> None:
    found = left_out(
        Cell("a", "1.1", "ana", 0),
        Cell("b", "1.1", "ana", 60),
        consensus=(Consensus("a", "1.1", 70),),
    )

    assert found.assessors == {"ana": ("a",)}


def test_gate_opens_when_its_only_rating_is_left_out() -> None:
    must = Competency("1", 1, checks=(Check("1.1", 1, must=True, minimum=50),))

    found = left_out(
        Cell("a", "1.1", "ana", 40),
        Cell("a", "2.1", "ben", 90),
        Cell("b", "1.1", "ben", 60),
        competencies=(must, Competency("2", 1, checks=(Check("2.1", 1),))),
    )

    assert found.assessors == {"ana": ("a",), "ben": ("b",)}


def test_competencies_are_left_out_in_the_order_of_the_rubric() -> None:
    found = left_out(Cell("a", "1.1", "ana", 60), Cell("b", "2.1", "ana", 50))

    assert found.competencies == {"1": ("b",), "2": ("a",)}
    assert list(found.competencies) == ["1", "2"]


@pytest.mark.parametrize("must", [True, False])
def test_gates_go_with_their_competency(must: bool) -> None:
    check = Check("1.1", 1, must=must, minimum=50 if must else None)

    found = left_out(
        Cell("a", "1.1", "ana", 40),
        Cell("a", "2.1", "ana", 90),
        Cell("b", "1.1", "ana", 60),
        competencies=(
            Competency("1", 1, minimum=None if must else 50, checks=(check,)),
            Competency("2", 1, checks=(Check("2.1", 1),)),
        ),
    )

    assert found.competencies == {"1": ("a",), "2": ("b",)}


def test_gates_of_what_is_left_still_exclude() -> None:
    """Without the second, a has 70 and b 60."""
    must = Check("1.1", 1, must=True, minimum=50)

    found = left_out(
        Cell("a", "1.1", "ana", 40),
        Cell("a", "1.2", "ana", 100),
        Cell("b", "1.1", "ana", 60),
        Cell("b", "1.2", "ana", 60),
        competencies=(
            Competency("1", 1, checks=(must, Check("1.2", 1))),
            Competency("2", 1, checks=(Check("2.1", 1),)),
        ),
    )

    assert found.competencies["2"] == ("b",)


def test_minimum_total_is_asked_of_what_is_left() -> None:
    cells = (
        Cell("a", "1.1", "ana", 80),
        Cell("a", "2.1", "ana", 50),
        Cell("b", "1.1", "ana", 20),
        Cell("b", "2.1", "ana", 40),
    )
    method = Method(minimum_total=60)

    assert left_out(*cells, method=method).competencies == {"1": (), "2": ("a",)}
    waived = left_out(*cells, method=method, waivers=(Waiver("b", "total", None, "agreed"),))
    assert waived.competencies == {"1": ("b",), "2": ("a",)}


def test_very_minimum_is_reached_by_what_is_left() -> None:
    found = left_out(
        Cell("a", "1.1", "ana", 60), Cell("a", "2.1", "ana", 60), method=Method(minimum_total=60)
    )

    assert found.competencies["1"] == ("a",)


def test_competency_left_out_breaks_no_tie() -> None:
    """Without 1 both have 50; 2 breaks no tie either, and the first by code is listed first."""
    cells = (
        Cell("a", "1.1", "ana", 40),
        Cell("a", "2.1", "ana", 50),
        Cell("b", "1.1", "ana", 60),
        Cell("b", "2.1", "ana", 50),
    )

    found = left_out(*cells, method=Method(tie_break=("1", "2")))

    assert found.competencies["1"] == ("a", "b")


def test_other_competencies_still_break_the_tie() -> None:
    third = (
        Competency("1", 1, checks=(Check("1.1", 1),)),
        Competency("2", 1, checks=(Check("2.1", 1),)),
        Competency("3", 1, checks=(Check("3.1", 1),)),
    )
    cells = (
        Cell("a", "1.1", "ana", 40),
        Cell("a", "2.1", "ana", 60),
        Cell("b", "1.1", "ana", 60),
        Cell("b", "2.1", "ana", 40),
    )

    found = left_out(*cells, competencies=third, method=Method(tie_break=("1",)))

    assert found.competencies == {"1": ("a",), "2": ("b",), "3": ("b", "a")}


def test_nobody_leads_where_nothing_that_is_left_weighs() -> None:
    found = left_out(
        Cell("a", "1.1", "ana", 60),
        competencies=(
            Competency("1", 1, checks=(Check("1.1", 1),)),
            Competency("2", 0, checks=(Check("2.1", 1),)),
            Competency("3", 1, checks=(Check("3.1", 1, scope=False),)),
        ),
    )

    assert found.competencies == {"1": (), "2": ("a",)}


def test_leaders_without_a_competency_are_the_same_to_the_bit() -> None:
    """Without the first both have 180 / 3; floats tell them apart, and nothing is tolerated."""
    rows: dict[str, list[float | None]] = {"a": [90, 0, 90, 90], "b": [50, 30, 70, 80]}
    problem = matrix([1, 0.7, 0.7, 0.7], rows, method={"tie_tolerance": 0})
    fewer = without_competency(problem, "0")
    assert fewer

    found = certificate(problem).leave_one_out.competencies["0"]

    assert found == answer(fewer).leaders == ("b",)


def test_gap_of_the_very_tolerance_puts_nobody_above() -> None:
    rows: dict[str, list[float | None]] = {"a": [60.5], "b": [60], "c": [50]}

    found = certificate(matrix([1], rows, method={"tie_tolerance": 0.5}))

    assert found.necessarily_above == (("a", "c"), ("b", "c"))


def problems() -> st.SearchStrategy[dict[str, Any]]:
    return st.integers(2000, 2**32).map(scaled_problem)


def certified(problem: dict[str, Any]) -> Stability:
    return certificate(Problem.from_json(problem))


@given(problems(), st.randoms(use_true_random=False))
def test_order_of_listing_changes_not_one_byte(problem: dict[str, Any], rng: Random) -> None:
    before = json.dumps(as_json(certified(problem)))

    for name in ("candidates", "cells", "consensus", "waivers"):
        rng.shuffle(problem[name])

    assert json.dumps(as_json(certified(problem))) == before


@given(problems(), st.sampled_from([0.25, 2, 1024]))
def test_unit_of_the_weights_changes_nothing(problem: dict[str, Any], unit: float) -> None:
    """By a power of two, which no rounding sees."""
    before = certified(problem)

    for competency in problem["competencies"]:
        competency["weight"] *= unit
        for check in competency["checks"]:
            check["weight"] *= unit

    assert certified(problem) == before


def reweighted(problem: dict[str, Any], shares: dict[str, float]) -> Problem:
    """With these shares of the whole; whoever is out of scope keeps its weight."""
    competencies = [
        one | {"weight": shares.get(one["code"], one["weight"])} for one in problem["competencies"]
    ]
    return Problem.from_json(problem | {"competencies": competencies})


def moved(shares: dict[str, float], moves: Any, part: float) -> dict[str, float]:
    after = dict(shares)
    for move in moves:
        after[move.from_] -= part * move.points / 100
        after[move.to] += part * move.points / 100
    return {code: max(share, 0) if share > 1e-12 else 0 for code, share in after.items()}


def leads(problem: Problem, leader: str, rival: str) -> float:
    """By the proven totals, whatever their gates say."""
    has = parts(problem)
    total = dict(zip(has.layout.candidates, has.scores.total[LOW].tolist(), strict=True))
    return total[leader] - total[rival]


@given(problems())
def test_moves_of_a_flip_bring_the_rival_level_and_half_of_them_do_not(
    problem: dict[str, Any],
) -> None:
    found = certified(problem)
    shares = {one.competency: one.weight for one in found.weight_intervals}
    assume(found.nearest_flips)
    leader = answer(Problem.from_json(problem)).leaders[0]

    for flip in found.nearest_flips:
        if flip.points:
            all_of_it, half = (moved(shares, flip.moves, part) for part in (1, 0.5))
            assert leads(reweighted(problem, all_of_it), leader, flip.rival) == pytest.approx(
                0, abs=1e-6
            )
            assert leads(reweighted(problem, half), leader, flip.rival) > 0
            assert sum(move.points for move in flip.moves) == pytest.approx(flip.points)


@given(problems(), st.floats(0.001, 0.999))
def test_leader_stays_first_inside_its_interval(problem: dict[str, Any], at: float) -> None:
    found = certified(problem)
    whole = Problem.from_json(problem)
    shares = {one.competency: one.weight for one in found.weight_intervals}
    assume(found.weight_intervals)
    leader = answer(whole).leaders[0]

    for one in found.weight_intervals:
        if one.low < one.high:
            share = one.low + at * (one.high - one.low)
            rest = (1 - share) / (1 - one.weight)
            changed = {code: old * rest for code, old in shares.items()} | {one.competency: share}
            assert leader in answer(reweighted(problem, changed)).leaders


@given(problems())
def test_flip_takes_from_each_once_and_gives_to_one(problem: dict[str, Any]) -> None:
    for flip in certified(problem).nearest_flips:
        sources, targets = [one.from_ for one in flip.moves], {one.to for one in flip.moves}

        assert len(set(sources)) == len(sources)
        assert len(targets) <= 1
        assert not targets & set(sources)


@given(problems())
def test_decisive_cells_stand_by_their_swing(problem: dict[str, Any]) -> None:
    swings = [one.swing for one in certified(problem).decisive]

    assert all(before >= after > 0 for before, after in pairwise(swings))
