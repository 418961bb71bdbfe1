"""The scoring room in a real browser: it saves by itself, and loses nothing."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from scoring.enums import State, Tier
from scoring.models import Assessment, Evaluation, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
LOST = ["net::ERR_INTERNET_DISCONNECTED", "htmx:"]  # what a lost connection says in the console


@pytest.fixture
def enter(page: Page, live_server, sign_in, cast, opened):
    """Opens a page of the room as the assessor, in English; competency 6 unless told otherwise."""

    def enter(
        path: str = "integrador-a/6/",
        *,
        page: Page = page,
        who: User = cast.assessor,
        evaluation: Evaluation = opened,
    ) -> None:
        cookie = {"name": "django_language", "value": "en", "url": live_server.url}
        page.context.add_cookies([cookie])
        sign_in(page, who)
        page.goto(f"{live_server.url}/evaluations/{evaluation.slug}/score/{path}")

    return enter


def card(page: Page, code: str = "6.2") -> Locator:
    return page.locator(f"[id='check-{code}']")


def status(page: Page) -> Locator:
    return page.locator(".save-status")


def rate(page: Page, level: int, code: str = "6.2") -> None:
    card(page, code).locator(".segs label").nth(level).click()


def write(page: Page, note: str, code: str = "6.2") -> None:
    """Type the note and leave it: what is left is saved at once."""
    card(page, code).locator("textarea").fill(note)
    card(page, code).locator("textarea").blur()


def stored(code: str = "6.2") -> Assessment:
    return Assessment.objects.get(rubric_check__code=code)


def wait_until_nothing_is_kept(page: Page) -> None:
    for _time in range(100):
        if not page.evaluate("Object.keys(localStorage).length"):
            return
        page.wait_for_timeout(100)
    pytest.fail("Something is still kept on the device.")


# Saving


def test_a_card_saves_by_itself(page, enter):
    enter()

    rate(page, 1)
    card(page).locator(".ladder label").nth(3).click()
    write(page, "We saw it.")

    expect(status(page)).to_contain_text("Saved")
    expect(card(page).locator(".cell-status")).to_contain_text("Saved")
    saved = stored()
    assert (saved.value, saved.evidence, saved.note) == (50, 3, "We saw it.")


def test_a_pause_in_typing_saves_and_leaves_the_caret_where_it_is(page, enter):
    enter()
    note = card(page).locator("textarea")
    note.press_sequentially("We saw it")
    note.press("Home")

    expect(status(page)).to_contain_text("Saved")
    page.keyboard.type("Indeed: ")

    expect(note).to_have_value("Indeed: We saw it")
    expect(note).to_be_focused()


def test_what_is_typed_while_a_save_is_under_way_is_saved_after_it(page, enter):
    enter()
    held = []
    page.route("**/check/6.2/", lambda route: held.append(route), times=1)
    note = card(page).locator("textarea")
    note.fill("The first half")
    expect(status(page)).to_contain_text("Saving")
    note.press_sequentially(" and the second")

    held[0].continue_()

    expect(card(page)).to_have_attribute("data-save", "saved")
    expect(note).to_have_value("The first half and the second")
    assert stored().note == "The first half and the second"


def test_the_ring_and_the_counts_follow(page, enter):
    enter()

    rate(page, 1)
    write(page, "We saw it.")

    expect(page.locator("#ring-6 .done")).to_be_attached()
    expect(page.locator("#here-count")).to_contain_text("1 of")
    expect(page.locator("#all-count")).to_contain_text("1 of")


def test_a_rating_that_wants_its_reason_says_so_until_it_has_it(page, enter):
    enter()

    rate(page, 2)
    expect(card(page).locator(".why")).to_contain_text("Say why")
    write(page, "The report of January.")

    expect(card(page).locator(".why")).to_have_count(0)


def test_a_wrong_figure_is_told_at_its_field_and_stays_as_it_was_typed(page, enter, expected, axe):
    expected.append("422")
    enter()
    figure = card(page, "6.9").locator(".measure input")

    figure.fill("abc")
    figure.blur()

    expect(status(page)).to_contain_text("Not saved")
    expect(figure).to_have_value("abc")
    expect(figure).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []


# Two windows


@pytest.fixture
def other(page, live_server, enter, expected):
    """A second window of the same person, at the same page."""
    expected.append("409")
    enter()
    window = page.context.new_page()
    window.goto(page.url)
    return window


def collide(page: Page, other: Page) -> None:
    write(other, "The other window")
    expect(status(other)).to_contain_text("Saved")
    write(page, "This window")
    expect(card(page).locator(".conflict")).to_contain_text("The other window")


def test_two_windows_collide_and_mine_is_kept(page, other, axe):
    collide(page, other)
    violations = axe(page)

    card(page).get_by_role("button", name="Keep mine").click()

    expect(status(page)).to_contain_text("Saved")
    expect(card(page)).to_be_focused()
    assert stored().note == "This window"
    assert violations == []


def test_two_windows_collide_and_the_stored_one_is_taken(page, other):
    collide(page, other)

    card(page).get_by_role("button", name="Take what is stored").click()

    expect(card(page).locator("textarea")).to_have_value("The other window")
    expect(card(page)).to_be_focused()
    assert stored().note == "The other window"


def test_until_one_chooses_nothing_is_overwritten(page, other):
    collide(page, other)

    write(page, "This window goes on")

    page.wait_for_timeout(1500)
    assert stored().note == "The other window"


# A lost connection


def test_what_is_typed_offline_is_sent_when_the_connection_is_back(page, enter, expected, axe):
    expected.extend(LOST)
    enter()
    page.context.set_offline(True)
    write(page, "Typed in the lift")
    expect(status(page)).to_contain_text("Offline")
    violations = axe(page)

    page.context.set_offline(False)

    expect(status(page)).to_contain_text("Saved")
    assert stored().note == "Typed in the lift"
    assert violations == []


def test_what_is_typed_offline_survives_closing_the_tab(page, enter, expected):
    expected.extend(LOST)
    enter()
    context, address = page.context, page.url
    context.set_offline(True)
    write(page, "Typed in the lift")
    expect(status(page)).to_contain_text("Offline")
    page.close()

    context.set_offline(False)
    again = context.new_page()
    again.goto(address)

    expect(card(again).locator("textarea")).to_have_value("Typed in the lift")
    expect(card(again)).to_have_attribute("data-save", "saved")
    assert stored().note == "Typed in the lift"


def test_another_page_of_the_room_sends_what_was_left_behind(page, enter, expected):
    expected.extend(LOST)
    enter()
    context, address = page.context, page.url
    context.set_offline(True)
    write(page, "Typed in the lift")
    expect(status(page)).to_contain_text("Offline")
    page.close()

    context.set_offline(False)
    again = context.new_page()
    again.goto(address.replace("/6/", "/7/"))

    wait_until_nothing_is_kept(again)
    assert stored().note == "Typed in the lift"


def test_a_server_that_fails_is_asked_again(page, enter, expected):
    expected.append("503")
    enter()
    page.route("**/check/6.2/", lambda route: route.fulfill(status=503), times=1)

    write(page, "Typed while it restarts")

    expect(status(page)).to_contain_text("No answer from the server")
    expect(status(page)).to_contain_text("Saved")
    assert stored().note == "Typed while it restarts"


def test_leaving_the_page_in_the_middle_of_a_word_saves_it(page, enter):
    enter()
    card(page).locator("textarea").press_sequentially("Half a sen")

    page.locator(".side a").first.click()

    expect(page.locator(".bar2 h2")).to_contain_text("1.")
    wait_until_nothing_is_kept(page)
    assert stored().note == "Half a sen"


def test_the_next_person_on_the_device_sees_nothing_of_it(page, enter, cast, expected):
    expected.extend(LOST)
    enter()
    page.context.set_offline(True)
    write(page, "Typed in the lift")
    expect(status(page)).to_contain_text("Offline")
    page.close()
    page.context.set_offline(False)

    window = page.context.new_page()
    enter(page=window, who=cast.second)

    expect(card(window).locator("textarea")).to_have_value("")
    assert not Assessment.objects.exists()


def test_signing_out_clears_the_device(page, enter, expected):
    expected.append("503")
    enter()
    page.route("**/check/6.2/", lambda route: route.fulfill(status=503))
    write(page, "Typed in vain")
    expect(status(page)).to_contain_text("No answer from the server")
    page.on("dialog", lambda dialog: dialog.accept())

    page.locator(".me .menu").last.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page).to_have_url(page.url)
    page.wait_for_url("**/accounts/login/")
    assert page.evaluate("Object.keys(localStorage)") == []


# A session that is over


def test_typed_text_survives_a_session_that_is_over(page, enter, cast, expected, axe):
    expected.append("401")
    enter()
    Session.objects.all().delete()
    write(page, "Typed too late")
    expect(status(page)).to_contain_text("You were signed out")
    violations = axe(page)

    with page.context.expect_page() as opened:
        status(page).get_by_role("link", name="sign in").click()
    window = opened.value
    window.locator("[name=login]").fill(cast.assessor.username)
    window.locator("[name=password]").fill(PASSWORD)
    window.locator("[name=password]").press("Enter")

    expect(status(page)).to_contain_text("Saved")
    expect(card(page).locator("textarea")).to_have_value("Typed too late")
    assert stored().note == "Typed too late"
    assert violations == []


# The keyboard


def test_the_keyboard_alone_scores_a_whole_competency(page, enter):
    enter()
    cards = page.locator(".ck")
    cards.first.focus()

    for place in range(cards.count()):
        expect(cards.nth(place)).to_be_focused()
        if cards.nth(place).locator(".measure").count():
            page.keyboard.press("1")
            page.keyboard.type("12")
            page.keyboard.press("Escape")
        else:
            page.keyboard.press("2")
        page.keyboard.press("e")
        page.keyboard.press("n")
        page.keyboard.type("1 judge enjoyed naming all keys")
        page.keyboard.press("Escape")
        page.keyboard.press("j")

    expect(page.locator('.ck:not([data-save="saved"])')).to_have_count(0)
    saved = Assessment.objects.exclude(value=None).filter(evidence=1)
    assert saved.count() == cards.count()
    assert set(saved.values_list("note", flat=True)) == {"1 judge enjoyed naming all keys"}


def test_a_abstains_and_takes_it_back(page, enter):
    enter()
    card(page).focus()

    page.keyboard.press("a")
    expect(card(page).get_by_label("I abstain")).to_be_checked()
    page.keyboard.press("a")

    expect(card(page).get_by_label("No answer yet")).to_be_checked()


def test_arrows_move_within_a_rating(page, enter):
    enter()
    card(page).focus()
    page.keyboard.press("1")

    page.keyboard.press("ArrowRight")

    expect(status(page)).to_contain_text("Saved")
    assert stored().value == 50


def test_the_list_of_keys_opens_and_gives_the_focus_back(page, enter, axe):
    enter()
    card(page).focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    violations = axe(page)

    page.keyboard.press("Escape")

    expect(card(page)).to_be_focused()
    assert violations == []


def test_the_keys_can_be_switched_off_and_stay_off(page, enter):
    enter()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()

    card(page).focus()
    page.keyboard.press("1")

    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    assert card(page).locator(".segs input:checked").count() == 0


# Several at once


@pytest.mark.parametrize("scripts", [True, False])
def test_several_checks_are_rated_at_once_and_undone(
    page, no_js_page, enter, cast, scripts, axe
) -> None:
    page = page if scripts else no_js_page
    enter(page=page)
    page.get_by_text("Rate several at once").click()
    group = page.locator(".batch .group").filter(has_text="6.2")
    group.locator(".segs label").last.click()
    page.get_by_label("One note for all of them").fill("As in the offer, 4.2")
    page.get_by_role("button", name="Rate the ticked checks").click()
    expect(page.locator(".undo")).to_contain_text("in one go")
    rated = Assessment.objects.filter(value=100, note="As in the offer, 4.2").count()
    violations = axe(page) if scripts else []

    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".messages")).to_contain_text("Undone")
    assert rated > 1
    assert not Assessment.objects.filter(value=100).exists()
    assert violations == []


def test_what_was_rated_on_a_card_is_not_ticked_any_more(page, enter):
    enter()

    rate(page, 1)
    expect(status(page)).to_contain_text("Saved")
    page.get_by_text("Rate several at once").click()

    expect(page.locator(".batch").get_by_role("checkbox", name="6.2")).not_to_be_checked()


# Directions, sizes, looks


def test_the_switch_of_direction_keeps_the_place(page, enter):
    enter()
    card(page, "6.3").focus()

    page.get_by_role("link", name="By check").click()
    expect(page.locator(".bar2 h2")).to_contain_text("6.3")
    page.get_by_role("link", name="By candidate").click()

    expect(page).to_have_url(page.url.partition("#")[0] + "#check-6.3")


def test_across_each_candidate_saves_by_itself(page, enter, make_evaluation):
    made = make_evaluation(State.OPEN, candidates=3)
    enter("check/6.2/", evaluation=made)

    page.locator("#candidate-integrador-b .segs label").nth(1).click()

    expect(status(page)).to_contain_text("Saved")
    assert stored().candidate.code == "integrador-b"


def test_without_javascript_two_windows_collide_and_one_chooses(
    no_js_page, enter, live_server, axe
):
    enter(page=no_js_page)
    other = no_js_page.context.new_page()
    other.goto(no_js_page.url)
    for window, note in ((other, "The other window"), (no_js_page, "This window")):
        card(window).locator("textarea").fill(note)
        window.get_by_role("button", name="Save", exact=True).click()
    expect(card(no_js_page).locator(".conflict")).to_contain_text("The other window")

    no_js_page.get_by_role("button", name="Keep mine").click()

    expect(no_js_page.locator(".messages")).to_contain_text("1 check saved")
    assert stored().note == "This window"


@pytest.mark.parametrize("path", ["integrador-a/6/", "integrador-a/1/", "check/6.2/"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_page_of_the_room_is_accessible_and_fits_a_phone(
    page, enter, make_evaluation, path, look, axe
):
    made = make_evaluation(State.OPEN, candidates=2, tier=Tier.STANDARD)
    page.emulate_media(color_scheme=look, reduced_motion="reduce")
    enter(path, evaluation=made)
    wide = axe(page)
    page.set_viewport_size(PHONE)

    narrow = axe(page)

    assert wide + narrow == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_a_phone_every_target_is_big(page, enter):
    enter()
    page.set_viewport_size(PHONE)

    small = page.eval_on_selector_all(
        ".ck .segs label, .ck .ladder label, .ck .other label, .side a, .save-bar .btn",
        "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 34)"
        ".map(e => e.textContent)",
    )

    assert small == []
