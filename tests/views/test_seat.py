import pytest
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.enums import Role


def test_the_owner_gives_a_colleague_a_seat(client, cast, draft):
    client.force_login(cast.owner)

    client.post(
        reverse("seat_list", args=[draft.slug]), {"user": cast.stranger.pk, "role": "procurement"}
    )

    assert draft.seats.get(user=cast.stranger).role == Role.PROCUREMENT


@pytest.mark.parametrize(
    ("user", "role"),
    [("", "assessor"), ("999999", "assessor"), ("x", "assessor"), (None, "owner"), (None, "king")],
)
def test_a_seat_that_cannot_be_given_is_refused(client, cast, draft, user, role):
    client.force_login(cast.owner)
    before = draft.seats.count()

    response = client.post(
        reverse("seat_list", args=[draft.slug]),
        {"user": cast.stranger.pk if user is None else user, "role": role},
    )

    assert response.status_code == 422
    assert draft.seats.count() == before


def test_nobody_gets_a_second_seat(client, cast, draft):
    client.force_login(cast.owner)

    response = client.post(
        reverse("seat_list", args=[draft.slug]), {"user": cast.assessor.pk, "role": "procurement"}
    )

    assert response.status_code == 422
    assert draft.seats.get(user=cast.assessor).role == Role.ASSESSOR


def test_a_seat_that_did_no_work_can_be_taken_back(client, cast, draft):
    seat = draft.seats.get(user=cast.second)
    client.force_login(cast.owner)

    client.post(reverse("seat_remove", args=[draft.slug, seat.pk]))

    assert not draft.seats.filter(user=cast.second).exists()


def test_who_has_scored_keeps_the_seat(client, cast, opened, at):
    check = opened.checks().get(code="6.2")
    rating = Rating(value=50)
    rate(candidate=opened.candidates.get(), check=check, rating=rating, by=cast.second, at=at)
    seat = opened.seats.get(user=cast.second)
    client.force_login(cast.owner)

    client.post(reverse("seat_remove", args=[opened.slug, seat.pk]))

    assert opened.seats.filter(user=cast.second).exists()


def test_the_owner_cannot_be_removed(client, cast, draft):
    seat = draft.seats.get(user=cast.owner)
    client.force_login(cast.owner)

    client.post(reverse("seat_remove", args=[draft.slug, seat.pk]))

    assert draft.seats.filter(user=cast.owner).exists()


def test_the_owner_assigns_competencies(client, cast, opened):
    seat = opened.seats.get(user=cast.assessor)
    third, sixth = opened.rubric.competencies.filter(number__in=[3, 6])
    client.force_login(cast.owner)

    client.post(
        reverse("seat_assign", args=[opened.slug, seat.pk]), {"competencies": [third.pk, sixth.pk]}
    )

    assert set(seat.competencies.all()) == {third, sixth}


def test_nothing_ticked_means_everything(client, cast, opened):
    seat = opened.seats.get(user=cast.assessor)
    seat.competencies.set(opened.rubric.competencies.filter(number=3))
    client.force_login(cast.owner)

    client.post(reverse("seat_assign", args=[opened.slug, seat.pk]))

    assert list(seat.checks()) == list(opened.checks())


@pytest.mark.parametrize("competencies", [["999999"], ["x"]])
def test_a_competency_that_is_not_there_is_refused(client, cast, opened, competencies):
    seat = opened.seats.get(user=cast.assessor)
    client.force_login(cast.owner)

    response = client.post(
        reverse("seat_assign", args=[opened.slug, seat.pk]), {"competencies": competencies}
    )

    assert response.status_code == 422
    assert not seat.competencies.exists()


def test_who_does_not_score_has_nothing_to_be_assigned(client, cast, opened):
    seat = opened.seats.get(user=cast.procurement)
    client.force_login(cast.owner)

    assert client.get(reverse("seat_assign", args=[opened.slug, seat.pk])).status_code == 404


def test_a_seat_of_another_evaluation_is_not_found(client, cast, opened, make_evaluation):
    elsewhere = make_evaluation().seats.get(user=cast.assessor)
    client.force_login(cast.owner)

    assert client.get(reverse("seat_assign", args=[opened.slug, elsewhere.pk])).status_code == 404
