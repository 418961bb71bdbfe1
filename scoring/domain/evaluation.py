"""An evaluation is created, and set up while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scoring.engine import ProblemError
from scoring.enums import Action, Role, State
from scoring.models import (
    Check,
    Competency,
    Evaluation,
    Exclusion,
    Profile,
    Rubric,
    Seat,
    User,
    Weight,
)

from .atomic import atomic
from .comparison import rules_of
from .ledger import record

RESERVED_SLUGS = {"new", "import"}  # evaluations/new/ is a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What an owner decides before scoring opens.

    `weights` is by competency, in any unit; `exclusions` says of each check that is left out why;
    `method` is what differs from the method's defaults.
    """

    title: str
    rubric: Rubric
    tier: int
    profile: Profile | None
    weights: Mapping[Competency, Decimal]
    reference_budget: Decimal | None
    exclusions: Mapping[Check, str] = field(default_factory=dict)
    method: Mapping[str, Any] = field(default_factory=dict)
    reason_for_gates: bool = True
    reason_for_extremes: bool = True

    def as_record(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "rubric": f"{self.rubric.slug} v{self.rubric.version}",
            "tier": self.tier,
            "profile": self.profile.slug if self.profile else None,
            "weights": {c.code: format(w.normalize(), "f") for c, w in self.weights.items()},
            "reference_budget": self.reference_budget,
            "left_out": {check.code: reason for check, reason in self.exclusions.items()},
            "method": dict(self.method),
            "reason_for_gates": self.reason_for_gates,
            "reason_for_extremes": self.reason_for_extremes,
        }


@atomic()
def create(*, setup: Setup, by: User, at: datetime, slug: str = "", reason: str = "") -> Evaluation:
    """A draft, with `by` in the owner's seat. `slug` is made from the title unless given."""
    evaluation = Evaluation(slug=slug or _free_slug(setup.title), created_by=by, created_at=at)
    apply(evaluation, setup)
    Seat.objects.create(evaluation=evaluation, user=by, role=Role.OWNER)
    record(
        action=Action.EVALUATION_CREATED,
        evaluation=evaluation,
        by=by,
        at=at,
        new=setup.as_record(),
        reason=reason,
    )
    return evaluation


@atomic()
def revise(*, evaluation: Evaluation, setup: Setup, by: User, at: datetime) -> None:
    """Change what a draft decides; refused once scoring has opened.

    Weights that were taken from people's answers and are others now come from there no more.
    """
    lock(evaluation)
    require_state(evaluation, State.DRAFT)
    before = setup_of(evaluation)
    old, new = before.as_record(), setup.as_record()
    if new == old:
        return
    apply(evaluation, setup)
    if setup.profile or setup.weights != before.weights:
        evaluation.elicitations.in_use().update(in_use=False)
    record(action=Action.EVALUATION_REVISED, evaluation=evaluation, by=by, at=at, old=old, new=new)


def lock(evaluation: Evaluation) -> None:
    """Hold the evaluation's row until the transaction ends, and read it afresh.

    On SQLite the transaction itself is the lock (IMMEDIATE): `select_for_update` does nothing.
    """
    evaluation.refresh_from_db(from_queryset=Evaluation.objects.select_for_update(no_key=True))


def setup_of(evaluation: Evaluation) -> Setup:
    weights = evaluation.weights.select_related("competency")
    return Setup(
        title=evaluation.title,
        rubric=evaluation.rubric,
        tier=evaluation.tier,
        profile=evaluation.profile,
        weights={weight.competency: weight.value for weight in weights},
        reference_budget=evaluation.reference_budget,
        exclusions={
            one.rubric_check: one.reason
            for one in evaluation.exclusions.select_related("rubric_check")
        },
        method=evaluation.method,
        reason_for_gates=evaluation.reason_for_gates,
        reason_for_extremes=evaluation.reason_for_extremes,
    )


def apply(evaluation: Evaluation, setup: Setup) -> None:
    """Write the set-up into the rows; whoever calls it has asked whether that may be, and records
    it."""
    _require_weights(setup)
    _require_exclusions(setup)
    evaluation.title = setup.title
    evaluation.rubric = setup.rubric
    evaluation.tier = setup.tier
    evaluation.profile = setup.profile
    evaluation.reference_budget = setup.reference_budget
    evaluation.method = dict(setup.method)
    evaluation.reason_for_gates = setup.reason_for_gates
    evaluation.reason_for_extremes = setup.reason_for_extremes
    evaluation.save()
    evaluation.weights.all().delete()
    Weight.objects.bulk_create(
        Weight(evaluation=evaluation, competency=competency, value=value)
        for competency, value in setup.weights.items()
    )
    evaluation.exclusions.all().delete()
    Exclusion.objects.bulk_create(
        Exclusion(evaluation=evaluation, rubric_check=check, reason=reason)
        for check, reason in setup.exclusions.items()
    )
    _require_rules(evaluation)


def require_state(evaluation: Evaluation, state: State) -> None:
    if evaluation.state != state:
        raise ValidationError(
            _("The evaluation is “%(state)s” now: somebody was faster. Nothing was changed."),
            code="state",
            params={"state": evaluation.get_state_display()},
        )


def _require_weights(setup: Setup) -> None:
    if set(setup.weights) != set(setup.rubric.competencies.all()):
        raise ValidationError(_("Every competency needs a weight."), code="weights")
    if not any(setup.weights.values()):
        raise ValidationError(_("At least one weight must be more than 0."), code="weights")


def _require_exclusions(setup: Setup) -> None:
    if any(not reason.strip() for reason in setup.exclusions.values()):
        raise ValidationError(_("Say of each check why it is left out."), code="exclusions")
    for check in setup.exclusions:
        if check.competency.rubric_id != setup.rubric.pk or check.tier > setup.tier:
            raise ValidationError(
                _("%(check)s is not in scope: there is nothing to leave out."),
                code="exclusions",
                params={"check": check.code},
            )


def _require_rules(evaluation: Evaluation) -> None:
    try:
        rules_of(evaluation)
    except ProblemError as error:
        raise ValidationError(
            _("These rules cannot be scored by: %(error)s"),
            code="rules",
            params={"error": str(error)},
        ) from error


def _free_slug(title: str) -> str:
    base = slugify(title)[:70] or "evaluation"
    slug, number = base, 1
    while slug in RESERVED_SLUGS or Evaluation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
