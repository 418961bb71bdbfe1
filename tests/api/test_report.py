from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.http import HttpResponse
from django.urls import reverse

from scoring.domain import issue
from scoring.domain.edition import Edition
from scoring.enums import State, TokenScope
from scoring.models import Evaluation, Report
from tests.conftest import Cast

PDF = b"%PDF-1.7 the document"


@pytest.fixture
def make(cast: Cast, at: datetime) -> Callable[..., Report]:
    """Makes a report as a worker does, but for the printing."""

    def made(evaluation: Evaluation, **edition: str) -> Report:
        asked = Edition(language="es", **edition)
        report = issue.ask(evaluation=evaluation, edition=asked, by=cast.owner, at=at)
        issue.make_waiting(
            make=lambda dossier, **_how: PDF, clock=lambda: at + timedelta(minutes=1)
        )
        report.refresh_from_db()
        return report

    return made


@pytest.fixture
def list_of(ask: Callable[..., HttpResponse], secret_of: Callable[..., str]) -> Callable:
    def read(evaluation: Evaluation, person) -> list[dict]:
        address = reverse("api_report_list", args=[evaluation.slug])
        return ask(address, secret_of(person, TokenScope.REPORTS)).json()["reports"]

    return read


def test_a_report_is_listed_and_its_file_is_what_the_list_says(
    ask: Callable, secret_of: Callable, list_of: Callable, make: Callable, closed, cast: Cast
) -> None:
    report = make(closed)

    [told] = list_of(closed, cast.procurement)
    file = ask(told["file"], secret_of(cast.procurement))

    assert (told["uuid"], told["name"]) == (str(report.uuid), report.filename)
    assert (file.status_code, file["Content-Type"], file.content) == (200, "application/pdf", PDF)
    assert (sha256(file.content).hexdigest(), len(file.content)) == (told["sha256"], told["size"])
    assert file["Content-Disposition"] == f'attachment; filename="{report.filename}"'
    assert file["Cache-Control"] == "no-store"


def test_a_letter_is_not_for_an_assessor(
    ask: Callable, secret_of: Callable, list_of: Callable, make: Callable, closed, cast: Cast
) -> None:
    letter = make(closed, candidate=closed.candidates.get().code)
    address = reverse("api_report_file", args=[closed.slug, letter.uuid])

    listed = {one: len(list_of(closed, one)) for one in (cast.owner, cast.assessor)}
    got = {one: ask(address, secret_of(one)).status_code for one in listed}

    assert listed == {cast.owner: 1, cast.assessor: 0}
    assert got == {cast.owner: 200, cast.assessor: 404}


def test_a_report_of_another_evaluation_is_not_found(
    ask: Callable, secret_of: Callable, make: Callable, make_evaluation: Callable, cast: Cast
) -> None:
    here, there = make_evaluation(State.CLOSED), make_evaluation(State.CLOSED)
    report = make(there)

    response = ask(reverse("api_report_file", args=[here.slug, report.uuid]), secret_of(cast.owner))

    assert response.status_code == 404


def test_a_file_that_is_not_the_one_that_was_made_is_not_handed_out(
    ask: Callable, secret_of: Callable, make: Callable, closed: Evaluation, cast: Cast
) -> None:
    report = make(closed)
    Report.objects.filter(pk=report.pk).update(sha256="0" * 64)

    address = reverse("api_report_file", args=[closed.slug, report.uuid])
    response = ask(address, secret_of(cast.owner))

    assert (response.status_code, response.json()["reason"]) == (409, "damaged")
