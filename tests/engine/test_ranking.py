import numpy as np
import pytest

from scoring.engine.ranking import Ranking, rank, tied

TOLERANCE = 1e-9


def ranked(
    total: list[float], *tie_break: list[float], tolerance: float = TOLERANCE
) -> list[tuple[int, int]]:
    """(row, rank) in the order of listing."""
    found = rank(range(len(total)), np.array(total), [np.array(s) for s in tie_break], tolerance)
    return list(zip(found.order, found.ranks, strict=True))


def test_highest_score_comes_first() -> None:
    assert ranked([10, 30, 20]) == [(1, 1), (2, 2), (0, 3)]


def test_ties_share_a_rank_and_the_next_one_is_skipped() -> None:
    assert ranked([50, 70, 70, 60, 50]) == [(1, 1), (2, 1), (3, 3), (0, 4), (4, 4)]


def test_noise_makes_no_difference() -> None:
    assert ranked([70, 70 + 1e-13, 70 - 1e-13]) == [(0, 1), (1, 1), (2, 1)]


@pytest.mark.parametrize(("gap", "ranks"), [(0.5, [1, 1]), (0.51, [1, 2])])
def test_tolerance_includes_its_end(gap: float, ranks: list[int]) -> None:
    found = rank(range(2), np.array([50 + gap, 50]), [], tolerance=0.5)

    assert list(found.ranks) == ranks


def test_tolerance_of_zero_ties_equal_scores_only() -> None:
    assert ranked([70, 70, 70 + 1e-12], tolerance=0) == [(2, 1), (0, 2), (1, 2)]


def test_tie_is_measured_from_the_highest_of_its_group() -> None:
    """70 ~ 69.6 and 69.6 ~ 69.2, but 69.2 is not within 0.5 of 70."""
    assert ranked([69.2, 69.6, 70], tolerance=0.5) == [(1, 1), (2, 1), (0, 3)]


def test_tie_break_orders_the_list_and_leaves_the_rank() -> None:
    assert ranked([70, 70, 60], [10, 20, 100]) == [(1, 1), (0, 1), (2, 3)]


def test_tie_break_orders_nobody_across_ranks() -> None:
    assert ranked([60, 70], [100, 0]) == [(1, 1), (0, 2)]


def test_second_tie_break_counts_where_the_first_ties() -> None:
    assert ranked([70, 70, 70], [10, 20, 10 + 1e-12], [1, 0, 2]) == [(1, 1), (2, 1), (0, 1)]


def test_full_tie_is_listed_by_row() -> None:
    assert ranked([70, 70 + 1e-12, 70], [5, 5, 5 + 1e-12]) == [(0, 1), (1, 1), (2, 1)]


def test_only_members_are_ranked() -> None:
    found = rank([2, 0], np.array([1.0, 100, 2]), [], TOLERANCE)

    assert found == Ranking(order=(2, 0), ranks=(1, 2))


def test_nobody_is_ranked_without_members() -> None:
    assert rank([], np.array([1.0]), [], TOLERANCE) == Ranking(order=(), ranks=())


def test_groups_of_equals_come_from_the_highest_down() -> None:
    assert tied(range(4), np.array([1.0, 3, 1, 2]), TOLERANCE) == [[1], [3], [0, 2]]


def test_tie_break_of_a_thousand_competencies_is_no_deep_recursion() -> None:
    flat = np.zeros(3)

    assert rank(range(3), flat, [flat] * 2000, TOLERANCE).ranks == (1, 1, 1)
