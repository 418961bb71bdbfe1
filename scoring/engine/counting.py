"""Totals of many draws at once, and who is before whom in them: the kernels of the simulation.

Arrays have the draws as their last axis. A total below 0 says that the candidate is out.
"""

import numpy as np
from numpy.typing import NDArray

from scoring.engine.value import Floats

type Counts = NDArray[np.int64]

SORTED_FROM = 33  # candidates: up to 32, counting who is above is faster than sorting


def totals(scores: Floats, weights: Floats) -> Floats:
    """(m, n): Σ W s for scores (m, g, n), or (m, g, 1), and weights (g, n); exact on the grids."""
    if scores.shape[2] == 1:
        return _product(scores[..., 0], weights)
    total: Floats = np.einsum("mgn,gn->mn", scores, weights)
    return total


def _product(scores: Floats, weights: Floats) -> Floats:
    """(m, n), in the memory order that `rank_counts` reads fastest."""
    if len(scores) < SORTED_FROM:
        return np.asarray(scores @ weights)
    return np.asarray((weights.T @ scores.T).T)


def rank_counts(total: Floats) -> Counts:
    """(m, m): in how many of the draws (m, n) each candidate has each rank; ties share the higher.

    From 33 candidates on, totals (0-100) are told apart to
    128 / 2^(31 - b), where b bits hold the number of a candidate: 8e-6 for a hundred.
    """
    return _ranks_counted(total) if len(total) < SORTED_FROM else _ranks_sorted(total)


def _ranks_counted(total: Floats) -> Counts:
    m = len(total)
    place = np.empty(total.shape, dtype=np.uint8)
    for row in range(m):
        np.add.reduce((total > total[row]).view(np.uint8), axis=0, out=place[row])
    slot = place + m * np.arange(m)[:, np.newaxis]
    ranked = total >= 0
    slots = slot.ravel() if ranked.all() else slot[ranked]
    return np.bincount(slots, minlength=m * m).reshape(m, m)


def _ranks_sorted(total: Floats) -> Counts:
    """Each total and the number of its candidate in one integer: sorting moves both at once."""
    m = len(total)
    bits = m.bit_length()
    number = (1 << bits) - 1
    # From the top down, so that ascending is first to last; who is out has 101, still below 2^7.
    below = 100 - total.T
    below *= 2.0 ** (31 - 7 - bits)
    key = below.astype(np.int32)
    key <<= bits
    key |= np.arange(m, dtype=np.int32)
    key.sort(axis=1)
    flat = key.ravel()
    tied = np.flatnonzero((flat[1:] ^ flat[:-1]) <= number)  # some in vain: where a draw ends
    rows = np.unique(tied // m)
    place = _shared(key[rows] >> bits)
    key &= number
    key |= np.arange(m, dtype=np.int32) << bits
    key[rows] = key[rows] & number | place << bits
    if total.min() < 0:  # who is out stands last in the row
        key = key[np.arange(m) < np.count_nonzero(total >= 0, axis=0)[:, np.newaxis]]
    counts: Counts = np.bincount(key.ravel(), minlength=m << bits)
    return counts.reshape(m, -1)[:, :m].T


def _shared(scores: NDArray[np.int32]) -> NDArray[np.int32]:
    """(n, m): the place of each in rows in which equals stand together, and share the first."""
    n, m = scores.shape
    begins = np.ones((n, m), dtype=bool)
    np.not_equal(scores[:, 1:], scores[:, :-1], out=begins[:, 1:])
    return np.maximum.accumulate(begins * np.arange(m, dtype=np.int32), axis=1)


def win_counts(total: Floats) -> Counts:
    """(m, m): in how many of the draws (m, n) the row beats the column; a tie is nobody's win."""
    m = len(total)
    wins = np.empty((m, m), dtype=np.int64)
    for column in range(m):
        beaten = np.packbits(total > total[column], axis=1)  # counting bits: a third of the time
        wins[:, column] = np.bitwise_count(beaten).sum(axis=1, dtype=np.int64)
    return wins
