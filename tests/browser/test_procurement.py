"""What procurement can do: read, and take the report along. Nothing else."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring.domain.comparison import compare_evaluation

pytestmark = pytest.mark.browser


def test_procurement_reads_the_comparison_and_downloads_the_report(
    page: Page, live_server, demo, sign_in, take_report
) -> None:
    procurement = demo.seats.get(role="procurement").user
    winner = compare_evaluation(demo).candidates[0]
    sign_in(page, procurement)
    page.get_by_role("link", name=demo.title).click()
    page.get_by_role("link", name="Comparar", exact=True).click()
    expect(page.locator("main")).to_contain_text(winner.name)

    document = take_report(page)

    pages = PdfReader(io.BytesIO(document)).pages
    first = pages[0].extract_text()
    assert winner.name in first
    assert f"{winner.score.proven:.1f}".replace(".", ",") in first


def test_procurement_finds_nothing_to_change(page: Page, live_server, demo, sign_in) -> None:
    sign_in(page, demo.seats.get(role="procurement").user)
    address = f"{live_server.url}{demo.get_absolute_url()}"

    for tab, reports in (("", 0), ("compare/", 0), ("report/", 2), ("ledger/", 0)):
        page.goto(address + tab)
        actions = page.locator("main form[method=post]")
        expect(actions).to_have_count(reports)  # a report and a letter: they change nothing


def test_while_scoring_is_open_procurement_is_told_to_wait(
    page: Page, live_server, cast, opened, sign_in
) -> None:
    sign_in(page, cast.procurement)

    page.get_by_role("link", name=opened.title).click()

    expect(page.get_by_role("link", name="Comparar", exact=True)).to_have_count(0)
