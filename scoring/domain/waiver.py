"""A failed gate that the owner lets pass, on record and in red in every report."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.enums import Action, GateKind, GateState
from scoring.models import Candidate, Evaluation, User, Waiver

from .atomic import atomic
from .comparison import answer_to, problem_of
from .declaration import require_impartial
from .evaluation import lock
from .ledger import record


@atomic()
def waive(
    *, candidate: Candidate, kind: GateKind, code: str, reason: str, by: User, at: datetime
) -> Waiver:
    """`code` is the check's or the competency's, empty for the total. Only a failed gate can be
    waived: an open one may still be answered."""
    evaluation = candidate.evaluation
    _require_moderation(evaluation)
    require_impartial(candidate, by)
    if not reason.strip():
        raise ValidationError(_("Say why the gate is waived."), code="reason")
    if not _fails(candidate, kind, code):
        raise ValidationError(
            _("%(candidate)s does not fail this gate: there is nothing to waive."),
            code="gate",
            params={"candidate": candidate.name},
        )
    waiver = Waiver(
        candidate=candidate,
        kind=kind,
        code=code,
        reason=reason.strip(),
        waived_by=by,
        waived_at=at,
    )
    waiver.full_clean()
    waiver.save()
    record(
        action=Action.GATE_WAIVED,
        evaluation=evaluation,
        subject=f"{candidate.code} {kind} {code}".strip(),
        candidate=candidate,
        by=by,
        at=at,
        new={"kind": kind, "code": code},
        reason=reason.strip(),
    )
    return waiver


@atomic()
def withdraw(*, waiver: Waiver, reason: str, by: User, at: datetime) -> None:
    """The gate excludes again."""
    candidate = waiver.candidate
    _require_moderation(candidate.evaluation)
    require_impartial(candidate, by)
    if not reason.strip():
        raise ValidationError(_("Say why the waiver is withdrawn."), code="reason")
    old = {"kind": waiver.kind, "code": waiver.code, "reason": waiver.reason}
    deleted, _rows = Waiver.objects.filter(pk=waiver.pk).delete()
    if not deleted:
        raise ValidationError(_("This waiver was withdrawn already."), code="gone")
    record(
        action=Action.WAIVER_WITHDRAWN,
        evaluation=candidate.evaluation,
        subject=f"{candidate.code} {waiver.kind} {waiver.code}".strip(),
        candidate=candidate,
        by=by,
        at=at,
        old=old,
        reason=reason.strip(),
    )


def _fails(candidate: Candidate, kind: GateKind, code: str) -> bool:
    comparison = answer_to(problem_of(candidate.evaluation))
    [result] = [one for one in comparison.candidates if one.code == candidate.code]
    return any(
        (gate.kind, gate.code or "", gate.state) == (kind, code, GateState.FAILED)
        and not gate.waived
        for gate in result.gates
    )


def _require_moderation(evaluation: Evaluation) -> None:
    lock(evaluation)
    if not evaluation.is_moderated:
        raise ValidationError(
            _("The evaluation is “%(state)s” now: gates are waived in moderation."),
            code="state",
            params={"state": evaluation.get_state_display()},
        )
