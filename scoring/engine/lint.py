"""What weights and gates really do: a gate that nobody can pass, a weight that decides nothing.

Two halves. The first reads a rubric alone: how high each check and competency can come. The
second reads a comparison: which weights tell candidates apart, and by how much.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Literal

from scoring.engine.comparison import CandidateResult, CheckResult, Comparison, CompetencyResult
from scoring.engine.gates import NOISE
from scoring.engine.rubric import HIGHEST_EVIDENCE, Check, Method, Scale
from scoring.engine.validation import check_integer

type _Result = CompetencyResult | CheckResult
type _Part = Literal["competencies", "checks", "gates"]

MOST = 100.0  # points: what a value can be at most
FACTOR = 2  # an effective weight is far off from twice, or half, the nominal one on,
POINTS = 0.05  # if that is also a twentieth of the whole


def highest_value(scale: Scale | None) -> float:
    """The most that a rating can be worth, 0-100; a check without a scale may be worth 100."""
    if scale is None:
        return MOST
    return max(scale.values or [value for _x, value in scale.points])


def reach(check: Check, evidence: int = HIGHEST_EVIDENCE) -> float:
    """The most that can be proven at a check with evidence of a level 0-4, in points 0-100:
    the highest value of its scale × credit[max(0, proof - evidence)].
    """
    check_integer("evidence", evidence, 0, HIGHEST_EVIDENCE)
    credit = Method().evidence_credit[max(0, check.proof - evidence)]
    return highest_value(check.scale) * credit


def reach_together(checks: Sequence[tuple[float, float]]) -> float | None:
    """The most that can be proven in a competency: Σ u reach / Σ u over its checks in scope.

    checks: (weight, reach) of each. None where none of them weighs anything: the competency has
    no score then.
    """
    total = fsum(weight for weight, _most in checks)
    return fsum(weight * most for weight, most in checks) / total if total else None


def is_out_of_reach(minimum: float, most: float) -> bool:
    """Nobody can pass: by the rule of the gates, of which rounding must not fail one."""
    return minimum > most + NOISE


@dataclass(frozen=True, slots=True)
class EffectiveWeight:
    """What a competency weighs by the rules, and what it does in this comparison; shares 0-1."""

    code: str
    nominal: float
    effective: float | None  # None while no competency tells the candidates apart
    spread: float  # points 0-100 between the highest and the lowest of the ranked

    @property
    def is_far_off(self) -> bool:
        """At least twice or at most half the nominal weight, and at least 5 points of 100 away.

        Both: twice one percent is still little, and 25 % instead of 20 is what weights are for.
        """
        if self.effective is None or abs(self.effective - self.nominal) < POINTS - NOISE:
            return False
        low, high = sorted((self.effective, self.nominal))
        return high >= FACTOR * low - NOISE


@dataclass(frozen=True, slots=True)
class Neutral:
    """Where all the candidates have proven the same."""

    code: str
    score: float  # points 0-100
    answered: bool  # somebody rated it, for one of them at least


@dataclass(frozen=True, slots=True)
class LostGate:
    """A gate that every candidate fails."""

    kind: Literal["check", "competency", "total"]
    code: str | None  # None for the total
    minimum: float


def effective_weights(
    comparison: Comparison, weights: Mapping[str, float]
) -> tuple[EffectiveWeight, ...]:
    """The share of the spread between the ranked that each competency contributes.

    e_g = W_g (max s_g - min s_g) / Σ W (max s - min s) over the candidates with a rank, for they
    alone can change places. weights: W_g by code, summing to 1. Empty with fewer than two ranked.
    """
    spreads = {row[0].code: _spread(row) for row in _rows(_ranked(comparison), "competencies")}
    moved = {code: weights[code] * spread for code, spread in spreads.items()}
    whole = fsum(moved.values())
    return tuple(
        EffectiveWeight(
            code=code,
            nominal=weights[code],
            effective=moved[code] / whole if whole > NOISE else None,
            spread=spread,
        )
        for code, spread in spreads.items()
    )


def neutral_competencies(comparison: Comparison) -> tuple[Neutral, ...]:
    """Those in which all the candidates have proven the same, the excluded too; none with one."""
    return _neutral(comparison, "competencies")


def neutral_checks(comparison: Comparison) -> tuple[Neutral, ...]:
    """The same of the checks."""
    return _neutral(comparison, "checks")


def lost_gates(comparison: Comparison) -> tuple[LostGate, ...]:
    """The gates that every candidate fails, whatever is still shown; a waiver saves nobody here."""
    return tuple(
        LostGate(row[0].kind, row[0].code, row[0].minimum)
        for row in _rows(comparison.candidates, "gates")
        if all(gate.state == "failed" for gate in row)
    )


def _ranked(comparison: Comparison) -> list[CandidateResult]:
    """Those with a rank, if they are two or more: nothing tells one candidate from itself."""
    ranked = [one for one in comparison.candidates if one.rank is not None]
    return ranked if len(ranked) > 1 else []


def _rows(candidates: Iterable[CandidateResult], part: _Part) -> list[tuple[Any, ...]]:
    """For each competency, check or gate, in the rubric's order, that of all the candidates."""
    return list(zip(*(getattr(one, part) for one in candidates), strict=True))


def _spread(results: Iterable[_Result]) -> float:
    proven = [one.proven for one in results]
    return max(proven) - min(proven)


def _neutral(comparison: Comparison, part: _Part) -> tuple[Neutral, ...]:
    several = len(comparison.candidates) > 1  # one candidate ties with itself everywhere
    return tuple(
        Neutral(
            code=row[0].code,
            score=row[0].proven,
            answered=any(not _is_unanswered(one) for one in row),
        )
        for row in _rows(comparison.candidates, part)
        if several and _spread(row) <= NOISE
    )


def _is_unanswered(one: _Result) -> bool:
    """Nothing is claimed and everything is possible: what nobody rated looks so, and only that."""
    return one.claimed == 0 and one.ceiling >= MOST - NOISE
