"""The life of an evaluation: set up, opened, closed, reopened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scoring.enums import Action, Role, State
from scoring.models import Competency, Evaluation, Profile, Rubric, Seat, User, Weight

from .comparison import fingerprint_of, leaders_of
from .ledger import record

RESERVED_SLUGS = {"new"}  # evaluations/new/ is a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What an owner decides before scoring opens. `weights` is by competency, in any unit."""

    title: str
    rubric: Rubric
    tier: int
    profile: Profile | None
    weights: Mapping[Competency, Decimal]
    reference_budget: Decimal | None

    def as_record(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "rubric": f"{self.rubric.slug} v{self.rubric.version}",
            "tier": self.tier,
            "profile": self.profile.slug if self.profile else None,
            "weights": {c.code: format(w.normalize(), "f") for c, w in self.weights.items()},
            "reference_budget": self.reference_budget,
        }


@transaction.atomic
def create(*, setup: Setup, by: User, at: datetime, slug: str = "") -> Evaluation:
    """A draft, with `by` in the owner's seat. `slug` is made from the title unless given."""
    evaluation = Evaluation(slug=slug or _free_slug(setup.title), created_by=by, created_at=at)
    _apply(evaluation, setup)
    Seat.objects.create(evaluation=evaluation, user=by, role=Role.OWNER)
    record(
        action=Action.EVALUATION_CREATED, evaluation=evaluation, by=by, at=at, new=setup.as_record()
    )
    return evaluation


@transaction.atomic
def revise(*, evaluation: Evaluation, setup: Setup, by: User, at: datetime) -> None:
    """Change what a draft decides; refused once scoring has opened.

    Weights that were taken from people's answers and are others now come from there no more.
    """
    lock(evaluation)
    _require(evaluation, State.DRAFT)
    before = setup_of(evaluation)
    _apply(evaluation, setup)
    if setup.profile or setup.weights != before.weights:
        evaluation.elicitations.in_use().update(in_use=False)
    old, new = before.as_record(), setup.as_record()
    if new != old:
        record(
            action=Action.EVALUATION_REVISED, evaluation=evaluation, by=by, at=at, old=old, new=new
        )


@transaction.atomic
def open_scoring(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """Freeze rubric, weights and method, and let people score."""
    lock(evaluation)
    _require(evaluation, State.DRAFT)
    _require_complete(evaluation)
    evaluation.state = State.OPEN
    evaluation.opened_at = at
    evaluation.frozen_fingerprint = fingerprint_of(evaluation)
    evaluation.save()
    record(
        action=Action.EVALUATION_OPENED,
        evaluation=evaluation,
        by=by,
        at=at,
        new={"frozen_fingerprint": evaluation.frozen_fingerprint},
    )


@transaction.atomic
def close(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """End scoring: from here on everybody with a seat reads the comparison."""
    lock(evaluation)
    _require(evaluation, State.OPEN)
    evaluation.state = State.CLOSED
    evaluation.closed_at = at
    evaluation.leaders = leaders_of(evaluation)
    evaluation.save()
    record(
        action=Action.EVALUATION_CLOSED,
        evaluation=evaluation,
        by=by,
        at=at,
        new={"leaders": evaluation.leaders},
    )


@transaction.atomic
def reopen(*, evaluation: Evaluation, reason: str, by: User, at: datetime) -> None:
    """Back to scoring, with a reason on record; what was frozen stays frozen."""
    lock(evaluation)
    _require(evaluation, State.CLOSED)
    if not reason.strip():
        raise ValidationError(_("Say why the evaluation is reopened."), code="reason")
    evaluation.state = State.OPEN
    evaluation.closed_at = None
    evaluation.leaders = []
    evaluation.save()
    record(action=Action.EVALUATION_REOPENED, evaluation=evaluation, by=by, at=at, reason=reason)


def lock(evaluation: Evaluation) -> None:
    """Hold the evaluation's row until the transaction ends, and read it afresh.

    On SQLite the transaction itself is the lock (IMMEDIATE): `select_for_update` does nothing.
    """
    evaluation.refresh_from_db(from_queryset=Evaluation.objects.select_for_update())


def setup_of(evaluation: Evaluation) -> Setup:
    weights = evaluation.weights.select_related("competency")
    return Setup(
        title=evaluation.title,
        rubric=evaluation.rubric,
        tier=evaluation.tier,
        profile=evaluation.profile,
        weights={weight.competency: weight.value for weight in weights},
        reference_budget=evaluation.reference_budget,
    )


def _apply(evaluation: Evaluation, setup: Setup) -> None:
    _require_weights(setup)
    evaluation.title = setup.title
    evaluation.rubric = setup.rubric
    evaluation.tier = setup.tier
    evaluation.profile = setup.profile
    evaluation.reference_budget = setup.reference_budget
    evaluation.save()
    evaluation.weights.all().delete()
    Weight.objects.bulk_create(
        Weight(evaluation=evaluation, competency=competency, value=value)
        for competency, value in setup.weights.items()
    )


def _require(evaluation: Evaluation, state: State) -> None:
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


def _require_complete(evaluation: Evaluation) -> None:
    if not evaluation.candidates.exists():
        raise ValidationError(_("Add at least one candidate first."), code="candidates")
    by_budget = evaluation.checks().filter(relative_to_budget=True).first()
    if by_budget and evaluation.reference_budget is None:
        raise ValidationError(
            _("Give the reference budget first: “%(check)s” is scored by it."),
            code="reference_budget",
            params={"check": str(by_budget)},
        )


def _free_slug(title: str) -> str:
    base = slugify(title)[:70] or "evaluation"
    slug, number = base, 1
    while slug in RESERVED_SLUGS or Evaluation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
