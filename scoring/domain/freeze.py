"""What is frozen when scoring opens, and frozen anew when it must change after that."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.engine import Comparison
from scoring.enums import Action, State
from scoring.models import Evaluation, Freeze, User

from .comparison import answer_to, fingerprint_of, problem_of, rules_of
from .evaluation import Setup, apply, lock, setup_of
from .ledger import record

FIXED = ("rubric", "reference_budget")  # ratings were given by these
MAY_CHANGE = (State.OPEN, State.MODERATION)


def make(*, evaluation: Evaluation, by: User, at: datetime, reason: str = "") -> Freeze:
    """Freeze the set-up as it stands; whoever calls it holds the lock and records it."""
    rules = rules_of(evaluation)
    return Freeze.objects.create(
        evaluation=evaluation,
        number=evaluation.freezes.count() + 1,
        rules=rules,
        fingerprint=fingerprint_of(rules),
        reason=reason,
        frozen_by=by,
        frozen_at=at,
    )


@transaction.atomic
def refreeze(
    *, evaluation: Evaluation, setup: Setup, reason: str, by: User, at: datetime
) -> Freeze | None:
    """Change weights, scope or method after opening: a new freeze, and both rankings on record.

    None where nothing that decides the result changed. Rubric and reference budget stay: ratings
    were given by them. The rankings go into the ledger, which is read when the comparison is.
    """
    lock(evaluation)
    _require_may_change(evaluation, setup, reason)
    before = setup_of(evaluation)
    ranking = _ranking(answer_to(problem_of(evaluation)))
    apply(evaluation, setup)
    if fingerprint_of(rules_of(evaluation)) == evaluation.frozen_fingerprint:
        return None
    if setup.weights != before.weights:
        evaluation.elicitations.in_use().update(in_use=False)
    old = {"frozen_fingerprint": evaluation.frozen_fingerprint, "ranking": ranking}
    frozen = make(evaluation=evaluation, reason=reason, by=by, at=at)
    evaluation.frozen_fingerprint = frozen.fingerprint
    evaluation.save()
    now = _ranking(answer_to(problem_of(evaluation)))
    record(
        action=Action.EVALUATION_REFROZEN,
        evaluation=evaluation,
        by=by,
        at=at,
        old=before.as_record() | old,
        new=setup.as_record() | {"frozen_fingerprint": frozen.fingerprint, "ranking": now},
        reason=reason,
    )
    return frozen


def readings_of(evaluation: Evaluation) -> Iterator[tuple[Freeze, Comparison]]:
    """Today's scores by each freeze, the first one first."""
    for freeze in evaluation.freezes.all():
        yield freeze, answer_to(problem_of(evaluation, freeze=freeze))


def _require_may_change(evaluation: Evaluation, setup: Setup, reason: str) -> None:
    if evaluation.state not in MAY_CHANGE:
        raise ValidationError(
            _("The evaluation is “%(state)s” now: its rules cannot change."),
            code="state",
            params={"state": evaluation.get_state_display()},
        )
    if not reason.strip():
        raise ValidationError(_("Say why weights, scope or method change."), code="reason")
    if any(getattr(setup, name) != getattr(evaluation, name) for name in FIXED):
        raise ValidationError(
            _("Rubric and reference budget stay: people have rated by them."), code="fixed"
        )


def _ranking(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {"candidate": one.code, "rank": one.rank, "proven": one.score.proven}
        for one in comparison.candidates
    ]
