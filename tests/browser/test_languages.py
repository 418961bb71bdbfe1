"""The comparison and its PDF, in each language that the reader may choose."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring.domain.comparison import compare_evaluation

pytestmark = pytest.mark.browser

LANGUAGES = {
    # chosen in the menu as: (heading of the ranking, tab, the leader's points, heading in the PDF)
    "Français": ("Classement", "Comparer", "77,1", "Méthode de calcul"),
    "English": ("Ranking", "Compare", "77.1", "How it was worked out"),
    "Español": ("Clasificación", "Comparar", "77,1", "Cómo se ha calculado"),
}


def test_the_comparison_and_its_pdf_speak_the_chosen_language(
    page: Page, live_server, demo, sign_in, take_report
) -> None:
    leader = compare_evaluation(demo).candidates[0]
    sign_in(page, demo.seats.get(role="owner").user)
    page.goto(f"{live_server.url}{demo.get_absolute_url()}compare/")

    for language, (heading, tab, points, method) in LANGUAGES.items():
        page.locator(".topbar .menu summary").first.click()
        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page.locator(".tabs [aria-current]")).to_have_text(tab)
        expect(page.locator(".verdict")).to_contain_text(leader.name)
        expect(page.locator(".verdict")).to_contain_text(points)

        document = take_report(page)
        page.locator(".tabs a[href$='/compare/']").click()

        text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(document)).pages)
        assert [said in text for said in (leader.name, points, heading, method)] == [True] * 4
