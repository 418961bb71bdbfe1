"""The last step: who was chosen, why, and the owner's signature over all that led to it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.engine.comparison import CandidateResult
from scoring.engine.fingerprints import inputs_digest
from scoring.enums import Action, GateState
from scoring.models import Candidate, Decision, Evaluation, User

from .atomic import atomic
from .comparison import answer_to, compare_evaluation, problem_of
from .ledger import Head, head_of
from .transition import begin, finish


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate with its result, and why it cannot be chosen; None where it can."""

    candidate: Candidate
    result: CandidateResult
    hindrance: ValidationError | None


def choices_of(evaluation: Evaluation) -> list[Choice]:
    """Every candidate, in the order of the ranking."""
    by_code = {one.code: one for one in evaluation.candidates.all()}
    return [
        Choice(by_code[one.code], one, _hindrance(one))
        for one in compare_evaluation(evaluation).candidates
    ]


@atomic()
def decide(
    *,
    evaluation: Evaluation,
    candidate: Candidate,
    reason: str,
    signature: str,
    by: User,
    at: datetime,
    seen: Head | None = None,
) -> Decision:
    """Choose a candidate that no gate excludes or holds open; it need not be the leader.

    `signature` is the owner's name as they write it. Frozen rules, inputs and the ledger's head
    are pinned by their digests. `seen` is the head that the owner was shown: nothing is signed
    that was recorded behind their back.
    """
    begin(evaluation, Action.EVALUATION_DECIDED, reason)
    if not signature.strip():
        raise ValidationError(_("Sign with your name."), code="signature")
    head = head_of(evaluation)
    if seen not in (None, head):
        raise ValidationError(
            _("Something went on record after this page was shown: look again, then sign."),
            code="head",
        )
    problem = problem_of(evaluation)
    comparison = answer_to(problem)
    result = next((one for one in comparison.candidates if one.code == candidate.code), None)
    if result is None or candidate.evaluation_id != evaluation.pk:
        raise ValidationError(_("Choose one of the candidates."), code="candidate")
    if hindrance := _hindrance(result):
        raise hindrance
    decision = Decision.objects.create(
        evaluation=evaluation,
        candidate=candidate,
        reason=reason.strip(),
        signature=signature.strip(),
        signed_by=by,
        signed_at=at,
        frozen_fingerprint=evaluation.frozen_fingerprint,
        inputs_digest=inputs_digest(problem),
        ledger_number=head.number,
        ledger_digest=head.digest,
    )
    finish(
        evaluation,
        Action.EVALUATION_DECIDED,
        by=by,
        at=at,
        reason=decision.reason,
        new={
            "candidate": candidate.code,
            "rank": result.rank,
            "signature": decision.signature,
            "frozen_fingerprint": decision.frozen_fingerprint,
            "inputs_digest": decision.inputs_digest,
        },
    )
    return decision


def _hindrance(result: CandidateResult) -> ValidationError | None:
    who = {"candidate": result.name}
    if result.rank is None:
        words = _("%(candidate)s is excluded: a failed gate must be waived in moderation first.")
        return ValidationError(words, code="excluded", params=who)
    if any(gate.state == GateState.OPEN.value for gate in result.gates):
        words = _("%(candidate)s has an open gate: reopen moderation and settle it first.")
        return ValidationError(words, code="open", params=who)
    return None
