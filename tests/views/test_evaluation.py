from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.enums import State, Tier
from scoring.models import Evaluation, LedgerEntry
from tests.conftest import rate_perfectly

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


def test_what_is_left_out_needs_a_reason_and_names_the_check(client, cast, draft):
    check = draft.checks().get(code="6.4")
    client.force_login(cast.owner)

    response = client.post(
        reverse("evaluation_setup", args=[draft.slug]), SETUP | {f"out_{check.pk}": "on"}
    )

    assert response.status_code == 422
    assert list(response.context["form"].scope.errors) == [f"why_{check.pk}"]
    assert not draft.exclusions.exists()


def test_what_is_deeper_than_the_tier_is_out_already(client, cast, draft):
    deeper = draft.rubric.competencies.get(number=6).checks.filter(tier=Tier.FULL).first()
    client.force_login(cast.owner)

    said = {f"out_{deeper.pk}": "on", f"why_{deeper.pk}": "No nos toca."}
    client.post(reverse("evaluation_setup", args=[draft.slug]), SETUP | said)

    draft.refresh_from_db()
    assert draft.title == "Correo 2027"
    assert not draft.exclusions.exists()


def test_leaving_everything_out_is_refused(client, cast, draft):
    client.force_login(cast.owner)
    said = {f"out_{check.pk}": "on" for check in draft.checks()}
    said |= {f"why_{check.pk}": "No nos toca." for check in draft.checks()}

    response = client.post(reverse("evaluation_setup", args=[draft.slug]), SETUP | said)

    assert list(response.context["form"].scope.errors) == ["__all__"]


def test_of_the_method_only_what_differs_is_kept(client, cast, draft):
    client.force_login(cast.owner)
    said = {
        "minimum_total": "60",
        "tie_1": "6",
        "tie_2": "",
        "tie_3": "2",
        "clear_first": "90",
        "clear_flip": "5",
        "narrow_first": "55,5",
        "draws": "10000",
        "concentration": "300",
    }

    client.post(reverse("evaluation_setup", args=[draft.slug]), SETUP | said)

    draft.refresh_from_db()
    assert draft.method == {
        "minimum_total": 60.0,
        "tie_break": ["6", "2"],
        "narrow": {"first": 0.555},
        "concentration": 300.0,
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minimum_total": "101"}, "minimum_total"),
        ({"tie_1": "6", "tie_2": "6"}, "tie_2"),
        ({"tie_1": "13"}, "tie_1"),
        ({"narrow_first": "80", "clear_first": "70"}, "narrow_first"),
        ({"draws": "7"}, "draws"),
        ({"clear_flip": "mucho"}, "clear_flip"),
    ],
)
def test_a_method_that_cannot_be_names_the_field(client, cast, draft, said, field):
    client.force_login(cast.owner)

    response = client.post(reverse("evaluation_setup", args=[draft.slug]), SETUP | said)

    assert response.status_code == 422
    assert list(response.context["form"].method.errors) == [field]


def test_the_page_marks_what_differs_from_the_defaults(client, cast, draft):
    Evaluation.objects.update(method={"minimum_total": 60, "draws": 5000})
    client.force_login(cast.owner)

    form = client.get(reverse("evaluation_setup", args=[draft.slug])).context["form"].method

    assert [name for name, field in form.fields.items() if field.differs] == [
        "minimum_total",
        "draws",
    ]


def test_the_reason_flags_are_the_owners_to_set(client, cast, draft):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_setup", args=[draft.slug]), SETUP | {"reason_for_gates": "on"})

    draft.refresh_from_db()
    assert (draft.reason_for_gates, draft.reason_for_extremes) == (True, False)


def test_withdrawing_asks_for_a_reason(client, cast, opened):
    client.force_login(cast.owner)

    response = client.post(reverse("evaluation_withdraw", args=[opened.slug]), {"reason": ""})

    assert response.status_code == 422
    opened.refresh_from_db()
    assert opened.is_open


def test_withdrawing_goes_back_to_a_draft(client, cast, opened):
    client.force_login(cast.owner)

    client.post(reverse("evaluation_withdraw", args=[opened.slug]), {"reason": "Falta uno"})

    opened.refresh_from_db()
    assert opened.is_draft


def test_once_somebody_has_scored_withdrawing_is_refused_and_not_offered(client, cast, opened, at):
    rate_perfectly(opened.candidates.get(), by=cast.second, at=at)
    client.force_login(cast.owner)
    withdraw = reverse("evaluation_withdraw", args=[opened.slug])

    response = client.post(withdraw, {"reason": "Falta uno"})

    assert response.status_code == 422
    assert len(response.context["problems"]) == 1
    assert withdraw not in client.get(opened.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("person", ["owner", "assessor", "procurement"])
def test_the_overview_of_every_state_offers_each_person_their_own_steps(
    client, cast, make_evaluation, state, person
):
    evaluation = make_evaluation(state)
    client.force_login(getattr(cast, person))

    page = client.get(evaluation.get_absolute_url()).content.decode()

    steps = {
        State.DRAFT: {"open"},
        State.OPEN: {"moderate", "rules", "withdraw"},
        State.MODERATION: {"close", "rules"},
        State.CLOSED: {"decide", "reopen"},
        State.DECIDED: set(),
    }
    every = {"open", "withdraw", "moderate", "close", "reopen", "rules", "decide"}
    offered = {one for one in every if f"{evaluation.get_absolute_url()}{one}/" in page}
    assert offered == (steps[state] if person == "owner" else set())


@pytest.mark.parametrize(("person", "counted"), [("owner", 3), ("assessor", 1)])
def test_a_card_counts_everybody_for_the_owner_and_an_assessor_alone(
    client, cast, opened, at, person, counted
):
    rate_perfectly(opened.candidates.get(), by=cast.second, at=at)
    client.force_login(getattr(cast, person))

    [card] = client.get("/").context["cards"]

    checks = opened.checks().count()
    answered = checks if person == "owner" else 0
    assert (card.scorers, card.answered, card.total) == (counted, answered, counted * checks)


def test_in_the_blind_phase_what_others_have_to_do_is_the_owners_to_know(client, cast, opened):
    client.force_login(cast.assessor)
    own = client.get(opened.get_absolute_url()).context["todos"]
    client.force_login(cast.owner)
    every = client.get(opened.get_absolute_url()).context["todos"]

    assert {one.who.user for one in own} == {cast.assessor}
    assert {one.who.user for one in every} == {cast.owner, cast.assessor, cast.second}


@pytest.mark.parametrize("page", ["evaluation_create", "evaluation_setup", "evaluation_refreeze"])
def test_a_form_that_comes_back_empty_is_shown_again(client, cast, make_evaluation, page):
    state = State.OPEN if page == "evaluation_refreeze" else State.DRAFT
    slug = [make_evaluation(state).slug] if page != "evaluation_create" else []
    client.force_login(cast.owner)
    before = Evaluation.objects.count()

    response = client.post(reverse(page, args=slug))

    assert response.status_code == 200
    assert Evaluation.objects.count() == before
