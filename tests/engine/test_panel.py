"""What a panel agrees on: who and what is compared where people left gaps."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import Problem
from scoring.engine.panel import Concordance, agreement

from .problems import FORMAT, problems

Rows = dict[tuple[str, str], list[float | None]]  # (assessor, candidate) → values at the checks


def problem(rows: Rows, *, competencies: tuple[int, ...] = (2,), **more: Any) -> Problem:
    """Competencies of so many checks of equal weight; None is no rating."""
    codes = [f"{g}.{i}" for g, size in enumerate(competencies) for i in range(size)]
    return Problem.from_json(
        {
            "format": FORMAT,
            "competencies": [
                {
                    "code": str(g),
                    "weight": 1,
                    "checks": [{"code": f"{g}.{i}", "weight": 1, "proof": 2} for i in range(size)],
                }
                for g, size in enumerate(competencies)
            ],
            "candidates": [{"code": code} for code in sorted({c for _, c in rows})],
            "cells": [
                {"candidate": candidate, "check": code, "assessor": assessor, "value": value}
                for (assessor, candidate), values in rows.items()
                for code, value in zip(codes, values, strict=True)
                if value is not None
            ],
        }
        | more
    )


def test_the_same_order_of_candidates_is_full_concordance() -> None:
    rows: Rows = {
        ("ana", "a"): [100, 80],
        ("ana", "b"): [50, 60],
        ("luis", "a"): [40, 30],
        ("luis", "b"): [0, 20],
    }

    assert agreement(problem(rows)).whole == Concordance(1.0, 2, 2, 2, 2)


def test_opposite_orders_do_not_concord() -> None:
    rows: Rows = {
        ("ana", "a"): [100, 80],
        ("ana", "b"): [50, 60],
        ("luis", "a"): [0, 20],
        ("luis", "b"): [40, 30],
    }

    assert agreement(problem(rows)).whole.w == 0


def test_a_check_that_somebody_left_out_does_not_order() -> None:
    """The second check would turn Ana's order round."""
    rows: Rows = {
        ("ana", "a"): [60, 0],
        ("ana", "b"): [50, 100],
        ("luis", "a"): [60, None],
        ("luis", "b"): [50, 0],
    }

    assert agreement(problem(rows)).whole == Concordance(1.0, 2, 2, 1, 2)


def test_a_candidate_of_whom_somebody_says_nothing_is_not_ordered() -> None:
    rows: Rows = {
        ("ana", "a"): [60, 60],
        ("ana", "b"): [50, 50],
        ("ana", "c"): [0, 0],
        ("luis", "a"): [60, 60],
        ("luis", "b"): [50, 50],
    }

    assert agreement(problem(rows)).whole == Concordance(1.0, 2, 2, 2, 2)


def test_who_was_not_asked_is_no_party_to_a_competency() -> None:
    rows: Rows = {
        ("ana", "a"): [60, 60],
        ("ana", "b"): [50, 50],
        ("luis", "a"): [60, 60],
        ("luis", "b"): [50, 50],
        ("eva", "a"): [None, 60],
        ("eva", "b"): [None, 50],
    }

    found = agreement(problem(rows, competencies=(1, 1)))

    assert [one.assessors for _, one in found.competencies] == [2, 3]
    assert found.whole == Concordance(1.0, 3, 2, 1, 2)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({("ana", "a"): [60, 60]}, Concordance(None, 1, 1, 2, 2)),
        (
            {("ana", "a"): [60, 60], ("luis", "a"): [50, 50]},
            Concordance(None, 2, 1, 2, 2),
        ),
        (
            {("ana", "a"): [60, 60], ("luis", "b"): [50, 50]},
            Concordance(None, 2, 0, 0, 2),
        ),
        (
            {
                ("ana", "a"): [60, None],
                ("ana", "b"): [60, None],
                ("luis", "a"): [None, 50],
                ("luis", "b"): [None, 50],
            },
            Concordance(None, 2, 2, 0, 2),
        ),
        ({("ana", "a"): [None, None]}, Concordance(None, 0, 1, 0, 2)),
    ],
    ids=["one person", "one candidate", "other candidates", "other checks", "nothing"],
)
def test_without_enough_in_common_there_is_no_concordance(rows: Rows, told: Concordance) -> None:
    assert agreement(problem(rows)).whole == told


def test_scores_of_one_person_that_differ_by_rounding_tie() -> None:
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 are two numbers, and one score."""
    rows: Rows = {
        ("ana", "a"): [0.1, 0.2, 0.3],
        ("ana", "b"): [0.3, 0.2, 0.1],
        ("luis", "a"): [0, 0, 0],
        ("luis", "b"): [0, 0, 0],
    }

    assert agreement(problem(rows, competencies=(3,))).whole.w == 1


def test_checks_that_weigh_nothing_give_no_order() -> None:
    rows: Rows = {
        ("ana", "a"): [60],
        ("ana", "b"): [50],
        ("luis", "a"): [60],
        ("luis", "b"): [50],
    }
    idle = problem(rows, competencies=(1,)).to_json()
    idle["competencies"][0]["checks"][0]["weight"] = 0
    idle["competencies"][0]["checks"].append({"code": "0.9", "weight": 1})

    assert agreement(Problem.from_json(idle)).whole == Concordance(None, 2, 2, 1, 2)


def test_ratings_are_compared_by_what_they_prove() -> None:
    """Ana has 100 of a document where a commitment is needed: 80."""
    rows: Rows = {("ana", "a"): [None, None], ("luis", "a"): [60, None]}
    cell = {"candidate": "a", "check": "0.0", "assessor": "ana", "value": 100, "evidence": 1}
    given = problem(rows).to_json()
    given["cells"].append(cell)

    [spread] = agreement(Problem.from_json(given)).spreads

    assert (spread.check, spread.widest, spread.candidates) == ("0.0", 20, 1)
    assert spread.deviation == pytest.approx(200**0.5)


def test_leniency_says_on_how_much_it_rests() -> None:
    rows: Rows = {
        ("ana", "a"): [80, 60],
        ("luis", "a"): [60, None],
        ("eva", "b"): [50, 50],
    }

    told = [(one.assessor, one.points, one.cells) for one in agreement(problem(rows)).leniencies]

    assert told == [("ana", 20, 1), ("eva", None, 0), ("luis", -20, 1)]


def test_nobody_disagrees_where_nobody_has_rated() -> None:
    found = agreement(problem({("ana", "a"): [None, None]}))

    assert (found.spreads, found.leniencies) == ((), ())


@given(problems())
def test_a_consensus_hides_no_disagreement(drawn: dict[str, Any]) -> None:
    alone = Problem.from_json(drawn | {"consensus": []})

    assert agreement(Problem.from_json(drawn)) == agreement(alone)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_listing_changes_nothing(drawn: dict[str, Any], rng: Any) -> None:
    before = agreement(Problem.from_json(drawn))

    for name in ("candidates", "cells"):
        rng.shuffle(drawn[name])

    assert agreement(Problem.from_json(drawn)) == before


@given(problems())
def test_figures_stay_within_their_bounds(drawn: dict[str, Any]) -> None:
    found = agreement(Problem.from_json(drawn))

    assert all(one.w is None or -1e-9 <= one.w <= 1 + 1e-9 for _, one in found.competencies)
    assert all(0 <= one.widest <= 100 for one in found.spreads)
    assert all(one.points is None or abs(one.points) <= 100 for one in found.leniencies)
