"""How safe the first place is, in a word (docs/method.md, 5)."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Literal

from scoring.engine.reweighting import NearestFlip
from scoring.engine.rubric import Method

type Verdict = Literal["clear", "narrow", "none"]


def verdict(
    method: Method,
    leaders: Sequence[str],
    flips: Iterable[NearestFlip],
    first: Mapping[str, float],
) -> Verdict:
    """By the thresholds of the method; a shared first place, or nobody's, has no clear winner.

    flips: of each rival. first: P(first) near the announced weights, by candidate.
    A leader whom no movement of weight can catch is further than any number of points.
    """
    if len(leaders) != 1:
        return "none"
    probability = first[leaders[0]]
    nearest = min((one.points for one in flips if one.points is not None), default=inf)
    if probability >= method.clear.first and nearest >= method.clear.flip:
        return "clear"
    return "narrow" if probability >= method.narrow.first else "none"
