"""Scales and evidence: from what was measured or claimed to values on 0-100."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.engine.validation import LARGEST, ProblemError, check_positive

type Floats = NDArray[np.float64]
type Integers = NDArray[np.intp]
type Flags = NDArray[np.bool_]


def piecewise_linear(points: ArrayLike, x: ArrayLike) -> Floats:
    """Values of the line through `points`, flat outside them.

    points: (n, 2) of (x, y), n >= 2, x strictly increasing or strictly decreasing.
    x: any shape; the result has the same. Units are the caller's.
    Not `np.interp`: its slope overflows between points that nearly touch.
    Raises ProblemError for points that make no function and for a measurement that is not finite.
    """
    known = np.asarray(points, dtype=np.float64)
    if known.ndim != 2 or known.shape[1] != 2 or len(known) < 2 or not _sized(known):
        raise ProblemError("points", f"must be two or more pairs of numbers within ±{LARGEST:g}")
    if known[0, 0] > known[-1, 0]:
        known = known[::-1]
    at, value = known.T
    if not (at[1:] > at[:-1]).all():
        raise ProblemError("points", "must have a strictly increasing or decreasing x")
    asked = np.asarray(x, dtype=np.float64)
    if not np.isfinite(asked).all():
        raise ProblemError("measurement", "must be finite")
    return _on_line(at, value, np.clip(asked, at[0], at[-1]))


def _on_line(at: Floats, value: Floats, x: Floats) -> Floats:
    """The kernel: `at` increasing, x within it."""
    right = np.maximum(np.searchsorted(at, x), 1)
    left = right - 1
    share = (x - at[left]) / (at[right] - at[left])
    between = value[left] * (1 - share) + value[right] * share
    ends = np.sort([value[left], value[right]], axis=0)
    return np.asarray(np.clip(between, *ends))  # rounding may leave the segment by one bit


def measure_value(
    points: ArrayLike, measurement: ArrayLike, reference: float | None = None
) -> Floats:
    """The value (0-100) of a measurement; with a `reference`, of its ratio to the reference.

    The reference belongs to the rubric or to the company (its budget), never to a candidate:
    a price scored against the lowest bid lets an irrelevant bid flip the winner.
    """
    measured = np.asarray(measurement, dtype=np.float64)
    if reference is None:
        return piecewise_linear(points, measured)
    check_positive("reference", reference)
    if not _sized(measured):
        raise ProblemError("measurement", f"must lie within ±{LARGEST:g}")
    return piecewise_linear(points, measured / reference)


def _sized(numbers: Floats) -> bool:
    """No NaN, no infinity, and no number whose differences or ratios would overflow."""
    return bool((np.abs(numbers) <= LARGEST).all())


def evidence_credit(proof: ArrayLike, evidence: ArrayLike, credits: Sequence[float]) -> Floats:
    """The share of a value that its evidence earns: `credits[max(0, proof - evidence)]`.

    proof, evidence: whole levels 0-4, broadcast together. credits: five shares, (1, ...).
    """
    shortfall = np.maximum(0, np.subtract(proof, evidence, dtype=np.intp))
    return np.asarray(credits, dtype=np.float64)[shortfall]
