"""A person makes a token, a programme reads with it, and the person takes it back."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_token_is_made_used_and_revoked(page: Page, live_server, closed, cast, sign_in, axe):
    sign_in(page, cast.owner)
    page.locator("details.menu summary", has_text="Owner").click()
    page.get_by_role("link", name="API").click()
    page.locator("a[href='/tokens/new/']").click()

    page.locator("[name=name]").fill("Cuadro de mando")
    page.locator("[name=scopes][value=comparison]").check()
    page.locator("main button.btn-primary").click()

    secret = page.locator(".note.success code").inner_text()
    assert axe(page) == []
    address = f"/api/v1/evaluations/{closed.slug}/comparison"
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get(address, headers=bearer).status_code == 200

    page.locator("main a.btn-primary").click()
    assert axe(page) == []
    page.locator("form[action$='/revoke/'] button").click()
    expect(page.locator("form[action$='/revoke/']")).to_have_count(0)

    assert Client().get(address, headers=bearer).status_code == 401
