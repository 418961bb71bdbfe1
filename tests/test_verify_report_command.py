"""The report of a real evaluation, against its pages and its ledger."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scoring.domain import transition
from scoring.domain.ledger import head_of
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import State
from scoring.models import Evaluation
from tests import guards
from tests.conftest import Cast
from tests.reports.factory import score
from tests.verifier.printed import whole_report


@pytest.fixture
def dossier(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Dossier:
    """Two candidates; the second fails what is not waived."""
    made = make_evaluation(State.OPEN, candidates=2, alone=True)
    first, second = made.candidates.all()
    score(first, by=cast.owner, at=at, quality=0.8, without=frozenset({"6.4"}))
    score(second, by=cast.owner, at=at, quality=0.2, note="Poco.")
    return dossier_of(made)


@pytest.fixture
def report(dossier: Dossier, cast: Cast, tmp_path: Path) -> Path:
    file = tmp_path / "report.pdf"
    file.write_bytes(whole_report(dossier, by=cast.owner, language="es"))
    return file


def verify(*arguments: object) -> list[str]:
    out = StringIO()
    call_command("verify_report", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def refused(*arguments: object) -> tuple[int, str, list[str]]:
    """The status that it ends with, its last word, and what it said before."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_report", *map(str, arguments), stdout=out)
    return error.value.returncode, str(error.value), out.getvalue().splitlines()


def test_a_report_agrees_with_its_pages_and_with_the_ledger(report: Path, dossier: Dossier) -> None:
    told = verify(report, "--language", "en")

    head = head_of(dossier.evaluation)
    assert told[-2:] == [
        "✓ Everything agrees: the report says what comes of the attached inputs.",
        f"✓ The ledger is whole, and has entry {head.number} as the report prints it; "
        "0 entries have followed.",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_answers_in_the_language_of_the_report(
    dossier: Dossier, cast: Cast, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(whole_report(dossier, by=cast.owner, language=language))

    told = verify(file)

    assert told[-2] in (
        "✓ Tout concorde : le rapport dit ce qui résulte des données jointes.",
        "✓ Everything agrees: the report says what comes of the attached inputs.",
    )


def test_entries_that_followed_take_nothing_from_it(
    report: Path, dossier: Dossier, cast: Cast, at: datetime
) -> None:
    transition.moderate(evaluation=dossier.evaluation, by=cast.owner, at=at)

    told = verify(report, "--language", "en")

    assert told[-1].endswith("as the report prints it; 1 entry has followed.")


def test_a_printed_score_that_is_not_the_attached_one_ends_with_1(
    dossier: Dossier, cast: Cast, tmp_path: Path
) -> None:
    leader = dossier.comparison.candidates[0]
    truth = f"<b>{leader.score.proven:.1f}</b></td>"
    file = tmp_path / "report.pdf"
    pdf = whole_report(
        dossier,
        by=cast.owner,
        language="en",
        edit=lambda html: html.replace(truth, "<b>99.9</b></td>", 1),
    )
    file.write_bytes(pdf)

    status, last, told = refused(file)

    assert (status, last) == (1, "1 difference")
    assert (
        f"✗ Printed ranking, line 1, points: it says 99.9; "
        f"what comes out is {leader.score.proven:.1f}." in told
    )


def test_a_ledger_in_which_the_entry_is_another_ends_with_1(report: Path, dossier: Dossier) -> None:
    guards.lift()
    number = dossier.provenance.head.number
    with connection.cursor() as cursor:
        cursor.execute("UPDATE scoring_ledgerentry SET digest = 'ab' WHERE number = %s", [number])

    status, _last, told = refused(report, "--language", "en")

    assert status == 1
    assert f"✗ Entry {number} is not the one whose digest was kept." in told


def test_an_evaluation_of_another_database_is_verified_without_its_ledger(
    report: Path, dossier: Dossier
) -> None:
    guards.lift()
    dossier.evaluation.slug = "elsewhere"
    dossier.evaluation.save()

    told = verify(report, "--language", "en")

    assert told[-1] == "This evaluation is not in this database: its ledger cannot be compared."


def test_a_problem_from_elsewhere_is_compared(report: Path, dossier: Dossier) -> None:
    file = report.with_name("problem.json")
    with file.open("w") as out:
        call_command("problem", dossier.evaluation.slug, stdout=out)

    told = verify(report, "--problem", file, "--language", "en")

    assert "The other problem is the one of the report." in told


def test_what_is_no_report_ends_with_2_and_a_sentence(db: None, tmp_path: Path) -> None:
    file = tmp_path / "note.pdf"
    file.write_bytes(b"Hello")

    assert refused(file, "--language", "en") == (
        2,
        "This file cannot be verified: it is not a PDF.",
        [],
    )
    assert refused(tmp_path / "nowhere.pdf", "--language", "en")[:2] == (
        2,
        "This file cannot be verified: there is no such file, or it may not be read.",
    )
