"""Who may enter: nobody without an account, nobody who is no administrator; and what GET leaves."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .pages import addresses

NOT_ADMINISTRATORS = ["owner", "assessor", "procurement", "stranger"]
ELSEWHERE = {  # pages that only lead on
    "app_list",
    "login",
    "password_change",
    "password_change_done",
}
ONLY_POST = {"logout"}
NEVER = {  # people are deactivated, and the ledger only grows
    "scoring_user_delete",
    "scoring_ledgerentry_add",
    "scoring_ledgerentry_delete",
}
NO_FIELD_ASKS = {"autocomplete"}
NOTHING_THERE = {"view_on_site"}  # the first row of the first type has no page


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_not_signed_in_is_asked_to(client, version2, method):
    ends = {
        name: getattr(client, method)(address, follow=True).redirect_chain[-1][0].split("?")[0]
        for name, address in addresses().items()
    }

    assert set(ends.values()) == {"/accounts/login/"}, ends


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client):
    response = client.get("/admin/scoring/user/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/scoring/user/"


@pytest.mark.parametrize("address", ["//elsewhere.example/", "https://elsewhere.example/"])
def test_signing_in_never_leads_elsewhere(administrator, address):
    response = administrator.get("/admin/login/", {"next": address})

    assert response["Location"] == "/admin/"


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_others_the_admin_is_not_found(client, cast, version2, role, method):
    client.force_login(getattr(cast, role))
    answers = {
        name: getattr(client, method)(address).status_code
        for name, address in {**addresses(), "unknown": "/admin/unknown/"}.items()
    }

    assert set(answers.values()) == {404}, answers


def test_a_deactivated_administrator_is_asked_to_sign_in(administrator, cast):
    cast.admin.is_active = False
    cast.admin.save()

    response = administrator.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_an_administrator_opens_every_page(administrator, version2, opened):
    answers = {
        name: administrator.get(address).status_code for name, address in addresses().items()
    }

    other = {name: status for name, status in answers.items() if status != 200}
    assert other == {
        **dict.fromkeys(ELSEWHERE, 302),
        **dict.fromkeys(ONLY_POST, 405),
        **dict.fromkeys(NEVER | NO_FIELD_ASKS, 403),
        **dict.fromkeys(NOTHING_THERE, 404),
    }


def test_reading_writes_nothing(administrator, version2, opened):
    with CaptureQueriesContext(connection) as queries:
        for address in addresses().values():
            administrator.get(address)

    writes = [q["sql"] for q in queries if re.match(r"INSERT|UPDATE|DELETE", q["sql"])]
    assert writes == []


def test_a_form_from_elsewhere_is_refused(cast, version2):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)

    answers = {name: client.post(address).status_code for name, address in addresses().items()}

    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("place", ["user", "ledgerentry", "rubric"])
def test_a_row_that_is_not_there_is_no_error(administrator, version2, place):
    pages = ("change", "delete", "history", "password")
    statuses = {
        address: administrator.get(address, follow=True).status_code
        for key in ("999999", "9" * 30, "abc", "-1", "1.5", "%00")
        for address in (f"/admin/scoring/{place}/{key}/{page}/" for page in pages)
    }

    assert {address: status for address, status in statuses.items() if status >= 500} == {}
