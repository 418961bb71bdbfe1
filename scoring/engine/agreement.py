"""How far several people agree on an order (M. G. Kendall, Rank Correlation Methods, 1948)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from scoring.engine.validation import ProblemError
from scoring.engine.value import Floats


def kendall_w(rankings: Sequence[ArrayLike]) -> float:
    """Kendall's coefficient of concordance, corrected for ties: 0 no agreement, 1 the same order.

    rankings: (m, n), what each of m >= 2 people gives n >= 2 things; only the order of the numbers
    of one person counts, so ranks and scores will do alike. 1 where nobody prefers anything.
    W = 12 Σ (R_i - mean R)² / (m² (n³ - n) - m Σ (t³ - t)), with t who share a rank.
    Raises ProblemError for fewer people or things, or numbers that are missing or not finite.
    """
    try:
        given = np.asarray(rankings, dtype=np.float64)
    except (ValueError, TypeError):
        raise ProblemError("rankings", "must be rows of numbers, all of one length") from None
    if given.ndim != 2 or min(given.shape) < 2:
        raise ProblemError("rankings", "must be of two people or more, and of two things or more")
    if not np.isfinite(given).all():
        raise ProblemError("rankings", "must be finite")
    ranks = _mean_ranks(given)
    m, n = ranks.shape
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    shared = (given[:, :, np.newaxis] == given[:, np.newaxis]).sum(axis=2)
    ties = float((shared**2 - 1).sum())  # Σ (t³ - t) over groups is Σ (t² - 1) over members
    most = m**2 * (n**3 - n) - m * ties
    return 12 * spread / most if most else 1.0


def _mean_ranks(given: Floats) -> Floats:
    """(m, n) ranks within each row, from 1; who ties shares the mean of the places they fill."""
    below = (given[:, np.newaxis] < given[:, :, np.newaxis]).sum(axis=2)
    level = (given[:, np.newaxis] == given[:, :, np.newaxis]).sum(axis=2)
    ranks: Floats = below + (level + 1) / 2
    return ranks
