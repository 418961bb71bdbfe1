"""The report's figures as a workbook: a table a sheet, numbers as numbers, text as text.

Formulas are on one sheet only, where weights can be tried out (`weights_sheet`).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.engine.gates import GateResult
from scoring.enums import GateState, Role
from scoring.models import Evidence, User

from .anonymity import veil_for, veiled
from .gates import status, title_of, why
from .ratings import COLUMNS, ratings_of, step
from .sheets import Book, Column, height_of, written
from .standing import is_simulated
from .weights_sheet import write_weights
from .workbook_facts import Fact, method_facts, record_facts

# Three steps of the page's scale of teal (heat.css), on which dark ink is legible.
COLOURS = {
    "type": "3_color_scale",
    "min_type": "num",
    "mid_type": "num",
    "max_type": "num",
    "min_value": 0,
    "mid_value": 50,
    "max_value": 100,
    "min_color": "#f3f0ea",
    "mid_color": "#a7d1c9",
    "max_color": "#52a298",
}


@dataclass(frozen=True, slots=True)
class Exhibit:
    number: int
    candidate: str
    item: Evidence


@dataclass(frozen=True, slots=True)
class Requirement:
    candidate: CandidateResult
    gate: GateResult


def make_workbook(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """The XLSX's bytes; the same input gives the same ones. `at` and `by` are printed in it."""
    buffer = io.BytesIO()
    with (
        translation.override(edition.language),
        written(buffer, title=dossier.evaluation.title) as workbook,
    ):
        veil = veil_for(dossier, edition)
        owner = next((seat.user for seat in dossier.seats if seat.role == Role.OWNER), None)
        dossier = veiled(dossier, veil)
        book = Book(workbook)
        _ranking(book, dossier)
        _heat_map(book, dossier)
        _requirements(book, dossier)
        book.table(pgettext("sheet", "Ratings"), COLUMNS, ratings_of(dossier), fixed=3)
        _evidence(book, dossier)
        write_weights(book, dossier)
        _facts(book, pgettext("sheet", "Method"), method_facts(dossier))
        _facts(
            book,
            pgettext("sheet", "Record"),
            record_facts(dossier, owner, at=at, by=veil.officer(by)),
        )
    return buffer.getvalue()


def _ranking(book: Book, dossier: Dossier) -> None:
    columns: tuple[Column[CandidateResult], ...] = (
        Column(pgettext("in a ranking", "Place"), lambda one: one.rank, "key", 8),
        Column(_("Candidate"), lambda one: one.name, width=32),
        Column(_("Code of the candidate"), lambda one: one.code, width=18),
        Column(_("Status"), lambda one: status(one, dossier).words, width=36),
        Column(_("Proven"), lambda one: one.score.proven, "points", 11),
        Column(_("Promised"), lambda one: one.score.claimed, "points", 11),
        Column(_("At most"), lambda one: one.score.ceiling, "points", 11),
        Column(_("Answered"), lambda one: one.coverage, "percent", 13),
        Column(_("First in the simulation"), _first(dossier), "percent", 14),
    )
    book.table(pgettext("sheet", "Ranking"), columns, dossier.comparison.candidates, fixed=2)


def _first(dossier: Dossier) -> Any:
    chances = dossier.comparison.simulation.near.first
    return lambda one: chances.get(one.code) if is_simulated(dossier) else None


def _heat_map(book: Book, dossier: Dossier) -> None:
    """Proven points; a question mark where nobody has answered anything."""
    candidates = dossier.comparison.candidates
    columns: list[Column[str]] = [
        Column(_("No."), lambda code: int(code), "key", 6),
        Column(_("Competency"), lambda code: str(dossier.competencies[code].title), width=40),
        Column(_("Weight"), lambda code: dossier.weights[code], "percent", 10),
        *(Column(one.name, _heat(one), "heat", 15) for one in candidates),
    ]
    sheet = book.table(pgettext("sheet", "Heat map"), columns, dossier.competencies, fixed=2)
    last = len(dossier.competencies), len(columns) - 1
    sheet.conditional_format(1, 3, *last, COLOURS)


def _heat(candidate: CandidateResult) -> Any:
    results = {one.code: one for one in candidate.competencies}

    def proven(code: str) -> float | str:
        one = results[code]
        return "?" if one.claimed == 0 and one.ceiling == 100 else one.proven

    return proven


def _requirements(book: Book, dossier: Dossier) -> None:
    """Every gate of every candidate, and why a failed one was let pass."""
    rows = (Requirement(one, gate) for one in dossier.comparison.candidates for gate in one.gates)
    reasons = {(one.candidate, one.kind, one.code): one.reason for one in dossier.problem.waivers}
    columns: tuple[Column[Requirement], ...] = (
        Column(_("Candidate"), lambda one: one.candidate.name, width=28),
        Column(_("Requirement"), lambda one: title_of(one.gate, dossier), width=40),
        Column(_("Minimum"), lambda one: one.gate.minimum, "points", 10),
        Column(_("Proven"), lambda one: one.gate.low, "points", 10),
        Column(_("At most"), lambda one: one.gate.high, "points", 10),
        Column(_("State"), lambda one: str(GateState(one.gate.state).label), width=14),
        Column(
            _("In words"),
            lambda one: "" if one.gate.state == GateState.PASSED else why(one.gate, one.candidate),
            width=40,
        ),
        Column(
            _("Waived because"),
            lambda one: reasons.get((one.candidate.code, one.gate.kind, one.gate.code), ""),
            width=40,
        ),
    )
    book.table(pgettext("sheet", "Requirements"), columns, rows, fixed=2)


def _evidence(book: Book, dossier: Dossier) -> None:
    columns: tuple[Column[Exhibit], ...] = (
        Column(_("No."), lambda one: one.number, "key", 6),
        Column(_("Candidate"), lambda one: one.candidate, width=24),
        Column(_("Title"), lambda one: one.item.title, width=36),
        Column(_("Kind"), lambda one: one.item.get_kind_display(), width=14),
        Column(_("Evidence level"), lambda one: step(one.item.level), width=22),
        Column(
            _("Checks"),
            lambda one: ", ".join(check.code for check in one.item.checks.all()),
            width=18,
        ),
        Column(_("What it covers"), lambda one: one.item.scope, width=24),
        Column(_("Link, file or note"), lambda one: _source(one.item), width=44),
        Column(_("Dated"), lambda one: one.item.dated, "date", 12),
        Column(_("Valid until"), lambda one: one.item.valid_until, "date", 12),
        Column(
            _("Expired"),
            lambda one: _("yes") if one.item.is_expired(dossier.evaluation.judged_on) else _("no"),
            width=10,
        ),
        Column(_("Added by"), lambda one: str(one.item.added_by), width=20),
        Column(_("Added at"), lambda one: one.item.added_at, "moment", 17),
        Column("SHA-256", lambda one: one.item.sha256, width=40),
    )
    book.table(pgettext("sheet", "Evidence"), columns, _exhibits(dossier), fixed=3)


def _exhibits(dossier: Dossier) -> Iterator[Exhibit]:
    """With the numbers that the report gives them: in the order of the ranking."""
    number = 0
    for candidate in dossier.comparison.candidates:
        for item in dossier.evidence.get(candidate.code, ()):
            number += 1
            yield Exhibit(number, candidate.name, item)


def _source(item: Evidence) -> str:
    return item.url or item.filename or item.text


def _facts(book: Book, title: str, facts: Iterator[Fact]) -> None:
    """Two columns of words; a number or a date in the second is one."""
    widths = 44, 72
    sheet = book.sheet(title)
    for place, heading in enumerate(
        (pgettext("heading", "What"), pgettext("heading", "How it is"))
    ):
        book.put(sheet, 0, place, heading, "head")
        sheet.set_column(place, place, widths[place], book.looks["text"])
    for row, fact in enumerate(facts, 1):
        book.put(sheet, row, 0, fact.name, "text")
        book.put(sheet, row, 1, fact.value, fact.look)
        sheet.set_row(row, height_of((fact.name, fact.value), widths))
    sheet.freeze_panes(1, 1)
