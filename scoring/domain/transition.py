"""The steps of an evaluation's life (`enums.TRANSITIONS`), all but the last: the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.enums import TRANSITIONS, Action, State
from scoring.models import Assessment, Evaluation, Evidence, LedgerEntry, User

from . import freeze
from .atomic import atomic
from .comparison import leaders_of
from .evaluation import lock, require_state
from .ledger import record


@atomic()
def open_scoring(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """Freeze rubric, weights and method, and let people score."""
    begin(evaluation, Action.EVALUATION_OPENED)
    _require_complete(evaluation)
    evaluation.opened_at = at
    frozen = freeze.make(evaluation=evaluation, by=by, at=at)
    evaluation.frozen_fingerprint = frozen.fingerprint
    finish(
        evaluation,
        Action.EVALUATION_OPENED,
        by=by,
        at=at,
        new={"frozen_fingerprint": frozen.fingerprint},
    )


@atomic()
def withdraw(*, evaluation: Evaluation, reason: str, by: User, at: datetime) -> None:
    """Back to a draft, while nobody has scored anything; what was frozen thaws."""
    begin(evaluation, Action.EVALUATION_WITHDRAWN, reason)
    if _is_scored(evaluation):
        raise ValidationError(
            _("Somebody has scored already. Weights and scope can still change, with a reason."),
            code="scored",
        )
    old = {"frozen_fingerprint": evaluation.frozen_fingerprint}
    evaluation.freezes.all().delete()
    evaluation.opened_at, evaluation.frozen_fingerprint = None, ""
    finish(evaluation, Action.EVALUATION_WITHDRAWN, reason=reason, by=by, at=at, old=old)


@atomic()
def moderate(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """End individual scoring: from here on everybody with a seat reads everybody's scores."""
    begin(evaluation, Action.EVALUATION_MODERATED)
    finish(evaluation, Action.EVALUATION_MODERATED, by=by, at=at)


@atomic()
def close(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """Freeze the scores: the comparison is final."""
    begin(evaluation, Action.EVALUATION_CLOSED)
    evaluation.closed_at = at
    evaluation.leaders = leaders_of(evaluation)
    finish(evaluation, Action.EVALUATION_CLOSED, by=by, at=at, new={"leaders": evaluation.leaders})


@atomic()
def reopen(*, evaluation: Evaluation, reason: str, by: User, at: datetime) -> None:
    """Back to moderation, with a reason on record; what was frozen stays frozen."""
    begin(evaluation, Action.EVALUATION_REOPENED, reason)
    old = {"leaders": evaluation.leaders}
    evaluation.closed_at = None
    evaluation.leaders = []
    finish(evaluation, Action.EVALUATION_REOPENED, reason=reason, by=by, at=at, old=old)


def arrivals_of(evaluation: Evaluation) -> dict[State, LedgerEntry]:
    """The entry that tells when, and by whom, the evaluation last came into each state."""
    told = LedgerEntry.objects.of(evaluation).filter(
        action__in=[Action.EVALUATION_CREATED, *TRANSITIONS]
    )
    targets = {one.action: one.target for one in TRANSITIONS.values()}
    return {targets.get(Action(one.action), State.DRAFT): one for one in told.order_by("number")}


def begin(evaluation: Evaluation, action: Action, reason: str = "") -> None:
    """Take the lock, and ask whether this step may be taken from where the evaluation stands."""
    lock(evaluation)
    transition = TRANSITIONS[action]
    require_state(evaluation, transition.source)
    if transition.needs_reason and not reason.strip():
        raise ValidationError(_("Say why: this step needs a reason."), code="reason")


def finish(
    evaluation: Evaluation,
    action: Action,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Arrive in the step's state, on record."""
    evaluation.state = TRANSITIONS[action].target
    evaluation.save()
    record(action=action, evaluation=evaluation, reason=reason, by=by, at=at, old=old, new=new)


def _is_scored(evaluation: Evaluation) -> bool:
    return (
        Assessment.objects.filter(candidate__evaluation=evaluation).exists()
        or Evidence.objects.filter(candidate__evaluation=evaluation).exists()
    )


def _require_complete(evaluation: Evaluation) -> None:
    if not evaluation.candidates.exists():
        raise ValidationError(_("Add at least one candidate first."), code="candidates")
    by_budget = evaluation.checks().filter(relative_to_budget=True).first()
    if by_budget and evaluation.reference_budget is None:
        raise ValidationError(
            _("Give the reference budget first: “%(check)s” is scored by it."),
            code="reference_budget",
            params={"check": str(by_budget)},
        )
