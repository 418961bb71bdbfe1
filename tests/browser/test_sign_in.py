"""The form by which people sign in, with JavaScript and without."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("visitor", ["page", "no_js_page"])
@pytest.mark.parametrize("login", ["owner", "owner@empresa.example"])
def test_a_person_signs_in_by_name_or_address_and_out_again(
    visitor: str, login: str, request: pytest.FixtureRequest, live_server: LiveServer, cast: Cast
) -> None:
    page: Page = request.getfixturevalue(visitor)
    page.goto(live_server.url)
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")

    expect(page).to_have_url(f"{live_server.url}/")

    page.locator("summary", has_text="Owner").click()
    page.locator("form[action='/accounts/logout/'] button").click()

    expect(page.locator("[name=login]")).to_be_visible()


def test_a_wrong_password_opens_nothing(page: Page, live_server: LiveServer, cast: Cast) -> None:
    page.goto(live_server.url)
    page.locator("[name=login]").fill("owner")
    page.locator("[name=password]").fill("guess")
    page.locator("[name=password]").press("Enter")

    expect(page.locator(".alert, .errorlist").first).to_be_visible()

    page.goto(live_server.url)

    expect(page.locator("[name=login]")).to_be_visible()
