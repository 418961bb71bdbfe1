import re

import pytest
from django.utils import translation

from scoring.domain.assessment import Rating, rate
from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.enums import State
from scoring.reports.annex import Note, annex_of, exhibits_of, ladder
from scoring.reports.pdf import report_html
from tests.reports.factory import score

NBSP = "\N{NO-BREAK SPACE}"


def row(dossier, code):
    rows = (row for section in annex_of(dossier) for row in section.rows)
    return next(row for row in rows if row.code == code)


def test_who_agrees_is_said_once_and_evidence_is_cited(dossier):
    first, unanswered, unproven = row(dossier, "6.4").cells

    assert first.ratings == (f"Met ·{NBSP}P4", "[1]")
    assert unanswered.ratings == ()
    assert unproven.ratings == (f"Partly met ·{NBSP}P0",)


def test_a_cell_says_value_proven_and_points(dossier):
    share = dossier.shares["6.4"]
    first, unanswered, unproven = row(dossier, "6.4").cells

    assert (first.tone, first.worth) == ("full", f"100 · {share * 100:.2f}")
    assert (unanswered.tone, unanswered.worth) == ("open", f"no answer: 0 of {share * 100:.2f}")
    assert (unproven.tone, unproven.worth) == ("short", f"50 → 10 · {share * 10:.2f}")


def test_the_terms_of_a_check_are_said_once(dossier):
    assert row(dossier, "6.4").terms.endswith("· P4 · knock-out ≥ 50")
    assert row(dossier, "4.6").terms.endswith("· P4 · messages lost per 100,000")


def test_who_differs_is_counted_and_a_measure_shows_what_was_measured(dossier):
    assert row(dossier, "11.4").cells[0].ratings == (f"1 × 4 ·{NBSP}P4", f"1 × 1 ·{NBSP}P4")


def test_who_abstains_says_so(make_evaluation, cast, at):
    opened = make_evaluation(State.OPEN)
    check = opened.checks().get(code="6.4")
    rate(
        candidate=opened.candidates.get(),
        check=check,
        rating=Rating(abstained=True),
        by=cast.owner,
        at=at,
    )

    (cell,) = row(dossier_of(opened), "6.4").cells

    assert cell.ratings == ("Abstains",)
    assert cell.tone == "open"


def test_notes_stand_once_under_their_check_and_candidate(dossier):
    security = next(one for one in annex_of(dossier) if one.title.startswith("6."))

    notes = [(note.check, note.name, note.texts) for note in security.notes]

    assert notes[0] == ("6.2", "Integrador A", (("Owner", ["Visto en directo."]),))
    assert {name for _check, name, _texts in notes} == {"Integrador A"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Integrador A · Owner: «Visto.", "Funciona.» Second: «No.»"]),
        (
            "fr",
            ["Integrador A · Owner\xa0: «\xa0Visto.", "Funciona.\xa0» Second\xa0: «\xa0No.\xa0»"],
        ),
        ("en", ["Integrador A · Owner: “Visto.", "Funciona.” Second: “No.”"]),
    ],
)
def test_a_note_is_quoted_from_its_first_block_to_its_last(language, said):
    texts = (("Owner", ["Visto.", "Funciona."]), ("Second", ["No."]))

    with translation.override(language):
        assert Note("1.1", "Integrador A", texts).paragraphs == said


def test_a_cell_with_all_of_its_proof_is_text_of_a_line_each(dossier):
    cell, open_one, *_others = row(dossier, "6.4").cells

    assert not open_one.is_plain
    assert (cell.is_plain, cell.lines.split("\n")) == (True, [*cell.ratings, cell.worth])


def test_evidence_is_numbered_in_the_order_of_the_ranking(dossier):
    (exhibit,) = exhibits_of(dossier)

    assert (exhibit.number, exhibit.name, exhibit.checks) == (1, "Integrador A", "6.4")


def test_a_long_note_is_laid_out_in_blocks(make_evaluation, cast, at):
    opened = make_evaluation(State.OPEN)
    score(opened.candidates.get(), by=cast.owner, at=at, note="x" * 4000)

    note = annex_of(dossier_of(opened))[0].notes[0]

    assert [max(map(len, blocks)) <= 1000 for _author, blocks in note.texts] == [True]


def test_the_ladder_has_a_name_for_every_step():
    assert [step for step, _name in ladder()] == ["P0", "P1", "P2", "P3", "P4"]


def test_a_check_is_named_once_above_its_notes(dossier, cast, at):
    html = report_html(dossier, edition=Edition(language="en"), at=at, by=cast.owner)

    noted = [note.check for section in annex_of(dossier) for note in section.notes]
    assert re.findall(r'<p class="of"><b>(.*?)</b>', html) == list(dict.fromkeys(noted))
