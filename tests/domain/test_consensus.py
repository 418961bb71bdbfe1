from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import consensus, declaration, transition
from scoring.domain.assessment import Conflict, Rating, rate
from scoring.domain.comparison import compare_evaluation
from scoring.models import Assessment, Candidate, Check, Consensus, Evaluation, Exclusion
from tests.conftest import Cast

LEVELS, MEASURE = "6.2", "6.9"


@pytest.fixture
def moderated(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    return make_evaluation("moderation")


@pytest.fixture
def candidate(moderated: Evaluation) -> Candidate:
    return moderated.candidates.get()


def check_of(candidate: Candidate, code: str) -> Check:
    return candidate.evaluation.checks().get(code=code)


@pytest.fixture
def settle(candidate: Candidate, cast: Cast, at: datetime) -> Callable[..., Consensus]:
    """Settles 6.2 of the only candidate as its owner would; arguments replace what is said."""

    def settle(code: str = LEVELS, **said: Any) -> Consensus:
        usual = {"evidence": 4, "reason": "Lo vimos.", "version": 0, "by": cast.owner, "at": at}
        if "measurement" not in said:
            usual["value"] = 50.0
        check = said.pop("check", None) or check_of(candidate, code)
        return consensus.settle(candidate=candidate, check=check, **usual | said)

    return settle


def test_a_consensus_is_kept_with_who_when_and_why(
    settle: Callable[..., Consensus], cast: Cast, at: datetime
) -> None:
    settle(value=50.0, evidence=2, reason="  Está en el contrato. ")

    kept = Consensus.objects.get()
    assert (kept.value, kept.evidence, kept.reason) == (50, 2, "Está en el contrato.")
    assert (kept.settled_by, kept.settled_at, kept.version) == (cast.owner, at, 1)


def test_a_consensus_replaces_the_ratings_in_the_result_and_keeps_them(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    opened = make_evaluation("open")
    one = opened.candidates.get()
    check = check_of(one, LEVELS)
    for who, value in ((cast.assessor, 0.0), (cast.second, 100.0)):
        rate(candidate=one, check=check, rating=Rating(value=value, evidence=4), by=who, at=at)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)

    consensus.settle(
        candidate=one,
        check=check,
        value=100.0,
        evidence=4,
        reason="Lo repitió delante de todos.",
        version=0,
        by=cast.owner,
        at=at,
    )

    [result] = [c for c in compare_evaluation(opened).candidates[0].checks if c.code == LEVELS]
    assert result.proven == 100
    assert sorted(Assessment.objects.values_list("value", flat=True)) == [0, 100]


def test_a_measure_is_settled_by_its_figure(settle: Callable[..., Consensus]) -> None:
    settle(MEASURE, measurement=Decimal("2.5"))

    kept = Consensus.objects.get()
    assert (kept.measurement, kept.value) == (Decimal("2.5"), 88.75)


def test_a_consensus_can_be_changed_by_who_saw_the_last_one(
    settle: Callable[..., Consensus], at: datetime
) -> None:
    settle()

    changed = settle(value=100.0, reason="Otra vez.", version=1, at=at + timedelta(hours=1))

    assert (changed.value, changed.reason, changed.version) == (100, "Otra vez.", 2)
    assert changed.settled_at == at + timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "said", "refusal"),
    [
        (LEVELS, {"reason": " "}, "reason"),
        (LEVELS, {"value": None}, "level"),
        (LEVELS, {"value": 51.0}, "level"),
        (LEVELS, {"value": float("nan")}, "level"),
        (MEASURE, {"value": 50.0}, "measurement"),
        (MEASURE, {"measurement": None}, "measurement"),
    ],
)
def test_what_makes_no_consensus_is_refused(
    settle: Callable[..., Consensus], code: str, said: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settle(code, **said)

    assert refused.value.code == refusal
    assert not Consensus.objects.exists()


def test_a_check_that_is_left_out_cannot_be_settled(
    settle: Callable[..., Consensus], moderated: Evaluation, candidate: Candidate
) -> None:
    check = check_of(candidate, LEVELS)
    Exclusion.objects.create(evaluation=moderated, rubric_check=check, reason="No lo usamos.")

    with pytest.raises(ValidationError) as refused:
        settle(check=check)

    assert refused.value.code == "scope"


def test_a_check_of_a_deeper_tier_cannot_be_settled(
    settle: Callable[..., Consensus], moderated: Evaluation
) -> None:
    deeper = Check.objects.filter(tier__gt=moderated.tier).select_related("scale").first()

    with pytest.raises(ValidationError) as refused:
        settle(check=deeper)

    assert refused.value.code == "scope"


@pytest.mark.parametrize("state", ["draft", "open", "closed", "decided"])
def test_only_moderation_settles(
    state: str, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one = make_evaluation(state).candidates.get()

    with pytest.raises(ValidationError) as refused:
        consensus.settle(
            candidate=one,
            check=check_of(one, LEVELS),
            value=50.0,
            evidence=0,
            reason="Porque sí.",
            version=0,
            by=cast.owner,
            at=at,
        )

    assert refused.value.code == "state"
    assert not Consensus.objects.exists()


def recused(evaluation: Evaluation, cast: Cast, at: datetime) -> Candidate:
    """The owner leaves the only candidate to the others, before moderation begins."""
    one = evaluation.candidates.get()
    interest = declaration.Interest(recused=True, statement="Es de mi hermana.")
    seat = evaluation.seats.get(user=cast.owner)
    declaration.declare(seat=seat, interests={one: interest}, by=cast.owner, at=at)
    transition.moderate(evaluation=evaluation, by=cast.owner, at=at)
    return one


def test_who_recused_themselves_does_not_settle(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one = recused(make_evaluation("open"), cast, at)

    with pytest.raises(ValidationError) as refused:
        consensus.settle(
            candidate=one,
            check=check_of(one, LEVELS),
            value=100.0,
            evidence=4,
            reason="Es muy buena.",
            version=0,
            by=cast.owner,
            at=at,
        )

    assert refused.value.code == "recused"
    assert not Consensus.objects.exists()


@pytest.mark.parametrize("version", [0, 1, 7])
def test_who_saw_another_version_is_told_and_writes_nothing(
    settle: Callable[..., Consensus], version: int
) -> None:
    settle()
    settle(value=100.0, version=1)

    with pytest.raises(Conflict) as conflict:
        settle(value=0.0, version=version)

    assert [check.code for check in conflict.value.checks] == [LEVELS]
    assert Consensus.objects.get().value == 100


def test_a_version_of_what_was_withdrawn_is_a_conflict(settle: Callable[..., Consensus]) -> None:
    with pytest.raises(Conflict):
        settle(version=1)

    assert not Consensus.objects.exists()


def test_saying_the_same_twice_is_one_consensus(
    settle: Callable[..., Consensus], recorded: Callable[..., Any]
) -> None:
    settle()

    with recorded() as entries:
        settle()

    assert Consensus.objects.get().version == 1
    assert entries == []


def test_the_ledger_tells_what_was_settled_from_what(
    settle: Callable[..., Consensus], recorded: Callable[..., Any], cast: Cast
) -> None:
    settle()

    with recorded() as entries:
        settle(value=100.0, evidence=3, reason="Nos lo enseñaron.", version=1)

    [entry] = entries
    assert (entry.action, entry.actor_id) == ("consensus.settled", cast.owner.pk)
    assert (entry.candidate_code, entry.check_code) == ("integrador-a", LEVELS)
    assert entry.old == {"value": 50.0, "measurement": None, "evidence": 4}
    assert entry.new == {"value": 100.0, "measurement": None, "evidence": 3}
    assert entry.reason == "Nos lo enseñaron."


# Withdrawing


@pytest.fixture
def withdraw(candidate: Candidate, cast: Cast, at: datetime) -> Callable[..., None]:
    def withdraw(**said: Any) -> None:
        usual = {"reason": "Era otra cosa.", "version": 1, "by": cast.owner, "at": at}
        check = check_of(candidate, LEVELS)
        consensus.withdraw(candidate=candidate, check=check, **usual | said)

    return withdraw


def test_a_consensus_that_is_withdrawn_counts_no_more(
    settle: Callable[..., Consensus],
    withdraw: Callable[..., None],
    recorded: Callable[..., Any],
) -> None:
    settle()

    with recorded() as entries:
        withdraw()

    [entry] = entries
    assert not Consensus.objects.exists()
    assert (entry.action, entry.reason) == ("consensus.withdrawn", "Era otra cosa.")
    assert (entry.old, entry.new) == ({"value": 50.0, "measurement": None, "evidence": 4}, None)
    assert (entry.candidate_code, entry.check_code) == ("integrador-a", LEVELS)


def test_withdrawing_needs_a_reason(
    settle: Callable[..., Consensus], withdraw: Callable[..., None]
) -> None:
    settle()

    with pytest.raises(ValidationError) as refused:
        withdraw(reason="  ")

    assert refused.value.code == "reason"
    assert Consensus.objects.exists()


@pytest.mark.parametrize("version", [0, 2])
def test_withdrawing_what_was_changed_meanwhile_is_a_conflict(
    settle: Callable[..., Consensus], withdraw: Callable[..., None], version: int
) -> None:
    settle()

    with pytest.raises(Conflict):
        withdraw(version=version)

    assert Consensus.objects.exists()


def test_withdrawing_twice_is_a_conflict(
    settle: Callable[..., Consensus], withdraw: Callable[..., None]
) -> None:
    settle()
    withdraw()

    with pytest.raises(Conflict):
        withdraw()


def test_what_was_closed_over_is_not_withdrawn(
    settle: Callable[..., Consensus],
    withdraw: Callable[..., None],
    moderated: Evaluation,
    cast: Cast,
    at: datetime,
) -> None:
    settle()
    transition.close(evaluation=moderated, by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refused:
        withdraw()

    assert refused.value.code == "state"
    assert Consensus.objects.exists()


def test_who_recused_themselves_withdraws_nothing(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one = recused(make_evaluation("open"), cast, at)

    with pytest.raises(ValidationError) as refused:
        consensus.withdraw(
            candidate=one,
            check=check_of(one, LEVELS),
            reason="Era otra cosa.",
            version=1,
            by=cast.owner,
            at=at,
        )

    assert refused.value.code == "recused"
