"""A person's own tokens: made with a form, shown once, revoked with a button."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain import token as domain
from scoring.models import Token
from tests.api.conftest import ask  # noqa: F401  a fixture
from tests.conftest import Cast
from tests.pages import form_of

LIST, NEW = "/tokens/", "/tokens/new/"
FORM = {"name": "Cuadro de mando", "scopes": ["comparison"], "evaluation": "", "lifetime": "30"}


@pytest.fixture
def owner(client: Client, cast: Cast) -> Client:
    client.force_login(cast.owner)
    return client


def secrets_in(page: str) -> set[str]:
    return set(re.findall(r"iev_[\w-]{43}", page))


def test_the_menu_leads_to_the_tokens(owner):
    assert f'href="{LIST}"' in owner.get("/").content.decode()


def test_the_form_begins_with_little_for_a_short_while(owner):
    typed = form_of(owner.get(NEW))

    assert (typed["scopes"], typed["evaluation"], typed["lifetime"]) == ("evaluations", "", "90")


def test_a_token_is_shown_once_and_opens_what_it_says(owner, cast, closed, ask):  # noqa: F811  the fixture
    made = owner.post(NEW, FORM)

    [secret] = secrets_in(made.content.decode())
    comparison = reverse("api_comparison", args=[closed.slug])
    assert made.status_code == 201
    assert "no-store" in made["Cache-Control"]
    assert secrets_in(owner.get(LIST).content.decode()) == set()
    assert ask(comparison, secret).status_code == 200
    assert ask(reverse("api_evaluation_list"), secret).status_code == 403


def test_a_page_that_is_sent_again_makes_no_second_token(owner):
    owner.post(NEW, FORM)

    again = owner.post(NEW, FORM)

    assert again.status_code == 422
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"lifetime": "366"}, "lifetime"),
        ({"lifetime": ""}, "lifetime"),
        ({"lifetime": "x"}, "lifetime"),
        ({"evaluation": "999999"}, "evaluation"),
        ({"evaluation": "x"}, "evaluation"),
    ],
)
def test_a_form_that_is_wrong_says_where_and_keeps_what_was_typed(owner, changes, field):
    response = owner.post(NEW, FORM | {"name": "Panel de compras"} | changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert form_of(response)["name"] == changes.get("name", "Panel de compras")
    assert not Token.objects.exists()


def test_an_evaluation_of_others_cannot_be_chosen(client, cast, closed):
    client.force_login(cast.stranger)

    response = client.post(NEW, FORM | {"evaluation": closed.pk})

    assert list(response.context["form"].errors) == ["evaluation"]
    assert closed.title not in client.get(NEW).content.decode()


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(owner, cast, ask):  # noqa: F811  the fixture
    [secret] = secrets_in(owner.post(NEW, FORM | {"scopes": ["evaluations"]}).content.decode())

    page = owner.post(reverse("token_revoke", args=[Token.objects.get().pk]), follow=True)

    assert ask(reverse("api_evaluation_list"), secret).status_code == 401
    assert "Cuadro de mando" in page.content.decode()
    assert "/revoke/" not in page.content.decode()


def test_tokens_of_others_are_neither_seen_nor_revoked(owner, client, cast):
    owner.post(NEW, FORM)
    token = Token.objects.get()
    client.force_login(cast.assessor)

    page = client.get(LIST)
    response = client.post(reverse("token_revoke", args=[token.pk]))

    assert "Cuadro de mando" not in page.content.decode()
    assert response.status_code == 404
    assert domain.Token.objects.get().revoked_at is None


def test_an_administrator_reads_in_the_ledger_that_it_was_made(owner, client, cast):
    owner.post(NEW, FORM)
    client.force_login(cast.admin)

    page = client.get("/admin/scoring/ledgerentry/?action=token.issued").content.decode()

    assert "Cuadro de mando" in page


def test_many_tokens_are_listed_with_the_queries_of_one(owner, closed):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            owner.get(LIST)
        return len(captured)

    owner.post(NEW, FORM | {"evaluation": closed.pk})
    one = queries()
    for name in ("Dos", "Tres"):
        owner.post(NEW, FORM | {"name": name, "evaluation": closed.pk})

    assert queries() == one
