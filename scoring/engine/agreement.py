"""How far people agree: on an order, on ratings, and who is more lenient than the others."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from scoring.engine.validation import ProblemError
from scoring.engine.value import Flags, Floats, Integers


def kendall_w(rankings: Sequence[ArrayLike]) -> float:
    """Kendall's coefficient of concordance, corrected for ties: 0 no agreement, 1 the same order.

    rankings: (m, n), what each of m >= 2 people gives n >= 2 things; only the order of the numbers
    of one person counts, so ranks and scores will do alike. 1 where nobody prefers anything.
    W = 12 Σ (R_i - mean R)² / (m² (n³ - n) - m Σ (t³ - t)), with t who share a rank
    (M. G. Kendall, Rank Correlation Methods, 1948).
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


def ranges(values: Floats, rated: Flags) -> Floats:
    """How far apart people are: the highest value less the lowest, in the unit of the values.

    values, rated: (p, …), by person; what is not rated counts for nothing. Gives (…); 0 where
    fewer than two rated.
    """
    highest = np.max(values, axis=0, where=rated, initial=-np.inf)
    lowest = np.min(values, axis=0, where=rated, initial=np.inf)
    several = rated.sum(axis=0) > 1
    return np.subtract(highest, lowest, out=np.zeros(several.shape), where=several)


def deviations(values: Floats, rated: Flags) -> Floats:
    """The standard deviation between people at each check, pooled over the candidates.

    values, rated: (p, m, …), by person and candidate. Gives (…), in the unit of the values:
    √(Σ (x - mean of the candidate)² / Σ (n - 1)), over candidates whom n >= 2 people rated; 0
    where there is none. Candidates may differ from each other as they like: that is no
    disagreement.
    """
    counted = rated & (rated.sum(axis=0) > 1)
    count = counted.sum(axis=0)  # (m, …)
    mean = values.sum(axis=0, where=counted) / np.maximum(count, 1)
    squares = ((values - mean) ** 2).sum(axis=(0, 1), where=counted)
    freedom = np.maximum(count - 1, 0).sum(axis=0)
    deviation: Floats = np.sqrt(squares / np.maximum(freedom, 1))
    return deviation


def leniencies(values: Floats, rated: Flags) -> tuple[Floats, Integers]:
    """How much more each person gives than the others do, and on how many things that rests.

    values, rated: (p, n). Gives (p,) the mean, over the things that the person and somebody else
    rated, of the person's value less the mean of the others' values there, and (p,) their number;
    0 where there are none.
    """
    given = np.where(rated, values, 0)
    others = rated.sum(axis=0) - rated  # (p, n) how many others rated it
    theirs = (given.sum(axis=0) - given) / np.maximum(others, 1)
    shared = rated & (others > 0)
    cells: Integers = shared.sum(axis=1)
    difference = (values - theirs).sum(axis=1, where=shared)
    return difference / np.maximum(cells, 1), cells
