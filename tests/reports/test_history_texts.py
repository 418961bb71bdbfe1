"""What happened on the way to a result, to the letter: rules that changed the winner, somebody who
is recused, proof that has expired, reasons that are missing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.domain import declaration, evaluation, evidence, freeze
from scoring.domain.assessment import Rating, rate
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import EvidenceLevel, State
from scoring.models import Check
from scoring.reports.annex import annex_of, exhibits_of
from scoring.reports.people import people_of, reasons_missing
from scoring.reports.rules import rulings_of

from .factory import score


@pytest.fixture
def eventful(make_evaluation, cast, at) -> Dossier:
    """A shows all but security, B half of everything; then only security weighs anything."""
    made = make_evaluation(State.OPEN, candidates=2)
    first, second = made.candidates.all()
    phishing = made.checks().get(code="6.4")
    security = frozenset(Check.objects.filter(competency__number=6).values_list("code", flat=True))
    score(first, by=cast.owner, at=at, without=security, note="Visto.")
    score(second, by=cast.owner, at=at, quality=0.6, note="Visto.")
    says = Rating(value=100, evidence=EvidenceLevel.VERIFICATION)
    rate(candidate=first, check=phishing, rating=says, by=cast.assessor, at=at)
    rate(candidate=second, check=phishing, rating=says, by=cast.assessor, at=at)
    recused = declaration.Interest(recused=True, statement="Trabajé allí.")
    seat = made.seats.get(user=cast.assessor)
    declaration.declare(seat=seat, interests={first: recused}, by=cast.assessor, at=at)
    old = evidence.Item(title="Acta", url="https://example.com/", valid_until=date(2020, 5, 31))
    evidence.attach(candidate=second, checks=[phishing], item=old, by=cast.assessor, at=at)
    setup = evaluation.setup_of(made)
    weights = {one: Decimal(one.number == 6) for one in setup.weights}
    setup = replace(setup, profile=None, weights=weights)
    freeze.refreeze(evaluation=made, setup=setup, reason="Seguridad.", by=cast.owner, at=at)
    return dossier_of(made)


def told(dossier: Dossier) -> list[str]:
    [ruling] = rulings_of(dossier)
    [cells] = [
        row.cells for section in annex_of(dossier) for row in section.rows if row.code == "6.4"
    ]
    [exhibit] = exhibits_of(dossier)
    [stake] = [stake for one in people_of(dossier) for stake in one.stakes]
    said = [
        ruling.sentence,
        *sorted(one for cell in cells for one in cell.ratings),
        exhibit.expired,
        f"{stake.candidate}: {stake.statement}",
        people_of(dossier)[0].declared,
        reasons_missing(dossier),
    ]
    return [strip_tags(one).replace("\N{NO-BREAK SPACE}", " ") for one in said]


TOLD = {
    "es": [
        "Con las reglas vigentes hasta entonces, Integrador A quedaría en primer lugar.",
        "1 × Cumple · P4 (caducada)",
        "1 × En parte · P4",
        "Cumple · P4 (inhibición)",
        "[1]",
        "caducada el 31/05/2020",
        "Integrador A: Trabajé allí.",
        "sin intereses en ningún candidato",
        "Falta el motivo exigido en 1 valoración.",
    ],
    "fr": [
        "Selon les règles en vigueur jusque-là, Integrador A arriverait en tête.",
        "1 × Conforme · P4 (preuve expirée)",
        "1 × Partiel · P4",
        "Conforme · P4 (récusation)",
        "[1]",
        "expirée le 31/05/2020",
        "Integrador A: Trabajé allí.",
        "aucun lien d’intérêts avec les candidats",
        "1 note n’a pas le motif demandé.",
    ],
    "en": [
        "By the rules that held until then, Integrador A would come first.",
        "1 × Met · P4 (expired)",
        "1 × Partly met · P4",
        "Met · P4 (recused)",
        "[1]",
        "expired on 05/31/2020",
        "Integrador A: Trabajé allí.",
        "no interest in any of them",
        "1 rating lacks the reason that was asked for.",
    ],
}


@pytest.mark.parametrize("language", list(TOLD))
def test_the_reader_is_told_exactly_this(eventful, language):
    with translation.override(language):
        assert told(eventful) == TOLD[language]
