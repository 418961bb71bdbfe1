"""What procurement can do: read, and take the report along. Nothing else."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring.domain.comparison import compare_evaluation

pytestmark = pytest.mark.browser


def test_procurement_reads_the_comparison_and_downloads_the_report(
    page: Page, live_server, demo, sign_in
) -> None:
    procurement = demo.seats.get(role="procurement").user
    winner = compare_evaluation(demo).candidates[0]
    sign_in(page, procurement)
    page.get_by_role("link", name=demo.title).click()
    page.get_by_role("link", name="Comparar", exact=True).click()
    expect(page.locator("main")).to_contain_text(winner.name)

    with page.expect_download() as download:
        page.get_by_role("link", name="Descargar").first.click()

    pages = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    first = pages[0].extract_text()
    assert winner.name in first
    assert f"{winner.score.proven:.1f}".replace(".", ",") in first


def test_procurement_finds_nothing_to_change(page: Page, live_server, demo, sign_in) -> None:
    sign_in(page, demo.seats.get(role="procurement").user)
    address = f"{live_server.url}{demo.get_absolute_url()}"

    for tab in ("", "compare/", "report/", "ledger/"):
        page.goto(address + tab)
        actions = page.locator("main form[method=post]")
        expect(actions).to_have_count(0)


def test_while_scoring_is_open_procurement_is_told_to_wait(
    page: Page, live_server, cast, opened, sign_in
) -> None:
    sign_in(page, cast.procurement)

    page.get_by_role("link", name=opened.title).click()

    expect(page.get_by_role("link", name="Comparar", exact=True)).to_have_count(0)
