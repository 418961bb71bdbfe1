"""What procurement can do: read, and take the report along. Nothing else."""

import io
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring import verifier
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


def test_procurement_takes_everything_along_and_an_auditor_verifies_it(
    page: Page, live_server, demo, sign_in, take_report, tmp_path
) -> None:
    """The auditor has the files, one file of ours, and a bare Python: none of the project."""
    sign_in(page, demo.seats.get(role="procurement").user)
    page.goto(f"{live_server.url}{demo.get_absolute_url()}compare/")
    (tmp_path / "report.pdf").write_bytes(take_report(page))
    page.goto(f"{live_server.url}{demo.get_absolute_url()}report/")
    for link in page.locator("main a[download]:not([href$='/file/'])").all():
        with page.expect_download() as download:
            link.click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
    shutil.copy(verifier.__file__, tmp_path)

    [problem] = tmp_path.glob("*-problem.json")
    command = [sys.executable, "-I", "-S", "verifier.py", "report.pdf", "--problem", problem.name]
    audit = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603  our own file

    endings = Counter(one.suffix for one in tmp_path.iterdir())
    assert endings == {".pdf": 1, ".xlsx": 3, ".csv": 3, ".json": 2, ".py": 1}
    assert (audit.returncode, audit.stderr) == (0, "")
    assert audit.stdout.splitlines()[-1].startswith("✓ Todo coincide")


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
