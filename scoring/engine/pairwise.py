"""Weights from pairs: the analytic hierarchy process (docs/method.md).

Judgements are nested by code: judgements[a][b] says how many times as important a is as b, from
1/9 to 9. Each pair stands once, in either direction; the other direction is its reciprocal.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from scoring.engine.elicitation import check_object, check_people, check_same_codes, normalised
from scoring.engine.validation import ProblemError, check_code

type Judgements = Mapping[str, Mapping[str, float]]
type Matrix = dict[str, dict[str, float]]  # complete: a reciprocal square with 1 on its diagonal

LARGEST_JUDGEMENT = 9
NOISE = 1e-9  # ratios that differ by less agree

# For 1, 2, 3 ... things compared: T. L. Saaty, The Analytic Hierarchy Process (1980).
RANDOM_INDEX = (
    *(0.0, 0.0, 0.58, 0.90, 1.12),
    *(1.24, 1.32, 1.41, 1.45, 1.49),
    *(1.51, 1.48, 1.56, 1.57, 1.59),
)
MOST_COMPARED = len(RANDOM_INDEX)


@dataclass(frozen=True, slots=True)
class Triad:
    """Three judgements that disagree: first over second and second over third imply another
    first over third than was said. The first two are 1 or more; in a cycle `said` is below 1."""

    first: str
    second: str
    third: str
    first_over_second: float
    second_over_third: float
    implied: float  # their product
    said: float  # first over third
    error: float  # 0-1: 1 - the smaller of implied/said and said/implied (Koczkodaj 1993)


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Weights by code, sum 1, and how well the judgements agree (0 perfect, up to 0.1 good)."""

    weights: Mapping[str, float]
    lambda_max: float
    random_index: float
    consistency_ratio: float
    triad: Triad | None  # the most inconsistent one; None when all judgements agree


def from_pairs(judgements: Judgements) -> Pairwise:
    """The principal eigenvector of the judgements of two to fifteen things.

    Consistency ratio: (lambda_max - n) / (n - 1), over the random index; 0 for two things.
    T. L. Saaty, Int. J. Services Sciences 1 (2008) 83-98; the random index is that of 1980,
    and its end is why sixteen things are refused.
    """
    matrix = _reciprocal(judgements)
    values, vectors = np.linalg.eig(np.array([list(row.values()) for row in matrix.values()]))
    principal = int(np.argmax(values.real))  # Perron: it is real, and its vector has one sign
    vector = np.abs(vectors[:, principal].real).tolist()
    lambda_max, size = float(values[principal].real), len(matrix)
    random_index = RANDOM_INDEX[size - 1]
    index = max(0.0, lambda_max - size) / (size - 1)
    return Pairwise(
        weights=normalised(zip(matrix, vector, strict=True)),
        lambda_max=lambda_max,
        random_index=random_index,
        consistency_ratio=index / random_index if random_index else 0.0,
        triad=_worst_triad(matrix),
    )


def mean_judgements(people: Sequence[Judgements]) -> dict[str, dict[str, float]]:
    """A group's judgements: the geometric mean of each pair, everybody counting the same.

    It keeps reciprocal judgements reciprocal, and what all said alike as it was.
    J. Aczél and T. L. Saaty, J. Mathematical Psychology 27 (1983) 93-102.
    """
    check_people(people)
    matrices = []
    for position, judgements in enumerate(people):
        path = f"people[{position}]"
        matrices.append(_reciprocal(judgements, path))
        check_same_codes(path, matrices[-1], matrices[0])
    return {
        first: {second: _geometric_mean([one[first][second] for one in matrices]) for second in row}
        for first, row in people[0].items()
    }


def _geometric_mean(ratios: Sequence[float]) -> float:
    mean = math.exp(math.fsum(map(math.log, ratios)) / len(ratios))
    return min(max(mean, min(ratios)), max(ratios))  # rounding may leave them, and the scale


def _reciprocal(judgements: Judgements, path: str = "judgements") -> Matrix:
    """The complete matrix; a pair that is missing, said twice or off the scale is refused."""
    check_object(path, judgements)
    for first, row in judgements.items():
        check_code(path, first)
        check_object(f"{path}.{first}", row)
        for second, times in row.items():
            check_code(f"{path}.{first}", second)
            _check_judgement(f"{path}.{first}.{second}", times)
            if first == second:
                raise ProblemError(f"{path}.{first}.{second}", "compares a thing with itself")
    codes = dict.fromkeys(code for first, row in judgements.items() for code in (first, *row))
    if not 2 <= len(codes) <= MOST_COMPARED:
        raise ProblemError(path, f"must compare 2 to {MOST_COMPARED} things")
    matrix: Matrix = {first: dict.fromkeys(codes, 1.0) for first in codes}
    for first, second in combinations(codes, 2):
        times = _said(judgements, first, second, path)
        matrix[first][second], matrix[second][first] = times, 1 / times
    return matrix


def _said(judgements: Judgements, first: str, second: str, path: str) -> float:
    forth = judgements.get(first, {}).get(second)
    back = judgements.get(second, {}).get(first)
    if forth is not None and back is not None:
        raise ProblemError(f"{path}.{second}.{first}", f"repeats {path}.{first}.{second}")
    if forth is not None:
        return forth
    if back is not None:
        return 1 / back
    raise ProblemError(f"{path}.{first}.{second}", "is missing")


def _check_judgement(path: str, times: object) -> None:
    least, most = 1 / LARGEST_JUDGEMENT, LARGEST_JUDGEMENT
    if isinstance(times, bool) or not isinstance(times, int | float) or not least <= times <= most:
        raise ProblemError(path, f"must be a number from 1/{most} to {most}")


def _worst_triad(matrix: Matrix) -> Triad | None:
    """The triad with the largest error, the first one of equals."""
    triads = [_triad(matrix, three) for three in combinations(matrix, 3)]
    worst = max(triads, key=lambda triad: triad.error, default=None)
    return worst if worst and worst.error > NOISE else None


def _triad(matrix: Matrix, three: Iterable[str]) -> Triad:
    """In the first order in which each weighs as much as the next or more; there always is one."""
    first, second, third = next(
        order
        for order in permutations(three)
        if matrix[order[0]][order[1]] >= 1 and matrix[order[1]][order[2]] >= 1
    )
    forth, on, said = matrix[first][second], matrix[second][third], matrix[first][third]
    implied = forth * on
    error = 1 - min(implied / said, said / implied)
    return Triad(first, second, third, forth, on, implied, said, error)
