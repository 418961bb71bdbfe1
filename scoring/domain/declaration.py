"""What people say of their relation to each candidate, before they see anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.enums import Action
from scoring.models import Candidate, Declaration, Seat, User

from .atomic import atomic
from .evaluation import lock
from .ledger import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """`recused`: the person leaves this candidate to the others, and the statement says why.

    A statement without it is an interest that is made known and does not hinder.
    """

    recused: bool = False
    statement: str = ""


@atomic()
def declare(*, seat: Seat, interests: Mapping[Candidate, Interest], by: User, at: datetime) -> None:
    """Say it of some candidates, for the first time or anew.

    What a person who recuses themselves has said of the candidate stays on record, and counts no
    more; it counts again if they take the recusal back.
    """
    evaluation = seat.evaluation
    lock(evaluation)
    if evaluation.is_revealed:
        raise ValidationError(_("Scoring is over: declarations are fixed."), code="state")
    stored = {one.candidate_id: one for one in seat.declarations.all()}
    for candidate, interest in interests.items():
        statement = interest.statement.strip()
        if interest.recused and not statement:
            raise ValidationError(
                _("%(candidate)s: say why you recuse yourself."),
                code="statement",
                params={"candidate": candidate.name},
            )
        before = stored.get(candidate.pk)
        old = None if before is None else _as_record(before)
        new = {"recused": interest.recused, "statement": statement}
        if new == old:
            continue
        Declaration.objects.update_or_create(
            seat=seat, candidate=candidate, defaults=new | {"declared_at": at}
        )
        record(
            action=Action.INTEREST_DECLARED,
            evaluation=evaluation,
            subject=f"{seat.user.username} {candidate.code}",
            candidate=candidate,
            by=by,
            at=at,
            old=old,
            new=new,
        )


def require_impartial(candidate: Candidate, by: User) -> None:
    """Who recused themselves from a candidate has no say in its result, the owner included."""
    own = Declaration.objects.filter(candidate=candidate, seat__user=by, recused=True)
    if own.exists():
        raise ValidationError(
            _("You recused yourself from %(candidate)s: what the others rated stands."),
            code="recused",
            params={"candidate": candidate.name},
        )


def _as_record(declaration: Declaration) -> dict[str, object]:
    return {"recused": declaration.recused, "statement": declaration.statement}
