"""What stands beside the scores in the report: consensus, waivers, recusals, expired proof."""

from dataclasses import replace
from datetime import date

import pytest

from scoring.domain import (
    consensus,
    decision,
    declaration,
    evaluation,
    evidence,
    freeze,
    transition,
    waiver,
)
from scoring.domain.edition import Edition
from scoring.domain.ledger import head_of
from scoring.domain.report import dossier_of
from scoring.enums import EvidenceLevel, GateKind, State
from scoring.reports.annex import annex_of, exhibits_of
from scoring.reports.gates import obstacles_of
from scoring.reports.narrative import provisional
from scoring.reports.pdf import report_html
from tests.conftest import rate_perfectly

from .factory import score


@pytest.fixture
def moderated(make_evaluation, cast, at):
    """Two people rate a perfect candidate and one that fails everything; then moderation."""
    made = make_evaluation(State.OPEN, candidates=2)
    first, second = made.candidates.all()
    rate_perfectly(first, by=cast.owner, at=at)
    rate_perfectly(first, by=cast.assessor, at=at)
    score(second, by=cast.owner, at=at, quality=0)
    return made


@pytest.fixture
def by(cast, at):
    return {"by": cast.owner, "at": at}


def cell_of(made, code):
    sections = annex_of(dossier_of(made))
    [row] = [row for section in sections for row in section.rows if row.code == code]
    return row.cells[0]


def html_of(made, cast, at):
    return report_html(dossier_of(made), edition=Edition(language="en"), at=at, by=cast.owner)


def test_a_consensus_is_marked_and_the_ratings_stay_beside_it(moderated, cast, by):
    transition.moderate(evaluation=moderated, **by)
    first = moderated.candidates.first()
    check = moderated.checks().get(code="6.2")
    before = cell_of(moderated, "6.2")
    consensus.settle(
        candidate=first,
        check=check,
        value=50,
        evidence=EvidenceLevel.DOCUMENT,
        reason="Solo un motor.",
        version=0,
        **by,
    )

    cell = cell_of(moderated, "6.2")

    assert cell.settled == "Consensus: Partly met ·\N{NO-BREAK SPACE}P1"
    assert cell.ratings == before.ratings
    notes = [note for section in annex_of(dossier_of(moderated)) for note in section.notes]
    assert ("Consensus, Owner", ["Solo un motor."]) in [text for one in notes for text in one.texts]


def test_a_waiver_is_told_with_its_reason_by_whom_and_when(moderated, cast, at, by):
    transition.moderate(evaluation=moderated, **by)
    failing = moderated.candidates.last()
    waiver.waive(
        candidate=failing, kind=GateKind.CHECK, code="6.2", reason="Lo ponemos nosotros.", **by
    )

    [obstacles] = obstacles_of(dossier_of(moderated))

    told = [reason.waiver for reason in obstacles.reasons if reason.waiver]
    assert told == ["Waived by Owner on 03/02/2026: Lo ponemos nosotros."]
    html = html_of(moderated, cast, at)
    assert '<span class="bad">Waived by Owner on 03/02/2026: Lo ponemos nosotros.</span>' in html


def test_ratings_of_who_is_recused_stay_and_are_marked(moderated, cast, at):
    seat = moderated.seats.get(user=cast.assessor)
    mine = declaration.Interest(recused=True, statement="Trabajé allí.")
    declaration.declare(
        seat=seat, interests={moderated.candidates.first(): mine}, by=cast.assessor, at=at
    )

    assert [one.endswith("(recused)") for one in sorted(cell_of(moderated, "6.2").ratings)] == [
        False,
        True,
    ]


def test_proof_that_has_expired_is_marked_in_its_cell_and_in_the_list(moderated, by):
    first, check = moderated.candidates.first(), moderated.checks().get(code="6.2")
    item = evidence.Item(title="Cert", url="https://example.com/", valid_until=date(2020, 5, 31))
    evidence.attach(candidate=first, checks=[check], item=item, **by)

    assert sum(one.endswith("(expired)") for one in cell_of(moderated, "6.2").ratings) == 1
    [exhibit] = exhibits_of(dossier_of(moderated))
    assert exhibit.expired == "expired on 05/31/2020"


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (State.OPEN, "Scoring is still open: this is a provisional reading."),
        (State.MODERATION, "Moderation is under way: this is a provisional reading."),
        (State.CLOSED, None),
        (State.DECIDED, None),
    ],
)
def test_a_result_that_is_not_final_says_what_it_waits_for(make_evaluation, state, verdict):
    told = provisional(make_evaluation(state))

    assert (told and told.verdict) == verdict


def test_the_report_prints_the_head_of_the_ledger(moderated, cast, at):
    head = head_of(moderated)

    assert f"<b>{head.number} · {head.digest}</b>" in html_of(moderated, cast, at)


def test_the_decision_comes_first_with_all_that_was_signed(moderated, cast, at, by):
    transition.moderate(evaluation=moderated, **by)
    transition.close(evaluation=moderated, **by)
    head = head_of(moderated)
    chosen = moderated.candidates.first()
    decision.decide(
        evaluation=moderated, candidate=chosen, reason="Lo cumple.", signature="Elena", **by
    )

    html = html_of(moderated, cast, at)

    page_one = html[: html.index("<h2")]
    assert "<b>Integrador A</b> is chosen, and comes first in the ranking." in page_one
    assert "Lo cumple." in page_one
    assert "Signed “Elena” by Owner, March 2, 2026" in page_one
    assert f"{head.number} · {head.digest}" in page_one


def test_what_was_left_out_stands_in_the_report(moderated, cast, at, by):
    check = moderated.checks().get(code="6.4")
    setup = evaluation.setup_of(moderated)
    without = replace(setup, exclusions={check: "No usamos correo externo."})
    freeze.refreeze(evaluation=moderated, setup=without, reason="Es así.", **by)

    html = html_of(moderated, cast, at)

    assert "6.4 Antiphishing · No usamos correo externo.</li>" in html
