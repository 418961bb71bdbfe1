"""Every step of an evaluation's life, and no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from scoring.domain import assessment, candidate, decision, evaluation, evidence, transition
from scoring.domain.comparison import fingerprint_of, rules_of
from scoring.enums import TRANSITIONS, Action, State
from scoring.models import Evaluation, LedgerEntry
from tests.conftest import Cast, rate_perfectly

type Make = Callable[..., Evaluation]

VERBS: dict[Action, Callable[..., Any]] = {
    Action.EVALUATION_OPENED: transition.open_scoring,
    Action.EVALUATION_WITHDRAWN: transition.withdraw,
    Action.EVALUATION_MODERATED: transition.moderate,
    Action.EVALUATION_CLOSED: transition.close,
    Action.EVALUATION_REOPENED: transition.reopen,
    Action.EVALUATION_DECIDED: decision.decide,
}
STEPS = {(one.source, one.target): action for action, one in TRANSITIONS.items()}


def take(action: Action, made: Evaluation, *, reason: str = "Falta una oferta", **by: Any) -> None:
    """Take one step, with all that it asks for."""
    asked = {"reason": reason} if TRANSITIONS[action].needs_reason else {}
    if action == Action.EVALUATION_DECIDED:
        asked |= {"candidate": made.candidates.first(), "signature": "Elena"}
    VERBS[action](evaluation=made, **asked, **by)


@pytest.fixture
def rated(make_evaluation: Make, cast: Cast, at: datetime) -> Callable[[State], Evaluation]:
    """An evaluation in its state whose candidate could be chosen; nobody has scored an open one."""

    def make(state: State) -> Evaluation:
        if state in (State.DRAFT, State.OPEN):
            return make_evaluation(state)
        made = make_evaluation(State.OPEN)
        rate_perfectly(made.candidates.get(), by=cast.owner, at=at)
        life = [Action.EVALUATION_MODERATED, Action.EVALUATION_CLOSED, Action.EVALUATION_DECIDED]
        for action in life:
            if made.state != state:
                take(action, made, by=cast.owner, at=at)
        return made

    return make


@pytest.mark.parametrize(("source", "target"), list(product(State, State)))
def test_from_each_state_only_the_steps_of_the_table_lead_to_another(
    source: State,
    target: State,
    rated: Callable[[State], Evaluation],
    everything: Callable[[], Any],
    cast: Cast,
    at: datetime,
) -> None:
    made = rated(source)
    before = everything()

    for action, step in TRANSITIONS.items():
        if step.target != target or step.source == source:
            continue
        with pytest.raises(ValidationError) as refusal:
            take(action, made, by=cast.owner, at=at)
        assert refusal.value.code == "state"
    assert everything() == before

    if action := STEPS.get((source, target)):
        take(action, made, by=cast.owner, at=at)
    stored = Evaluation.objects.get(pk=made.pk)
    assert stored.state == (target if action else source)


@pytest.mark.parametrize("action", [one.action for one in TRANSITIONS.values() if one.needs_reason])
def test_a_step_that_needs_a_reason_is_not_taken_without_one(
    action: Action,
    rated: Callable[[State], Evaluation],
    everything: Callable[[], Any],
    cast: Cast,
    at: datetime,
) -> None:
    made = rated(TRANSITIONS[action].source)
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        take(action, made, reason=" \n", by=cast.owner, at=at)

    assert refusal.value.code == "reason"
    assert everything() == before


@pytest.mark.parametrize("action", TRANSITIONS)
def test_a_step_leaves_one_entry_with_its_reason(
    action: Action,
    rated: Callable[[State], Evaluation],
    recorded: Callable[..., Any],
    cast: Cast,
    at: datetime,
) -> None:
    made = rated(TRANSITIONS[action].source)

    with recorded() as entries:
        take(action, made, by=cast.owner, at=at)

    [entry] = entries
    reason = "Falta una oferta" if TRANSITIONS[action].needs_reason else ""
    assert (entry.action, entry.actor, entry.at, entry.reason) == (action, "Owner", at, reason)


def test_somebody_who_was_slower_is_told_where_the_evaluation_stands(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    read_before = Evaluation.objects.get(pk=opened.pk)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refusal, translation.override("en"):
        transition.moderate(evaluation=read_before, by=cast.owner, at=at)

    with translation.override("en"):
        assert refusal.value.messages == [
            "The evaluation is “In moderation” now: somebody was faster. Nothing was changed."
        ]


def test_opening_freezes_what_the_fingerprint_covers(opened: Evaluation, at: datetime) -> None:
    stored = Evaluation.objects.get(pk=opened.pk)

    assert (stored.state, stored.opened_at) == (State.OPEN, at)
    assert stored.frozen_fingerprint == fingerprint_of(rules_of(stored))
    [freeze] = stored.freezes.all()
    assert (freeze.number, freeze.fingerprint) == (1, stored.frozen_fingerprint)


def test_the_fingerprint_stays_while_people_score(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    one = opened.candidates.get()
    check = opened.checks().filter(scale__slug="graded")[0]
    rating = assessment.Rating(value=60)

    assessment.rate(candidate=one, check=check, rating=rating, by=cast.owner, at=at)
    candidate.add(evaluation=opened, name="Integrador tardío", by=cast.owner, at=at)

    assert fingerprint_of(rules_of(opened)) == opened.frozen_fingerprint


def test_what_was_withdrawn_thaws_and_is_frozen_anew(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    by = {"by": cast.owner, "at": at}
    transition.withdraw(evaluation=opened, reason="Falta un candidato", **by)

    assert (opened.frozen_fingerprint, opened.opened_at) == ("", None)
    assert not opened.freezes.exists()

    setup = replace(evaluation.setup_of(opened), method={"minimum_total": 40})
    evaluation.revise(evaluation=opened, setup=setup, **by)
    transition.open_scoring(evaluation=opened, **by)

    assert opened.freezes.get().rules["method"]["minimum_total"] == 40


@pytest.mark.parametrize("work", ["a rating", "a note", "evidence"])
def test_once_somebody_has_worked_there_is_no_way_back_to_a_draft(
    work: str, opened: Evaluation, cast: Cast, at: datetime
) -> None:
    one, check = opened.candidates.get(), opened.checks().filter(scale__slug="graded")[0]
    if work == "evidence":
        item = evidence.Item(title="Oferta", url="https://empresa.example/")
        evidence.attach(candidate=one, checks=[check], item=item, by=cast.assessor, at=at)
    else:
        rating = assessment.Rating(**{"value": 60} if work == "a rating" else {"note": "Llamar"})
        assessment.rate(candidate=one, check=check, rating=rating, by=cast.assessor, at=at)

    with pytest.raises(ValidationError) as refusal:
        transition.withdraw(evaluation=opened, reason="Mejor no", by=cast.owner, at=at)

    assert refusal.value.code == "scored"
    assert Evaluation.objects.get(pk=opened.pk).is_open


def test_closing_keeps_who_led(make_evaluation: Make, cast: Cast, at: datetime) -> None:
    made = make_evaluation(State.OPEN, candidates=3)
    best = made.candidates.get(name="Integrador B")
    rate_perfectly(best, by=cast.owner, at=at)
    transition.moderate(evaluation=made, by=cast.owner, at=at)

    transition.close(evaluation=made, by=cast.owner, at=at)

    stored = Evaluation.objects.get(pk=made.pk)
    assert (stored.state, stored.closed_at, stored.leaders) == (State.CLOSED, at, [best.name])


def test_nobody_leads_an_evaluation_that_was_not_scored(closed: Evaluation) -> None:
    assert closed.leaders == []


def test_reopening_goes_back_to_moderation_and_thaws_nothing(
    closed: Evaluation, cast: Cast, at: datetime
) -> None:
    frozen = closed.frozen_fingerprint

    transition.reopen(evaluation=closed, reason="Falta una oferta", by=cast.owner, at=at)

    stored = Evaluation.objects.get(pk=closed.pk)
    assert (stored.state, stored.closed_at, stored.leaders) == (State.MODERATION, None, [])
    assert stored.frozen_fingerprint == frozen
    assert LedgerEntry.objects.first().old == {"leaders": []}


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


def test_a_check_that_is_left_out_needs_no_budget(
    draft: Evaluation, cast: Cast, at: datetime
) -> None:
    by_budget = draft.checks().filter(relative_to_budget=True)
    setup = replace(
        evaluation.setup_of(draft),
        reference_budget=None,
        exclusions=dict.fromkeys(by_budget, "El precio se compara aparte."),
    )
    evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    transition.open_scoring(evaluation=draft, by=cast.owner, at=at)

    assert draft.is_open


@pytest.mark.parametrize("state", [one for one in State if one != State.DRAFT])
def test_only_a_draft_is_set_up(
    state: State, make_evaluation: Make, everything: Callable[[], Any], cast: Cast, at: datetime
) -> None:
    made = make_evaluation(state)
    setup = replace(evaluation.setup_of(made), title="Otro")
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        evaluation.revise(evaluation=made, setup=setup, by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert everything() == before
