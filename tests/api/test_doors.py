"""Who reads what through the API: what the pages show the same person, and with no other key."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scoring.domain import declaration, transition
from scoring.domain import token as domain
from scoring.enums import State, TokenScope
from scoring.models import Evaluation
from tests.conftest import Cast
from tests.security.addresses import api_addresses

LIST, DETAIL, COMPARISON, PROBLEM, REPORTS, FILE = READ = (
    *("api_evaluation_list", "api_evaluation_detail"),
    *("api_comparison", "api_problem"),
    *("api_report_list", "api_report_file"),
)
# In this order. No report was made here: its file is not found where a list is.
ALL = (200, 200, 200, 200, 200, 404)
BLIND = (200, 200, 403, 403, 403, 403)
STRANGE = (200, 404, 404, 404, 404, 404)

SEATED_AND_NOT = {
    state: {
        "owner": seen,
        "assessor": seen,
        "procurement": seen,
        "stranger": STRANGE,
        "admin": STRANGE,
    }
    for state, seen in (
        (State.DRAFT, BLIND),
        (State.OPEN, BLIND),
        (State.MODERATION, ALL),
        (State.CLOSED, ALL),
        (State.DECIDED, ALL),
    )
}

SCOPES = {
    TokenScope.EVALUATIONS: (200, 200, 403, 403, 403, 403),
    TokenScope.COMPARISON: (403, 403, 200, 200, 403, 403),
    TokenScope.REPORTS: (403, 403, 403, 403, 200, 404),
}


def answers(ask: Callable, evaluation: Evaluation, secret: str) -> tuple[int, ...]:
    addresses = api_addresses(evaluation)
    return tuple(ask(addresses[name], secret).status_code for name in READ)


def test_every_address_of_the_api_is_in_the_tables(draft: Evaluation) -> None:
    assert set(api_addresses(draft)) == {*READ, "api_description", "api_missing"}


@pytest.mark.parametrize("state", State)
def test_each_person_reads_what_the_pages_show_them(
    ask: Callable,
    secret_of: Callable,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    state: State,
) -> None:
    evaluation = make_evaluation(state)

    table = {
        role: answers(ask, evaluation, secret_of(getattr(cast, role)))
        for role in SEATED_AND_NOT[state]
    }

    assert table == SEATED_AND_NOT[state]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", ["owner", "assessor", "procurement", "stranger"])
def test_the_api_opens_where_the_page_does(
    ask: Callable,
    secret_of: Callable,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    role: str,
    state: State,
) -> None:
    evaluation = make_evaluation(state)
    person = getattr(cast, role)
    browser = Client()
    browser.force_login(person)
    pages = ["evaluation_list", "evaluation_detail", "comparison"]
    addresses = ["/", *(reverse(page, args=[evaluation.slug]) for page in pages[1:])]

    statuses = tuple(browser.get(address).status_code for address in addresses)

    assert answers(ask, evaluation, secret_of(person))[:3] == statuses


def test_who_scores_alone_compares_at_any_time(
    ask: Callable, secret_of: Callable, make_evaluation: Callable[..., Evaluation], cast: Cast
) -> None:
    evaluation = make_evaluation(State.OPEN, alone=True)

    assert answers(ask, evaluation, secret_of(cast.owner)) == ALL


def test_an_assessor_declares_first(
    ask: Callable, secret_of: Callable, make_evaluation: Callable[..., Evaluation], cast: Cast
) -> None:
    evaluation = make_evaluation(State.OPEN, declared=False)

    response = ask(api_addresses(evaluation)[DETAIL], secret_of(cast.assessor))

    assert (response.status_code, response.json()["reason"]) == (403, "declare-first")


def test_what_others_said_of_a_candidate_waits_for_who_is_recused_from_it(
    ask: Callable,
    secret_of: Callable,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    at: datetime,
) -> None:
    evaluation = make_evaluation(State.OPEN, candidates=2)
    interest = declaration.Interest(recused=True, statement="Trabajé allí.")
    seat = evaluation.seats.get(user=cast.assessor)
    of = {evaluation.candidates.first(): interest}
    declaration.declare(seat=seat, interests=of, by=cast.assessor, at=at)
    secrets = [secret_of(cast.assessor), secret_of(cast.second)]

    statuses = []
    for state in (State.MODERATION, State.CLOSED):
        step_to(evaluation, state, cast, at)
        statuses.append([answers(ask, evaluation, secret)[2:5] for secret in secrets])

    shown, hidden = (200, 200, 200), (200, 403, 403)
    assert statuses == [[hidden, shown], [shown, shown]]


def step_to(evaluation: Evaluation, state: State, cast: Cast, at: datetime) -> None:
    step = {State.MODERATION: transition.moderate, State.CLOSED: transition.close}[state]
    step(evaluation=evaluation, by=cast.owner, at=at)


@pytest.mark.parametrize("scope", TokenScope)
def test_a_token_reads_what_its_scope_says(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast, scope: TokenScope
) -> None:
    assert answers(ask, closed, secret_of(cast.owner, scope)) == SCOPES[scope]


def test_a_scope_that_is_missing_is_named(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast
) -> None:
    secret = secret_of(cast.owner, TokenScope.EVALUATIONS)

    response = ask(api_addresses(closed)[COMPARISON], secret)

    assert response.json()["reason"] == "insufficient-scope"
    asked = 'Bearer error="insufficient_scope", scope="comparison"'
    assert response["WWW-Authenticate"] == asked


def test_a_token_of_one_evaluation_knows_no_other(
    ask: Callable, secret_of: Callable, make_evaluation: Callable[..., Evaluation], cast: Cast
) -> None:
    its_own, another, blind = (
        make_evaluation(state) for state in (State.CLOSED, State.CLOSED, State.OPEN)
    )
    secret = secret_of(cast.owner, evaluation=its_own)

    listed = ask(reverse(LIST), secret).json()["evaluations"]

    assert [one["slug"] for one in listed] == [its_own.slug]
    assert answers(ask, its_own, secret) == ALL
    assert answers(ask, another, secret) == STRANGE
    assert answers(ask, blind, secret) == STRANGE


def test_a_seat_that_is_taken_away_takes_its_evaluation_along(
    ask: Callable, secret_of: Callable, draft: Evaluation, cast: Cast
) -> None:
    secret = secret_of(cast.procurement, evaluation=draft)

    draft.seats.get(user=cast.procurement).delete()

    assert answers(ask, draft, secret) == STRANGE
    assert ask(reverse(LIST), secret).json() == {"evaluations": []}


# What opens nothing, made of a secret that would.
USELESS = {
    "none": lambda secret: {},
    "empty": lambda secret: {"Authorization": "Bearer "},
    "without its scheme": lambda secret: {"Authorization": secret},
    "of another scheme": lambda secret: {"Authorization": f"Basic {secret}"},
    "unknown": lambda secret: {"Authorization": f"Bearer {secret[:-1]}!"},
    "its digest": lambda secret: {"Authorization": f"Bearer {domain._digest_of(secret)}"},
    "in another header": lambda secret: {"X-Authorization": f"Bearer {secret}"},
    "in a cookie": lambda secret: {"Cookie": f"token={secret}"},
}


@pytest.fixture
def refusal(ask: Callable, db: None) -> tuple:
    """What is answered to who has no token at all."""
    return told(ask(reverse(LIST), ""))


def told(response) -> tuple:
    kept = {name: value for name, value in response.items() if name != "Expires"}
    return response.status_code, kept, response.content


def test_who_brings_no_token_is_told_what_to_send(refusal: tuple) -> None:
    status, headers, content = refusal

    assert status == 401
    assert headers["WWW-Authenticate"] == 'Bearer realm="Integrator Eval"'
    assert headers["Content-Type"] == "application/problem+json"
    assert b"Authorization: Bearer" in content


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("useless", USELESS)
def test_what_is_no_token_opens_nothing_and_tells_nothing(
    secret_of: Callable, closed: Evaluation, cast: Cast, refusal: tuple, useless: str, name: str
) -> None:
    address = api_addresses(closed)[name]
    secret = secret_of(cast.owner)

    response = Client().get(address, {"token": secret}, headers=USELESS[useless](secret))

    assert told(response) == refusal


@pytest.mark.parametrize("end", ["expired", "revoked", "deactivated"])
def test_a_token_that_has_ended_is_as_unknown_as_one_that_never_was(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast, refusal: tuple, end: str
) -> None:
    secret = secret_of(cast.owner, ago=timedelta(days=2 if end == "expired" else 0))
    if end == "revoked":
        now = timezone.now()
        domain.revoke(token=cast.owner.tokens.get(), by=cast.owner, at=now)
    if end == "deactivated":
        cast.owner.is_active = False
        cast.owner.save()

    answered = {told(ask(api_addresses(closed)[name], secret)) == refusal for name in READ}

    assert answered == {True}


def test_a_browser_that_is_signed_in_opens_nothing(
    client: Client, closed: Evaluation, cast: Cast, refusal: tuple
) -> None:
    client.force_login(cast.owner)

    assert {told(client.get(api_addresses(closed)[name])) == refusal for name in READ} == {True}


def test_a_missing_evaluation_and_a_hidden_one_look_the_same(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast
) -> None:
    secret = secret_of(cast.stranger)

    hidden, missing = (
        told(ask(reverse(DETAIL, args=[slug]), secret)) for slug in (closed.slug, "no-existe")
    )

    assert hidden == missing
