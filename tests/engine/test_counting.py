"""Ranks and wins of many draws, against a naive count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.counting import SORTED_FROM, rank_counts, totals, win_counts
from scoring.engine.sampling import weights_any
from scoring.engine.value import Floats


def test_ranks_count_who_is_above() -> None:
    total = np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0]])

    assert rank_counts(total).tolist() == [[1, 0, 1], [0, 2, 0], [1, 0, 1]]


def test_below_zero_has_no_rank() -> None:
    total = np.array([[3.0, -1.0], [2.0, -1.0], [0.0, 0.0]])

    assert rank_counts(total).tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 1]]


@pytest.mark.parametrize("candidates", [2, 5, SORTED_FROM - 1, SORTED_FROM, 40, 64, 100])
@given(seed=st.integers(0, 2**32))
def test_ranks_are_those_of_a_naive_count(candidates: int, seed: int) -> None:
    """Coarse totals tie often, and some are out; on both sides of the step to sorting."""
    rng = np.random.default_rng(seed)
    total = rng.integers(-1, rng.choice([3, 101]), size=(candidates, 20)).astype(np.float64)

    assert rank_counts(total).tolist() == _naive_ranks(total)


def test_sorting_tells_apart_what_differs_by_a_hundred_thousandth() -> None:
    total = (np.arange(100) * 1e-5 + 99.99)[:, np.newaxis]

    assert rank_counts(total).argmax(axis=1).tolist() == list(range(99, -1, -1))


def test_sorting_keeps_the_ends_of_the_scale_apart() -> None:
    total = np.full((SORTED_FROM, 1), 100.0)
    total[0], total[1] = 0.0, -1.0

    counts = rank_counts(total)

    assert (counts[2:, 0].sum(), counts[0].argmax(), counts[1].sum()) == (
        SORTED_FROM - 2,
        SORTED_FROM - 2,
        0,
    )


@pytest.mark.parametrize("pair", [(30, 31), (31, 32)])
def test_two_who_tie_are_seen_whatever_their_numbers(pair: tuple[int, int]) -> None:
    """Even where these differ in every bit, and nobody else ties."""
    total = np.arange(40.0)[:, np.newaxis]
    total[list(pair)] = 50.0

    assert rank_counts(total)[list(pair), 0].tolist() == [1, 1]


def _naive_ranks(total: Floats) -> list[list[int]]:
    m, n = total.shape
    counts = [[0] * m for _ in range(m)]
    for draw in range(n):
        for row in range(m):
            if total[row, draw] >= 0:
                counts[row][sum(total[:, draw] > total[row, draw])] += 1
    return counts


def test_wins_count_strictly_higher() -> None:
    total = np.array([[3.0, 1.0, 2.0], [2.0, 1.0, 5.0]])

    assert win_counts(total).tolist() == [[0, 1], [1, 0]]


def test_ranks_go_beyond_what_a_byte_holds() -> None:
    total = np.linspace(100, 0, 300)[:, np.newaxis]

    assert rank_counts(total).tolist() == np.eye(300, dtype=int).tolist()


def test_two_draws_have_a_total_each() -> None:
    scores = np.array([[[10.0, 30.0]]])

    assert totals(scores, np.array([[1.0, 1.0]])).tolist() == [[10.0, 30.0]]


@given(st.integers(0, 2**32), st.sampled_from([3, SORTED_FROM]))
def test_totals_of_certain_scores_are_those_of_the_same_scores_drawn(seed: int, m: int) -> None:
    """To the last bit: on the grid every product is exact, in whatever order it is added."""
    rng = np.random.default_rng(seed)
    scores = np.rint(rng.random((m, 12, 1)) * 100 * 2**22) / 2**22
    weights = weights_any(12, 50, seed)

    certain, drawn = totals(scores, weights), totals(np.repeat(scores, 50, axis=2), weights)

    assert certain.tolist() == drawn.tolist()
