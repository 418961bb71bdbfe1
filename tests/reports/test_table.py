from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.edition import Edition
from scoring.reports.ratings import COLUMNS, ratings_of
from scoring.reports.table import guarded, make_csv

from .live import plain, read_csv


@pytest.fixture
def csv(dossier, cast, at) -> bytes:
    return make_csv(dossier, edition=Edition(language="en"), at=at, by=cast.owner)


def test_reading_it_back_gives_the_same_data(csv, dossier):
    headings, *lines = read_csv(csv)

    assert [plain(one) for one in headings] == [str(one.heading) for one in COLUMNS]
    assert len(lines) == len(list(ratings_of(dossier)))
    for cells, line in zip(lines, ratings_of(dossier), strict=True):
        for cell, column in zip(cells, COLUMNS, strict=True):
            value = column.value(line)
            kind = type(value) if isinstance(value, int | float | Decimal) else str
            assert (kind(plain(cell)) if cell else None) == (None if value == "" else value)


def test_it_begins_with_the_mark_that_excel_looks_for(csv):
    assert csv.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+34 600", "'+34 600"),
        ("-5", "'-5"),
        ("@home", "'@home"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'quoted'", "''quoted'"),
        ("a=1", "a=1"),
    ],
)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text, cell):
    assert guarded(text) == cell


@given(st.text())
def test_taking_the_apostrophe_away_gives_every_text_back(text):
    assert plain(guarded(text)) == text
