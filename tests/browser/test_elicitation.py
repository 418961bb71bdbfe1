"""Weights from people in a real browser: answered, taken, and accessible on every page."""

from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from scoring.domain import elicitation
from scoring.enums import ElicitationMethod
from scoring.models import Evaluation, User

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 900}
CODES = [str(number) for number in range(1, 13)]


@pytest.fixture
def enter(page: Page, live_server, sign_in):
    """Signs in, with the pages in English."""

    def enter(who: User, page: Page = page) -> None:
        cookie = {"name": "django_language", "value": "en", "url": live_server.url}
        page.context.add_cookies([cookie])
        sign_in(page, who)

    return enter


def answer_swing(page: Page, draft: Evaluation) -> None:
    page.get_by_role("link", name=draft.title).click()
    page.get_by_role("link", name="Where the weights come from").click()
    page.get_by_role("link", name="Answer, Swings").click()
    for number in range(1, 13):
        page.locator(f"#id_c{number}").fill("100" if number == 6 else "50")
    page.get_by_role("button", name="See the weights").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_swing_is_answered_and_taken(
    page: Page, no_js_page: Page, live_server, cast, draft, enter, scripts
) -> None:
    page = page if scripts else no_js_page
    enter(cast.owner, page)

    answer_swing(page, draft)
    expect(page.locator(".weights-shown tr").nth(5)).to_contain_text("15.4%")
    page.get_by_role("link", name="Take these weights").click()
    page.get_by_role("button", name="Take these weights").click()

    expect(page.locator(".origin")).to_have_text("From the answer of Owner: Swings.")
    draft.refresh_from_db()
    assert elicitation.origin_of(draft).people == ("Owner",)


def test_the_total_of_the_points_follows_what_is_typed(
    page: Page, live_server, cast, draft, enter
) -> None:
    enter(cast.assessor)
    page.goto(f"{live_server.url}/evaluations/{draft.slug}/weights/ask/points/")

    page.locator("#id_c1").fill("7.5")
    page.locator("#id_c2").fill("20")

    expect(page.locator("[data-total]")).to_have_text("27.5")


def test_the_keyboard_alone_compares_and_the_page_counts(
    page: Page, live_server, cast, draft, enter
) -> None:
    enter(cast.assessor)
    page.goto(f"{live_server.url}/evaluations/{draft.slug}/weights/ask/pairs/")
    page.locator("#id_c1-2").focus()

    for _comparison in range(3):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")

    expect(page.locator("[data-answered]")).to_have_text("3")
    expect(page.locator("#id_c1-4")).to_have_value("9")
    expect(page.locator("#id_c1-5")).to_be_focused()


def test_every_page_is_accessible_and_fits(
    page: Page, live_server, cast, draft, at, enter, axe
) -> None:
    give_answers(draft, cast, at)
    enter(cast.owner)
    weights = f"{live_server.url}/evaluations/{draft.slug}/weights/"
    chosen = draft.elicitations.filter(method="pairs")
    pages = {
        "list": "",
        **{method.value: f"ask/{method}/?best=6&worst=7" for method in ElicitationMethod},
        "ends": "ask/best-worst/?anew=1",
        "answer": f"answers/{chosen[0].pk}/",
        "joined": "adopt/?" + "&".join(f"answer={one.pk}" for one in chosen),
        "refused": "adopt/",
    }

    wrong = {}
    for name, address in pages.items():
        page.goto(weights + address)
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look, reduced_motion="reduce")  # no colour halfway
            if violations := axe(page):
                wrong[name, look] = violations
        page.set_viewport_size(PHONE)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong[name, "phone"] = "wider than the window"
        page.set_viewport_size(DESK)

    assert wrong == {}


def test_a_refused_answer_is_accessible(page: Page, live_server, cast, draft, enter, axe) -> None:
    enter(cast.assessor)
    page.goto(f"{live_server.url}/evaluations/{draft.slug}/weights/ask/pairs/")

    page.locator(".asking").evaluate("form => form.noValidate = true")  # past the browser's own

    page.get_by_role("button", name="See the weights").click()

    expect(page.get_by_role("alert")).to_contain_text("66 answers are missing")
    assert axe(page) == []


def give_answers(draft: Evaluation, cast, at) -> None:
    """Two people by pairs, one of them in circles, and one by points."""
    alike: dict[str, dict[str, float]] = {code: {} for code in CODES}
    for first, second in combinations(CODES, 2):
        alike[first][second] = 1
    circle = {**alike, "1": {**alike["1"], "2": 5, "3": 1 / 5}, "2": {**alike["2"], "3": 5}}
    for who, method, answers in (
        (cast.owner, ElicitationMethod.PAIRS, circle),
        (cast.second, ElicitationMethod.PAIRS, alike),
        (cast.assessor, ElicitationMethod.POINTS, dict.fromkeys(CODES, 1)),
    ):
        elicitation.answer(evaluation=draft, method=method, answers=answers, by=who, at=at)
