import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl.workbook import Workbook

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import State
from scoring.models import User
from scoring.reports.sheets import LONGEST_TEXT
from scoring.reports.workbook import make_workbook

from .factory import score

AT = datetime(2026, 11, 23, 17, 30, 59, 123456, tzinfo=UTC)
SHEETS = [
    *("Ranking", "Heat map", "Requirements", "Ratings"),
    *("Evidence", "Weights", "Method", "Record"),
]


@pytest.fixture
def make(cast) -> Callable[..., bytes]:
    def made(dossier: Dossier, language: str = "en", *, anonymous: bool = False) -> bytes:
        edition = Edition(language=language, anonymous=anonymous)
        return make_workbook(dossier, edition=edition, at=AT, by=cast.owner)

    return made


@pytest.fixture
def book(make, dossier) -> Workbook:
    return read(make(dossier))


def read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    headings, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip(headings, line, strict=True)) for line in lines]


def words(book: Workbook) -> str:
    cells = (c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row)
    return "\n".join(c for c in cells if isinstance(c, str))


def test_it_has_a_sheet_for_each_table(book):
    assert book.sheetnames == SHEETS


def test_every_sheet_keeps_its_headings_in_sight(book):
    frozen = {sheet.title: sheet.freeze_panes for sheet in book}

    assert [title for title, cell in frozen.items() if cell is None] == []


def test_the_ranking_has_the_figures_unrounded(book, dossier):
    ranking = rows(book, "Ranking")

    candidates = dossier.comparison.candidates
    assert [(one["Place"], one["Candidate"]) for one in ranking] == [
        (one.rank, one.name) for one in candidates
    ]
    proven = [one.score.proven for one in candidates]
    assert [one["Proven"] for one in ranking] == pytest.approx(proven, rel=1e-15)  # 16 digits


def test_the_heat_map_is_coloured_by_three_steps(book):
    [condition] = book["Heat map"].conditional_formatting

    [rule] = condition.rules
    assert str(condition.sqref) == "D2:F13"
    assert rule.type == "colorScale"
    assert [one.val for one in rule.colorScale.cfvo] == [0, 50, 100]


def test_every_rating_is_a_line_with_the_official_reading(book, dossier):
    ratings = rows(book, "Ratings")

    said = {
        (one["Check"], one["Code of the candidate"], one["Said by"], one["Value"])
        for one in ratings
        if one["Said by"]
    }
    assert said == {
        (check, candidate, str(one.assessor), one.value)
        for (candidate, check), ratings in dossier.assessments.items()
        for one in ratings
    }
    official = {(one["Check"], round(one["Official: proven"], 9)) for one in ratings}
    assert official == {
        (check, round(result.proven, 9)) for (_candidate, check), result in dossier.results.items()
    }


def test_a_question_without_an_answer_has_a_line_too(book):
    lines = [one for one in rows(book, "Ratings") if one["Counts"] == "no answer"]

    assert [(one["Check"], one["Candidate"], one["Value"]) for one in lines] == [
        ("6.4", "Integrador B", None)
    ]


def test_evidence_is_a_register(book):
    [item] = rows(book, "Evidence")

    assert item["Title"] == "Acta <b>firmada</b>"
    assert item["Link, file or note"] == "https://example.com/acta"
    assert item["Checks"] == "6.4"


def test_the_record_holds_digests_and_the_head_of_the_ledger(book, dossier):
    record = {one["What"]: one["How it is"] for one in rows(book, "Record")}

    assert record["Inputs digest"] == dossier.comparison.inputs_digest
    assert record["Frozen fingerprint"] == dossier.comparison.frozen_fingerprint
    assert record["Head of the ledger"] == str(dossier.provenance.head)
    assert "Integrador A leads with" in record["Result"]


def test_the_same_input_gives_the_same_bytes(make, dossier):
    assert make(dossier) == make(dossier)


@pytest.mark.parametrize(
    ("language", "heading"), [("es", "Candidato"), ("fr", "Candidat"), ("en", "Candidate")]
)
def test_headings_are_in_the_language_of_the_edition(make, dossier, language, heading):
    [sheet, *_others] = read(make(dossier, language))

    assert sheet["B1"].value == heading


def test_an_anonymous_edition_names_no_assessor(make, scored, cast):
    User.objects.filter(pk=cast.owner.pk).update(first_name="Rosalind")
    User.objects.filter(pk=cast.assessor.pk).update(first_name="Barnaby")
    dossier = dossier_of(scored)

    named, anonymous = (read(make(dossier, anonymous=hide)) for hide in (False, True))

    said_by = [{row["Said by"] for row in rows(book, "Ratings")} for book in (named, anonymous)]
    assert [{one.split()[0] for one in said if one} for said in said_by] == [
        {"Rosalind", "Barnaby"},
        {"Assessor"},
    ]
    assert ["Barnaby" in words(book) for book in (named, anonymous)] == [True, False]


def test_a_text_that_fits_no_cell_ends_in_dots(make, scored):
    dossier = dossier_of(scored)
    one = next(iter(dossier.assessments.values()))[0]
    one.note = "x" * (LONGEST_TEXT + 1)

    notes = {note["Note"] for note in rows(read(make(dossier)), "Ratings")}

    assert "x" * (LONGEST_TEXT - 1) + "…" in notes


def test_a_text_like_markup_stays_that_text(make, scored):
    dossier = dossier_of(scored)
    one = next(iter(dossier.assessments.values()))[0]
    one.note = "<r><t>=1+1</t></r>"

    notes = {note["Note"] for note in rows(read(make(dossier)), "Ratings")}

    assert "<r><t>=1+1</t></r>" in notes


def test_queries_do_not_grow_with_the_candidates(make, make_evaluation, cast, at):
    counts = []
    for candidates in (1, 3):
        made = make_evaluation(State.OPEN, candidates=candidates)
        for one in made.candidates.all():
            score(one, by=cast.owner, at=at)
        with CaptureQueriesContext(connection) as queries:
            make(dossier_of(made))
        counts.append(len(queries))

    assert counts[0] == counts[1]
