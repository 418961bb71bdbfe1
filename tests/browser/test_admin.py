"""The admin: people and the record."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from scoring.domain.rubric import make_draft
from scoring.models import Rubric, User
from tests.conftest import Cast

pytestmark = pytest.mark.browser

PAGES = [
    "/admin/",
    "/admin/scoring/user/",
    "/admin/scoring/user/add/",
    "/admin/scoring/evaluation/",
    "/admin/scoring/ledgerentry/",
]


@pytest.fixture
def version2(rubric: Rubric, cast: Cast, at) -> Rubric:
    return make_draft(rubric=rubric, by=cast.admin, at=at)


@pytest.fixture
def enter(live_server, sign_in) -> Callable[[Page, User], None]:
    """Signs a person in who reads English."""

    def go(page: Page, user: User) -> None:
        language = {"name": "django_language", "value": "en", "url": live_server.url}
        page.context.add_cookies([language])
        sign_in(page, user)

    return go


# Dark is the same pages in other colours: each kind of page once is enough.
@pytest.mark.parametrize(
    ("scheme", "width", "pages"), [("light", 1280, PAGES), ("dark", 390, PAGES[1::2])]
)
def test_every_page_is_accessible_and_fits(
    page: Page, live_server, cast, version2, opened, enter, axe, scheme, width, pages
) -> None:
    enter(page, cast.admin)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    problems = {}

    for address in pages:
        page.goto(live_server.url + address)
        found = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            problems[address] = found

    assert problems == {}
