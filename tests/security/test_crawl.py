"""Every page of ours, every role: strangers get 404, and nobody ever gets a 500."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.enums import State
from scoring.models import Evaluation
from tests.security.addresses import links, one_of_each

FILES = (".xlsx", ".csv")  # made anew each time: tests/views/test_download.py
ROLES = ["owner", "assessor", "second", "procurement", "stranger", "admin"]


@pytest.fixture(params=State)
def evaluation(request, make_evaluation) -> Evaluation:
    return make_evaluation(request.param, candidates=2)


@pytest.mark.parametrize("role", ROLES)
def test_no_address_ever_answers_with_a_500(client, cast, evaluation, role):
    client.force_login(getattr(cast, role))
    addresses = one_of_each(evaluation).items()

    answers = {
        (name, method): getattr(client, method)(address).status_code
        for method in ("get", "put", "delete", "post")
        for name, address in addresses
    }

    assert {place: status for place, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("role", ["stranger", "admin"])
def test_without_a_seat_an_evaluation_is_not_found(client, cast, evaluation, role):
    client.force_login(getattr(cast, role))
    addresses = one_of_each(evaluation).items()

    statuses = {
        (name, method): getattr(client, method)(address).status_code
        for method in ("get", "post")
        for name, address in addresses
        if f"/{evaluation.slug}/" in address
    }

    assert set(statuses.values()) <= {404, 405}, statuses


def test_who_has_not_signed_in_is_asked_to(client, evaluation):
    statuses = {
        (name, method): getattr(client, method)(address).status_code
        for name, address in one_of_each(evaluation).items()
        for method in ("get", "post")
    }

    assert set(statuses.values()) == {302}, statuses


def test_a_missing_evaluation_and_a_hidden_one_look_the_same(client, cast, evaluation):
    client.force_login(cast.stranger)
    hidden = client.get(evaluation.get_absolute_url())

    missing = client.get(reverse("evaluation_detail", args=["no-existe"]))

    tokens = re.compile(rb'value="[A-Za-z0-9]{64}"|value="/evaluations/[^"]*"')
    assert tokens.sub(b"", hidden.content) == tokens.sub(b"", missing.content)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_that_a_page_offers_leads_somewhere(client, cast, evaluation, role):
    client.force_login(getattr(cast, role))
    waiting, statuses = {"/"}, {}

    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        statuses[address] = response.status_code
        if response["Content-Type"].startswith("text/html") and not address.startswith("/admin/"):
            found = set(links(response.content.decode(), address)) - set(statuses)
            waiting |= {link for link in found if not link.endswith(FILES)}

    assert {link: status for link, status in statuses.items() if status != 200} == {}


def test_reading_writes_nothing(client, cast, evaluation):
    client.force_login(cast.owner)

    with CaptureQueriesContext(connection) as queries:
        for address in one_of_each(evaluation).values():
            client.get(address)

    writes = [q["sql"] for q in queries if re.match(r"INSERT|UPDATE|DELETE", q["sql"])]
    assert writes == []


def test_a_form_from_elsewhere_is_refused(cast, evaluation):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.owner)

    statuses = {
        name: client.post(address).status_code for name, address in one_of_each(evaluation).items()
    }

    assert set(statuses.values()) == {403}, statuses
