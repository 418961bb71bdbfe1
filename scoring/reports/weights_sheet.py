"""The sheet on which weights can be tried out: the only formulas of ours.

They hold numbers and cells, never a word that somebody wrote. Each carries the value that the
engine gave, for readers that do not reckon.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from .sheets import LINE, Book, height_of

NUMBER, TITLE, ANNOUNCED, TRIED, SHARE, SCORES = range(6)  # columns; a candidate each from the last


def write_weights(book: Book, dossier: Dossier) -> None:
    """Competencies in rows, candidates in columns; below them what the tried weights make."""
    sheet = book.sheet(pgettext("sheet", "Weights"))
    candidates = dossier.comparison.candidates
    _headings(book, sheet, candidates)
    weights = {one.code: float(one.weight) for one in dossier.problem.competencies}
    rows = len(dossier.competencies)
    for row, (code, competency) in enumerate(dossier.competencies.items(), 1):
        book.put(sheet, row, NUMBER, int(code), "key")
        book.put(sheet, row, TITLE, str(competency.title), "text")
        book.put(sheet, row, ANNOUNCED, weights[code], "plain")
        book.put(sheet, row, TRIED, weights[code], "input")
        tried, total = xl_rowcol_to_cell(row, TRIED), xl_range_abs(1, TRIED, rows, TRIED)
        formula = f"=IF(SUM({total})=0,0,{tried}/SUM({total}))"
        sheet.write_formula(row, SHARE, formula, book.looks["percent"], dossier.weights[code])
        for column, one in enumerate(candidates, SCORES):
            score = next(found for found in one.competencies if found.code == code)
            book.put(sheet, row, column, score.proven, "points")
    sheet.data_validation(1, TRIED, rows, TRIED, _only_weights())
    _results(book, sheet, dossier, rows)
    sheet.freeze_panes(1, SCORES)


def _headings(book: Book, sheet: Worksheet, candidates: Sequence[CandidateResult]) -> None:
    headings = {
        NUMBER: (_("No."), 6),
        TITLE: (_("Competency"), 44),
        ANNOUNCED: (_("Announced weight"), 12),
        TRIED: (_("Weight to try"), 12),
        SHARE: (_("Share of it"), 11),
    }
    for column, (heading, width) in headings.items():
        book.put(sheet, 0, column, heading, "head")
        sheet.set_column(column, column, width, book.looks["text"])
    for column, one in enumerate(candidates, SCORES):
        book.put(sheet, 0, column, one.name, "head")
        sheet.set_column(column, column, 15, book.looks["points"])
    names = [one.name for one in candidates]
    sheet.set_row(0, max(height_of(["", *names], [9] + [15] * len(names)), 2 * LINE))


def _only_weights() -> dict[str, object]:
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": _("Weight to try"),
        "error_message": _("A weight is 0 or more."),
    }


def _results(book: Book, sheet: Worksheet, dossier: Dossier, rows: int) -> None:
    """Total and place by the tried weights, and as they are in the report."""
    candidates = dossier.comparison.candidates
    total, place, reported, reported_place, ranked = range(rows + 2, rows + 7)
    labels = {
        total: _("Proven, by the weights to try"),
        place: _("Place, by the weights to try"),
        reported: _("Proven, as reported"),
        reported_place: _("Place, as reported"),
        ranked: _("Takes part in the ranking (1) or is excluded (0)"),
    }
    for row, label in labels.items():
        book.put(sheet, row, TITLE, label, "label")
    shares = xl_range_abs(1, SHARE, rows, SHARE)
    last = SCORES + len(candidates) - 1
    totals = xl_range_abs(total, SCORES, total, last)
    taking_part = xl_range_abs(ranked, SCORES, ranked, last)
    tolerance = format(dossier.problem.method.tie_tolerance, ".17g")
    bold = book.looks["total"]
    for column, one in enumerate(candidates, SCORES):
        scores = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(rows, column)}"
        sheet.write_formula(
            total, column, f"=SUMPRODUCT({shares},{scores})", bold, one.score.proven
        )
        own, in_it = xl_rowcol_to_cell(total, column), xl_rowcol_to_cell(ranked, column)
        ahead = f"SUMPRODUCT(({totals}-{own}>{tolerance})*({taking_part}=1))"
        sheet.write_formula(
            place, column, f'=IF({in_it}=1,1+{ahead},"—")', book.looks["place"], one.rank or "—"
        )
        book.put(sheet, reported, column, one.score.proven, "total")
        book.put(sheet, reported_place, column, one.rank or "—", "place")
        book.put(sheet, ranked, column, 0 if one.rank is None else 1, "place")
    note = _(
        "Change the weights in the yellow column: shares, totals and places follow. Who is "
        "excluded stays as reported, and no tie is broken. Nothing here is official."
    )
    sheet.merge_range(ranked + 2, TITLE, ranked + 2, last, "", book.looks["quiet"])
    book.put(sheet, ranked + 2, TITLE, note, "quiet")
    sheet.set_row(ranked + 2, 42)
