"""The workbook in a spreadsheet that reckons: what comes out is what the engine says."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.engine import Problem, compare
from scoring.reports.weights_sheet import SCORES, TRIED
from scoring.reports.workbook import make_workbook

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def reckoned(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Workbook]:
    """Opens a workbook, reckons every formula anew and reads what the cells show."""
    soffice = shutil.which("soffice")
    if soffice is None:
        missing = "There is no LibreOffice on this machine (apt install libreoffice-calc-nogui)."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("libreoffice")

    def convert(content: bytes) -> Workbook:
        file = folder / "in" / "book.xlsx"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        command = [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder),
            str(file),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)  # noqa: S603  our own command
        assert "repair" not in (done.stdout + done.stderr).lower()
        return openpyxl.load_workbook(folder / "book.xlsx", data_only=True)

    always_reckon(folder / "profile")
    return convert


def always_reckon(profile: Path) -> None:
    """LibreOffice trusts the values in a file, unless its settings say otherwise."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>'
        "</oor:items>"
    )


@pytest.fixture
def workbook(dossier, cast) -> bytes:
    return make_workbook(dossier, edition=Edition(language="en"), at=AT, by=cast.owner)


def results(sheet: Worksheet, dossier: Dossier, label: str) -> list[object]:
    [row] = [row for row in sheet.iter_rows(values_only=True) if row[1] == label]
    return list(row[SCORES : SCORES + len(dossier.candidates)])


def with_weights(workbook: bytes, weights: list[float]) -> bytes:
    """As somebody types them into the yellow column; every kept value of a formula is gone."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for row, weight in enumerate(weights, 2):
        book["Weights"].cell(row, TRIED + 1).value = weight
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def reweighted(problem: Problem, weights: list[float]) -> Problem:
    competencies = (
        replace(one, weight=weight)
        for one, weight in zip(problem.competencies, weights, strict=True)
    )
    return replace(problem, competencies=tuple(competencies))


def test_its_totals_are_the_engines(reckoned, workbook, dossier):
    sheet = reckoned(workbook)["Weights"]

    proven = [one.score.proven for one in dossier.comparison.candidates]
    totals = results(sheet, dossier, "Proven, by the weights to try")
    assert totals == pytest.approx(proven, abs=1e-9)
    places = [one.rank or "—" for one in dossier.comparison.candidates]
    assert results(sheet, dossier, "Place, by the weights to try") == places


def test_with_other_weights_they_are_the_engines_too(reckoned, workbook, dossier):
    weights = [float(3 * place % 7 + place / 10) for place in range(len(dossier.competencies))]

    sheet = reckoned(with_weights(workbook, weights))["Weights"]

    by_code = {one.code: one for one in compare(reweighted(dossier.problem, weights)).candidates}
    answers = [by_code[one.code] for one in dossier.comparison.candidates]
    totals = results(sheet, dossier, "Proven, by the weights to try")
    assert totals == pytest.approx([one.score.proven for one in answers], abs=1e-9)
    places = results(sheet, dossier, "Place, by the weights to try")
    assert places == [one.rank or "—" for one in answers]
    assert totals != results(sheet, dossier, "Proven, as reported")


def test_every_other_sheet_opens_as_it_was_written(reckoned, workbook):
    before = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)

    after = reckoned(workbook)

    for name in [one for one in before.sheetnames if one != "Weights"]:
        assert cells(after[name]) == cells(before[name]), name


def cells(sheet: Worksheet) -> list[list[object]]:
    found = [
        [round(one, 9) if isinstance(one, float | int) else one for one in row]
        for row in sheet.iter_rows(values_only=True)
    ]
    return [row for row in found if any(one is not None for one in row)]
