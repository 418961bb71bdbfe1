"""An evaluation from open scoring to the signed decision, by hand of everybody in it.

Only the keyboard is used: once with the page's scripts and once without any.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from scoring.domain.assessment import rate_all
from scoring.domain.ledger import verify
from scoring.enums import State
from scoring.models import Assessment, Decision, Evaluation, User
from tests.conftest import Cast, perfect_ratings

from .conftest import watched_page

pytestmark = pytest.mark.browser

SPAM, PHISHING = "6.2", "6.4"  # knock-outs, and what the assessors disagree about
NOT_MET, MET = 0, 2  # the level's place on its scale


class Hand:
    """Somebody at a keyboard who never touches the mouse."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page, self.scripts = page, scripts

    def reach(self, place: Locator) -> None:
        """Tab until it has the focus."""
        expect(place).to_be_visible()
        for _time in range(400):
            if place.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"The keyboard does not reach {place}.")

    def press(self, place: Locator) -> None:
        self.reach(place)
        self.page.keyboard.press("Enter")

    def submit(self, button: Locator) -> None:
        """Press it, and wait for the page that answers."""
        self.reach(button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, radio: Locator) -> None:
        """Tab goes into a group, arrows go round in it."""
        group = radio.locator("xpath=ancestor::fieldset[1]").locator("input[type=radio]")
        for _time in range(400):
            inside = group.evaluate_all("all => all.includes(document.activeElement)")
            if inside:
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _time in range(20):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"The arrows do not reach {radio}.")

    def write(self, place: Locator, text: str) -> None:
        self.reach(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def rate(self, code: str, level: int, note: str) -> None:
        """Rate one card of the page, with a note, and have it saved."""
        card = self.page.locator(f"[id='check-{code}']")
        if self.scripts:
            while not card.evaluate("it => it.contains(document.activeElement)"):
                self.page.keyboard.press("j")
            self.page.keyboard.press(str(level + 1))
            self.page.keyboard.press("n")
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(note)
            self.page.keyboard.press("Escape")
        else:
            self.choose(card.locator(".segs input").nth(level))
            self.write(card.locator("textarea"), note)
            self.submit(self.page.get_by_role("button", name="Save", exact=True))


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def sit_down(
    browser: Browser, live_server: LiveServer, sign_in: Callable, scripts: bool
) -> Iterator[Callable[[User], Hand]]:
    """Gives each person a browser of their own, in English. A conflict is no accident here."""
    with ExitStack() as browsers:

        def sit(person: User) -> Hand:
            pages = contextmanager(watched_page)(browser, ["409"], java_script_enabled=scripts)
            page = browsers.enter_context(pages)
            cookie = {"name": "django_language", "value": "en", "url": live_server.url}
            page.context.add_cookies([cookie])
            sign_in(page, person)
            return Hand(page, scripts=scripts)

        yield sit


@pytest.fixture
def evaluation(make_evaluation: Callable, cast: Cast, at: datetime) -> Evaluation:
    """The owner has rated both candidates; at B two checks are left to the others."""
    made = make_evaluation(State.OPEN, candidates=2)
    ratings = perfect_ratings(made)
    left = {check: said for check, said in ratings.items() if check.code not in (SPAM, PHISHING)}
    for candidate, said in zip(made.candidates.all(), (ratings, left), strict=True):
        rate_all(candidate=candidate, ratings=said, by=cast.owner, at=at)
    return made


def test_three_people_come_to_a_signed_decision(
    live_server: LiveServer, evaluation: Evaluation, cast: Cast, sit_down: Callable[[User], Hand]
) -> None:
    one, other = sit_down(cast.assessor), sit_down(cast.second)
    rate_blind(live_server, evaluation, one, other)
    collide_with_oneself(live_server, evaluation, one, sit_down(cast.assessor))

    owner = sit_down(cast.owner)
    end_scoring(live_server, evaluation, owner)
    settle_and_waive(live_server, evaluation, owner)
    close_and_decide(live_server, evaluation, owner)

    reader = sit_down(cast.procurement)
    reader.page.goto(live_server.url + reverse("comparison", args=[evaluation.slug]))
    told = reader.page.locator("main").text_content()
    assert "Integrador A" in told
    assert "Está en el contrato." in told  # why a failed knock-out was let pass
    assert "Lo muestra todo." in told  # why this one was chosen
    assert Decision.objects.get().candidate.name == "Integrador A"
    assert verify(evaluation) == []


def rate_blind(server: LiveServer, evaluation: Evaluation, one: Hand, other: Hand) -> None:
    """Both at the same time, neither sees anything of the other."""
    address = server.url + reverse("score", args=[evaluation.slug, "integrador-b", 6])
    for hand in (one, other):
        hand.page.goto(address)
    # Each of the two goes on from the page that was made before the other one saved.
    rate_both(one, SPAM, NOT_MET, "Ninguno lo tiene.", then=MET, note="Lo vi funcionar.")
    rate_both(other, SPAM, NOT_MET, "No lo encuentro.", then=NOT_MET, note="Solo lo prometen.")

    other.page.reload()
    assert "Lo vi funcionar." not in other.page.content()
    rated = Assessment.objects.filter(candidate__code="integrador-b", value__isnull=False)
    of_others = rated.exclude(assessor__username="owner")
    told = sorted(of_others.values_list("assessor__username", "rubric_check__code", "value"))
    assert told == [
        ("assessor", SPAM, 0),
        ("assessor", PHISHING, 100),
        ("second", SPAM, 0),
        ("second", PHISHING, 0),
    ]


def rate_both(hand: Hand, first: str, level: int, said: str, *, then: int, note: str) -> None:
    hand.rate(first, level, said)
    wait_for(hand, first, said)
    hand.rate(PHISHING, then, note)
    wait_for(hand, PHISHING, note)


def wait_for(hand: Hand, code: str, note: str) -> None:
    """Until the server has it."""
    for _time in range(100):
        if Assessment.objects.filter(rubric_check__code=code, note=note).exists():
            return
        hand.page.wait_for_timeout(50)
    pytest.fail(f"“{note}” was not saved.")


def collide_with_oneself(
    server: LiveServer, evaluation: Evaluation, desk: Hand, phone: Hand
) -> None:
    """The same cell in two windows of one person: the second is asked which answer stays."""
    address = server.url + reverse("score", args=[evaluation.slug, "integrador-b", 6])
    desk.page.goto(address)
    phone.page.goto(address)
    desk.rate(SPAM, NOT_MET, "Desde la mesa.")
    wait_for(desk, SPAM, "Desde la mesa.")

    phone.rate(SPAM, NOT_MET, "Desde el móvil.")
    conflict = phone.page.locator("[id='check-6.2'] .conflict")
    expect(conflict).to_contain_text("Desde la mesa.")
    expect(conflict).to_contain_text("Desde el móvil.")
    assert not Assessment.objects.filter(note="Desde el móvil.").exists()

    phone.press(conflict.get_by_role("button", name="Keep mine"))
    wait_for(phone, SPAM, "Desde el móvil.")


def end_scoring(server: LiveServer, evaluation: Evaluation, owner: Hand) -> None:
    owner.page.goto(server.url + evaluation.get_absolute_url())
    owner.press(owner.page.locator("summary", has_text="End scoring"))
    owner.submit(owner.page.get_by_role("button", name="End scoring"))
    expect(owner.page.locator(".head .pill").first).to_have_text("In moderation")


def settle_and_waive(server: LiveServer, evaluation: Evaluation, owner: Hand) -> None:
    cell = f"at-integrador-b-{PHISHING.replace('.', '-')}"
    owner.page.goto(f"{server.url}{reverse('moderation', args=[evaluation.slug])}?item={cell}")
    item = owner.page.locator(f"#{cell}")
    expect(item).to_contain_text("Lo vi funcionar.")
    expect(item).to_contain_text("Solo lo prometen.")

    owner.press(item.locator(".acts summary").first)
    owner.choose(item.get_by_label("Partly met"))
    owner.reach(item.get_by_label("Evidence"))
    owner.page.keyboard.type("Documented")
    owner.write(item.get_by_label("Reason").first, "Documentado, no demostrado.")
    owner.submit(item.get_by_role("button", name="Settle it so"))
    expect(owner.page.locator(f"#{cell} .consensus")).to_contain_text("no demostrado")

    gate = owner.page.locator(".requirements li", has_text="Integrador B").first
    owner.press(gate.locator("summary"))
    owner.write(gate.get_by_label("Reason"), "Está en el contrato.")
    owner.submit(gate.get_by_role("button", name="Waive it"))
    expect(owner.page.locator(".requirements .waived")).to_contain_text("Está en el contrato.")


def close_and_decide(server: LiveServer, evaluation: Evaluation, owner: Hand) -> None:
    owner.submit(owner.page.get_by_role("button", name="Close the evaluation").last)
    owner.page.wait_for_url(re.compile("/compare/$"))
    owner.page.goto(server.url + reverse("evaluation_decide", args=[evaluation.slug]))
    owner.choose(owner.page.get_by_label("Integrador A"))
    owner.write(owner.page.get_by_label("Why"), "Lo muestra todo.")
    owner.write(owner.page.get_by_label("Your name"), "Elena Ruiz")
    owner.submit(owner.page.get_by_role("button", name="Sign the decision"))
    expect(owner.page.locator(".decision")).to_contain_text("Elena Ruiz")
