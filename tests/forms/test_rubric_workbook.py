"""A rubric from a workbook: what is wrong is told with its cell, and nothing is written."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from scoring.domain.contents import TABLES, contents_of
from scoring.domain.headings import heading_of, title_of
from scoring.forms.rubric_problem import Unreadable
from scoring.forms.rubric_workbook import read_workbook
from scoring.models import Rubric
from scoring.reports.rubric_workbook import as_workbook
from tests.domain.rubrics import small_rubric

from .workbooks import FAULTS, cell, opened

TOLD = json.loads((Path(__file__).parent / "data" / "workbook_faults.json").read_bytes())


@pytest.fixture
def good(db) -> bytes:
    small = small_rubric()
    with translation.override("en"):
        return as_workbook(small, contents_of(small))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_and_reason(good, fault):
    with translation.override("en"), pytest.raises(Unreadable) as refused:
        read_workbook(FAULTS[fault](good))

    first = refused.value.problems[0]
    assert [first.place, first.path, first.says] == TOLD[fault]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_a_fault_changes_nothing(good, fault, client, cast, everything):
    client.force_login(cast.admin)
    client.cookies["django_language"] = "en"
    before = everything()

    response = client.post(
        reverse("rubric_import"), {"file": SimpleUploadedFile("r.xlsx", FAULTS[fault](good))}
    )

    assert response.status_code == 422
    assert everything() == before


def test_there_are_faults_enough():
    assert len(FAULTS) >= 50


def test_a_workbook_saved_by_another_programme_is_the_same(good):
    assert read_workbook(opened(lambda workbook: None)(good)) == read_workbook(good)


def test_sheets_rows_and_columns_may_stand_in_another_order(good):
    def shuffle(workbook):
        workbook.move_sheet("Checks", -4)
        sheet = workbook["Checks"]
        rows = [[one.value for one in row] for row in sheet.iter_rows()]
        for number, row in enumerate([rows[0], [], *reversed(rows[1:])], 1):
            for place in range(1, len(rows[0]) + 1):
                value = row[-place] if row else None
                sheet.cell(number, place).value = value

    contents = read_workbook(opened(shuffle)(good))

    by_code = {row["code"]: row for row in contents.tables["checks"]}
    assert by_code == {row["code"]: row for row in read_workbook(good).tables["checks"]}


def test_a_column_of_what_may_be_empty_may_be_missing(good):
    contents = read_workbook(opened(lambda workbook: workbook["Checks"].delete_cols(26))(good))

    assert contents == read_workbook(good)


@pytest.mark.parametrize(
    ("value", "weight"),
    [(10, "10"), (10.5, "10.5"), (0.1 + 0.2, "0.3"), ("10,5", "10.5"), (" 7 ", "7")],
)
def test_a_weight_is_read_as_it_was_meant(good, value, weight):
    contents = read_workbook(cell("Checks!F2", value)(good))

    assert contents.tables["checks"][0]["weight"] == Decimal(weight)


@pytest.mark.parametrize("value", [date(2024, 11, 14), datetime(2024, 11, 14), "2024-11-14"])  # noqa: DTZ001  as openpyxl has it
def test_a_date_may_be_a_date_or_its_text(good, value):
    contents = read_workbook(cell("Rubric!J2", value)(good))

    assert contents.rubric["source_date"] == date(2024, 11, 14)


@pytest.mark.parametrize("value", ["0.5 100\n24 0", "0,5 100\n 24  0 \n"])
def test_points_stand_one_a_line(good, value):
    contents = read_workbook(cell("Checks!AE5", value)(good))

    assert contents.tables["checks"][3]["points"] == [[0.5, 100], [24, 0]]


def test_no_name_of_a_sheet_or_a_column_is_anothers_in_another_language():
    names = {"sheet": set()} | {table.name: set() for table in TABLES}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            names["sheet"] |= {(title_of(table).casefold(), table.name) for table in TABLES}
            for table in TABLES:
                columns = table.columns
                names[table.name] |= {(heading_of(one).casefold(), one.name) for one in columns}

    twice = {kind: len(pairs) - len(dict(pairs)) for kind, pairs in names.items()}
    assert twice == dict.fromkeys(names, 0)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_workbook_is_read_in_whatever_language_it_was_written(good, language):
    small = Rubric.objects.get(slug="small")
    with translation.override(language):
        written = as_workbook(small, contents_of(small))

    with translation.override("en"):
        assert read_workbook(written) == read_workbook(good)


def test_a_text_that_looks_like_a_formula_is_text(good, tmp_path):
    small = Rubric.objects.get(slug="small")
    check = small.competencies.first().checks.first()
    check.question_en = "=HYPERLINK(0)"
    check.guidance_en = "https://elsewhere.example/ _x0041_ x005F_ \r\n\t@SUM(A1)"
    check.save()
    (tmp_path / "small.xlsx").write_bytes(as_workbook(small, contents_of(small)))

    sheet = openpyxl.load_workbook(tmp_path / "small.xlsx").worksheets[4]
    read = read_workbook((tmp_path / "small.xlsx").read_bytes()).tables["checks"][0]

    assert {one.data_type for row in sheet.iter_rows() for one in row} <= {"s", "n", "b"}
    assert [one.hyperlink for row in sheet.iter_rows() for one in row if one.hyperlink] == []
    assert (read["question_en"], read["guidance_en"]) == (check.question_en, check.guidance_en)
