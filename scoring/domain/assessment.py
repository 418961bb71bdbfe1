"""Scoring: what one assessor says of one candidate at some checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from scoring.engine.value import measure_value
from scoring.enums import Action, EvidenceLevel
from scoring.models import Assessment, Candidate, Check, Evaluation, User

from .atomic import atomic
from .cell import Stored, stored_ratings
from .ledger import Draft, append, drafted
from .statement import insert, prepared, update_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What an assessor says at one check. `version` is the one they saw; 0 where there was none.

    A check on levels takes `value`, a measure takes `measurement`; the other stays None.
    """

    value: float | None = None
    measurement: Decimal | None = None
    abstained: bool = False
    evidence: int = EvidenceLevel.CLAIM
    note: str = ""
    version: int = 0


class Conflict(Exception):
    """Somebody (the same person in another window, say) saved these checks in between.

    Nothing was written. `checks` are the ones whose stored version is not the one that was seen.
    """

    def __init__(self, checks: list[Check]) -> None:
        super().__init__(", ".join(check.code for check in checks))
        self.checks = checks


def rate(*, candidate: Candidate, check: Check, rating: Rating, by: User, at: datetime) -> int:
    """Save one rating, and return the version that is stored afterwards; see `rate_all`."""
    stored, changed = _save(candidate, {check: rating}, by=by, at=at)
    return _version(stored.get(check.pk)) + changed


def rate_all(
    *, candidate: Candidate, ratings: Mapping[Check, Rating], by: User, at: datetime
) -> int:
    """Save those of the ratings that differ from what is stored; all of them or none.

    Returns how many changed. Raises `Conflict`, or ValidationError where scoring is not open, a
    check is not the person's to score or a value is not one of its scale. Checks need their
    scale's levels at hand.
    """
    _stored, changed = _save(candidate, ratings, by=by, at=at)
    return changed


def value_of(*, evaluation: Evaluation, check: Check, measurement: Decimal) -> float:
    """What a measurement is worth at a measure check, 0 to 100."""
    reference = None
    if check.relative_to_budget:
        if evaluation.reference_budget is None:
            raise ValidationError(_("The evaluation has no reference budget."), code="budget")
        reference = float(evaluation.reference_budget)
    return float(measure_value(check.points, float(measurement), reference))


def value_at(
    *, evaluation: Evaluation, check: Check, value: float | None, measurement: Decimal | None
) -> float:
    """What a rating is worth at a check, 0 to 100; refused outside the check's scale.

    A check on levels takes `value`, a measure takes `measurement`; with neither it is refused too.
    """
    if check.is_measure:
        if measurement is None:
            raise ValidationError(
                _("%(check)s: give its figure."), code="measurement", params={"check": check.code}
            )
        return value_of(evaluation=evaluation, check=check, measurement=measurement)
    if value is None or value not in {float(one.value) for one in check.scale.levels.all()}:
        raise ValidationError(
            _("%(check)s: %(value)s is not a level of its scale."),
            code="level",
            params={"check": check.code, "value": value},
        )
    return value


def asks_reason(evaluation: Evaluation, check: Check, value: float | None) -> bool:
    """Whether a rating of this value is to say why: the rubric asks, or the evaluation does.

    It is asked, not demanded: what was rated is kept, and stays to do until the note is there.
    """
    if value is None:
        return False
    if check.reason_required or (evaluation.reason_for_gates and check.must):
        return True
    return evaluation.reason_for_extremes and value in (0, 100)


NOTHING: dict[str, Any] = {
    "value": None,
    "measurement": None,
    "abstained": False,
    "evidence": int(EvidenceLevel.CLAIM),
    "note": "",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A rating to be stored, as far as that can be worked out before it is one's turn."""

    check: Check
    seen: int  # the version
    said: Mapping[str, Any]
    cell: Mapping[str, Any]  # the columns that a new row has besides
    row: Mapping[str, Any]  # the columns that are written each time
    entry: Draft


def _save(
    candidate: Candidate, ratings: Mapping[Check, Rating], *, by: User, at: datetime
) -> tuple[Mapping[int, Stored], int]:
    """What was stored until now, by the checks' keys, and how many of the ratings differ from it.

    Whatever can be worked out before it is one's turn is: others wait meanwhile.
    """
    if not ratings:
        return {}, 0
    ready = [_ready(candidate, check, rating, by, at) for check, rating in ratings.items()]
    with atomic():
        stored, head = stored_ratings(candidate=candidate, checks=ratings, by=by)
        changed = [one for one in ready if one.said != _said(stored.get(one.check.pk))]
        conflicts = [o.check for o in changed if o.seen != _version(stored.get(o.check.pk))]
        if conflicts:
            raise Conflict(conflicts)
        for one in changed:
            before = stored.get(one.check.pk)
            head = append(one.entry, old=_as_record(_said(before)), head=head)
            _write(one, before)
    return stored, len(changed)


def _ready(candidate: Candidate, check: Check, rating: Rating, by: User, at: datetime) -> Ready:
    said = _fields(candidate.evaluation, check, rating)
    entry = drafted(
        action=Action.ASSESSMENT_SAVED,
        evaluation=candidate.evaluation,
        candidate=candidate,
        check=check,
        by=by,
        at=at,
        new=_as_record(said),
    )
    cell = {"candidate_id": candidate.pk, "rubric_check_id": check.pk, "assessor_id": by.pk}
    cell["version"] = 1
    row = prepared(Assessment, said | {"updated_at": at})
    return Ready(check, rating.version, said, cell, row, entry)


def _fields(evaluation: Evaluation, check: Check, rating: Rating) -> dict[str, Any]:
    """The columns that a rating becomes; a value outside the check's scale is refused."""
    value, measurement = rating.value, rating.measurement
    if rating.abstained or (value if not check.is_measure else measurement) is None:
        value = measurement = None
    else:
        value = value_at(evaluation=evaluation, check=check, value=value, measurement=measurement)
    return {
        "value": value,
        "measurement": measurement if check.is_measure else None,
        "abstained": rating.abstained,
        "evidence": EvidenceLevel(rating.evidence).value,
        "note": rating.note,
    }


def _version(stored: Stored | None) -> int:
    return stored.version if stored else 0


def _said(stored: Stored | None) -> Mapping[str, Any]:
    return stored.said if stored else NOTHING


def _as_record(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the ledger keeps: only what was said."""
    return {name: value for name, value in fields.items() if value != NOTHING[name]} or None


def _write(one: Ready, before: Stored | None) -> None:
    """Insert, or update the very version that was seen; whoever comes second is refused.

    Whoever holds the evaluation's lock is never second; the database has the last word all the
    same.
    """
    if before is None:
        try:
            insert(Assessment, {**one.cell, **one.row})
        except IntegrityError as error:
            raise Conflict([one.check]) from error
    elif not update_version(Assessment, before.pk, before.version, one.row):
        raise Conflict([one.check])
