"""The last step: who was chosen, why, and the owner's signature over all that led to it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.engine.fingerprints import inputs_digest
from scoring.enums import Action, GateState
from scoring.models import Candidate, Decision, Evaluation, User

from .comparison import answer_to, problem_of
from .ledger import head_of
from .transition import begin, finish


@transaction.atomic
def decide(
    *,
    evaluation: Evaluation,
    candidate: Candidate,
    reason: str,
    signature: str,
    by: User,
    at: datetime,
) -> Decision:
    """Choose a candidate that no gate excludes or holds open; it need not be the leader.

    `signature` is the owner's name as they write it. Frozen rules, inputs and the ledger's head
    are pinned by their digests.
    """
    begin(evaluation, Action.EVALUATION_DECIDED, reason)
    if not signature.strip():
        raise ValidationError(_("Sign with your name."), code="signature")
    problem = problem_of(evaluation)
    comparison = answer_to(problem)
    result = next((one for one in comparison.candidates if one.code == candidate.code), None)
    if result is None or candidate.evaluation_id != evaluation.pk:
        raise ValidationError(_("Choose one of the candidates."), code="candidate")
    if result.rank is None:
        raise ValidationError(
            _("%(candidate)s is excluded: a failed gate must be waived in moderation first."),
            code="excluded",
            params={"candidate": candidate.name},
        )
    if any(gate.state == GateState.OPEN.value for gate in result.gates):
        raise ValidationError(
            _("%(candidate)s has an open gate: reopen moderation and settle it first."),
            code="open",
            params={"candidate": candidate.name},
        )
    head = head_of(evaluation)
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
