"""T28: what people write comes to life in no file that leaves the house, whatever they write."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import CharField, Model, SlugField, TextField

from scoring.domain import consensus, decision, transition, waiver
from scoring.domain.edition import Edition
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import EvidenceLevel, GateKind
from scoring.models import Evaluation, Exclusion
from scoring.reports import sheets, table
from scoring.reports.table import make_csv
from scoring.reports.workbook import make_workbook

from .live import PAYLOADS, formulas_in, live_in_csv, live_in_workbook, plain, read_csv

CODES = {"code", "sha256", "state", "stage", "calculator", "kind", "role", "username", "better"}


@pytest.fixture
def rich(scored: Evaluation, cast, at) -> Dossier:
    """An evaluation with everything that can be written: settled, waived, left out, decided."""
    step: dict[str, Any] = {"by": cast.owner, "at": at}
    transition.reopen(evaluation=scored, reason="Falta uno.", **step)
    first, _second, third = scored.candidates.all()
    check = scored.checks().filter(scale__kind="levels").exclude(code="3.1").first()
    consensus.settle(
        candidate=first,
        check=check,
        value=100,
        evidence=EvidenceLevel.CLAIM,
        reason="Visto.",
        version=0,
        **step,
    )
    waiver.waive(candidate=third, kind=GateKind.CHECK, code="3.1", reason="Consta.", **step)
    transition.close(evaluation=scored, **step)
    decision.decide(
        evaluation=scored, candidate=first, reason="Lo muestra.", signature="Elena", **step
    )
    return dossier_of(scored)


def poisoned(dossier: Dossier, text: str) -> Dossier:
    """The same, in which every text of every row says this."""
    for row in rows_of(dossier):
        for field in row._meta.concrete_fields:
            free = isinstance(field, CharField | TextField) and not field.choices
            if free and field.name not in CODES and not isinstance(field, SlugField):
                setattr(row, field.name, text)
    named = tuple(replace(one, name=text) for one in dossier.comparison.candidates)
    waivers = tuple(replace(one, reason=text) for one in dossier.problem.waivers)
    left_out = Exclusion(rubric_check=next(iter(dossier.checks.values())), reason=text)
    return replace(
        dossier,
        comparison=replace(dossier.comparison, candidates=named),
        problem=replace(dossier.problem, waivers=waivers),
        provenance=replace(dossier.provenance, exclusions=(left_out,)),
    )


def rows_of(dossier: Dossier) -> Iterator[Model]:
    provenance = dossier.provenance
    yield dossier.evaluation
    yield dossier.evaluation.rubric
    yield from dossier.competencies.values()
    for check in dossier.checks.values():
        yield from (check, check.scale, *check.scale.levels.all())
    yield from dossier.candidates.values()
    for said in dossier.assessments.values():
        for one in said:
            yield from (one, one.assessor)
    for items in dossier.evidence.values():
        for one in items:
            yield from (one, one.added_by)
    for seat in dossier.seats:
        yield from (seat, seat.user)
    for one in provenance.consensus.values():
        yield from (one, one.settled_by)
    for one in provenance.waivers:
        yield from (one, one.waived_by)
    yield from (provenance.decision, provenance.decision.candidate, provenance.decision.signed_by)


def files(dossier: Dossier, cast, at) -> tuple[bytes, bytes]:
    made = {"edition": Edition(language="en"), "by": cast.owner, "at": at}
    return make_workbook(dossier, **made), make_csv(dossier, **made)


def test_there_are_sixty_ways_to_try() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_nothing_that_is_written_comes_to_life(rich, cast, at):
    ours, found = None, {}

    for payload in PAYLOADS:
        workbook, csv = files(poisoned(rich, payload), cast, at)
        formulas = list(live_in_workbook(workbook))
        ours = ours or formulas
        found[payload] = [*live_in_csv(csv), *(set(formulas) ^ set(ours))]

    assert {payload: live for payload, live in found.items() if live} == {}
    assert len(ours) == len(rich.competencies) + 2 * len(rich.candidates)


def test_formulas_are_ours_and_hold_no_word_of_anybody(rich, cast, at):
    workbook, _csv = files(poisoned(rich, "=evil()"), cast, at)

    formulas = formulas_in(workbook)
    assert set(formulas) == {"Weights"}
    assert {one for one in formulas["Weights"] if "evil" in one} == set()


def test_what_is_written_is_there_all_the_same(rich, cast, at):
    """Each text column of the table says the payload, once its guard is taken away."""
    payload = "=1+1"

    _workbook, csv = files(poisoned(rich, payload), cast, at)

    headings, *lines = read_csv(csv)
    says = {
        heading
        for line in lines
        for heading, cell in zip(headings, line, strict=True)
        if payload in plain(cell)
    }
    assert says == {
        *("Competency", "Title of the check", "Candidate", "Said by", "Rating", "Unit", "Note")
    }


def test_a_heading_is_guarded_too(rich, cast, at, monkeypatch):
    evil = tuple(replace(one, heading="=1+1") for one in table.COLUMNS)
    monkeypatch.setattr(table, "COLUMNS", evil)

    _workbook, csv = files(rich, cast, at)

    assert read_csv(csv)[0] == ["'=1+1"] * len(evil)


def test_the_judge_sees_what_is_live(rich, cast, at, monkeypatch):
    """The control: without the guards, text comes to life."""
    monkeypatch.setattr(sheets, "ONLY_TEXT", {"strings_to_formulas": True})
    monkeypatch.setattr(sheets.Book, "_put_text", believing)
    monkeypatch.setattr(table, "guarded", str)

    workbook, csv = files(poisoned(rich, "=1+1"), cast, at)

    assert "1+1" in {one.split(" ", 2)[-1] for one in live_in_workbook(workbook)}
    assert set(live_in_csv(csv)) == {"=1+1", "=1+1 =1+1"}


def believing(book: Any, sheet: Any, row: int, place: int, text: str, form: Any) -> None:
    sheet.write(row, place, text, form)
