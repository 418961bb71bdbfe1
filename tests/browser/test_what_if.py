"""Other weights in a real browser: by keyboard, in the address, and without a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from scoring.domain.report import dossier_of
from scoring.models import Evaluation

pytestmark = pytest.mark.browser

NOTE = ".what-if-note"


@pytest.fixture
def address(live_server, demo) -> str:
    return live_server.url + reverse("comparison", args=[demo.slug])


def first(page: Page):
    return page.locator(".ranking li").first.locator(".who b")


def move(page: Page) -> None:
    """Two weights as far as they go: enough for somebody else to lead."""
    for number in (2, 7):
        page.locator(f"#points-{number}").press("End")


def leader(evaluation: Evaluation) -> str:
    return dossier_of(evaluation).comparison.candidates[0].name


def test_a_slider_moved_by_keyboard_changes_the_ranking_and_the_address(
    page: Page, demo, sign_in, address
) -> None:
    sign_in(page, demo.seats.get(role="procurement").user)
    page.goto(address)
    official = leader(demo)
    expect(first(page)).to_have_text(official)
    expect(page.locator(NOTE)).to_have_count(0)

    move(page)

    expect(page).to_have_url(re.compile(r"\?w\.2=100&w\.7=100$"))
    expect(page.locator(NOTE)).to_be_visible()
    expect(page.locator(".panel.tried")).to_have_count(3)
    expect(page.locator("#points-7")).to_be_focused()
    expect(page.locator("#share-7 s")).to_contain_text("4")
    moved = first(page).inner_text()
    assert moved != official

    page.reload()

    expect(page.locator(NOTE)).to_be_visible()
    expect(first(page)).to_have_text(moved)
    expect(page.locator("#points-7")).to_have_value("100")

    page.locator("#what-if .do a").click()

    expect(page.locator(NOTE)).to_have_count(0)
    expect(first(page)).to_have_text(official)
    expect(page).to_have_url(re.compile(r"/compare/\??$"))


def test_other_weights_stay_when_another_form_is_sent(page: Page, demo, sign_in, address) -> None:
    sign_in(page, demo.seats.get(role="owner").user)
    page.goto(address)
    page.locator("#points-7").press("End")
    expect(page).to_have_url(re.compile(r"w\.7=100$"))

    page.locator(".pair button").click()

    expect(page).to_have_url(re.compile(r"w\.7=100"))
    expect(page.locator(NOTE)).to_be_visible()


def test_without_a_script_the_sliders_are_a_form(no_js_page: Page, demo, sign_in, address) -> None:
    sign_in(no_js_page, demo.seats.get(role="owner").user)
    no_js_page.goto(address)

    move(no_js_page)
    no_js_page.locator("#what-if .do button").first.click()

    expect(no_js_page.locator(NOTE)).to_be_visible()
    expect(no_js_page.locator("#copy-link")).to_be_hidden()
    assert first(no_js_page).inner_text() != leader(demo)


def test_the_filter_hides_candidates_without_a_script(
    no_js_page: Page, demo, sign_in, address
) -> None:
    sign_in(no_js_page, demo.seats.get(role="owner").user)
    no_js_page.goto(address)
    official = leader(demo)

    no_js_page.locator(".filter summary").click()
    no_js_page.locator(".filter label", has_text=official).locator("input").uncheck()
    no_js_page.locator(".filter button").click()

    expect(no_js_page.locator(".ranking li")).to_have_count(3)
    expect(no_js_page.locator(".ranking")).not_to_contain_text(official)


@pytest.mark.parametrize("query", ["", "?w.7=100", "?w.7=wrong", "?only=ovea"])
def test_every_state_of_the_page_is_accessible_and_fits(
    page: Page, demo, sign_in, address, axe, query
) -> None:
    sign_in(page, demo.seats.get(role="owner").user)
    page.goto(address + query)
    page.evaluate("document.querySelectorAll('.compare details').forEach(one => one.open = true)")

    wrong = {}
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look, reduced_motion="reduce")
        if violations := axe(page):
            wrong[look] = violations
    page.set_viewport_size({"width": 390, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong["phone"] = "wider than the window"

    assert wrong == {}
