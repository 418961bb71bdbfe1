"""Who takes part in an evaluation, and as what."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.enums import Action, Role
from scoring.models import Assessment, Competency, Evaluation, Evidence, Seat, User

from .atomic import atomic
from .evaluation import lock
from .ledger import record


@atomic()
def grant(*, evaluation: Evaluation, user: User, role: Role, by: User, at: datetime) -> Seat:
    """Give a person a seat; the owner's is given when the evaluation is made, and only then."""
    lock(evaluation)
    _require_not_over(evaluation)
    seat = Seat(evaluation=evaluation, user=user, role=role)
    seat.full_clean()
    seat.save()
    record(
        action=Action.SEAT_GRANTED,
        evaluation=evaluation,
        subject=user.username,
        by=by,
        at=at,
        new={"role": role},
    )
    return seat


@atomic()
def revoke(*, seat: Seat, by: User, at: datetime) -> None:
    """Take a seat back; refused for the owner, and for who has scored: scores are kept for ever."""
    evaluation = seat.evaluation
    lock(evaluation)
    _require_not_over(evaluation)
    if seat.role == Role.OWNER:
        raise ValidationError(_("The owner's seat cannot be taken away."), code="owner")
    if _has_worked(seat):
        raise ValidationError(
            _("%(person)s has scored here: those scores stay on record, and so does the seat."),
            code="scored",
            params={"person": str(seat.user)},
        )
    record(
        action=Action.SEAT_REVOKED,
        evaluation=evaluation,
        subject=seat.user.username,
        by=by,
        at=at,
        old={"role": seat.role},
    )
    seat.delete()


@atomic()
def assign(*, seat: Seat, competencies: Iterable[Competency], by: User, at: datetime) -> None:
    """Say which competencies a person scores; none means all of them.

    What they have rated elsewhere stays on record, and counts.
    """
    evaluation = seat.evaluation
    lock(evaluation)
    _require_not_over(evaluation)
    if not seat.is_scoring:
        raise ValidationError(_("%(person)s does not score.") % {"person": seat.user}, code="role")
    chosen = sorted(competencies, key=lambda one: one.number)
    if any(one.rubric_id != evaluation.rubric_id for one in chosen):
        raise ValidationError(_("That competency is of another rubric."), code="rubric")
    old = [one.code for one in seat.competencies.order_by("number")]
    new = [one.code for one in chosen]
    if old == new:
        return
    seat.competencies.set(chosen)
    record(
        action=Action.SEAT_ASSIGNED,
        evaluation=evaluation,
        subject=seat.user.username,
        by=by,
        at=at,
        old={"competencies": old},
        new={"competencies": new},
    )


def _require_not_over(evaluation: Evaluation) -> None:
    if evaluation.is_revealed:
        raise ValidationError(_("Scoring is over: its people are fixed."), code="state")


def _has_worked(seat: Seat) -> bool:
    here = {"candidate__evaluation": seat.evaluation_id}
    return (
        Assessment.objects.filter(assessor=seat.user_id, **here).exists()
        or Evidence.objects.filter(added_by=seat.user_id, **here).exists()
    )
