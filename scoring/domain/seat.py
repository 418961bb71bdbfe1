"""Who takes part in an evaluation, and as what."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.enums import Action, Role
from scoring.models import Assessment, Evaluation, Evidence, Seat, User

from .evaluation import lock
from .ledger import record


@transaction.atomic
def grant(*, evaluation: Evaluation, user: User, role: Role, by: User, at: datetime) -> Seat:
    """Give a person a seat; the owner's is given when the evaluation is made, and only then."""
    lock(evaluation)
    _require_not_closed(evaluation)
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


@transaction.atomic
def revoke(*, seat: Seat, by: User, at: datetime) -> None:
    """Take a seat back; refused for the owner, and for who has scored: scores are kept for ever."""
    evaluation = seat.evaluation
    lock(evaluation)
    _require_not_closed(evaluation)
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


def _require_not_closed(evaluation: Evaluation) -> None:
    if evaluation.is_closed:
        raise ValidationError(_("The evaluation is closed: its people are fixed."), code="state")


def _has_worked(seat: Seat) -> bool:
    here = {"candidate__evaluation": seat.evaluation_id}
    return (
        Assessment.objects.filter(assessor=seat.user_id, **here).exists()
        or Evidence.objects.filter(added_by=seat.user_id, **here).exists()
    )
