"""No page breaks a rule of axe, in light or in dark; on a phone nothing sticks out sideways."""

import pytest
from playwright.sync_api import Page

from scoring.models import Evaluation

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 900}

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
    "rubric": "/rubrics/zimbra-integrator/1/",
    "review": "/rubrics/zimbra-integrator/1/review/",
    "tokens": "/tokens/",
    "new token": "/tokens/new/",
    "password": "/accounts/password/change/",
}


def test_every_page_is_accessible_and_fits(page: Page, live_server, demo, sign_in, axe):
    sign_in(page, demo.seats.get(role="owner").user)
    code = Evaluation.objects.get(slug="demo-express").candidates.first().code

    wrong = {}
    for name, address in PAGES.items():
        page.goto(live_server.url + address.format(code=code))
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look, reduced_motion="reduce")  # no colour halfway
            if violations := axe(page):
                wrong[name, look] = violations
        page.set_viewport_size(PHONE)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong[name, "phone"] = "wider than the window"
        page.set_viewport_size(DESK)

    assert wrong == {}


def test_the_sign_in_page_is_accessible(page: Page, live_server, db, axe):
    page.goto(f"{live_server.url}/accounts/login/")

    assert axe(page) == []
