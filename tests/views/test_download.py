import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.enums import State
from scoring.reports.export import KINDS
from tests.conftest import end
from tests.reports.factory import score
from tests.reports.live import read_csv

NAMES = ["report_xlsx", "report_csv", "report_problem", "report_comparison"]


@pytest.fixture
def scored(make_evaluation, cast, at):
    """One candidate, scored by the owner and an assessor; still open, and another is at it."""
    made = make_evaluation(State.OPEN)
    for person in (cast.owner, cast.assessor):
        score(made.candidates.get(), by=person, at=at)
    return made


@pytest.fixture
def done(scored, cast, at):
    end(evaluation=scored, by=cast.owner, at=at)
    return scored


def address(name: str, evaluation, language: str = "es") -> str:
    given = [evaluation.slug]
    return reverse(name, args=[*given, language] if name in NAMES[:2] else given)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("person", ["owner", "assessor", "procurement"])
def test_in_the_blind_phase_nothing_is_downloaded(client, cast, scored, person, name):
    client.force_login(getattr(cast, person))

    assert client.get(address(name, scored)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("person", ["stranger", "admin"])
def test_for_who_has_no_seat_there_is_nothing(client, cast, done, person, name):
    client.force_login(getattr(cast, person))

    assert client.get(address(name, done)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_download_is_a_file_that_nobody_keeps_or_guesses_at(client, cast, done, name):
    client.force_login(cast.procurement)

    response = client.get(address(name, done))

    kind = KINDS[name.removeprefix("report_")]
    assert response.status_code == 200
    assert response["Content-Type"] == kind.content_type
    assert response["Content-Disposition"].startswith('attachment; filename="correo-de-la-empresa-')
    assert response["Content-Disposition"].endswith(f'{kind.ending}"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].count("no-store") == 1


def test_each_is_what_its_ending_says(client, cast, done):
    client.force_login(cast.procurement)

    made = {name: client.get(address(name, done, "fr")).content for name in NAMES}

    assert openpyxl.load_workbook(io.BytesIO(made["report_xlsx"]))["Classement"]["B1"].value == (
        "Candidat"
    )
    assert read_csv(made["report_csv"])[0][5] == "Candidat"
    assert json.loads(made["report_problem"])["format"] == "integrator-eval/problem-1"
    assert json.loads(made["report_comparison"])["format"] == "integrator-eval/comparison-1"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["de", "ES", "es-ES", ".."])
def test_a_language_that_is_not_ours_is_not_found(client, cast, done, language, ending):
    client.force_login(cast.owner)

    assert client.get(f"/evaluations/{done.slug}/report/{language}.{ending}").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_without_candidates_there_is_nothing_to_download(client, cast, make_evaluation, name):
    empty = make_evaluation(State.CLOSED, candidates=1)
    empty.candidates.all().delete()
    client.force_login(cast.owner)

    assert client.get(address(name, empty)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_who_wants_no_names_gets_letters(client, cast, done, name):
    cast.assessor.first_name, cast.assessor.username = "Rosalind", "rosalind"
    cast.assessor.save()
    client.force_login(cast.procurement)

    named, anonymous = (
        words(client.get(address(name, done, "en") + query).content) for query in ("", "?anonymous")
    )

    assert "rosalind" in named.lower()
    assert "rosalind" not in anonymous.lower()


def words(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.mark.parametrize("name", NAMES)
def test_queries_do_not_grow_with_the_candidates(client, cast, make_evaluation, at, name):
    client.force_login(cast.owner)
    counts = []
    for candidates in (1, 3):
        made = make_evaluation(State.OPEN, candidates=candidates)
        for one in made.candidates.all():
            score(one, by=cast.owner, at=at)
        end(evaluation=made, by=cast.owner, at=at)
        client.get(address(name, made))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(name, made))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_report_page_leads_to_each(client, cast, done):
    client.force_login(cast.owner)

    html = client.get(reverse("report", args=[done.slug])).content.decode()

    assert [name for name in NAMES if f'href="{address(name, done)}"' not in html] == []
