from collections.abc import Callable
from datetime import datetime

import pytest

from scoring.domain.assessment import Rating, rate_all
from scoring.domain.declaration import Interest, declare
from scoring.enums import Role, State
from scoring.models import Evaluation, Seat
from tests.conftest import Cast


def test_progress_counts_what_the_person_has_dealt_with(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    opened = make_evaluation(State.OPEN, candidates=3)
    graded = opened.checks().filter(scale__slug="graded").prefetch_related("scale__levels")
    rated, abstained, noted = graded[:3]
    ratings = {
        rated: Rating(value=60),
        abstained: Rating(abstained=True),
        noted: Rating(note="Llamar otra vez"),  # a note alone is no answer
    }
    for candidate in opened.candidates.all()[:2]:
        rate_all(candidate=candidate, ratings=ratings, by=cast.assessor, at=at)

    seats = Seat.objects.filter(evaluation=opened).with_progress()

    assert {
        seat.user: (seat.answered, seat.candidates_to_score, seat.checks_to_score) for seat in seats
    } == {
        cast.owner: (0, 3, 38),
        cast.assessor: (4, 3, 38),
        cast.second: (0, 3, 38),
        cast.procurement: (0, 3, 38),
    }


def test_progress_of_several_evaluations_is_not_mixed(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one, other = make_evaluation(State.OPEN), make_evaluation(State.OPEN, candidates=3)
    check = one.checks().filter(scale__slug="graded").prefetch_related("scale__levels")[0]
    ratings = {check: Rating(value=60)}
    rate_all(candidate=one.candidates.get(), ratings=ratings, by=cast.owner, at=at)

    seats = Seat.objects.filter(user=cast.owner).with_progress()

    assert {seat.evaluation: (seat.answered, seat.candidates_to_score) for seat in seats} == {
        one: (1, 1),
        other: (0, 3),
    }


@pytest.mark.parametrize(
    ("role", "scores"), [(Role.OWNER, True), (Role.ASSESSOR, True), (Role.PROCUREMENT, False)]
)
def test_scores_come_from_owner_and_assessors(role: Role, scores: bool, draft: Evaluation) -> None:
    seat = draft.seats.filter(role=role).first()

    assert seat.is_scoring is scores
    assert (seat in Seat.objects.scoring()) is scores
    assert seat.is_owner is (role == Role.OWNER)


def test_a_recusal_takes_the_candidate_from_nobody_else(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    opened = make_evaluation(State.OPEN, candidates=2)
    first = opened.candidates.first()
    owner, assessor = (opened.seats.get(user=user) for user in (cast.owner, cast.assessor))
    recusal = {first: Interest(recused=True, statement="Es de mi hermana.")}
    declare(seat=owner, interests=recusal, by=cast.owner, at=at)

    assert first not in owner.candidates()
    assert first in assessor.candidates()
