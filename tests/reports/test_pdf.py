import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import ReplacedBox, TableCellBox, TextBox

from scoring.domain import candidate
from scoring.domain.edition import SHORT, Edition
from scoring.domain.report import dossier_of
from scoring.enums import State
from scoring.models import Assessment, Evaluation
from scoring.reports.pdf import NotPrinted, make_report, report_html
from scoring.reports.printer import FontsOnly
from tests import guards

from .factory import score

AT = datetime(2026, 11, 23, 17, 30, 59, 123456, tzinfo=UTC)


@pytest.fixture
def pdf(printed) -> PdfReader:
    return read(printed)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_the_first_page_says_who_leads_with_how_much_and_who_is_excluded(pdf, dossier):
    leader = dossier.comparison.candidates[0]

    first = " ".join(pdf.pages[0].extract_text().split())

    assert f"Integrador A leads with {leader.score.proven:.1f} points" in first
    assert "Integrador C" in first
    assert "Excluded ·" in first


def test_the_rest_has_checks_notes_evidence_method_people_and_the_whole_digest(pdf, dossier):
    text = text_of(pdf)

    assert f"6.4 {dossier.checks['6.4'].title}" in text
    assert re.search(r"6\.2\s+Integrador A · Owner: “Visto en directo.”", text)
    assert "Acta <b>firmada</b>" in text
    assert dossier.comparison.inputs_digest in text
    assert dossier.evaluation.frozen_fingerprint in text
    assert "Report made Nov. 23, 2026, 6:30 p.m., by Owner" in text


def test_it_is_tagged_in_its_language_with_title_and_outline(pdf):
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata.title == "Correo de la empresa"
    titles = [entry.title for entry in pdf.outline[1] if not isinstance(entry, list)]
    assert titles == [
        "Ranking",
        "What makes the difference",
        "What could change it",
        "The competencies",
        "Requirements",
        "Head to head: Integrador A – Integrador B",
        "How safe the result is",
        "Promised against proven",
        "Candidate by candidate",
        "Check by check",
        "Evidence",
        "How it was worked out",
        "People and dates",
        "Audit annex",
        "Signatures",
    ]


def test_every_drawing_has_words(pdf):
    figures = [
        element
        for element in (number.get_object() for number in _objects(pdf))
        if isinstance(element, dict) and element.get("/S") == "/Figure"
    ]

    words = [figure["/Alt"] for figure in figures]
    assert len([said for said in words if "proven" in said]) == 3  # one for each candidate
    assert len([said for said in words if re.fullmatch(r".+: [+−]?[\d.]+", said)]) == 12 + 1
    assert len([said for said in words if re.fullmatch(r"[AB]", said)]) == 2  # who is whose curve
    assert len([said for said in words if re.match(r".+, \d+%\. ", said)]) == 12  # curves
    assert len(words) == 3 + 13 + 2 + 12


def test_inter_is_embedded_and_nothing_else_is_used(pdf):
    fonts = {}
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font["/DescendantFonts"]
            fonts[font["/BaseFont"]] = descendant.get_object()["/FontDescriptor"]

    assert {"Inter" in name for name in fonts} == {True}
    assert {"/FontFile2" in descriptor for descriptor in fonts.values()} == {True}


def test_every_page_says_its_number_the_title_and_the_short_digest(pdf, dossier):
    short = dossier.comparison.inputs_digest[:12]

    for number, page in enumerate(pdf.pages, start=1):
        text = page.extract_text()
        assert f"{number} / {len(pdf.pages)}" in text
        assert f"inputs {short}…" in text


def test_numbers_and_titles_follow_the_language_of_the_report_not_of_the_reader(dossier, cast):
    html = report_html(dossier, edition=Edition(language="es"), at=AT, by=cast.owner)

    assert "Análisis previo" in html
    assert "5\N{NO-BREAK SPACE}%" in html
    assert "23 de noviembre de 2026" in html


@pytest.mark.parametrize("language", ["es", "fr"])
def test_it_is_made_in_each_language(dossier, cast, language):
    made = read(make_report(dossier, edition=Edition(language=language), at=AT, by=cast.owner))

    assert made.trailer["/Root"]["/Lang"] == language
    assert f"{dossier.comparison.candidates[0].score.proven:.1f}".replace(".", ",") in text_of(made)


def test_the_same_input_gives_the_same_bytes(printed, dossier, cast):
    again = make_report(dossier, edition=Edition(language="en"), at=AT, by=cast.owner)

    assert again == printed


def test_when_and_by_whom_it_was_made_is_in_it(dossier, cast):
    one = report_html(dossier, edition=Edition(language="es"), at=AT, by=cast.owner)
    later = report_html(
        dossier, edition=Edition(language="es"), at=AT.replace(hour=1), by=cast.owner
    )
    other = report_html(dossier, edition=Edition(language="es"), at=AT, by=cast.second)

    assert len({one, later, other}) == 3


def test_peoples_text_is_escaped(dossier, cast):
    guards.lift()  # ratings are written only while scoring is open
    hostile = "<script>x</script><img src=http://127.0.0.1/x>{{ x }}</style>"
    Assessment.objects.filter(note__gt="").update(note=hostile)
    dossier.evaluation.title = "<i>Correo</i> & más"
    dossier.evaluation.save()

    html = report_html(
        dossier_of(dossier.evaluation), edition=Edition(language="en"), at=AT, by=cast.owner
    )

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "<h1>&lt;i&gt;Correo&lt;/i&gt; &amp; más</h1>" in html


def test_one_endless_word_does_not_hang_it(dossier, cast):
    guards.lift()
    Assessment.objects.filter(note__gt="").update(note="")
    Assessment.objects.filter(pk=Assessment.objects.first().pk).update(note="x" * 100_000)
    made = dossier_of(dossier.evaluation)
    start = time.process_time()

    pdf = read(make_report(made, edition=Edition(language="en"), at=AT, by=cast.owner))

    assert time.process_time() - start < 30
    assert text_of(pdf).count("x" * 40) > 2000


def test_a_scoring_that_is_open_makes_a_provisional_report(make_evaluation, cast, at):
    opened = make_evaluation(State.OPEN, alone=True)
    score(opened.candidates.get(), by=cast.owner, at=at)

    html = report_html(dossier_of(opened), edition=Edition(language="en"), at=AT, by=cast.owner)

    assert "Scoring is still open: this is a provisional reading." in html


@pytest.mark.parametrize(
    ("qualities", "headings"),
    [
        ([1, 1], {"Head to head", "How safe"}),  # a tie
        ([1, 0], {"Head to head", "How safe"}),  # the second fails every knock-out
        ([0, 0], {"Head to head"}),  # nobody can be chosen
        ([1], set()),
    ],
)
def test_it_tells_as_much_as_makes_sense(make_evaluation, cast, at, qualities, headings):
    made = make_evaluation(State.OPEN, candidates=len(qualities), alone=True)
    for one, quality in zip(made.candidates.all(), qualities, strict=True):
        score(one, by=cast.owner, at=at, quality=quality)

    html = report_html(dossier_of(made), edition=Edition(language="en"), at=AT, by=cast.owner)

    assert {one for one in ("Head to head", "How safe") if f"<h2>{one}" in html} == headings


def test_the_method_says_where_the_weights_come_from_and_what_is_drawn(dossier, cast):
    html = report_html(dossier, edition=Edition(language="en"), at=AT, by=cast.owner)
    own = Evaluation.objects.get(pk=dossier.evaluation.pk)
    own.profile = None
    typed = report_html(
        replace(dossier, evaluation=own), edition=Edition(language="en"), at=AT, by=cast.owner
    )

    assert "Weights: Balanced (default)." in html
    assert "Where the weights come from · The rubric’s own." in typed
    assert "scores all candidates 10,000 times" in html
    assert "A winner is clear from 90% near the announced weights on" in html


@pytest.mark.usefixtures("no_pango")
def test_without_pango_it_says_so(dossier, cast):
    with pytest.raises(NotPrinted):
        make_report(dossier, edition=Edition(language="es"), at=AT, by=cast.owner)


LONG, UNBROKEN = "{} " + "Comunicaciones Avanzadas " * 3, "{}" + "W" * 77


@pytest.mark.parametrize(
    ("count", "name"), [(2, "Integra {}"), (2, UNBROKEN), (4, LONG), (12, LONG), (12, UNBROKEN)]
)
def test_nothing_leaves_its_page_or_its_cell(make_evaluation, cast, at, count, name):
    made = make_evaluation(State.OPEN, candidates=1)
    candidate.remove(candidate=made.candidates.get(), by=cast.owner, at=at)
    for number in range(count):
        full = name.format("ABCDEFGHIJKL"[number])[:80].strip()
        added = candidate.add(evaluation=made, name=full, by=cast.owner, at=at)
        score(added, by=cast.owner, at=at, quality=1 - number / 20)
    guards.lift()
    written = Assessment.objects.filter(candidate=added)
    for one, note in zip(written, ("x" * 5000, "Lo explica. " * 416), strict=False):
        Assessment.objects.filter(pk=one.pk).update(note=note)
    made = dossier_of(made)
    last = made.comparison.candidates[-1].code

    for edition in (Edition(language="es"), Edition(language="fr", candidate=last)):
        html = report_html(made, edition=edition, at=AT, by=cast.owner)
        pages = HTML(string=html, url_fetcher=FontsOnly()).render().pages

        assert [text for page in pages for text in _overflowing(page._page_box)] == []


def test_a_short_report_has_four_pages_and_a_letter_two_at_most(demo):
    made = dossier_of(demo)

    def pages(**chosen) -> int:
        edition = Edition(language="es", **chosen)
        return len(read(make_report(made, edition=edition, at=AT, by=demo.created_by)).pages)

    assert pages(sections=SHORT) == 4
    assert {pages(candidate=code) <= 2 for code in made.candidates} == {True}


def _overflowing(page) -> list[str]:
    """Text and drawings wider than their page's content or their table cell, by half a pixel."""
    found = []
    areas = [page, *(box for box in page.descendants() if isinstance(box, TableCellBox))]
    for area in areas:
        left = area.content_box_x()
        right = left + area.width
        found += [
            getattr(box, "text", box.element_tag)
            for box in area.descendants()
            if isinstance(box, TextBox | ReplacedBox)
            and (box.position_x < left - 0.5 or box.position_x + box.margin_width() > right + 0.5)
            and "@" not in (box.element_tag or "")
        ]
    return found


def _objects(pdf: PdfReader):
    return (pdf.get_object(number) for number in range(1, len(pdf.xref_objStm) + 1))
