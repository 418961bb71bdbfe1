"""No page breaks a rule of axe, in light, in dark and on a phone; nothing sticks out sideways."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = {
    "evaluations": "/",
    "new evaluation": "/evaluations/new/",
    "overview": "/evaluations/demo/",
    "comparison": "/evaluations/demo/compare/",
    "report": "/evaluations/demo/report/",
    "ledger": "/evaluations/demo/ledger/",
    "scoring": "/evaluations/demo-express/score/{code}/6/",
    "evidence": "/evaluations/demo-express/score/{code}/6/evidence/6.2/",
    "candidate": "/evaluations/demo-express/candidates/{code}/",
    "people": "/evaluations/demo-express/people/",
    "rubrics": "/rubrics/",
    "rubric": "/rubrics/zimbra-integrator/1/",
    "password": "/accounts/password/change/",
}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_every_page_is_accessible_and_fits(page: Page, live_server, demo, sign_in, axe, look):
    sign_in(page, demo.seats.get(role="owner").user)
    code = demo.__class__.objects.get(slug="demo-express").candidates.first().code
    page.emulate_media(color_scheme="dark" if look == "dark" else "light")
    page.set_viewport_size({"width": 390 if look == "phone" else 1280, "height": 900})

    wrong = {}
    for name, address in PAGES.items():
        page.goto(live_server.url + address.format(code=code))
        violations = axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if violations or wide:
            wrong[name] = violations or "wider than the window"

    assert wrong == {}


def test_the_sign_in_page_is_accessible(page: Page, live_server, db, axe):
    page.goto(f"{live_server.url}/accounts/login/")

    assert axe(page) == []


def test_a_refused_form_is_accessible(page: Page, live_server, cast, opened, sign_in, axe):
    sign_in(page, cast.assessor)
    page.goto(f"{live_server.url}/evaluations/{opened.slug}/score/integrador-a/11/")
    page.locator("#check-11\\.4 .measure input").fill("doce")

    page.locator(".save-bar button").first.click()

    assert axe(page) == []
