"""A real Chromium. A page on which anything goes wrong unasked fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from scoring.models import User

FLAGS = [
    "--no-sandbox",  # which root cannot have
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing = "There is no Chromium on this machine (apt install chromium)."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    # Playwright keeps an event loop in this thread; what the tests ask of the database is no part
    # of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)
        connections.close_all()  # inside an event loop Django has others than outside


@pytest.fixture
def expected() -> list[str]:
    """What goes wrong on purpose: a test puts in how it begins, `409` say, before it happens."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, expected: list[str]) -> Iterator[Page]:
    yield from watched_page(browser, expected)


@pytest.fixture
def no_js_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from watched_page(browser, java_script_enabled=False)


def watched_page(browser: Browser, expected: Sequence[str] = (), **options: Any) -> Iterator[Page]:
    """A page of a new visitor. What the page itself cancels (a download does) is in order, and
    so is a refusal that a whole page tells of, or that the test declared as expected."""
    wrong: list[str] = []

    def console(message: Any) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(message.text)  # a violation of the content security policy, say

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            wrong.append(f"{request.failure} {request.url}")

    def answered(response: Response) -> None:
        told = response.request.is_navigation_request() and response.status < 500
        if response.status >= 400 and not told:
            wrong.append(f"{response.status} {response.url}")

    # Colours that still fade are neither the old ones nor the new.
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    page.on("console", console)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", failed)
    page.on("response", answered)
    yield page
    context.close()
    assert [text for text in wrong if not text.startswith(tuple(expected))] == []


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Signs a person in and goes to their first page. The form itself is `test_sign_in`'s."""

    def enter(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(live_server.url)

    return enter


@pytest.fixture
def take_report() -> Callable[[Page], bytes]:
    """From the comparison to the file: as it is offered, in the language of the page."""

    def take(page: Page) -> bytes:
        page.locator(".head .actions a[href$='/report/']").click()
        page.locator("form.edition button").first.click()
        with page.expect_download(timeout=120_000) as download:
            page.locator("[data-stage=done] a[download]").click(timeout=120_000)
        return download.value.path().read_bytes()

    return take


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What breaks a rule of accessibility on a page: the rule, and where."""

    def violations(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]

    return violations
