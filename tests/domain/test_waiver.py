from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import declaration, transition, waiver
from scoring.domain.assessment import Rating, rate
from scoring.domain.comparison import compare_evaluation
from scoring.enums import GateKind
from scoring.models import Candidate, Competency, Evaluation, Waiver
from tests.conftest import Cast

KNOCK_OUT = "4.5"


@pytest.fixture
def failing(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Candidate:
    """The only candidate, in open scoring, who will not commit to losing no message."""
    one = make_evaluation("open").candidates.get()
    check = one.evaluation.checks().get(code=KNOCK_OUT)
    rate(candidate=one, check=check, rating=Rating(value=0.0, evidence=2), by=cast.owner, at=at)
    return one


@pytest.fixture
def candidate(failing: Candidate, cast: Cast, at: datetime) -> Candidate:
    transition.moderate(evaluation=failing.evaluation, by=cast.owner, at=at)
    return failing


@pytest.fixture
def waive(candidate: Candidate, cast: Cast, at: datetime) -> Callable[..., Waiver]:
    """Lets the failed knock-out pass as the owner would; arguments replace what is said."""

    def waive(**said: Any) -> Waiver:
        usual = {"kind": GateKind.CHECK, "code": KNOCK_OUT, "reason": "Tenemos copias propias."}
        return waiver.waive(candidate=candidate, **usual | {"by": cast.owner, "at": at} | said)

    return waive


def status(candidate: Candidate) -> str:
    return compare_evaluation(candidate.evaluation).candidates[0].status


def test_a_waived_gate_excludes_nobody(candidate: Candidate, waive: Callable[..., Waiver]) -> None:
    before = status(candidate)

    waive()

    assert (before, status(candidate)) == ("excluded", "conditional")


def test_a_waiver_is_kept_with_who_when_and_why(
    waive: Callable[..., Waiver], cast: Cast, at: datetime
) -> None:
    waive(reason="  Tenemos copias propias. ")

    kept = Waiver.objects.get()
    assert (kept.kind, kept.code, kept.reason) == ("check", KNOCK_OUT, "Tenemos copias propias.")
    assert (kept.waived_by, kept.waived_at) == (cast.owner, at)


def test_the_ledger_tells_which_gate_was_waived_and_why(
    waive: Callable[..., Waiver], recorded: Callable[..., Any]
) -> None:
    with recorded() as entries:
        waive()

    [entry] = entries
    assert (entry.action, entry.subject) == ("gate.waived", f"integrador-a check {KNOCK_OUT}")
    assert (entry.old, entry.new) == (None, {"kind": "check", "code": KNOCK_OUT})
    assert (entry.candidate_code, entry.reason) == ("integrador-a", "Tenemos copias propias.")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": " "}, "reason"),
        ({"code": "6.4"}, "gate"),  # unanswered: it is open
        ({"code": "6.2"}, "gate"),  # not one that anything depends on
        ({"code": ""}, "gate"),
        ({"kind": GateKind.COMPETENCY, "code": "4"}, "gate"),  # has no minimum
        ({"kind": GateKind.TOTAL, "code": ""}, "gate"),
    ],
)
def test_what_is_no_failed_gate_cannot_be_waived(
    waive: Callable[..., Waiver], said: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        waive(**said)

    assert refused.value.code == refusal
    assert not Waiver.objects.exists()


def test_a_gate_is_waived_once(waive: Callable[..., Waiver]) -> None:
    waive()

    with pytest.raises(ValidationError) as refused:
        waive(reason="Otra vez.")

    assert refused.value.code == "gate"
    assert Waiver.objects.get().reason == "Tenemos copias propias."


@pytest.mark.parametrize(
    ("kind", "code"), [(GateKind.COMPETENCY, "4"), (GateKind.TOTAL, "")], ids=str
)
def test_a_minimum_that_is_missed_can_be_waived(
    kind: GateKind,
    code: str,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    at: datetime,
) -> None:
    """Whatever is answered later, 4.5 was answered with nothing: 100 is out of reach."""
    draft = make_evaluation("draft")
    if kind == GateKind.COMPETENCY:
        Competency.objects.filter(rubric=draft.rubric, number=4).update(minimum=100)
    else:
        draft.method = {"minimum_total": 100}
        draft.save()
    transition.open_scoring(evaluation=draft, by=cast.owner, at=at)
    one = draft.candidates.get()
    check = draft.checks().exclude(must=True).filter(competency__number=4).first()
    rate(candidate=one, check=check, rating=worst(check), by=cast.owner, at=at)
    transition.moderate(evaluation=draft, by=cast.owner, at=at)
    before = status(one)

    given = {"kind": kind, "code": code, "reason": "Basta así.", "by": cast.owner, "at": at}
    waiver.waive(candidate=one, **given)

    assert (before, status(one)) == ("excluded", "conditional")


def worst(check: Any) -> Rating:
    assert not check.is_measure
    return Rating(value=0.0, evidence=4)


@pytest.mark.parametrize("state", ["draft", "open", "closed", "decided"])
def test_only_moderation_waives(
    state: str, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one = make_evaluation(state).candidates.get()

    with pytest.raises(ValidationError) as refused:
        waiver.waive(
            candidate=one,
            kind=GateKind.CHECK,
            code=KNOCK_OUT,
            reason="Porque sí.",
            by=cast.owner,
            at=at,
        )

    assert refused.value.code == "state"


def test_who_recused_themselves_waives_nothing(
    failing: Candidate, cast: Cast, at: datetime
) -> None:
    evaluation = failing.evaluation
    interest = declaration.Interest(recused=True, statement="Es de mi hermana.")
    seat = evaluation.seats.get(user=cast.owner)
    rating = Rating(value=0.0, evidence=2)
    check = evaluation.checks().get(code=KNOCK_OUT)
    rate(candidate=failing, check=check, rating=rating, by=cast.assessor, at=at)
    declaration.declare(seat=seat, interests={failing: interest}, by=cast.owner, at=at)
    transition.moderate(evaluation=evaluation, by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refused:
        waiver.waive(
            candidate=failing,
            kind=GateKind.CHECK,
            code=KNOCK_OUT,
            reason="Es de fiar.",
            by=cast.owner,
            at=at,
        )

    assert refused.value.code == "recused"


# Withdrawing


def test_a_waiver_that_is_withdrawn_excludes_again(
    candidate: Candidate,
    waive: Callable[..., Waiver],
    recorded: Callable[..., Any],
    cast: Cast,
    at: datetime,
) -> None:
    given = waive()

    with recorded() as entries:
        waiver.withdraw(waiver=given, reason="Las copias no bastan.", by=cast.owner, at=at)

    [entry] = entries
    assert status(candidate) == "excluded"
    assert (entry.action, entry.reason) == ("waiver.withdrawn", "Las copias no bastan.")
    assert entry.old == {"kind": "check", "code": KNOCK_OUT, "reason": "Tenemos copias propias."}
    assert (entry.candidate_code, entry.new) == ("integrador-a", None)


def test_withdrawing_a_waiver_needs_a_reason(
    waive: Callable[..., Waiver], cast: Cast, at: datetime
) -> None:
    given = waive()

    with pytest.raises(ValidationError) as refused:
        waiver.withdraw(waiver=given, reason=" ", by=cast.owner, at=at)

    assert refused.value.code == "reason"
    assert Waiver.objects.exists()


def test_a_waiver_is_withdrawn_once(waive: Callable[..., Waiver], cast: Cast, at: datetime) -> None:
    given = waive()
    seen_elsewhere = Waiver.objects.get()
    waiver.withdraw(waiver=given, reason="No.", by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refused:
        waiver.withdraw(waiver=seen_elsewhere, reason="No.", by=cast.owner, at=at)

    assert refused.value.code == "gone"


def test_what_was_closed_over_keeps_its_waiver(
    candidate: Candidate, waive: Callable[..., Waiver], cast: Cast, at: datetime
) -> None:
    given = waive()
    transition.close(evaluation=candidate.evaluation, by=cast.owner, at=at)

    with pytest.raises(ValidationError) as refused:
        waiver.withdraw(waiver=given, reason="No.", by=cast.owner, at=at)

    assert refused.value.code == "state"
    assert Waiver.objects.exists()
