"""Who has a stake says so, and who recuses themselves does not count."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import assessment, declaration, evidence
from scoring.domain.comparison import compare_evaluation, problem_of
from scoring.domain.declaration import Interest
from scoring.enums import EvidenceLevel, State
from scoring.models import Candidate, Declaration, Evaluation, LedgerEntry, Seat
from tests.conftest import Cast, rate_perfectly

WHY = "Trabajé allí hasta 2024."
RECUSED = Interest(recused=True, statement=WHY)


@pytest.fixture
def seat(opened: Evaluation, cast: Cast) -> Seat:
    return opened.seats.get(user=cast.assessor)


def declare(seat: Seat, candidate: Candidate, interest: Interest, at: datetime) -> None:
    declaration.declare(seat=seat, interests={candidate: interest}, by=seat.user, at=at)


def raters(evaluation: Evaluation) -> set[str]:
    return {cell.assessor for cell in problem_of(evaluation).cells}


def test_a_declaration_is_on_record_with_what_it_said_before(
    seat: Seat, candidate: Candidate, at: datetime
) -> None:
    declare(seat, candidate, RECUSED, at)

    entry = LedgerEntry.objects.first()
    assert (entry.action, entry.subject) == ("interest.declared", "assessor integrador-a")
    assert entry.old == {"recused": False, "statement": ""}
    assert entry.new == {"recused": True, "statement": WHY}


def test_saying_the_same_again_is_not_recorded(
    seat: Seat, candidate: Candidate, recorded: Callable[..., Any], at: datetime
) -> None:
    with recorded() as entries:
        declare(seat, candidate, Interest(), at)

    assert entries == []


def test_who_recuses_themselves_says_why(
    seat: Seat, candidate: Candidate, everything: Callable[[], Any], at: datetime
) -> None:
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        declare(seat, candidate, Interest(recused=True, statement=" \n"), at)

    assert refusal.value.code == "statement"
    assert everything() == before


@pytest.mark.parametrize("state", [State.MODERATION, State.CLOSED, State.DECIDED])
def test_once_scoring_is_over_declarations_are_fixed(
    state: State, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    seat = make_evaluation(state).seats.get(user=cast.assessor)

    with pytest.raises(ValidationError) as refusal:
        declare(seat, seat.evaluation.candidates.get(), RECUSED, at)

    assert refusal.value.code == "state"
    assert not Declaration.objects.filter(recused=True).exists()


def test_a_draft_takes_declarations_already(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    seat = make_evaluation(State.DRAFT, declared=False).seats.get(user=cast.assessor)

    declare(seat, seat.evaluation.candidates.get(), Interest(), at)

    assert not seat.undeclared().exists()


def test_a_new_candidate_is_to_be_declared_on_again(seat: Seat, cast: Cast, at: datetime) -> None:
    late = seat.evaluation.candidates.create(code="tardio", name="Tardío")

    assert list(seat.undeclared()) == [late]


def test_ratings_of_who_is_recused_stop_counting_and_count_again(
    seat: Seat, candidate: Candidate, cast: Cast, at: datetime
) -> None:
    rate_perfectly(candidate, by=cast.owner, at=at)
    rate_perfectly(candidate, by=cast.assessor, at=at)

    declare(seat, candidate, RECUSED, at)
    without = raters(seat.evaluation)
    declare(seat, candidate, Interest(), at)

    assert without == {"owner"}
    assert raters(seat.evaluation) == {"owner", "assessor"}


def test_who_is_recused_from_one_candidate_counts_at_the_others(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    made = make_evaluation(State.OPEN, candidates=2)
    first, second = made.candidates.all()
    for one in (first, second):
        rate_perfectly(one, by=cast.assessor, at=at)

    declare(made.seats.get(user=cast.assessor), first, RECUSED, at)

    assert {cell.candidate for cell in problem_of(made).cells} == {second.code}


def test_who_is_recused_cannot_rate(
    seat: Seat, candidate: Candidate, cast: Cast, at: datetime
) -> None:
    declare(seat, candidate, RECUSED, at)

    with pytest.raises(ValidationError) as refusal:
        rate_perfectly(candidate, by=cast.assessor, at=at)

    assert refusal.value.code == "recused"


@pytest.mark.parametrize(
    ("until", "counts"), [(date(2026, 3, 1), 0), (date(2026, 3, 2), 4), (None, 4)]
)
def test_a_rating_whose_proof_has_expired_is_a_claim(
    until: date | None, counts: int, candidate: Candidate, cast: Cast, at: datetime
) -> None:
    evaluation = candidate.evaluation
    check = evaluation.checks().filter(scale__slug="graded")[0]
    rating = assessment.Rating(value=100, evidence=EvidenceLevel.VERIFICATION)
    assessment.rate(candidate=candidate, check=check, rating=rating, by=cast.owner, at=at)
    item = evidence.Item(title="Certificado", url="https://example.com/", valid_until=until)
    evidence.attach(candidate=candidate, checks=[check], item=item, by=cast.owner, at=at)
    evaluation.closed_at = at  # the day on which proof is judged

    [cell] = problem_of(evaluation).cells

    assert cell.evidence == counts


def test_one_proof_that_is_still_valid_is_enough(
    candidate: Candidate, cast: Cast, at: datetime
) -> None:
    evaluation = candidate.evaluation
    check = evaluation.checks().filter(scale__slug="graded")[0]
    rating = assessment.Rating(value=100, evidence=EvidenceLevel.VERIFICATION)
    assessment.rate(candidate=candidate, check=check, rating=rating, by=cast.owner, at=at)
    for until in (date(2020, 1, 1), None):
        item = evidence.Item(title="Certificado", url="https://example.com/", valid_until=until)
        evidence.attach(candidate=candidate, checks=[check], item=item, by=cast.owner, at=at)

    [result] = compare_evaluation(evaluation).candidates

    assert next(one.proven for one in result.checks if one.code == check.code) == 100
