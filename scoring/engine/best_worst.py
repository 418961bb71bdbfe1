"""Weights from the best and the worst: the linear best-worst model (docs/method.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from scoring.engine.elicitation import check_answers, check_same_codes
from scoring.engine.validation import ProblemError, check_known, check_number

LARGEST_COMPARISON = 9


@dataclass(frozen=True, slots=True)
class BestWorst:
    """Weights by code, sum 1; `xi` and the consistency ratio (0-1) are 0 when all answers agree."""

    weights: Mapping[str, float]
    xi: float  # the furthest that an answer lies from the weights
    consistency_ratio: float
    furthest: str | None  # whose two answers fit best over worst least; None when all agree


def from_best_worst(
    best: str,
    worst: str,
    best_to_others: Mapping[str, float],
    others_to_worst: Mapping[str, float],
) -> BestWorst:
    """The weights with the smallest xi = max over j of |w_B - a_Bj w_j| and |w_j - a_jW w_W|.

    best_to_others[j] = a_Bj: how many times as important the best is as j; others_to_worst[j] =
    a_jW: j as the worst. Both hold every code, 1 to 9, and 1 for what is compared with itself;
    none exceeds best over worst, which stands in both. J. Rezaei, Omega 64 (2016) 126-130.
    Consistency ratio: the largest |a_Bj a_jW - a_BW| / (a_BW a_BW - a_BW), which needs the answers
    only. F. Liang, M. Brunelli and J. Rezaei, Omega 96 (2020) 102175.
    """
    _check(best, worst, best_to_others, others_to_worst)
    span = Fraction(best_to_others[worst])
    between = {
        code: (Fraction(times), Fraction(others_to_worst[code]))
        for code, times in best_to_others.items()
        if code not in (best, worst)
    }
    of_best, of_worst, xi = _solved(span, between.values())
    sizes = {best: of_best, worst: of_worst} | {
        code: min((of_best + xi) / over, under * of_worst + xi)
        for code, (over, under) in between.items()
    }
    total = sum(sizes.values())
    misfit = {code: abs(over * under - span) for code, (over, under) in between.items()}
    largest = max(misfit.values(), default=Fraction(0))
    return BestWorst(
        weights={code: float(sizes[code] / total) for code in best_to_others},
        xi=float(xi / total),
        consistency_ratio=float(largest / (span * span - span)) if largest else 0.0,
        furthest=max(misfit, key=misfit.__getitem__) if largest else None,
    )


def _solved(
    span: Fraction, between: Iterable[tuple[Fraction, Fraction]]
) -> tuple[Fraction, Fraction, Fraction]:
    """The best's weight, the worst's and xi, up to one common factor; exact.

    The model has no unit: the smallest xi for a total of 1 is the largest total for a xi of 1.
    Look at the plane of y = w_W and x = w_B. Each other thing leaves a strip in it,
    m y - k <= x <= m y + k with m = a_Bj a_jW and k = 1 + a_Bj; best over worst leaves m = a_BW
    and k = 1. All slopes are positive, so the highest point that the strips share is also the one
    furthest to the right, and every weight is at its largest there. Strips of one slope never
    part: all answers agree, and xi is 0.
    """
    strips = [(span, Fraction(1)), *((over * under, 1 + over) for over, under in between)]
    heights = [(k + h) / (m - n) for (m, k), (n, h) in permutations(strips, 2) if m > n]
    if not heights:
        return span, Fraction(1), Fraction(0)
    highest = min(heights)
    return min(m * highest + k for m, k in strips), highest, Fraction(1)


def _check(
    best: str,
    worst: str,
    best_to_others: Mapping[str, float],
    others_to_worst: Mapping[str, float],
) -> None:
    lists = {"best_to_others": best_to_others, "others_to_worst": others_to_worst}
    for name, answers in lists.items():
        check_answers(name, answers, _check_comparison)
    check_same_codes("others_to_worst", others_to_worst, best_to_others)
    check_known("best", best, best_to_others)
    check_known("worst", worst, best_to_others)
    if best == worst:
        raise ProblemError("worst", "must not be the best")
    span = best_to_others[worst]
    _check_equal(f"best_to_others.{best}", best_to_others[best], 1)
    _check_equal(f"others_to_worst.{worst}", others_to_worst[worst], 1)
    _check_equal(f"others_to_worst.{best}", others_to_worst[best], span)
    for name, answers in lists.items():
        for code, times in answers.items():
            if times > span:
                reason = f"must not be more than best over worst, {span:g}"
                raise ProblemError(f"{name}.{code}", reason)


def _check_comparison(path: str, times: object) -> None:
    check_number(path, times, 1, LARGEST_COMPARISON)


def _check_equal(path: str, times: float, wanted: float) -> None:
    if times != wanted:
        raise ProblemError(path, f"must be {wanted:g}")
