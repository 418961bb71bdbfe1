from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import seat
from scoring.enums import Role
from scoring.models import Candidate, Check, Competency, Evaluation, Rubric, Seat, User
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
        lambda it, **by: seat.assign(seat=it, competencies=[], **by),
    ],
    ids=["grant", "revoke", "assign"],
)
def test_the_people_of_a_closed_evaluation_are_fixed(
    verb: Callable[..., None], closed: Evaluation, cast: Cast, at: datetime
) -> None:
    before = list(closed.seats.values())

    with pytest.raises(ValidationError) as refusal:
        verb(closed.seats.get(user=cast.assessor), by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert list(closed.seats.values()) == before


def test_competencies_are_assigned_and_assigned_anew(
    opened: Evaluation, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    one = opened.seats.get(user=cast.assessor)
    third, sixth = opened.rubric.competencies.filter(number__in=[3, 6])
    seat.assign(seat=one, competencies=[third], by=cast.owner, at=at)

    with recorded() as entries:
        seat.assign(seat=one, competencies=[sixth, third], by=cast.owner, at=at)

    assert set(one.checks().values_list("competency__number", flat=True)) == {3, 6}
    [entry] = entries
    assert (entry.action, entry.subject) == ("seat.assigned", "assessor")
    assert (entry.old, entry.new) == ({"competencies": ["3"]}, {"competencies": ["3", "6"]})


def test_who_is_assigned_nothing_scores_everything(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    one = opened.seats.get(user=cast.assessor)
    seat.assign(
        seat=one, competencies=opened.rubric.competencies.filter(number=3), by=cast.owner, at=at
    )

    seat.assign(seat=one, competencies=[], by=cast.owner, at=at)

    assert list(one.checks()) == list(opened.checks())


def test_assigning_the_same_again_is_not_recorded(
    opened: Evaluation, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    one = opened.seats.get(user=cast.assessor)

    with recorded() as entries:
        seat.assign(seat=one, competencies=[], by=cast.owner, at=at)

    assert entries == []


def test_who_does_not_score_is_assigned_nothing(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    one = opened.seats.get(user=cast.procurement)

    with pytest.raises(ValidationError) as refusal:
        seat.assign(seat=one, competencies=opened.rubric.competencies.all(), by=cast.owner, at=at)

    assert refusal.value.code == "role"


def test_a_competency_of_another_rubric_is_not_assigned(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    other = Rubric.objects.create(slug="other", version=1)
    foreign = Competency.objects.create(rubric=other, number=1, slug="x", weight=1)

    with pytest.raises(ValidationError) as refusal:
        seat.assign(
            seat=opened.seats.get(user=cast.assessor),
            competencies=[foreign],
            by=cast.owner,
            at=at,
        )

    assert refusal.value.code == "rubric"
