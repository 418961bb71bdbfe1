"""What was frozen changes with a reason, and both rankings stay on record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import evaluation, freeze, transition
from scoring.domain.comparison import compare_evaluation
from scoring.enums import State, Tier
from scoring.models import Check, Evaluation, Freeze, LedgerEntry
from tests.conftest import Cast
from tests.reports.factory import score

type Make = Callable[..., Evaluation]
WHY = "El comité pesa la seguridad más."


@pytest.fixture
def scored(make_evaluation: Make, cast: Cast, at: datetime) -> Evaluation:
    """Two candidates: A shows more of everything but competency 6, at which it shows nothing."""
    made = make_evaluation(State.OPEN, candidates=2)
    first, second = made.candidates.all()
    security = frozenset(Check.objects.filter(competency__number=6).values_list("code", flat=True))
    score(first, by=cast.owner, at=at, quality=1, without=security)
    score(second, by=cast.owner, at=at, quality=0.6)
    return made


def only(number: int, made: Evaluation) -> evaluation.Setup:
    """The set-up in which one competency weighs all there is."""
    setup = evaluation.setup_of(made)
    weights = {one: Decimal(one.number == number) for one in setup.weights}
    return replace(setup, profile=None, weights=weights)


def refreeze(made: Evaluation, setup: evaluation.Setup, **by: Any) -> Freeze | None:
    return freeze.refreeze(evaluation=made, setup=setup, **{"reason": WHY} | by)


def readings(made: Evaluation) -> list[freeze.Reading]:
    return freeze.readings_of(made, compare_evaluation(made))


def ranking(made: Evaluation) -> list[str]:
    return [one.code for one in compare_evaluation(made).candidates]


def test_scores_are_read_by_the_newest_freeze(scored: Evaluation, cast: Cast, at: datetime) -> None:
    assert ranking(scored) == ["integrador-a", "integrador-b"]

    frozen = refreeze(scored, only(6, scored), by=cast.owner, at=at)

    assert ranking(scored) == ["integrador-b", "integrador-a"]
    assert (frozen.number, frozen.reason, frozen.frozen_by) == (2, WHY, cast.owner)
    stored = Evaluation.objects.get(pk=scored.pk)
    assert stored.frozen_fingerprint == frozen.fingerprint


def test_both_rankings_of_the_day_are_in_the_ledger(
    scored: Evaluation, cast: Cast, at: datetime
) -> None:
    refreeze(scored, only(6, scored), by=cast.owner, at=at)

    entry = LedgerEntry.objects.first()
    assert (entry.action, entry.reason) == ("evaluation.refrozen", WHY)
    assert [one["candidate"] for one in entry.old["ranking"]] == ["integrador-a", "integrador-b"]
    assert [one["candidate"] for one in entry.new["ranking"]] == ["integrador-b", "integrador-a"]
    assert entry.old["frozen_fingerprint"] != entry.new["frozen_fingerprint"]


def test_todays_scores_are_read_by_every_freeze(
    scored: Evaluation, cast: Cast, at: datetime
) -> None:
    refreeze(scored, only(6, scored), by=cast.owner, at=at)

    first, second = readings(scored)

    assert [one.code for one in first.comparison.candidates] == ["integrador-a", "integrador-b"]
    assert [one.code for one in second.comparison.candidates] == ["integrador-b", "integrador-a"]
    assert (first.change, second.change.reason) == (None, WHY)


def test_changes_of_freezes_that_were_withdrawn_belong_to_none_of_todays(
    make_evaluation: Make, cast: Cast, at: datetime
) -> None:
    by = {"by": cast.owner, "at": at}
    made = make_evaluation(State.OPEN)
    refreeze(made, only(1, made), reason="De antes", **by)
    transition.withdraw(evaluation=made, reason="Falta un candidato", **by)
    transition.open_scoring(evaluation=made, **by)

    refreeze(made, only(6, made), **by)

    assert [one.change and one.change.reason for one in readings(made)] == [None, WHY]


@pytest.mark.parametrize(
    "change",
    [
        {"tier": Tier.STANDARD},
        {"method": {"minimum_total": 40}},
        {"method": {"tie_break": ["6", "2"]}},
    ],
)
def test_scope_and_method_change_too(
    change: dict[str, Any], scored: Evaluation, cast: Cast, at: datetime
) -> None:
    setup = replace(evaluation.setup_of(scored), **change)

    frozen = refreeze(scored, setup, by=cast.owner, at=at)

    assert frozen.number == 2
    assert evaluation.setup_of(Evaluation.objects.get(pk=scored.pk)) == setup


def test_a_check_that_is_left_out_counts_no_more_and_may_come_back(
    scored: Evaluation, cast: Cast, at: datetime
) -> None:
    before = compare_evaluation(scored)
    whole = evaluation.setup_of(scored)
    check = Check.objects.get(code="6.4")
    without = replace(whole, exclusions={check: "No usamos correo externo."})

    refreeze(scored, without, by=cast.owner, at=at)
    codes = {one.code for one in compare_evaluation(scored).candidates[0].checks}
    refreeze(scored, whole, by=cast.owner, at=at)

    assert "6.4" not in codes
    assert compare_evaluation(scored) == before
    assert [one.number for one in scored.freezes.all()] == [1, 2, 3]


def test_what_changes_nothing_that_decides_makes_no_freeze_but_is_recorded(
    scored: Evaluation, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    setup = replace(evaluation.setup_of(scored), reason_for_extremes=False)

    with recorded() as entries:
        made = refreeze(scored, setup, by=cast.owner, at=at)

    assert (made, scored.freezes.count()) == (None, 1)
    [entry] = entries
    assert (entry.action, entry.reason) == ("evaluation.revised", WHY)


def test_what_changes_nothing_at_all_leaves_no_trace(
    scored: Evaluation, everything: Callable[[], Any], cast: Cast, at: datetime
) -> None:
    before = everything()["LedgerEntry"]

    refreeze(scored, evaluation.setup_of(scored), by=cast.owner, at=at)

    assert everything()["LedgerEntry"] == before
    assert scored.freezes.count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.DECIDED])
def test_rules_are_not_refrozen_before_they_were_nor_once_the_result_is_final(
    state: State, make_evaluation: Make, everything: Callable[[], Any], cast: Cast, at: datetime
) -> None:
    made = make_evaluation(state)
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        refreeze(made, only(6, made), by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert everything() == before


def test_in_moderation_rules_may_still_change(scored: Evaluation, cast: Cast, at: datetime) -> None:
    transition.moderate(evaluation=scored, by=cast.owner, at=at)

    assert refreeze(scored, only(6, scored), by=cast.owner, at=at).number == 2


def test_a_change_without_a_reason_is_refused(
    scored: Evaluation, everything: Callable[[], Any], cast: Cast, at: datetime
) -> None:
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        refreeze(scored, only(6, scored), reason=" ", by=cast.owner, at=at)

    assert refusal.value.code == "reason"
    assert everything() == before


def test_the_budget_by_which_people_rated_stays(
    scored: Evaluation, cast: Cast, at: datetime
) -> None:
    setup = replace(evaluation.setup_of(scored), reference_budget=Decimal(99))

    with pytest.raises(ValidationError) as refusal:
        refreeze(scored, setup, by=cast.owner, at=at)

    assert refusal.value.code == "fixed"


def test_rules_that_cannot_be_scored_by_are_refused_as_a_whole(
    scored: Evaluation, everything: Callable[[], Any], cast: Cast, at: datetime
) -> None:
    before = everything()
    setup = replace(only(6, scored), method={"minimum_total": 200})

    with pytest.raises(ValidationError) as refusal:
        refreeze(scored, setup, by=cast.owner, at=at)

    assert refusal.value.code == "rules"
    assert everything() == before
