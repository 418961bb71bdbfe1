from typing import Any

import numpy as np
import pytest

from scoring.engine import Problem
from scoring.engine.aggregation import (
    CLAIMED,
    HIGH,
    LOW,
    Matrices,
    Scores,
    coverage,
)
from scoring.engine.layout import Layout, group_sums
from scoring.engine.problem import Candidate, Cell, Check, Competency, Consensus, Method

RUBRIC = (
    Competency(
        "2", 3, checks=(Check("2.1", 3, proof=3), Check("2.2", 1), Check("2.3", 9, scope=False))
    ),
    Competency("9", 7, checks=(Check("9.1", 1, scope=False),)),
    Competency("1", 1, checks=(Check("1.1", 5),)),
)
CANDIDATES = (Candidate("sur"), Candidate("ovea"))


def problem(*cells: Cell, **more: Any) -> Problem:
    return Problem(competencies=RUBRIC, candidates=CANDIDATES, cells=cells, **more)


def reading(*cells: Cell, **more: Any) -> dict[str, Any]:
    """What is known of sur on check 2.1."""
    one = problem(*cells, **more)
    layout = Layout.of(one)
    found = Matrices.of(one, layout)
    row, column = layout.candidates.index("sur"), 0
    return {
        "low": found.values[LOW, row, column],
        "claimed": found.values[CLAIMED, row, column],
        "high": found.values[HIGH, row, column],
        "bounds": found.bounds[:, row, column].tolist(),
        "rated": bool(found.rated[row, column]),
    }


def test_layout_holds_what_is_in_scope_in_the_order_of_the_rubric() -> None:
    layout = Layout.of(problem())

    assert layout.candidates == ("ovea", "sur")
    assert [one.code for one in layout.competencies] == ["2", "1"]
    assert [check.code for check in layout.checks] == ["2.1", "2.2", "1.1"]
    assert layout.group.tolist() == [0, 0, 1]


def test_weights_are_normalised_where_they_stand() -> None:
    layout = Layout.of(problem())

    assert layout.weights == pytest.approx([0.75 * 0.75, 0.75 * 0.25, 0.25])


def test_whole_weights_are_floats_too() -> None:
    layout = Layout.of(problem())

    assert (layout.competency_weights.dtype, layout.check_weights.dtype) == (np.float64, np.float64)


def test_number_of_checks_does_not_weigh_a_competency() -> None:
    many = Competency("1", 1, checks=tuple(Check(f"1.{i}", 1) for i in range(20)))
    one = Competency("2", 1, checks=(Check("2.1", 1),))

    layout = Layout.of(Problem(competencies=(many, one), candidates=CANDIDATES))

    assert group_sums(layout.weights, layout.group, 2) == pytest.approx([0.5, 0.5])


def test_panel_is_read_as_its_mean() -> None:
    cells = (Cell("sur", "2.1", "ana", 100, 1), Cell("sur", "2.1", "ben", 50, 3))

    found = reading(*cells)

    assert found == {
        "low": (60 + 50) / 2,
        "claimed": 75,
        "high": 75,
        "bounds": [50, 100],
        "rated": True,
    }


def test_panel_has_the_same_bits_in_whatever_order_it_is_listed() -> None:
    """0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in floats."""
    cells = [Cell("sur", "2.1", f"a{i}", value) for i, value in enumerate((0.1, 0.2, 0.3))]

    assert reading(*cells) == reading(*reversed(cells))


def test_consensus_replaces_the_panel() -> None:
    cells = (Cell("sur", "2.1", "ana", 100, 1), Cell("sur", "2.1", "ben", 50, 3))

    found = reading(*cells, consensus=(Consensus("sur", "2.1", 80, 2),))

    assert found == {"low": 64, "claimed": 80, "high": 80, "bounds": [64, 80], "rated": True}


def test_consensus_holds_where_nobody_rated() -> None:
    found = reading(consensus=(Consensus("sur", "2.1", 80),))

    assert found == {"low": 80, "claimed": 80, "high": 80, "bounds": [80, 80], "rated": True}


@pytest.mark.parametrize(
    "cells",
    [
        (),
        (Cell("sur", "2.1", "ana", None), Cell("sur", "2.1", "ben", None, 4)),
        (Cell("ovea", "2.1", "ana", 100), Cell("sur", "2.2", "ana", 100)),
        (Cell("sur", "2.3", "ana", 100), Cell("sur", "9.1", "ana", 100)),
    ],
)
def test_what_nobody_rated_is_nothing_now_and_potential(cells: tuple[Cell, ...]) -> None:
    found = reading(*cells)

    assert found == {"low": 0, "claimed": 0, "high": 100, "bounds": [0, 100], "rated": False}


def test_abstention_does_not_count_in_the_mean() -> None:
    found = reading(Cell("sur", "2.1", "ana", 40), Cell("sur", "2.1", "ben", None))

    assert found == {"low": 40, "claimed": 40, "high": 40, "bounds": [40, 40], "rated": True}


def test_rating_of_zero_is_not_a_gap() -> None:
    found = reading(Cell("sur", "2.1", "ana", 0))

    assert found == {"low": 0, "claimed": 0, "high": 0, "bounds": [0, 0], "rated": True}


def test_bounds_span_the_least_proven_and_the_most_claimed() -> None:
    cells = (
        Cell("sur", "2.1", "ana", 100, 0),
        Cell("sur", "2.1", "ben", 50, 4),
        Cell("sur", "2.1", "cio", 60, 3),
    )

    assert reading(*cells)["bounds"] == [40, 100]


def test_credits_of_the_method_are_used() -> None:
    method = Method(evidence_credit=(1, 0.5, 0.5, 0.25, 0))

    assert reading(Cell("sur", "2.1", "ana", 80, 0), method=method)["low"] == 20


def test_scores_are_weighted_means_at_both_levels() -> None:
    layout = Layout.of(problem())
    values = np.array([[100.0, 20, 50], [0, 0, 100]])

    scores = Scores.of(values, layout)

    assert scores.competencies.tolist() == [[80, 50], [0, 100]]
    assert scores.total.tolist() == [72.5, 25]


def test_scores_keep_leading_axes() -> None:
    scores = Scores.of(np.zeros((4, 5, 3)), Layout.of(problem()))

    assert scores.competencies.shape == (4, 5, 2)
    assert scores.total.shape == (4, 5)


def test_mean_of_hundreds_is_never_above_a_hundred() -> None:
    """(0.1 · 100 + 0.7 · 100) / (0.1 + 0.7) is 100.00000000000001 in floats."""
    weights = (0.1, 0.7)
    competencies = tuple(
        Competency(
            str(g), across, checks=tuple(Check(f"{g}.{k}", u) for k, u in enumerate(weights))
        )
        for g, across in enumerate(weights)
    )
    layout = Layout.of(Problem(competencies=competencies, candidates=CANDIDATES))

    scores = Scores.of(np.full((1, 4), 100.0), layout)

    assert scores.competencies.tolist() == [[100, 100]]
    assert scores.total.tolist() == [100]


def test_coverage_is_the_rated_share_of_the_weight() -> None:
    rated = np.array([[True, False, True], [False, False, False], [True, True, True]])

    assert coverage(rated, Layout.of(problem())).tolist() == [0.8125, 0, 1]


def test_coverage_of_everything_is_exactly_one() -> None:
    """49 times 1 / 49 is 1.0000000000000007 in floats."""
    checks = tuple(Check(f"1.{i}", 1) for i in range(49))
    layout = Layout.of(
        Problem(competencies=(Competency("1", 1, checks=checks),), candidates=CANDIDATES)
    )

    assert coverage(np.ones((1, 49), dtype=bool), layout).tolist() == [1]


def test_group_sums_add_the_columns_of_each_group() -> None:
    values = np.arange(12.0).reshape(2, 1, 6)

    sums = group_sums(values, np.array([0, 0, 2, 2, 2, 3]), 5)

    assert sums.tolist() == [[[1, 0, 9, 5, 0]], [[13, 0, 27, 11, 0]]]


def test_sum_of_a_row_has_the_same_bits_whatever_stands_beside_it() -> None:
    """numpy's own sums change their order with the shape of the array."""
    values = np.random.default_rng(7).uniform(0, 100, (50, 65))
    group = np.zeros(65, dtype=np.intp)

    alone = [group_sums(row, group, 1)[0] for row in values]

    assert group_sums(values, group, 1)[:, 0].tolist() == alone
