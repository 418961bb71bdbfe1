"""Each kind of element as who cannot see it meets it: roles, words, order and headers."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

ROLES = {  # of ISO 32000-1, 14.8.4, that a report has
    *("Document", "Part", "Sect", "Div", "NonStruct", "BlockQuote", "H1", "H2", "H3", "H4", "P"),
    *(
        "Span",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "THead",
        "TBody",
        "TR",
        "TH",
        "TD",
        "Figure",
        "Link",
    ),
}
HEADINGS = ("H1", "H2", "H3")


@pytest.fixture
def pdf(printed: bytes) -> Iterator[Pdf]:
    with pikepdf.open(BytesIO(printed)) as opened:
        yield opened


def role(element: Dictionary) -> str:
    return str(element.S)[1:]


def kids(element: Dictionary) -> list[Dictionary]:
    """The structure elements right inside; marked content and annotations are none."""
    inside = element.get("/K", Array())
    inside = inside if isinstance(inside, Array) else [inside]
    return [kid for kid in inside if isinstance(kid, Dictionary) and "/S" in kid]


def elements(pdf: Pdf, *roles: str) -> list[Dictionary]:
    """Those of these roles, in the order in which they are read; without roles, all."""

    def below(element: Dictionary) -> Iterator[Dictionary]:
        for kid in kids(element):
            yield kid
            yield from below(kid)

    return [one for one in below(pdf.Root.StructTreeRoot) if not roles or role(one) in roles]


def test_it_says_its_language_and_its_title(pdf):
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert str(pdf.docinfo.Title) == "Correo de la empresa"
    assert pdf.Root.MarkInfo.Marked is True


def test_it_has_every_role_of_a_report_and_no_other(pdf):
    found = {role(one) for one in elements(pdf)}

    assert found - ROLES == set()
    assert {"Document", *HEADINGS, "P", "L", "Table", "Figure", "Link"} - found == set()


def test_all_that_is_on_a_page_is_in_the_structure(pdf):
    for number, page in enumerate(pdf.pages):
        assert page.obj.StructParents == number
        assert page.obj.Tabs == Name.S


def test_headings_begin_with_the_title_and_never_skip_a_level(pdf):
    levels = [HEADINGS.index(role(one)) for one in elements(pdf, *HEADINGS)]

    assert levels.count(0) == 1
    assert levels[0] == 0
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_every_heading_is_a_bookmark(pdf):
    with pdf.open_outline() as outline:
        (title,) = outline.root
        seconds = title.children
        bookmarks = 1 + len(seconds) + sum(len(one.children) for one in seconds)

    assert title.title == "Correo de la empresa"
    assert bookmarks == len(elements(pdf, *HEADINGS))


def test_every_drawing_has_words_and_a_place(pdf):
    figures = elements(pdf, "Figure")

    assert len(figures) > 3
    assert [one for one in figures if not str(one.get("/Alt", "")).strip()] == []
    assert {len(one.A.BBox) for one in figures} == {4}


def test_every_table_has_a_head_a_body_and_rows_of_one_length(pdf):
    for table in elements(pdf, "Table"):
        parts = kids(table)
        rows = [row for part in parts for row in kids(part)]

        assert [role(part) for part in parts] in (["THead", "TBody"], ["TBody"])
        assert {role(row) for row in rows} == {"TR"}
        assert len({sum(int(cell.A.get("/ColSpan", 1)) for cell in kids(row)) for row in rows}) == 1


def test_every_header_says_what_it_heads_and_every_cell_has_one(pdf):
    for table in elements(pdf, "Table"):
        for part in kids(table):
            cells = [cell for row in kids(part) for cell in kids(row)]
            headers = [cell for cell in cells if role(cell) == "TH"]
            in_head = role(part) == "THead"

            assert {str(one.A.Scope) for one in headers} <= {"/Column" if in_head else "/Row"}
            if not in_head:
                assert [one for one in cells if role(one) == "TD" and not one.A.Headers] == []


def test_lists_are_lists_of_items(pdf):
    items = [item for one in elements(pdf, "L") for item in kids(one)]

    assert {role(item) for item in items} <= {"LI", "L"}  # a list in a list stands beside its item
    inside = {role(one) for item in items if role(item) == "LI" for one in kids(item)}
    assert inside == {"Lbl", "LBody"}
    assert {role(one.P) for one in elements(pdf, "LI")} == {"L"}


def test_every_link_has_words_and_stands_in_the_structure(pdf):
    annotations = [one for page in pdf.pages for one in page.obj.get("/Annots", ())]

    assert {str(one.Subtype) for one in annotations} == {"/Link"}
    assert [one for one in annotations if not str(one.get("/Contents", "")).strip()] == []
    assert [one for one in annotations if "/StructParent" not in one] == []
    assert {str(one.A.URI) for one in annotations} == {"https://example.com/acta"}
