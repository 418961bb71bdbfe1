from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import assessment, candidate, evaluation, transition
from scoring.domain.comparison import fingerprint_of
from scoring.enums import Role, State, Tier
from scoring.models import Evaluation, LedgerEntry
from tests.conftest import Cast

type Make = Callable[..., Evaluation]


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
    new = replace(old, tier=Tier.FULL, weights=dict.fromkeys(old.weights, Decimal(1)))

    evaluation.revise(evaluation=draft, setup=new, by=cast.owner, at=at)

    assert evaluation.setup_of(Evaluation.objects.get(pk=draft.pk)) == new


def test_a_revision_that_changes_nothing_is_not_recorded(
    draft: Evaluation, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    with recorded() as entries:
        setup = evaluation.setup_of(draft)
        evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert entries == []


def test_opening_freezes_what_the_fingerprint_covers(opened: Evaluation, at: datetime) -> None:
    stored = Evaluation.objects.get(pk=opened.pk)

    assert (stored.state, stored.opened_at) == (State.OPEN, at)
    assert stored.frozen_fingerprint == fingerprint_of(stored)
    assert len(stored.frozen_fingerprint) == 64


def test_the_fingerprint_stays_while_people_score(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    one = opened.candidates.get()
    check = opened.checks().filter(scale__slug="graded")[0]
    rating = assessment.Rating(value=60)

    assessment.rate(candidate=one, check=check, rating=rating, by=cast.owner, at=at)
    candidate.add(evaluation=opened, name="Integrador tardío", by=cast.owner, at=at)

    assert fingerprint_of(opened) == opened.frozen_fingerprint


def test_other_weights_have_another_fingerprint(
    make_evaluation: Make, cast: Cast, at: datetime
) -> None:
    one, other = make_evaluation(), make_evaluation()
    setup = evaluation.setup_of(other)
    weights = dict.fromkeys(setup.weights, Decimal(1))

    evaluation.revise(evaluation=other, setup=replace(setup, weights=weights), by=cast.owner, at=at)

    assert fingerprint_of(one) != fingerprint_of(other)


def test_closing_keeps_who_led(make_evaluation: Make, cast: Cast, at: datetime) -> None:
    opened = make_evaluation(State.OPEN, candidates=3, alone=True)
    best = opened.candidates.get(name="Integrador B")
    checks = opened.checks().exclude(scale__slug="measure")
    for one in opened.candidates.all():
        value = 100 if one == best else 0
        ratings = {
            check: assessment.Rating(value=value, evidence=4)
            for check in checks.prefetch_related("scale__levels")
        }
        assessment.rate_all(candidate=one, ratings=ratings, by=cast.owner, at=at)

    transition.close(evaluation=opened, by=cast.owner, at=at)

    stored = Evaluation.objects.get(pk=opened.pk)
    assert (stored.state, stored.closed_at) == (State.CLOSED, at)
    assert stored.leaders == [best.name]


def test_nobody_leads_an_evaluation_that_was_not_scored(closed: Evaluation) -> None:
    assert closed.leaders == []


def test_reopening_goes_back_to_scoring_with_the_reason_on_record(
    closed: Evaluation, cast: Cast, at: datetime
) -> None:
    frozen = closed.frozen_fingerprint

    transition.reopen(evaluation=closed, reason="Falta una oferta", by=cast.owner, at=at)

    stored = Evaluation.objects.get(pk=closed.pk)
    assert (stored.state, stored.closed_at, stored.leaders) == (State.OPEN, None, [])
    assert stored.frozen_fingerprint == frozen
    assert LedgerEntry.objects.first().reason == "Falta una oferta"


def test_reopening_without_a_reason_is_refused(
    closed: Evaluation, cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        transition.reopen(evaluation=closed, reason=" \n", by=cast.owner, at=at)

    assert refusal.value.code == "reason"


VERBS = {  # each with the one state from which it goes
    "revise": (
        State.DRAFT,
        lambda it, **by: evaluation.revise(evaluation=it, setup=evaluation.setup_of(it), **by),
    ),
    "open": (State.DRAFT, lambda it, **by: transition.open_scoring(evaluation=it, **by)),
    "close": (State.OPEN, lambda it, **by: transition.close(evaluation=it, **by)),
    "reopen": (State.CLOSED, lambda it, **by: transition.reopen(evaluation=it, reason="x", **by)),
}


@pytest.mark.parametrize(
    ("verb", "state"),
    [(name, state) for name, (goes, _) in VERBS.items() for state in State if state != goes],
)
def test_out_of_turn_nothing_is_changed(
    verb: str,
    state: State,
    make_evaluation: Make,
    everything: Callable[[], Any],
    cast: Cast,
    at: datetime,
) -> None:
    it = make_evaluation(state)
    before = everything()
    _goes, call = VERBS[verb]

    with pytest.raises(ValidationError) as refusal:
        call(it, by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert everything() == before


def test_a_copy_that_was_read_before_does_not_bring_an_old_state_back(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    read_before = Evaluation.objects.get(pk=opened.pk)
    transition.close(evaluation=opened, by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refusal:
        transition.close(evaluation=read_before, by=cast.owner, at=at)

    assert refusal.value.code == "state"


def test_nobody_can_score_where_there_is_no_candidate(
    make_evaluation: Make, cast: Cast, at: datetime
) -> None:
    empty = make_evaluation(candidates=0)

    with pytest.raises(ValidationError) as refusal:
        transition.open_scoring(evaluation=empty, by=cast.owner, at=at)

    assert refusal.value.code == "candidates"


def test_what_is_scored_by_the_budget_needs_one(
    draft: Evaluation, cast: Cast, at: datetime
) -> None:
    setup = replace(evaluation.setup_of(draft), reference_budget=None)
    evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refusal:
        transition.open_scoring(evaluation=draft, by=cast.owner, at=at)

    assert refusal.value.code == "reference_budget"


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
