"""Kendall's W: the published case, the ends of the scale, ties, and what is refused."""

import pytest

from scoring.engine import ProblemError
from scoring.engine.agreement import kendall_w

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
