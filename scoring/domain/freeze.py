"""What is frozen when scoring opens, and frozen anew when it must change after that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.engine import Comparison
from scoring.enums import Action, State
from scoring.models import Evaluation, Freeze, LedgerEntry, User

from .atomic import atomic
from .comparison import answer_to, fingerprint_of, problem_of, rules_of
from .evaluation import Setup, apply, lock, setup_of
from .ledger import record

FIXED = ("rubric", "reference_budget")  # ratings were given by these
MAY_CHANGE = (State.OPEN, State.MODERATION)


@dataclass(frozen=True, slots=True)
class Reading:
    """Today's scores by one freeze; and the entry that tells of the change which made it, with
    both rankings as they were that day. The first freeze has none."""

    freeze: Freeze
    comparison: Comparison
    change: LedgerEntry | None


def make(
    *,
    evaluation: Evaluation,
    by: User,
    at: datetime,
    reason: str = "",
    rules: dict[str, Any] | None = None,
) -> Freeze:
    """Freeze the set-up as it stands, or the rules of a file to the letter (an import); whoever
    calls it holds the lock and records it."""
    rules = rules or rules_of(evaluation)
    return Freeze.objects.create(
        evaluation=evaluation,
        number=evaluation.freezes.count() + 1,
        rules=rules,
        fingerprint=fingerprint_of(rules),
        reason=reason,
        frozen_by=by,
        frozen_at=at,
    )


@atomic()
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
    old, new = before.as_record(), setup.as_record()
    if new == old:
        return None
    ranking = _ranking(answer_to(problem_of(evaluation)))
    apply(evaluation, setup)
    if fingerprint_of(rules_of(evaluation)) == evaluation.frozen_fingerprint:
        action = Action.EVALUATION_REVISED  # a title, say, or what asks for a reason
        record(action=action, evaluation=evaluation, by=by, at=at, old=old, new=new, reason=reason)
        return None
    if setup.weights != before.weights:
        evaluation.elicitations.in_use().update(in_use=False)
    old |= {"frozen_fingerprint": evaluation.frozen_fingerprint, "ranking": ranking}
    frozen = make(evaluation=evaluation, reason=reason, by=by, at=at)
    evaluation.frozen_fingerprint = frozen.fingerprint
    evaluation.save()
    now = _ranking(answer_to(problem_of(evaluation)))
    new |= {"frozen_fingerprint": frozen.fingerprint, "ranking": now}
    action = Action.EVALUATION_REFROZEN
    record(action=action, evaluation=evaluation, by=by, at=at, old=old, new=new, reason=reason)
    return frozen


def readings_of(evaluation: Evaluation, today: Comparison) -> list[Reading]:
    """Today's scores by each freeze, the first one first; `today` is the reading by the newest."""
    *earlier, newest = evaluation.freezes.select_related("frozen_by")
    comparisons = [answer_to(problem_of(evaluation, freeze=one)) for one in earlier]
    recorded = LedgerEntry.objects.of(evaluation).filter(action=Action.EVALUATION_REFROZEN)
    # Freezes that were withdrawn with the opening left entries too: the last ones are of these.
    changes = reversed(recorded.order_by("-number")[: len(earlier)]) if earlier else ()
    return [
        Reading(*one)
        for one in zip([*earlier, newest], [*comparisons, today], [None, *changes], strict=True)
    ]


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
