"""The weights of a draft: typed all at once, or taken from what somebody answered about them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.enums import Action, ElicitationMethod
from scoring.models import Check, Competency, Rubric, User

from .atomic import atomic
from .draft import lock
from .elicitation import as_record, weighed
from .facts import changes, fingerprint, name_of
from .ledger import record
from .rubric import problem_of_total, weights_of

WHOLE, STORED = Decimal(100), Decimal("0.001")


def weights_seen(rubric: Rubric) -> str:
    """A fingerprint of all the weights of a rubric: who sends it back saw just these."""
    return fingerprint(weights_of(rubric))


@atomic()
def weigh(
    *,
    rubric: Rubric,
    competency_weights: Mapping[Competency, Decimal],
    check_weights: Mapping[Check, Decimal],
    seen: str,
    by: User,
    at: datetime,
) -> None:
    """Set every weight of a draft at once.

    `seen` is the `weights_seen` that the writer looked at: with any others now in place somebody
    was faster, and nothing is written.
    """
    lock(rubric)
    old = _require_seen(rubric, seen)
    _require_weights(rubric, competency_weights, check_weights)
    Competency.objects.bulk_update(_weighed(competency_weights), ["weight"])
    Check.objects.bulk_update(_weighed(check_weights), ["weight"])
    _record(rubric, old, by=by, at=at)


@atomic()
def adopt(
    *,
    rubric: Rubric,
    method: ElicitationMethod,
    answers: Mapping[str, Any],
    seen: str,
    by: User,
    at: datetime,
) -> None:
    """Make what was answered, by one of the five methods, the weights of a draft's competencies.

    The answers go on record with the weights that come of them.
    """
    lock(rubric)
    old = _require_seen(rubric, seen)
    competencies = list(rubric.competencies.all())
    shares = weighed(method, answers).weights
    if set(shares) != {competency.code for competency in competencies}:
        raise ValidationError(_("Answer for every competency of the rubric."), code="competencies")
    points = hundred(shares)
    Competency.objects.bulk_update(
        _weighed({one: points[one.code] for one in competencies}), ["weight"]
    )
    _record(rubric, old, by=by, at=at, method=method.value, answers=as_record(answers))


def hundred(shares: Mapping[str, float]) -> dict[str, Decimal]:
    """Shares of 1 as points that make 100: what rounding leaves goes to the largest rests."""
    exact = {code: WHOLE * Decimal(share) for code, share in shares.items()}
    points = {code: one.quantize(STORED, ROUND_FLOOR) for code, one in exact.items()}
    left = int((WHOLE - sum(points.values())) / STORED)
    for code in sorted(exact, key=lambda code: points[code] - exact[code])[:left]:
        points[code] += STORED
    return points


def _require_seen(rubric: Rubric, seen: str) -> dict[str, Any]:
    """The weights as they are; refused where the writer saw others."""
    now = weights_of(rubric)
    if seen != fingerprint(now):
        raise ValidationError(_("Somebody else changed these weights meanwhile."), code="changed")
    return now


def _record(
    rubric: Rubric, old: Mapping[str, Any], *, by: User, at: datetime, **provenance: Any
) -> None:
    before, after = changes(old, weights_of(rubric))
    if after:
        record(
            action=Action.RUBRIC_WEIGHED,
            subject=name_of(rubric),
            by=by,
            at=at,
            old=before,
            new=after | provenance,
        )


def _require_weights(
    rubric: Rubric,
    competency_weights: Mapping[Competency, Decimal],
    check_weights: Mapping[Check, Decimal],
) -> None:
    competencies = set(rubric.competencies.all())
    checks = set(Check.objects.filter(competency__rubric=rubric))
    if set(competency_weights) != competencies or set(check_weights) != checks:
        raise ValidationError(_("Every competency and every check needs a weight."), code="weights")
    problems = [problem_of_total(competency_weights.values())]
    for competency in sorted(competencies, key=lambda competency: competency.number):
        weights = [w for check, w in check_weights.items() if check.competency_id == competency.pk]
        if weights and not any(weights):
            problems.append(
                _("%(competency)s: at least one check must weigh more than 0.")
                % {"competency": competency}
            )
    if any(problems):
        raise ValidationError([problem for problem in problems if problem], code="weights")


def _weighed[Part: (Competency, Check)](weights: Mapping[Part, Decimal]) -> list[Part]:
    for part, weight in weights.items():
        part.weight = weight
    return list(weights)
