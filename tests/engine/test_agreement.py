"""Kendall's W: the published case, the ends of the scale, ties, and what is refused. How far
ratings are apart, and who is lenient: by hand, and for any panel."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scoring.engine import ProblemError
from scoring.engine.agreement import deviations, kendall_w, leniencies, ranges

from .oracles import ORACLES


def test_rankings_of_three_people_agree_as_derived_by_hand() -> None:
    oracle = ORACLES["kendall_w"]

    assert kendall_w(oracle["rankings"]) == pytest.approx(oracle["w"], abs=oracle["tolerance"])


def test_same_order_is_full_agreement() -> None:
    assert kendall_w([[1, 2, 3], [10, 20, 70]]) == 1


def test_opposite_orders_do_not_agree() -> None:
    assert kendall_w([[1, 2, 3], [3, 2, 1]]) == 0


def test_ties_are_corrected_for() -> None:
    """Ranks 1, 2.5, 2.5 twice: 12 · 6 / (4 · 24 - 2 · 12), full agreement all the same."""
    assert kendall_w([[1, 2, 2], [5, 9, 9]]) == pytest.approx(1)


def test_half_a_tie_agrees_in_part() -> None:
    """Sums 2, 4.5, 5.5: 12 · 6.5 / (4 · 24 - 2 · 6)."""
    assert kendall_w([[1, 2, 3], [1, 2, 2]]) == pytest.approx(78 / 84)


def test_people_who_prefer_nothing_agree() -> None:
    assert kendall_w([[5, 5], [3, 3]]) == 1


@pytest.mark.parametrize(
    ("rankings", "reason"),
    [
        ([[1, 2, 3]], "must be of two people or more, and of two things or more"),
        ([[1], [1]], "must be of two people or more, and of two things or more"),
        ([1, 2, 3], "must be of two people or more, and of two things or more"),
        ([[1, 2], [1, float("nan")]], "must be finite"),
        ([[1, 2], [1, 2, 3]], "must be rows of numbers, all of one length"),
        ([[1, 2], [1, None]], "must be finite"),
        ([["a", "b"], ["b", "a"]], "must be rows of numbers, all of one length"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(rankings: list[list[float]], reason: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        kendall_w(rankings)

    assert (refusal.value.path, refusal.value.reason) == ("rankings", reason)


# Ratings


def panel(*rows: list[float | None]) -> tuple[np.ndarray, np.ndarray]:
    """People's rows of ratings, None where they gave none, as values and flags (p, n)."""
    flags = np.array([[one is not None for one in row] for row in rows])
    return np.array([[one or 0 for one in row] for row in rows], dtype=float), flags


def by_candidate(*rows: list[float | None]) -> tuple[np.ndarray, np.ndarray]:
    """The same with one check: (p, m, 1)."""
    return tuple(one[:, :, np.newaxis] for one in panel(*rows))


def test_ratings_are_as_far_apart_as_the_highest_and_the_lowest() -> None:
    values, rated = panel([0, 50, 20], [100, 50, 30], [40, 50, 90])

    assert ranges(values, rated).tolist() == [100, 0, 70]


def test_what_one_person_alone_rated_is_not_apart() -> None:
    values, rated = panel([80, None], [None, None])

    assert ranges(values, rated).tolist() == [0, 0]


def test_a_rating_of_nothing_is_no_lowest_rating() -> None:
    values, rated = panel([80, 60], [100, None], [None, 70])

    assert ranges(values, rated).tolist() == [20, 10]


def test_deviation_is_pooled_over_the_candidates() -> None:
    """(50² + 50²) + (10² + 10²) over one degree of freedom each: √(5200 / 2)."""
    values, rated = by_candidate([0, 40], [100, 60])

    assert deviations(values, rated).tolist() == pytest.approx([2600**0.5])


def test_candidates_who_differ_are_no_disagreement() -> None:
    values, rated = by_candidate([0, 100], [0, 100])

    assert deviations(values, rated).tolist() == [0]


def test_a_candidate_whom_one_person_rated_tells_no_deviation() -> None:
    """Only the first counts: (10² + 10²) over one degree of freedom."""
    values, rated = by_candidate([40, 100], [60, None])

    assert deviations(values, rated).tolist() == pytest.approx([200**0.5])


def test_nothing_that_two_rated_deviates_by_nothing() -> None:
    values, rated = by_candidate([40, None], [None, 90])

    assert deviations(values, rated).tolist() == [0]


def test_leniency_is_told_against_the_mean_of_the_others() -> None:
    """The first: 90 - 50 and 70 - 60; the second: 60 - 65 alone; the third: 40 - 75, 60 - 70."""
    values, rated = panel([90, 70], [60, None], [40, 60])

    points, cells = leniencies(values, rated)

    assert points.tolist() == pytest.approx([25, -5, -22.5])
    assert cells.tolist() == [2, 1, 2]


def test_who_rated_what_nobody_else_did_is_neither_lenient_nor_strict() -> None:
    values, rated = panel([90, None], [None, 10])

    points, cells = leniencies(values, rated)

    assert (points.tolist(), cells.tolist()) == ([0, 0], [0, 0])


def deviation_of(values: np.ndarray, rated: np.ndarray) -> float:
    """At one check, of candidates in columns."""
    return deviations(values[:, :, np.newaxis], rated[:, :, np.newaxis])[0]


SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=6)


@st.composite
def panels(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(SHAPES)
    values = draw(hnp.arrays(np.float64, shape, elements=st.integers(0, 100)))
    return values, draw(hnp.arrays(np.bool_, shape))


@given(panels())
def test_what_is_not_rated_counts_for_nothing(given: tuple[np.ndarray, np.ndarray]) -> None:
    values, rated = given
    other = np.where(rated, values, 1e6)

    assert ranges(other, rated).tolist() == ranges(values, rated).tolist()
    assert leniencies(other, rated)[0].tolist() == leniencies(values, rated)[0].tolist()
    assert deviation_of(other, rated) == deviation_of(values, rated)


@given(panels(), st.integers(-50, 50))
def test_who_gives_more_everywhere_is_that_much_more_lenient(
    given: tuple[np.ndarray, np.ndarray], more: int
) -> None:
    values, rated = given
    raised = values.copy()
    raised[0] += more

    before, cells = leniencies(values, rated)
    after, _ = leniencies(raised, rated)

    assert after[0] - before[0] == pytest.approx(more if cells[0] else 0)


@given(panels())
def test_two_people_are_lenient_to_the_same_extent(given: tuple[np.ndarray, np.ndarray]) -> None:
    values, rated = (one[:2] for one in given)
    assume(len(values) == 2)

    (first, second), _ = leniencies(values, rated)

    assert first == pytest.approx(-second)


@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_the_people_plays_no_part(
    given: tuple[np.ndarray, np.ndarray], rng: Any
) -> None:
    values, rated = given
    order = rng.sample(range(len(values)), len(values))

    assert ranges(values[order], rated[order]).tolist() == ranges(values, rated).tolist()
    assert leniencies(values[order], rated[order])[0].tolist() == pytest.approx(
        leniencies(values, rated)[0][order].tolist()
    )


@given(panels())
def test_nobody_deviates_further_than_they_are_apart(
    given: tuple[np.ndarray, np.ndarray],
) -> None:
    """Of n numbers in a range r, the sum of squares is at most n r² / 4; n / (n - 1) <= 2."""
    values, rated = given

    assert deviation_of(values, rated) <= ranges(values, rated).max() / 2**0.5 + 1e-9
