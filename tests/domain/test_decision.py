"""The owner chooses, says why, and signs what was there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import decision, transition, waiver
from scoring.domain.comparison import inputs_digest_of
from scoring.domain.ledger import Head, head_of
from scoring.enums import EvidenceLevel, GateKind, State
from scoring.models import Candidate, Decision, Evaluation, LedgerEntry
from tests.conftest import Cast, end, rate_perfectly
from tests.reports.factory import score

WHY = "Lo muestra todo, y firma los plazos."


@pytest.fixture
def scored(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    """A leads; B passes; C fails knock-outs; D has only claimed what they ask."""
    made = make_evaluation(State.OPEN, candidates=4)
    a, b, c, d = made.candidates.all()
    rate_perfectly(a, by=cast.owner, at=at)
    score(b, by=cast.owner, at=at, quality=0.9)
    score(c, by=cast.owner, at=at, quality=0)
    score(d, by=cast.owner, at=at, evidence=EvidenceLevel.CLAIM)
    return made


@pytest.fixture
def closed(scored: Evaluation, cast: Cast, at: datetime) -> Evaluation:
    end(evaluation=scored, by=cast.owner, at=at)
    return scored


def choose(closed: Evaluation, name: str, **asked: Any) -> Decision:
    chosen = closed.candidates.get(name=f"Integrador {name}")
    told = {"reason": WHY, "signature": "Elena Ruiz"}
    return decision.decide(evaluation=closed, candidate=chosen, **told | asked)


def test_a_decision_pins_what_was_signed(closed: Evaluation, cast: Cast, at: datetime) -> None:
    head = head_of(closed)

    made = choose(closed, "A", by=cast.owner, at=at)

    assert (made.candidate.name, made.reason, made.signature) == ("Integrador A", WHY, "Elena Ruiz")
    assert (made.signed_by, made.signed_at) == (cast.owner, at)
    assert made.frozen_fingerprint == closed.frozen_fingerprint
    assert made.inputs_digest == inputs_digest_of(closed)
    assert (made.ledger_number, made.ledger_digest) == (head.number, head.digest)


def test_the_ledger_tells_who_was_chosen_and_why(
    closed: Evaluation, cast: Cast, at: datetime
) -> None:
    made = choose(closed, "B", by=cast.owner, at=at)

    entry = LedgerEntry.objects.first()
    assert (entry.action, entry.reason) == ("evaluation.decided", WHY)
    assert entry.new == {
        "candidate": "integrador-b",
        "rank": 2,
        "signature": "Elena Ruiz",
        "frozen_fingerprint": made.frozen_fingerprint,
        "inputs_digest": made.inputs_digest,
    }


@pytest.mark.parametrize(("name", "code"), [("C", "excluded"), ("D", "open")])
def test_who_is_excluded_or_has_an_open_gate_is_not_chosen(
    name: str,
    code: str,
    closed: Evaluation,
    everything: Callable[[], Any],
    cast: Cast,
    at: datetime,
) -> None:
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        choose(closed, name, by=cast.owner, at=at)

    assert refusal.value.code == code
    assert everything() == before


def test_every_candidate_is_offered_in_the_order_of_the_ranking_with_what_hinders_it(
    closed: Evaluation,
) -> None:
    found = {
        one.candidate.name[-1]: one.hindrance and one.hindrance.code
        for one in decision.choices_of(closed)
    }

    assert found == {"A": None, "B": None, "D": "open", "C": "excluded"}
    assert list(found) == ["A", "B", "D", "C"]


def test_who_fails_a_gate_that_was_waived_may_be_chosen(
    scored: Evaluation, cast: Cast, at: datetime
) -> None:
    by = {"by": cast.owner, "at": at}
    transition.moderate(evaluation=scored, **by)
    failing = scored.candidates.get(name="Integrador C")
    [result] = [one.result for one in decision.choices_of(scored) if one.candidate == failing]
    for gate in result.gates:
        waiver.waive(
            candidate=failing, kind=GateKind(gate.kind), code=gate.code or "", reason="Vale", **by
        )
    transition.close(evaluation=scored, **by)

    assert choose(scored, "C", **by).candidate == failing


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"signature": " "}, "signature"), ({"reason": "\n"}, "reason")],
)
def test_a_decision_has_a_reason_and_a_signature(
    asked: dict[str, str], code: str, closed: Evaluation, cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        choose(closed, "A", **asked, by=cast.owner, at=at)

    assert refusal.value.code == code
    assert not Decision.objects.exists()


def test_a_candidate_of_another_evaluation_is_not_chosen(
    closed: Evaluation, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    other: Candidate = make_evaluation(State.OPEN).candidates.get()

    with pytest.raises(ValidationError) as refusal:
        decision.decide(
            evaluation=closed, candidate=other, reason=WHY, signature="E", by=cast.owner, at=at
        )

    assert refusal.value.code == "candidate"


def test_nothing_is_signed_that_came_after_the_page_was_shown(
    closed: Evaluation, cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        choose(closed, "A", seen=Head(1, "0" * 64), by=cast.owner, at=at)

    assert refusal.value.code == "head"
    assert choose(closed, "A", seen=head_of(closed), by=cast.owner, at=at).pk


def test_what_was_decided_stays_decided(closed: Evaluation, cast: Cast, at: datetime) -> None:
    choose(closed, "A", by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refusal:
        choose(closed, "B", by=cast.owner, at=at)

    assert refusal.value.code == "state"
