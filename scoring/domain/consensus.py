"""What moderation agrees on where people differ; their own ratings are kept."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scoring.enums import Action, EvidenceLevel
from scoring.models import Candidate, Check, Consensus, Evaluation, User

from .assessment import Conflict, value_at
from .atomic import atomic
from .declaration import require_impartial
from .evaluation import lock
from .ledger import record


@atomic()
def settle(
    *,
    candidate: Candidate,
    check: Check,
    evidence: int,
    reason: str,
    version: int,
    by: User,
    at: datetime,
    value: float | None = None,
    measurement: Decimal | None = None,
) -> Consensus:
    """Replace the individual ratings in the official reading, with a reason.

    A check on levels takes `value`, a measure takes `measurement`. `version` is the one that was
    seen, 0 where there was none; with another one stored it is a Conflict and nothing is written,
    unless it says the same already.
    """
    _require_moderation(candidate.evaluation)
    require_impartial(candidate, by)
    _require_in_scope(candidate.evaluation, check)
    if not reason.strip():
        raise ValidationError(_("Say why: a consensus without a reason is none."), code="reason")
    fields = {
        "value": value_at(
            evaluation=candidate.evaluation, check=check, value=value, measurement=measurement
        ),
        "measurement": measurement if check.is_measure else None,
        "evidence": EvidenceLevel(evidence).value,
        "reason": reason.strip(),
    }
    before = Consensus.objects.filter(candidate=candidate, rubric_check=check).first()
    if before and all(getattr(before, name) == value for name, value in fields.items()):
        return before
    _write(candidate, check, version, fields | {"settled_by": by, "settled_at": at})
    record(
        action=Action.CONSENSUS_SETTLED,
        evaluation=candidate.evaluation,
        candidate=candidate,
        check=check,
        by=by,
        at=at,
        old=_as_record(before),
        new={name: fields[name] for name in ("value", "measurement", "evidence")},
        reason=reason.strip(),
    )
    return Consensus.objects.get(candidate=candidate, rubric_check=check)


@atomic()
def withdraw(
    *, candidate: Candidate, check: Check, reason: str, version: int, by: User, at: datetime
) -> None:
    """Let the individual ratings count again. `version` is the one that was seen."""
    _require_moderation(candidate.evaluation)
    require_impartial(candidate, by)
    if not reason.strip():
        raise ValidationError(_("Say why the consensus is withdrawn."), code="reason")
    seen = Consensus.objects.filter(candidate=candidate, rubric_check=check, version=version)
    before = seen.first()
    if before is None:
        raise Conflict([check])
    before.delete()
    record(
        action=Action.CONSENSUS_WITHDRAWN,
        evaluation=candidate.evaluation,
        candidate=candidate,
        check=check,
        by=by,
        at=at,
        old=_as_record(before),
        reason=reason.strip(),
    )


def _require_moderation(evaluation: Evaluation) -> None:
    lock(evaluation)
    if not evaluation.is_moderated:
        raise ValidationError(
            _("The evaluation is “%(state)s” now: a consensus is found in moderation."),
            code="state",
            params={"state": evaluation.get_state_display()},
        )


def _require_in_scope(evaluation: Evaluation, check: Check) -> None:
    if not evaluation.checks().filter(pk=check.pk).exists():
        raise ValidationError(
            _("%(check)s is not in this evaluation’s scope: it decides nothing."),
            code="scope",
            params={"check": check.code},
        )


def _write(candidate: Candidate, check: Check, version: int, fields: dict[str, object]) -> None:
    cell = {"candidate": candidate, "rubric_check": check}
    if version == 0:
        try:
            with transaction.atomic():
                Consensus.objects.create(**cell, **fields)
        except IntegrityError as error:
            raise Conflict([check]) from error
        return
    seen = Consensus.objects.filter(**cell, version=version)
    if not seen.update(**fields, version=version + 1):
        raise Conflict([check])


def _as_record(consensus: Consensus | None) -> dict[str, object] | None:
    if consensus is None:
        return None
    return {name: getattr(consensus, name) for name in ("value", "measurement", "evidence")}
