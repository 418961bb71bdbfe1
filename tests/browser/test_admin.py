"""The administrator's path to a new version; and the rubric as everybody reads it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scoring.domain import candidate
from scoring.domain.assessment import Rating, rate
from scoring.domain.rubric import make_draft, weights_of
from scoring.domain.transition import open_scoring
from scoring.models import Evaluation, LedgerEntry, Rubric, User
from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.browser

PAGES = [
    "/admin/",
    "/admin/scoring/rubric/",
    "/admin/scoring/rubric/{draft}/change/",
    "/admin/scoring/rubric/{draft}/weights/",
    "/admin/scoring/rubric/{draft}/publish/",
    "/admin/scoring/rubric/{published}/change/",
    "/admin/scoring/rubric/{draft}/delete/",
    "/admin/scoring/check/",
    "/admin/scoring/check/{check}/change/",
    "/admin/scoring/scale/{scale}/change/",
    "/admin/scoring/profile/{profile}/change/",
    "/admin/scoring/user/",
    "/admin/scoring/user/add/",
    "/admin/scoring/evaluation/",
    "/admin/scoring/ledgerentry/",
    "/rubrics/",
    "/rubrics/zimbra-integrator/1/",
    "/rubrics/zimbra-integrator/2/",
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


def weight(page: Page, name: str):
    return page.get_by_role("textbox", name=re.compile(rf"^{re.escape(name)}"))


def test_a_draft_is_made_reweighed_and_published(page: Page, live_server, cast, rubric) -> None:
    language = {"name": "django_language", "value": "en", "url": live_server.url}
    page.context.add_cookies([language])
    page.goto(f"{live_server.url}/admin/")
    page.locator("[name=login]").fill("admin")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.locator("#content .model-rubric a").first.click()
    page.get_by_role("link", name="The 12 competencies of a Zimbra integrator").click()
    page.get_by_role("button", name="Make a draft version").click()
    page.get_by_role("link", name="Weights", exact=True).click()

    weight(page, "6. Solve security problems").fill("20.5")
    expect(page.locator("#total")).to_have_text("107.5")
    expect(page.locator("#difference")).to_have_text("7.5 too much")
    weight(page, "2. Stay within budget").fill("4.5")
    expect(page.locator("#total")).to_have_text("100")
    expect(page.locator("#difference")).to_be_hidden()
    page.get_by_role("button", name="Save the weights").click()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish version 2").click()

    expect(page.locator(".messagelist")).to_contain_text("Version 2 is published.")
    published = Rubric.objects.get(version=2)
    weights = weights_of(published)["competencies"]
    assert published.is_published
    assert (weights["2"], weights["6"]) == ("4.500", "20.500")
    assert [entry.action for entry in LedgerEntry.objects.all()] == [
        "rubric.published",
        "rubric.weighed",
        "rubric.drafted",
    ]


def test_the_shares_of_checks_follow_what_is_typed(
    page: Page, live_server, cast, version2, enter
) -> None:
    enter(page, cast.admin)
    page.goto(f"{live_server.url}/admin/scoring/rubric/{version2.pk}/weights/")
    row = page.locator(".weight", has=weight(page, "3.1 Written, contractual scope"))

    expect(row.locator(".share")).to_have_text("50.0%")
    weight(page, "3.1 Written, contractual scope").fill("150")

    expect(row.locator(".share")).to_have_text("75.0%")
    expect(page.locator("#total")).to_have_text("100")


def test_a_total_that_is_off_is_refused_with_what_was_typed_still_there(
    page: Page, live_server, cast, version2, enter
) -> None:
    enter(page, cast.admin)
    page.goto(f"{live_server.url}/admin/scoring/rubric/{version2.pk}/weights/")
    weight(page, "1. Analyse before proposing").fill("4")

    page.get_by_role("button", name="Save the weights").click()

    expect(page.get_by_role("alert")).to_contain_text("together, not 100: 1 is missing.")
    expect(weight(page, "1. Analyse before proposing")).to_have_value("4")
    expect(page.locator("#total")).to_have_text("99")


def test_the_weights_are_saved_without_javascript(
    no_js_page: Page, live_server, cast, version2, enter
) -> None:
    enter(no_js_page, cast.admin)
    no_js_page.goto(f"{live_server.url}/admin/scoring/rubric/{version2.pk}/weights/")
    weight(no_js_page, "4.5 Zero-message-loss commitment").fill("20")

    no_js_page.get_by_role("button", name="Save the weights").click()

    expect(no_js_page.locator(".messagelist")).to_contain_text("The weights are saved.")
    assert weights_of(version2)["checks"]["4.5"] == "20.000"


# Dark is the same pages in other colours: each kind of page once is enough.
@pytest.mark.parametrize(
    ("scheme", "width", "pages"), [("light", 1280, PAGES), ("dark", 390, PAGES[1:12:2])]
)
def test_every_page_is_accessible_and_fits(
    page: Page, live_server, cast, rubric, version2, opened, enter, axe, scheme, width, pages
) -> None:
    enter(page, cast.admin)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    rows = {
        "draft": version2.pk,
        "published": rubric.pk,
        "check": version2.competencies.first().checks.first().pk,
        "scale": version2.scales.first().pk,
        "profile": version2.profiles.first().pk,
    }
    problems = {}

    for address in pages:
        page.goto(live_server.url + address.format(**rows))
        found = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            problems[address] = found

    assert problems == {}


def test_new_weights_change_the_ranking_of_a_new_evaluation(
    page: Page, live_server, cast, version2, enter, at
) -> None:
    enter(page, cast.admin)
    page.goto(f"{live_server.url}/admin/scoring/rubric/{version2.pk}/weights/")
    weight(page, "1. Analyse before proposing").fill("16")
    weight(page, "2. Stay within budget").fill("1")
    page.get_by_role("button", name="Save the weights").click()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish version 2").click()

    enter(page, cast.owner)
    leaders = [
        leader_of(page, live_server.url, version, by=cast.owner, at=at) for version in (1, 2)
    ]

    assert leaders == ["Barata", "Experta"]  # analysis weighs 5 and budget 12; then 16 and 1


def leader_of(page: Page, site: str, version: int, *, by: User, at) -> str:
    """Who leads a new evaluation by that version: one firm is good at analysis, one at budget."""
    page.goto(f"{site}/evaluations/new/?rubric=zimbra-integrator-v{version}")
    page.get_by_label("Title").fill(f"Version {version}")
    page.get_by_label("Reference budget").fill("60")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("link", name="Overview").wait_for()
    evaluation = Evaluation.objects.get(title=f"Version {version}")
    firms = {
        1: candidate.add(evaluation=evaluation, name="Experta", by=by, at=at),
        2: candidate.add(evaluation=evaluation, name="Barata", by=by, at=at),
    }
    open_scoring(evaluation=evaluation, by=by, at=at)
    for check in evaluation.checks().filter(competency__number__in=firms, points=[]):
        firm = firms[check.competency.number]
        rate(candidate=firm, check=check, rating=Rating(value=100, evidence=4), by=by, at=at)
    page.goto(f"{site}{evaluation.get_absolute_url()}compare/")
    return page.locator(".verdict b").first.inner_text()
