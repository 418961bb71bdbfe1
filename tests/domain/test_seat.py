from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import seat
from scoring.enums import Role
from scoring.models import Candidate, Check, Evaluation, Seat, User
from tests.conftest import Cast

from .test_candidate import attach, rate

WORK = pytest.mark.parametrize("work", [rate, attach])


def test_a_seat_is_a_place_in_one_evaluation_only(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one, _other = make_evaluation(alone=True), make_evaluation(alone=True)

    seat.grant(evaluation=one, user=cast.stranger, role=Role.ASSESSOR, by=cast.owner, at=at)

    assert list(Evaluation.objects.seated(cast.stranger)) == [one]


@pytest.mark.parametrize(
    ("who", "role"),
    [("assessor", Role.PROCUREMENT), ("stranger", Role.OWNER), ("stranger", "guest")],
    ids=["somebody seated", "a second owner", "an unknown role"],
)
def test_a_seat_that_cannot_be_is_refused(
    who: str, role: str, draft: Evaluation, cast: Cast, at: datetime
) -> None:
    before = list(draft.seats.values())

    with pytest.raises(ValidationError):
        seat.grant(evaluation=draft, user=getattr(cast, who), role=role, by=cast.owner, at=at)

    assert list(draft.seats.values()) == before


def test_a_revoked_seat_is_gone(opened: Evaluation, cast: Cast, at: datetime) -> None:
    seat.revoke(seat=opened.seats.get(user=cast.assessor), by=cast.owner, at=at)

    assert not Evaluation.objects.seated(cast.assessor).exists()


def test_the_owner_keeps_the_seat(opened: Evaluation, cast: Cast, at: datetime) -> None:
    with pytest.raises(ValidationError) as refusal:
        seat.revoke(seat=opened.seats.get(role=Role.OWNER), by=cast.owner, at=at)

    assert refusal.value.code == "owner"


@WORK
def test_who_has_worked_keeps_the_seat(
    work: Callable[[Candidate, Check, User, datetime], None],
    opened: Evaluation,
    cast: Cast,
    at: datetime,
) -> None:
    work(opened.candidates.get(), opened.checks()[0], cast.assessor, at)

    with pytest.raises(ValidationError) as refusal:
        seat.revoke(seat=opened.seats.get(user=cast.assessor), by=cast.owner, at=at)

    assert refusal.value.code == "scored"


@WORK
def test_work_in_another_evaluation_does_not_keep_the_seat(
    work: Callable[[Candidate, Check, User, datetime], None],
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    at: datetime,
) -> None:
    here, elsewhere = make_evaluation("open"), make_evaluation("open")
    work(elsewhere.candidates.get(), elsewhere.checks()[0], cast.assessor, at)

    seat.revoke(seat=here.seats.get(user=cast.assessor), by=cast.owner, at=at)

    assert list(Seat.objects.filter(user=cast.assessor)) == [
        elsewhere.seats.get(user=cast.assessor)
    ]


@pytest.mark.parametrize(
    "verb",
    [
        lambda it, **by: seat.grant(evaluation=it.evaluation, user=by["by"], role="owner", **by),
        lambda it, **by: seat.revoke(seat=it, **by),
    ],
    ids=["grant", "revoke"],
)
def test_the_people_of_a_closed_evaluation_are_fixed(
    verb: Callable[..., None], closed: Evaluation, cast: Cast, at: datetime
) -> None:
    before = list(closed.seats.values())

    with pytest.raises(ValidationError) as refusal:
        verb(closed.seats.get(user=cast.assessor), by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert list(closed.seats.values()) == before
