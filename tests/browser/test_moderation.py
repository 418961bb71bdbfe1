"""Moderation in a real browser: settled and waived without a script, accessible in every state."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from scoring.domain import consensus, demo, transition, waiver
from scoring.domain.moderation import moderation_of
from scoring.models import Consensus, Evaluation, Waiver

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 900}
ITEM = "#at-ovea-6-4"


@pytest.fixture
def moderated(rubric, at) -> Evaluation:
    """The demonstration before anything was settled: three people, four candidates, one of them
    excluded. `demo-express`, which one person scores, stands beside it."""
    data = json.loads((settings.BASE_DIR / "fixtures" / "demo.json").read_bytes())
    for one in data["evaluations"]:
        one |= {"state": "moderation", "consensus": [], "declarations": []}
    demo.load(data=data, at=at)
    return Evaluation.objects.get(slug="demo")


@pytest.fixture
def enter(page: Page, live_server, sign_in) -> Callable[..., str]:
    """Signs the owner in, with the pages in English; gives the address of moderation."""

    def enter(evaluation: Evaluation, page: Page = page) -> str:
        cookie = {"name": "django_language", "value": "en", "url": live_server.url}
        page.context.add_cookies([cookie])
        sign_in(page, evaluation.seats.get(role="owner").user)
        return live_server.url + reverse("moderation", args=[evaluation.slug])

    return enter


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def either_page(request, page: Page, no_js_page: Page) -> Iterator[Page]:
    return page if request.param else no_js_page


def settle(page: Page, reason: str) -> None:
    item = page.locator(ITEM)
    item.locator(".acts summary").first.click()
    item.get_by_label("Partly met").check()
    item.get_by_label("Evidence").select_option(label="Documented")
    item.get_by_label("Reason").first.fill(reason)
    item.get_by_role("button", name="Settle it so").click()


def test_an_item_is_settled_and_stays_in_view(either_page: Page, moderated, enter) -> None:
    either_page.goto(enter(moderated, either_page))

    settle(either_page, "Está documentado, y no demostrado.")

    expect(either_page.locator(f"{ITEM} .consensus")).to_contain_text("y no demostrado.")
    expect(either_page.locator(ITEM)).to_be_in_viewport()
    expect(either_page.locator(".progress-panel h2")).to_have_text(
        re.compile("^1 of [0-9]+ settled$")
    )
    assert Consensus.objects.get().value == 50


def test_a_consensus_is_withdrawn(either_page: Page, moderated, enter) -> None:
    either_page.goto(enter(moderated, either_page))
    settle(either_page, "Está documentado.")

    item = either_page.locator(ITEM)
    item.locator(".acts summary", has_text="Withdraw").click()
    item.get_by_label("Reason").last.fill("Era otra cosa.")
    item.get_by_role("button", name="Withdraw the consensus").click()

    expect(either_page.locator(".progress-panel h2")).to_have_text(
        re.compile("^0 of [0-9]+ settled$")
    )
    assert not Consensus.objects.exists()


def test_a_failed_requirement_is_waived(either_page: Page, moderated, enter) -> None:
    either_page.goto(enter(moderated, either_page))

    gates = either_page.locator(".requirements")
    gates.locator("summary", has_text="Let it pass").click()
    gates.get_by_label("Reason").fill("La salida va en nuestro contrato marco.")
    gates.get_by_role("button", name="Waive it").click()

    expect(either_page.locator(".waived")).to_contain_text("contrato marco")
    expect(either_page.locator(".waived")).to_be_in_viewport()
    assert Waiver.objects.get().code == "11.1"


def test_a_refused_form_comes_back_open_where_it_was(either_page: Page, moderated, enter) -> None:
    either_page.goto(enter(moderated, either_page))

    settle(either_page, "")

    item = either_page.locator(ITEM)
    expect(item.get_by_label("Partly met")).to_be_checked()
    expect(item.locator(".settle").first).to_be_in_viewport()
    expect(item.locator(".invalid-feedback")).to_have_text("This field is required.")


def test_a_link_of_a_requirement_leads_to_its_item(page: Page, moderated, enter) -> None:
    page.goto(enter(moderated))

    page.locator(".requirements a").first.click()

    expect(page.locator("article:target")).to_be_in_viewport()


def test_the_agenda_is_filtered_without_a_script(no_js_page: Page, moderated, enter) -> None:
    no_js_page.goto(enter(moderated, no_js_page))
    agenda = moderation_of(moderated.seats.get(role="owner")).agenda
    disputed = [one for one in agenda if one.is_disputed]

    no_js_page.get_by_label("Only where people differ").check()
    no_js_page.get_by_role("button", name="Filter").click()

    expect(no_js_page.locator(".item")).to_have_count(len(disputed))
    expect(no_js_page.get_by_label("Only where people differ")).to_be_checked()


def wrong_with(page: Page, axe) -> list[str]:
    """What axe finds in light and dark with everything unfolded, and what a phone cannot hold."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    wrong = []
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look, reduced_motion="reduce")
        wrong += [f"{look}: {one}" for one in axe(page)]
    page.set_viewport_size(PHONE)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append("wider than a phone")
    page.set_viewport_size(DESK)
    return wrong


@pytest.fixture
def worked(moderated: Evaluation) -> Evaluation:
    """With a consensus and a waiver on record."""
    by = {"by": moderated.seats.get(role="owner").user, "at": timezone.now()}
    ovea = moderated.candidates.get(code="ovea")
    check = moderated.checks().get(code="6.4")
    said = {"value": 50.0, "evidence": 1, "reason": "Está documentado.", "version": 0}
    consensus.settle(candidate=ovea, check=check, **said, **by)
    excluded = moderated.candidates.get(code="prontalista")
    reason = "La salida va en nuestro contrato marco."
    waiver.waive(candidate=excluded, kind="check", code="11.1", reason=reason, **by)
    return moderated


def test_the_page_is_accessible(page: Page, worked, enter, axe) -> None:
    page.goto(enter(worked))

    assert wrong_with(page, axe) == []


def test_a_refused_form_is_accessible(page: Page, moderated, enter, axe) -> None:
    page.goto(enter(moderated))

    settle(page, "")

    assert wrong_with(page, axe) == []


def test_a_collision_is_accessible(page: Page, worked, enter, axe) -> None:
    page.goto(enter(worked))
    Consensus.objects.update(version=7, reason="La otra ventana.")

    page.locator(f"{ITEM} .acts summary", has_text="Change").click()
    page.locator(f"{ITEM} .settle").first.get_by_label("Reason").fill("Esta ventana.")
    page.locator(ITEM).get_by_role("button", name="Settle it so").click()

    expect(page.locator(f"{ITEM} .theirs").first).to_contain_text("La otra ventana.")
    assert wrong_with(page, axe) == []


def test_what_is_closed_is_accessible(page: Page, worked, enter, axe) -> None:
    owner = worked.seats.get(role="owner").user
    transition.close(evaluation=worked, by=owner, at=timezone.now())

    page.goto(enter(worked))

    assert wrong_with(page, axe) == []


def test_who_is_alone_closes_with_one_click(page: Page, moderated, enter, axe) -> None:
    alone = Evaluation.objects.get(slug="demo-express")

    page.goto(enter(alone))
    wrong = wrong_with(page, axe)
    page.get_by_role("button", name="Close the evaluation").click()

    expect(page.locator(".head .pill")).to_have_text("Closed")
    assert wrong == []
