from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import evaluation
from scoring.enums import ElicitationMethod, Role, State, Tier
from scoring.models import Check, Elicitation, Evaluation, LedgerEntry
from tests.conftest import Cast


def test_who_creates_an_evaluation_owns_it(draft: Evaluation, cast: Cast, at: datetime) -> None:
    owner = draft.seats.get(role=Role.OWNER)

    assert owner.user == cast.owner
    assert (draft.state, draft.created_by, draft.created_at) == (State.DRAFT, cast.owner, at)


def test_the_entry_of_a_new_evaluation_says_everything_that_was_decided(draft: Evaluation) -> None:
    entry = LedgerEntry.objects.get(action="evaluation.created")

    weights = entry.new.pop("weights")
    assert entry.new == {
        "title": "Correo de la empresa",
        "rubric": "zimbra-integrator v1",
        "tier": Tier.EXPRESS,
        "profile": "balanced",
        "reference_budget": "30",
        "left_out": {},
        "method": {},
        "reason_for_gates": True,
        "reason_for_extremes": True,
    }
    assert {code: Decimal(weight) for code, weight in weights.items()} == {
        weight.competency.code: weight.value
        for weight in draft.weights.select_related("competency")
    }


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Correo de la empresa", "correo-de-la-empresa-2"),
        ("New", "new-2"),  # evaluations/new/ is a page
        ("¿…?", "evaluation"),
        ("a" * 80, "a" * 70),
    ],
)
def test_a_slug_is_made_from_the_title_and_is_free(
    title: str, slug: str, draft: Evaluation, cast: Cast, at: datetime
) -> None:
    setup = replace(evaluation.setup_of(draft), title=title)

    made = evaluation.create(setup=setup, by=cast.owner, at=at)

    assert made.slug == slug


def test_a_revision_replaces_what_was_decided(draft: Evaluation, cast: Cast, at: datetime) -> None:
    old = evaluation.setup_of(draft)
    new = replace(
        old,
        tier=Tier.FULL,
        weights=dict.fromkeys(old.weights, Decimal(1)),
        exclusions={Check.objects.get(code="6.4"): "No usamos correo externo."},
        method={"minimum_total": 50},
        reason_for_extremes=False,
    )

    evaluation.revise(evaluation=draft, setup=new, by=cast.owner, at=at)

    assert evaluation.setup_of(Evaluation.objects.get(pk=draft.pk)) == new


def test_a_revision_that_changes_nothing_is_not_recorded(
    draft: Evaluation, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    with recorded() as entries:
        setup = evaluation.setup_of(draft)
        evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert entries == []


@pytest.mark.parametrize(
    "weigh",
    [
        lambda weights: dict(list(weights.items())[1:]),
        lambda weights: dict.fromkeys(weights, Decimal(0)),
    ],
    ids=["one is missing", "all are zero"],
)
def test_weights_that_rank_nobody_are_refused(
    weigh: Callable[[dict[Any, Any]], dict[Any, Any]], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    setup = evaluation.setup_of(draft)

    with pytest.raises(ValidationError) as refusal:
        evaluation.create(
            setup=replace(setup, weights=weigh(dict(setup.weights))), by=cast.owner, at=at
        )

    assert refusal.value.code == "weights"
    assert Evaluation.objects.get() == draft


@pytest.mark.parametrize(
    ("tier", "reason"),
    [(Tier.EXPRESS, " "), (Tier.FULL, "Es de otra profundidad.")],
    ids=["no reason", "not in scope"],
)
def test_a_check_is_left_out_of_its_tier_with_a_reason_or_not_at_all(
    tier: Tier, reason: str, draft: Evaluation, cast: Cast, at: datetime
) -> None:
    check = Check.objects.filter(tier=tier).first()
    setup = replace(evaluation.setup_of(draft), exclusions={check: reason})

    with pytest.raises(ValidationError) as refusal:
        evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert refusal.value.code == "exclusions"
    assert not draft.exclusions.exists()


@pytest.mark.parametrize(
    "method",
    [{"minimum_total": 101}, {"narrow": {"first": 0.95}}, {"tie_break": ["13"]}, {"luck": 1}],
    ids=["out of range", "narrower than clear", "no such competency", "unknown"],
)
def test_a_method_that_the_engine_cannot_follow_is_refused(
    method: dict[str, Any], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    setup = replace(evaluation.setup_of(draft), method=method)

    with pytest.raises(ValidationError) as refusal:
        evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert refusal.value.code == "rules"
    assert Evaluation.objects.get().method == {}


def test_leaving_every_check_out_is_refused(draft: Evaluation, cast: Cast, at: datetime) -> None:
    setup = replace(
        evaluation.setup_of(draft), exclusions=dict.fromkeys(draft.checks(), "No nos toca.")
    )

    with pytest.raises(ValidationError) as refusal:
        evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert refusal.value.code == "rules"


def test_weights_that_came_from_answers_and_change_come_from_there_no_more(
    draft: Evaluation, cast: Cast, at: datetime
) -> None:
    answered = Elicitation.objects.create(
        evaluation=draft,
        user=cast.owner,
        method=ElicitationMethod.POINTS,
        answers={},
        weights={},
        at=at,
        in_use=True,
    )
    setup = evaluation.setup_of(draft)
    weights = dict.fromkeys(setup.weights, Decimal(1))

    evaluation.revise(
        evaluation=draft, setup=replace(setup, profile=None, weights=weights), by=cast.owner, at=at
    )

    answered.refresh_from_db()
    assert not answered.in_use
