"""The pages of an evaluation's life, in each state and after each mistake, hold to axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from scoring.enums import State
from tests.conftest import end, rate_perfectly

pytestmark = pytest.mark.browser

SEND = "main form[method=post] button.btn-primary"


@pytest.fixture
def rated(make_evaluation, cast, at):
    """One candidate that could be chosen, and one about whom nothing is known."""
    made = make_evaluation(State.OPEN, candidates=2)
    rate_perfectly(made.candidates.first(), by=cast.owner, at=at)
    return made


def address(live_server, page: str, evaluation) -> str:
    return live_server.url + reverse(page, args=[evaluation.slug])


@pytest.mark.parametrize("state", State)
def test_the_overview_of_every_state_is_accessible(
    page: Page, live_server, cast, make_evaluation, sign_in, axe, state
):
    evaluation = make_evaluation(state)
    sign_in(page, cast.owner)
    page.goto(live_server.url + evaluation.get_absolute_url())

    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert axe(page) == []


@pytest.mark.parametrize("name", ["evaluation_setup", "evaluation_refreeze", "declaration"])
def test_a_form_that_was_refused_is_accessible(
    page: Page, live_server, cast, make_evaluation, sign_in, axe, name
):
    state = State.DRAFT if name == "evaluation_setup" else State.OPEN
    evaluation = make_evaluation(state, declared=name != "declaration")
    sign_in(page, cast.owner)
    page.goto(address(live_server, name, evaluation))
    page.evaluate("document.querySelectorAll('form').forEach(one => { one.noValidate = true })")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for box in page.locator("#scope li:not(.deeper) input[type=checkbox]").all()[:2]:
        box.check()

    page.locator(SEND).last.click()

    expect(page.locator(".invalid-feedback").first).to_be_visible()
    assert axe(page) == []


def test_what_a_check_weighs_follows_what_is_left_out(
    page: Page, live_server, cast, draft, sign_in
):
    sign_in(page, cast.owner)
    page.goto(address(live_server, "evaluation_setup", draft))
    group = page.locator("#scope details[data-number='1']")
    expect(group.locator("[data-kept]")).to_have_text("4/4 · 5 %")

    group.locator("summary").click()
    group.locator("li:not(.deeper) input[type=checkbox]").first.check()

    expect(group.locator("[data-kept]")).to_have_text("3/4 · 5 %")


def test_the_owner_signs_after_a_mistake_was_told(
    page: Page, live_server, cast, rated, sign_in, axe, at
):
    end(evaluation=rated, by=cast.owner, at=at)
    sign_in(page, cast.owner)
    page.goto(address(live_server, "evaluation_decide", rated))
    page.get_by_label("Integrador A").check()
    page.locator("[name=signature]").fill("Elena Ruiz")
    page.locator(SEND).click()
    assert axe(page) == []
    expect(page.get_by_label("Integrador A")).to_be_checked()

    page.locator("[name=reason]").fill("Lo muestra todo.")
    page.locator(SEND).click()

    expect(page.locator(".decision")).to_contain_text("Elena Ruiz")
    assert axe(page) == []
