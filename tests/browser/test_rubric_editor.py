"""The administrator's path to a new version, and every page of the editor looked at by axe."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scoring.domain import candidate
from scoring.domain.assessment import Rating, rate
from scoring.domain.contents import contents_of
from scoring.domain.rubric import make_draft, weights_of
from scoring.domain.transition import open_scoring
from scoring.models import Evaluation, LedgerEntry, Rubric, User
from tests.conftest import Cast

pytestmark = pytest.mark.browser

DRAFT = "/rubrics/zimbra-integrator/2/"
PAGES = [
    "/rubrics/",
    "/rubrics/new/",
    "/rubrics/import/",
    "/rubrics/zimbra-integrator/",
    "/rubrics/zimbra-integrator/1/",
    "/rubrics/zimbra-integrator/1/diff/2/",
    DRAFT + "review/",
    DRAFT + "edit/?open=scope",
    DRAFT + "edit/about/",
    DRAFT + "edit/competencies/3/",
    DRAFT + "edit/competencies/3/remove/",
    DRAFT + "edit/checks/11.4/",
    DRAFT + "edit/competencies/3/checks/new/",
    DRAFT + "edit/scales/graded/",
    DRAFT + "edit/scales/graded/remove/",
    DRAFT + "edit/profiles/balanced/",
    DRAFT + "weights/",
    DRAFT + "weights/swing/",
    DRAFT + "weights/best-worst/",
    DRAFT + "publish/",
    DRAFT + "discard/",
]


@pytest.fixture
def version2(rubric: Rubric, cast: Cast, at) -> Rubric:
    made = make_draft(rubric=rubric, by=cast.admin, at=at)
    made.competencies.filter(number=1).update(weight=6)
    made.competencies.filter(number=2).update(weight=11, title_en="Stay in the budget")
    return made


@pytest.fixture
def enter(live_server, sign_in) -> Callable[[Page, User], None]:
    """Signs a person in who reads English."""

    def go(page: Page, user: User) -> None:
        language = {"name": "django_language", "value": "en", "url": live_server.url}
        page.context.add_cookies([language])
        sign_in(page, user)

    return go


def edit_reweigh_and_publish(page: Page, site: str, folder: Path) -> None:
    """What an administrator does for a new version, with a script or without."""
    page.goto(f"{site}/rubrics/zimbra-integrator/1/")
    page.get_by_role("button", name="Make a draft of version 1").click()
    page.goto(f"{site}{DRAFT}edit/?open=migration")
    page.locator("#check-4\\.5 a").click()
    page.locator("#id_title_en").fill("No message lost")
    page.locator("#id_guidance_fr").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".own-findings")).to_contain_text("A text is missing: guidance (French).")
    page.get_by_role("link", name="Weights", exact=True).click()
    page.get_by_text("Let questions find the weights").click()
    page.get_by_role("link", name="Answer, Swings").click()
    for box in page.locator(".question input").all():
        box.fill("50")
    page.get_by_label("6. Solve security problems").fill("100")
    page.get_by_role("button", name="See the weights").click()
    page.get_by_role("button", name="Take these weights").click()
    expect(page.locator(".messages")).to_contain_text("These are the draft’s weights now.")
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.locator(".messages")).to_contain_text("Version 2 is published.")


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
def test_a_draft_is_edited_reweighed_published_exported_and_imported_again(
    request, live_server, cast, rubric, enter, tmp_path, scripted
) -> None:
    page = request.getfixturevalue("page" if scripted else "no_js_page")
    enter(page, cast.admin)
    edit_reweigh_and_publish(page, live_server.url, tmp_path)
    published = Rubric.objects.get(version=2)

    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    download.value.save_as(tmp_path / "rubric.xlsx")
    page.goto(f"{live_server.url}/rubrics/import/")
    page.locator("input[type=file]").set_input_files(tmp_path / "rubric.xlsx")
    page.get_by_role("button", name="Look at the changes").click()
    expect(page.locator(".difference")).to_contain_text("They say the same, to the last word.")
    page.get_by_role("button", name="Make it the draft").click()

    expect(page.locator(".messages")).to_contain_text("Imported: version 3 is a draft now.")
    assert contents_of(Rubric.objects.get(version=3)).as_json() == contents_of(published).as_json()
    assert weights_of(published)["competencies"]["6"] == "15.385"
    assert [entry.action for entry in LedgerEntry.objects.order_by("pk")] == [
        *("rubric.drafted", "rubric.edited", "rubric.weighed", "rubric.published"),
        "rubric.drafted",
    ]


def weight(page: Page, name: str):
    return page.get_by_role("textbox", name=re.compile(rf"^{re.escape(name)}"))


def test_totals_and_shares_follow_what_is_typed(page, live_server, cast, rubric, at, enter) -> None:
    make_draft(rubric=rubric, by=cast.admin, at=at)
    enter(page, cast.admin)
    page.goto(f"{live_server.url}{DRAFT}weights/")
    row = page.locator(".weight", has=weight(page, "3.1 Written, contractual scope"))
    expect(row.locator(".share")).to_have_text("50.0%")

    weight(page, "3.1 Written, contractual scope").fill("150")
    weight(page, "6. Solve security problems").fill("20.5")

    expect(row.locator(".share")).to_have_text("75.0%")
    expect(page.locator("#total")).to_have_text("107.5")
    expect(page.locator("#difference")).to_have_text("7.5 too much")


def looked_at(page: Page, axe) -> list[str]:
    found = axe(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    return found


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_page_is_accessible_and_fits(
    page: Page, live_server, cast, version2, enter, axe, scheme, width
) -> None:
    enter(page, cast.admin)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    problems = {}

    for address in PAGES:
        page.goto(live_server.url + address)
        if found := looked_at(page, axe):
            problems[address] = found

    assert problems == {}


def test_every_refusal_is_accessible_and_fits(
    page: Page, live_server, cast, version2, enter, axe, tmp_path
) -> None:
    enter(page, cast.admin)
    problems = {}

    def look(name: str) -> None:
        if found := looked_at(page, axe):
            problems[name] = found

    page.goto(f"{live_server.url}{DRAFT}edit/checks/11.4/")
    page.locator("#id_title_fr").fill("")
    page.locator("#id_points").fill("many")
    page.get_by_role("button", name="Save", exact=True).click()
    look("a wrong check")
    page.goto(f"{live_server.url}{DRAFT}edit/scales/graded/")
    page.locator("#id_levels-0-value").fill("500")
    page.get_by_role("button", name="Save", exact=True).click()
    look("a wrong level")
    page.goto(f"{live_server.url}{DRAFT}weights/")
    weight(page, "6. Solve security problems").fill("x")
    page.get_by_role("button", name="Save the weights").click()
    look("a wrong weight")
    page.goto(f"{live_server.url}{DRAFT}edit/checks/4.5/")
    version2.competencies.get(number=4).checks.filter(code="4.5").update(title_en="Theirs")
    page.locator("#id_title_en").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".clashes")).to_contain_text("Theirs")
    look("two at once")
    page.goto(f"{live_server.url}{DRAFT}weights/swing/")
    page.get_by_role("button", name="See the weights").click()
    look("answers missing")
    file = tmp_path / "rubric.yaml"
    file.write_text("format: 1\nslug: a b\ntitle: {es: a}\n")
    page.goto(f"{live_server.url}/rubrics/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at the changes").click()
    expect(page.locator(".file-problems")).to_contain_text("line 2, column 7")
    look("a wrong file")
    version2.competencies.filter(number=1).update(weight=1)
    page.goto(f"{live_server.url}{DRAFT}publish/")
    look("not whole")

    assert problems == {}


def test_new_weights_change_the_ranking_of_a_new_evaluation(
    page: Page, live_server, cast, rubric, enter, at
) -> None:
    make_draft(rubric=rubric, by=cast.admin, at=at)
    enter(page, cast.admin)
    page.goto(f"{live_server.url}{DRAFT}weights/")
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
