import html

import pytest
from django.urls import reverse

from scoring.domain import candidate
from scoring.enums import State
from scoring.reports.pdf import GAVE_UP
from scoring.reports.press import Reason
from tests.conftest import end
from tests.reports.factory import score


@pytest.fixture
def scored(make_evaluation, cast, at):
    """One candidate, scored by the owner; still open, and two assessors are at it."""
    made = make_evaluation(State.OPEN)
    score(made.candidates.get(), by=cast.owner, at=at)
    return made


@pytest.fixture
def done(scored, cast, at):
    end(evaluation=scored, by=cast.owner, at=at)
    return scored


def page(evaluation) -> str:
    return reverse("report", args=[evaluation.slug])


def pdf(evaluation, language="es") -> str:
    return reverse("report_pdf", args=[evaluation.slug, language])


@pytest.mark.parametrize("person", ["owner", "assessor", "procurement"])
def test_in_the_blind_phase_there_is_no_report(client, cast, scored, person):
    client.force_login(getattr(cast, person))

    assert client.get(page(scored)).status_code == 403
    assert client.get(pdf(scored)).status_code == 403


@pytest.mark.parametrize("person", ["stranger", "admin"])
def test_for_who_has_no_seat_there_is_nothing(client, cast, done, person):
    client.force_login(getattr(cast, person))

    assert client.get(page(done)).status_code == 404
    assert client.get(pdf(done)).status_code == 404


def test_the_page_offers_each_language_and_shows_the_whole_digest(client, cast, done):
    client.force_login(cast.procurement)

    response = client.get(page(done))

    html = response.content.decode()
    for language in ("es", "fr", "en"):
        assert f'href="{pdf(done, language)}"' in html
    assert response.context["dossier"].comparison.inputs_digest in html
    assert done.frozen_fingerprint in html


def test_procurement_downloads_the_pdf(client, cast, done):
    client.force_login(cast.procurement)

    response = client.get(pdf(done, "fr"))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="correo-de-la-empresa-')
    assert response["Content-Disposition"].endswith('-fr.pdf"')
    assert response["Cache-Control"].count("no-store") == 1
    assert response.content[:5] == b"%PDF-"


@pytest.mark.parametrize("language", ["de", "ES", "es-ES", ".."])
def test_a_language_that_is_not_ours_is_not_found(client, cast, done, language):
    client.force_login(cast.owner)

    assert client.get(f"/evaluations/{done.slug}/report/{language}.pdf").status_code == 404


def test_without_a_candidate_there_is_no_pdf(client, cast, make_evaluation, at):
    alone = make_evaluation(State.OPEN, alone=True)
    candidate.remove(candidate=alone.candidates.get(), by=cast.owner, at=at)
    client.force_login(cast.owner)

    assert client.get(page(alone)).templates[0].name == "scoring/comparison/empty.html"
    assert client.get(pdf(alone)).status_code == 404


@pytest.mark.usefixtures("no_pango")
def test_without_pango_the_site_still_answers(client, cast, done):
    client.force_login(cast.owner)

    response = client.get(pdf(done), follow=True)

    assert response.redirect_chain == [(page(done), 302)]
    assert "Pango" in response.content.decode()


def test_a_report_that_takes_too_much_is_told_and_the_site_still_answers(
    client, cast, done, settings
):
    settings.REPORT_MEGABYTES = 100
    client.force_login(cast.owner)

    response = client.get(pdf(done), follow=True)

    assert response.redirect_chain == [(page(done), 302)]
    assert str(GAVE_UP[Reason.MEMORY]) in html.unescape(response.content.decode())


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, cast, done, method):
    client.force_login(cast.owner)

    assert getattr(client, method)(page(done)).status_code == 405
    assert getattr(client, method)(pdf(done)).status_code == 405
