"""The CIO's whole path, from an empty database to a PDF, in a real browser."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scoring.domain.comparison import compare_evaluation
from scoring.models import Evaluation

pytestmark = pytest.mark.browser


def make_the_draft(page: Page) -> None:
    page.get_by_role("link", name="Nueva evaluación").first.click()
    page.get_by_label("Título").fill("Integrador de Zimbra 2027")
    page.get_by_label("Exprés").check()
    page.get_by_label("Presupuesto de referencia").fill("60")
    page.get_by_label("6. Resolver los problemas de seguridad").fill("20,5")
    page.get_by_role("button", name="Crear el borrador").click()


def add_candidates(page: Page, *names: str) -> None:
    page.get_by_role("link", name="Añadir un candidato").click()
    for name in names:
        page.get_by_label("Nombre").fill(name)
        page.get_by_role("button", name="Guardar y añadir otro").click()
    page.get_by_role("link", name="Cancelar").click()


def score(page: Page, candidate: str, *, level: int, evidence: int, competencies: int) -> None:
    """The same level and evidence at every check; a measure gets 12, whatever its unit."""
    page.locator("summary", has_text="Puntuando").click()
    page.get_by_role("link", name=candidate, exact=True).click()
    page.locator(".side a").first.click()
    for _competency in range(competencies):
        for card in page.locator(".ck").all():
            if card.locator(".segs").count():
                card.locator(".segs label").nth(level).click()
            else:
                card.locator(".measure input").fill("12")
            card.locator(".ladder label").nth(evidence).click()
        expect(page.locator('.ck:not([data-save="saved"])')).to_have_count(0)
        if (following := page.locator(".save-bar a.scripted")).count():
            following.click()


def declare_nothing(page: Page) -> None:
    """Scoring begins with how one stands to each firm."""
    for none in page.locator('input[value="none"]').all():
        none.check()
    page.locator("main form button").click()


def take_step(page: Page, step: str) -> None:
    """Unfold a step of the evaluation's life, and take it."""
    form = f'form[action$="/{step}/"]'
    page.locator(f"details:has({form}) summary").click()
    page.locator(f"{form} button").click()


def test_from_an_empty_list_to_the_report(
    page: Page, live_server, cast, rubric, sign_in, take_report
) -> None:
    sign_in(page, cast.owner)
    make_the_draft(page)
    add_candidates(page, "Correo Sol", "Correo Luna")
    page.get_by_role("button", name="Abrir la puntuación").click()
    page.get_by_role("link", name="Puntuar").first.click()
    declare_nothing(page)
    page.get_by_role("link", name="Puntuar").first.click()
    score(page, "Correo Sol", level=-1, evidence=4, competencies=12)
    score(page, "Correo Luna", level=1, evidence=1, competencies=2)
    page.get_by_role("link", name="Resumen").click()
    take_step(page, "moderate")
    take_step(page, "close")

    page.get_by_role("link", name="Comparar", exact=True).click()
    text = text_of(take_report(page))

    winner = compare_evaluation(Evaluation.objects.get()).candidates[0]
    assert winner.name == "Correo Sol"
    assert f"{winner.score.proven:.1f}".replace(".", ",") in text
    assert "Correo Sol" in text


def test_the_total_of_the_weights_follows_what_is_typed(
    page: Page, live_server, cast, rubric, sign_in
) -> None:
    sign_in(page, cast.owner)
    page.goto(f"{live_server.url}/evaluations/new/")

    page.get_by_label("1. Analizar antes de proponer").fill("7,5")

    expect(page.locator("#weights-total")).to_have_text("102,5")
    expect(page.get_by_label("Pesos propios")).to_be_checked()


def test_a_profile_fills_its_weights_in(page: Page, live_server, cast, rubric, sign_in) -> None:
    sign_in(page, cast.owner)
    page.goto(f"{live_server.url}/evaluations/new/")

    page.get_by_label("Coste primero").check()

    expect(page.get_by_label("2. Respetar el presupuesto")).to_have_value("28")


def test_a_measure_shows_its_value_while_one_types(
    page: Page, live_server, cast, opened, sign_in
) -> None:
    sign_in(page, cast.assessor)
    page.goto(f"{live_server.url}/evaluations/{opened.slug}/score/integrador-a/11/")

    page.locator("#check-11\\.4 .measure input").press_sequentially("12")

    expect(page.locator("#check-11\\.4 output")).to_have_text("vale 62,5 de 100")


def test_scoring_works_without_javascript(
    no_js_page: Page, live_server, cast, opened, sign_in
) -> None:
    sign_in(no_js_page, cast.assessor)
    no_js_page.goto(f"{live_server.url}/evaluations/{opened.slug}/score/integrador-a/11/")
    card = no_js_page.locator("#check-11\\.4")
    card.locator(".measure input").fill("12")
    card.locator("textarea").fill("Restauró un buzón en doce horas.")

    no_js_page.get_by_role("button", name="Guardar", exact=True).click()

    expect(no_js_page.locator("#check-11\\.4 output")).to_have_text("vale 62,5 de 100")
    expect(no_js_page.locator("#check-11\\.4 textarea")).to_have_value(
        "Restauró un buzón en doce horas."
    )


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
