"""Weights from people (docs/method.md): what was answered goes in, shares of the whole come out.

Five ways to ask: points, swings and ranks here, pairs in `pairwise`, best-worst in `best_worst`.
Answers are keyed by the code of what is weighed. Weights keep the order in which codes were first
named, and sum to 1. An answer that its method cannot use is a ProblemError: the place, the reason.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.engine.validation import (
    ProblemError,
    check_code,
    check_integer,
    check_number,
    check_weight,
)

LARGEST_SWING = 100
LARGEST_RANK = 1000  # of a position: only the order of positions counts


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weights by code, sum 1. Points, swings and ranks ask nothing twice: no answer can clash."""

    weights: Mapping[str, float]


def from_points(points: Mapping[str, float]) -> Weighed:
    """Shares of the points given, each 0 or more, in any unit; not all of them 0."""
    check_answers("points", points, check_weight)
    if not any(points.values()):
        raise ProblemError("points", "must not all be 0")
    return Weighed(normalised(points.items()))


def from_swings(swings: Mapping[str, float]) -> Weighed:
    """Shares of the swings: how much going from worst to best matters, 0-100, the largest 100.

    D. von Winterfeldt and W. Edwards, Decision Analysis and Behavioral Research (1986).
    """
    check_answers("swings", swings, lambda path, size: check_number(path, size, 0, LARGEST_SWING))
    if max(swings.values()) != LARGEST_SWING:
        raise ProblemError("swings", f"must have {LARGEST_SWING} as the largest")
    return Weighed(normalised(swings.items()))


def from_ranks(ranks: Mapping[str, int]) -> Weighed:
    """Rank order centroids: the k-th of n weighs (1/k + ... + 1/n) / n.

    ranks: whole positions from 1, the most important first; only their order counts, so a gap
    changes nothing. Who shares a position shares the mean of the places they fill together.
    F. H. Barron and B. E. Barrett, Management Science 42 (1996) 1515-1523.
    """
    check_answers("ranks", ranks, lambda path, at: check_integer(path, at, 1, LARGEST_RANK))
    positions, size = list(ranks.values()), len(ranks)
    centroids = [
        sum((Fraction(1, place) for place in range(first, size + 1)), Fraction(0)) / size
        for first in range(1, size + 1)
    ]

    def weight(position: int) -> float:
        above = sum(other < position for other in positions)
        together = positions.count(position)
        return float(sum(centroids[above : above + together]) / together)

    return Weighed({code: weight(position) for code, position in ranks.items()})


def mean_weights(people: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """A group's weights: the mean of its people's shares (sum 1), everybody counting the same.

    For every way of asking but pairs, whose judgements have a mean of their own.
    """
    check_people(people)
    for position, weights in enumerate(people):
        path = f"people[{position}]"
        check_answers(path, weights, lambda path, share: check_number(path, share, 0, 1))
        check_same_codes(path, weights, people[0])
    return {code: math.fsum(one[code] for one in people) / len(people) for code in people[0]}


def normalised(sizes: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Shares of the whole, by code; at least one size is more than 0."""
    by_code = dict(sizes)
    total = math.fsum(by_code.values())
    return {code: size / total for code, size in by_code.items()}


def check_answers(
    path: str, answers: Mapping[str, object], check: Callable[[str, object], None]
) -> None:
    """One answer or more, by code, each of which passes `check`."""
    check_object(path, answers)
    if not answers:
        raise ProblemError(path, "must not be empty")
    for code, answer in answers.items():
        check_code(path, code)
        check(f"{path}.{code}", answer)


def check_object(path: str, answers: object) -> None:
    if not isinstance(answers, Mapping):
        raise ProblemError(path, "must be an object")


def check_same_codes(path: str, codes: Iterable[str], wanted: Iterable[str]) -> None:
    """The same things, in any order."""
    found, wanted = set(codes), dict.fromkeys(wanted)
    for code in wanted:
        if code not in found:
            raise ProblemError(f"{path}.{code}", "is missing")
    for code in sorted(found - wanted.keys()):
        raise ProblemError(f"{path}.{code}", "is not weighed by the others")


def check_people(people: Sequence[object]) -> None:
    if not people:
        raise ProblemError("people", "must not be empty")
