"""Choosing a report, watching it being made, taking it along."""

import io

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring.domain import issue
from scoring.domain.edition import Edition
from scoring.enums import ReportFailure
from scoring.models import Evaluation, Report, User
from tests.conftest import NOBODY_COMES

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 900}
LONG = 120_000  # milliseconds: a report, on a busy machine


def go_to_reports(page: Page, live_server, evaluation: Evaluation) -> None:
    page.goto(f"{live_server.url}{evaluation.get_absolute_url()}report/")


def choose(page: Page) -> None:
    """In French, with one section, without names."""
    page.locator("#id_language").select_option("fr")
    page.locator("[name=content][value=own]").check()
    for box in page.locator("[name=sections]").all():
        box.set_checked(box.get_attribute("value") == "method")
    page.locator("[name=people][value=letters]").check()


def test_the_cio_chooses_a_report_watches_it_being_made_and_takes_it_along(
    page: Page, live_server, demo, sign_in
) -> None:
    sign_in(page, demo.seats.get(role="owner").user)
    go_to_reports(page, live_server, demo)
    expect(page.locator(".edition .sections")).to_be_hidden()

    choose(page)
    page.locator("form.edition button").first.click()
    expect(page.locator(".making").first).to_be_visible()
    with page.expect_download(timeout=LONG) as download:
        page.locator("[data-stage=done] a[download]").click(timeout=LONG)

    kept = Report.objects.get()
    assert issue.edition_of(kept) == Edition(
        language="fr", sections=frozenset({"method"}), anonymous=True
    )
    document = download.value.path().read_bytes()
    assert download.value.suggested_filename == kept.filename
    assert PdfReader(io.BytesIO(document)).trailer["/Root"]["/Lang"] == "fr"
    go_to_reports(page, live_server, demo)
    expect(page.locator("#kept tbody tr")).to_have_count(1)
    expect(page.locator("#kept code")).to_have_text(kept.sha256[:12])


def test_the_page_follows_the_making_by_itself_and_takes_up_what_was_left(
    page: Page, live_server, demo, sign_in, settings
) -> None:
    at_once, settings.TASKS = settings.TASKS, NOBODY_COMES
    sign_in(page, demo.seats.get(role="owner").user)
    go_to_reports(page, live_server, demo)
    page.locator("form.edition button").first.click()
    status = page.locator("main .status")

    expect(status).to_have_attribute("data-stage", "queued")
    held = issue.claim(at=timezone.now())
    expect(status).to_have_attribute("data-stage", "rendering")
    settings.TASKS = at_once
    Report.objects.update(lease=timezone.now())  # whoever made it is gone
    expect(status).to_have_attribute("data-stage", "done", timeout=LONG)

    held.refresh_from_db()
    assert (held.state, held.attempts) == ("done", 2)


def test_a_report_can_be_had_without_javascript(
    no_js_page: Page, live_server, demo, sign_in
) -> None:
    sign_in(no_js_page, demo.seats.get(role="procurement").user)
    go_to_reports(no_js_page, live_server, demo)
    no_js_page.set_default_timeout(LONG)

    no_js_page.locator("[name=content][value=short]").check()
    no_js_page.locator("form.edition button").first.click()

    with no_js_page.expect_download() as download:
        no_js_page.locator("a[download]").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"


@pytest.fixture
def in_every_state(demo) -> list[Report]:
    """A report that is made, one that failed, one that is being made, one behind it."""
    owner = demo.seats.get(role="owner").user
    by = {"evaluation": demo, "by": owner, "at": timezone.now()}

    def make(dossier, *, edition: Edition, at, by: User) -> bytes:
        if edition.language == "en":
            raise issue.NotMade
        return b"%PDF-1.7"

    for language in ("es", "en"):
        issue.ask(edition=Edition(language=language), **by)
    issue.make_waiting(make=make, clock=timezone.now)
    for candidate in ("", demo.candidates.first().code):
        issue.ask(edition=Edition(language="fr", candidate=candidate), **by)
    issue.claim(at=timezone.now())
    assert set(Report.objects.values_list("failure", flat=True)) == {"", ReportFailure.BROKEN}
    return list(Report.objects.order_by("pk"))


def test_every_stage_is_accessible_and_fits(
    page: Page, live_server, demo, sign_in, axe, in_every_state
) -> None:
    sign_in(page, demo.seats.get(role="owner").user)
    here = f"{live_server.url}{demo.get_absolute_url()}report/"

    wrong, stages = {}, []
    for address in (here, *(f"{here}{one.uuid}/" for one in in_every_state)):
        page.goto(address)
        stages += [one.get_attribute("data-stage") for one in page.locator("main .status").all()]
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look, reduced_motion="reduce")
            if violations := axe(page):
                wrong[address, look] = violations
        page.set_viewport_size(PHONE)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong[address, "phone"] = "wider than the window"
        page.set_viewport_size(DESK)

    assert wrong == {}
    assert stages == ["done", "failed", "rendering", "behind"]
