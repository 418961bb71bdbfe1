"""How the API answers, whatever it is asked: methods, headers, cookies, and nothing written."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import Evaluation
from tests.conftest import Cast
from tests.security.addresses import api_addresses

UNSAFE = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"]


@pytest.mark.parametrize("method", UNSAFE)
def test_nothing_can_be_changed(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast, method: str
) -> None:
    secret = secret_of(cast.owner)

    responses = [ask(address, secret, method=method) for address in api_addresses(closed).values()]

    assert {one.status_code for one in responses} == {405}
    assert {one["Allow"] for one in responses} == {"GET, HEAD, OPTIONS"}
    assert {one["Content-Type"] for one in responses} == {"application/problem+json"}


def test_a_forged_form_finds_nothing_to_forge(closed: Evaluation, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.owner)

    statuses = {client.post(address).status_code for address in api_addresses(closed).values()}

    assert statuses == {405}


def test_options_tell_what_is_allowed(ask: Callable, closed: Evaluation) -> None:
    responses = [ask(one, "", method="OPTIONS") for one in api_addresses(closed).values()]

    assert {(one.status_code, one["Allow"], one.content) for one in responses} == {
        (204, "GET, HEAD, OPTIONS", b"")
    }
    assert not any("Access-Control-Allow-Origin" in one for one in responses)


def test_head_is_get_without_its_body(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast
) -> None:
    secret = secret_of(cast.owner)

    for address in api_addresses(closed).values():
        got, head = (ask(address, secret, method=method) for method in ("GET", "HEAD"))

        assert (head.status_code, head.content) == (got.status_code, b"")
        assert dict(head.items()) == dict(got.items())


@pytest.mark.parametrize("kind", ["answer", "refusal"])
def test_every_answer_is_locked_down_and_kept_by_no_cache(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast, kind: str
) -> None:
    secret = secret_of(cast.owner) if kind == "answer" else "none"

    for address in api_addresses(closed).values():
        response = ask(address, secret)

        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cache-Control"] == "no-store"
        assert re.match(r"application/(problem\+)?json$", response["Content-Type"])


@pytest.mark.parametrize("session", ["none", "of somebody", "forged"])
def test_no_cookie_is_set_or_taken_away(
    secret_of: Callable, closed: Evaluation, cast: Cast, session: str
) -> None:
    client = Client(headers={"Authorization": f"Bearer {secret_of(cast.owner)}"})
    if session == "of somebody":
        client.force_login(cast.stranger)
    if session == "forged":
        client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32

    for address in api_addresses(closed).values():
        response = client.get(address)

        assert "Set-Cookie" not in str(response.serialize_headers(), "latin-1")
        assert "Cookie" not in response["Vary"]


def test_reading_writes_nothing_and_asks_for_no_session(
    secret_of: Callable, closed: Evaluation, cast: Cast
) -> None:
    client = Client(headers={"Authorization": f"Bearer {secret_of(cast.owner)}"})
    client.force_login(cast.owner)

    with CaptureQueriesContext(connection) as queries:
        for address in api_addresses(closed).values():
            client.get(address)

    told = [query["sql"] for query in queries]
    assert [sql for sql in told if re.match(r"INSERT|UPDATE|DELETE", sql)] == []
    assert [sql for sql in told if "django_session" in sql] == []


def test_an_address_that_is_none_is_told_as_the_api_tells_things(ask: Callable) -> None:
    response = ask("/api/v1/evaluations/x/y/z/", "")

    assert response.status_code == 404
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here, or nothing that the token's person may know of.",
        "reason": "not-found",
    }


@pytest.mark.parametrize("name", ["api_evaluation_list", "api_evaluation_detail", "api_comparison"])
def test_the_count_of_queries_does_not_depend_on_the_count_of_evaluations_or_candidates(
    ask: Callable,
    secret_of: Callable,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    name: str,
) -> None:
    secret = secret_of(cast.owner)

    def queries(evaluation: Evaluation) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask(api_addresses(evaluation)[name], secret).status_code == 200
        return len(captured)

    counts = [queries(make_evaluation("closed", candidates=count)) for count in (1, 2, 3)]

    assert counts == counts[:1] * 3


def test_problems_are_asked_for_with_few_queries(
    ask: Callable, secret_of: Callable, closed: Evaluation, cast: Cast
) -> None:
    secret = secret_of(cast.owner)

    with CaptureQueriesContext(connection) as captured:
        ask(reverse("api_problem", args=[closed.slug]), secret)

    assert len(captured) < 20
