from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.enums import State, Tier
from scoring.models import Evaluation, LedgerEntry

SETUP = {"title": "Correo 2027", "tier": "1", "reference_budget": "48,50", "profile": "cost-first"}
OWN = SETUP | {"profile": "own"} | {f"weight_{n}": "1" for n in range(1, 13)}


def test_somebody_new_is_led_to_a_first_evaluation(client, cast):
    client.force_login(cast.stranger)

    page = client.get("/").content.decode()

    assert reverse("evaluation_create") in page


def test_the_list_shows_only_evaluations_with_a_seat(client, cast, draft, make_evaluation):
    draft.seats.filter(user=cast.assessor).delete()
    client.force_login(cast.assessor)

    cards = client.get("/").context["cards"]

    assert [card.seat.evaluation for card in cards] == []


@pytest.mark.parametrize("state", State)
def test_the_list_costs_the_same_queries_with_one_row_and_with_three(
    client, cast, make_evaluation, django_assert_max_num_queries, state
):
    client.force_login(cast.owner)
    make_evaluation(state)
    with django_assert_max_num_queries(50) as one:
        client.get("/")
    make_evaluation(state, candidates=3)
    make_evaluation(state, candidates=2)

    with django_assert_max_num_queries(len(one)):
        client.get("/")


def test_a_profile_brings_its_own_weights(client, cast, rubric):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_create"), OWN | {"profile": "cost-first"})

    weights = Evaluation.objects.get().weights.values_list("competency__number", "value")
    assert dict(weights)[2] == Decimal(28)


def test_the_rubrics_own_weights_are_the_first_offer(client, cast, rubric):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_create"), SETUP | {"profile": "rubric"})

    weights = Evaluation.objects.get().weights.values_list("competency__number", "value")
    assert dict(weights) == dict(rubric.competencies.values_list("number", "weight"))


def test_own_weights_are_taken_as_typed_with_a_decimal_comma(client, cast, rubric):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_create"), OWN | {"weight_3": "7,25"})

    evaluation = Evaluation.objects.get()
    assert evaluation.weights.get(competency__number=3).value == Decimal("7.25")
    assert evaluation.profile is None


def test_who_makes_an_evaluation_owns_it(client, cast, rubric):
    client.force_login(cast.stranger)

    client.post(reverse("evaluation_create"), SETUP)

    seat = Evaluation.objects.get().seats.get()
    assert (seat.user, seat.role) == (cast.stranger, "owner")


def test_two_evaluations_of_one_title_get_addresses_of_their_own(client, cast, rubric):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_create"), SETUP)
    client.post(reverse("evaluation_create"), SETUP)

    slugs = Evaluation.objects.values_list("slug", flat=True)
    assert sorted(slugs) == ["correo-2027", "correo-2027-2"]


@pytest.mark.parametrize("title", ["new", "New", "///", "日本語"])
def test_a_title_that_makes_no_address_gets_one_all_the_same(client, cast, rubric, title):
    client.force_login(cast.owner)

    response = client.post(reverse("evaluation_create"), SETUP | {"title": title}, follow=True)

    assert response.context["evaluation"].title == title


def test_a_rubric_version_that_is_not_published_cannot_be_used(client, cast, rubric):
    client.force_login(cast.owner)

    for named in ("zimbra-integrator-v2", "zimbra-integrator-v0", "zimbra-integrator", "-v", "x-v"):
        response = client.get(reverse("evaluation_create"), {"rubric": named})
        assert response.status_code == 404, named


def test_the_setup_page_starts_from_what_the_draft_says(client, cast, draft):
    client.force_login(cast.owner)

    form = client.get(reverse("evaluation_setup", args=[draft.slug])).context["form"]

    assert (form["title"].value(), form["profile"].value()) == (draft.title, "balanced")


def test_the_setup_of_a_draft_can_be_changed(client, cast, draft):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_setup", args=[draft.slug]), SETUP | {"tier": "3"})

    draft.refresh_from_db()
    assert (draft.title, draft.tier) == ("Correo 2027", Tier.FULL)


def test_opening_without_candidates_says_what_is_missing(client, cast, make_evaluation):
    evaluation = make_evaluation(candidates=0)
    client.force_login(cast.owner)

    response = client.post(reverse("evaluation_open", args=[evaluation.slug]))

    assert response.status_code == 422
    assert response.context["problems"] == ["Añada antes al menos un candidato."]


def test_opening_without_the_budget_that_a_check_needs_names_the_check(
    client, cast, make_evaluation
):
    evaluation = make_evaluation()
    Evaluation.objects.update(reference_budget=None)
    client.force_login(cast.owner)

    [problem] = client.post(reverse("evaluation_open", args=[evaluation.slug])).context["problems"]

    assert "2.8 Coste total por cuenta y año" in problem


def test_the_owner_opens_scoring_ends_it_and_closes(client, cast, draft):
    client.force_login(cast.owner)

    for step in ("open", "moderate", "close"):
        client.post(reverse(f"evaluation_{step}", args=[draft.slug]))

    draft.refresh_from_db()
    assert draft.state == State.CLOSED
    assert len(draft.frozen_fingerprint) == 64


def test_reopening_asks_for_a_reason(client, cast, closed):
    client.force_login(cast.owner)

    response = client.post(reverse("evaluation_reopen", args=[closed.slug]), {"reason": "  "})

    assert response.status_code == 422
    closed.refresh_from_db()
    assert closed.is_closed


def test_reopening_puts_the_reason_on_record(client, cast, closed):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_reopen", args=[closed.slug]), {"reason": "Llegó una oferta"})

    entry = LedgerEntry.objects.get(action="evaluation.reopened")
    assert entry.reason == "Llegó una oferta"


def test_in_the_blind_phase_an_assessor_sees_nobody_elses_progress(client, cast, opened):
    client.force_login(cast.assessor)

    people = client.get(opened.get_absolute_url()).context["people"]

    assert [p["progress"].seat.user for p in people if p["is_seen"]] == [cast.assessor]


def test_the_overview_costs_the_same_queries_with_one_candidate_and_with_three(
    client, cast, make_evaluation, django_assert_max_num_queries
):
    client.force_login(cast.owner)
    one, three = make_evaluation(State.OPEN), make_evaluation(State.OPEN, candidates=3)
    with django_assert_max_num_queries(50) as queries:
        client.get(one.get_absolute_url())

    with django_assert_max_num_queries(len(queries)):
        client.get(three.get_absolute_url())
