"""Candidates come, are renamed, and go while nobody has scored them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scoring.enums import Action
from scoring.models import Candidate, Evaluation, User

from .atomic import atomic
from .evaluation import lock
from .ledger import record


@atomic()
def add(
    *, evaluation: Evaluation, name: str, by: User, at: datetime, note: str = "", code: str = ""
) -> Candidate:
    """`code` is made from the name unless given."""
    lock(evaluation)
    _require_not_over(evaluation)
    candidate = Candidate(
        evaluation=evaluation, code=code or _free_code(evaluation, name), name=name, note=note
    )
    candidate.full_clean()
    candidate.save()
    record(
        action=Action.CANDIDATE_ADDED,
        evaluation=evaluation,
        candidate=candidate,
        by=by,
        at=at,
        new={"name": name, "note": note},
    )
    return candidate


@atomic()
def revise(*, candidate: Candidate, name: str, note: str, by: User, at: datetime) -> None:
    """Change name or note. The code stays: reports and the ledger name the candidate by it."""
    lock(candidate.evaluation)
    _require_not_over(candidate.evaluation)
    stored = Candidate.objects.get(pk=candidate.pk)
    old = {"name": stored.name, "note": stored.note}
    new = {"name": name, "note": note}
    if old == new:
        return
    candidate.name, candidate.note = name, note
    candidate.full_clean()
    candidate.save()
    record(
        action=Action.CANDIDATE_REVISED,
        evaluation=candidate.evaluation,
        candidate=candidate,
        by=by,
        at=at,
        old=old,
        new=new,
    )


@atomic()
def remove(*, candidate: Candidate, by: User, at: datetime) -> None:
    """Take a candidate out; refused once somebody has scored it: scores are kept for ever."""
    evaluation = candidate.evaluation
    lock(evaluation)
    _require_not_over(evaluation)
    if candidate.assessments.exists() or candidate.evidence.exists():
        raise ValidationError(
            _("%(name)s has been scored and stays on record; it cannot be removed."),
            code="scored",
            params={"name": candidate.name},
        )
    record(
        action=Action.CANDIDATE_REMOVED,
        evaluation=evaluation,
        candidate=candidate,
        by=by,
        at=at,
        old={"name": candidate.name, "note": candidate.note},
    )
    candidate.delete()


def _require_not_over(evaluation: Evaluation) -> None:
    if evaluation.is_revealed:
        raise ValidationError(_("Scoring is over: the candidates are fixed."), code="state")


def _free_code(evaluation: Evaluation, name: str) -> str:
    base = slugify(name)[:36] or "candidate"
    code, number = base, 1
    while evaluation.candidates.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code
