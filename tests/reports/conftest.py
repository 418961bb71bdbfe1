from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from scoring.domain import evidence
from scoring.domain.assessment import Rating, rate
from scoring.domain.edition import Edition
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import EvidenceLevel, State
from scoring.models import Evaluation
from scoring.reports.pdf import make_report
from tests.conftest import Cast, end

from .factory import score

PRINTED: dict[str, bytes] = {}
PRINTED_AT = datetime(2026, 11, 23, 17, 30, 59, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are asserted in the language that they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def scored(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    """Three candidates, the second without 6.4's answer, the third without proof; then closed.

    The third fails 3.1, and is excluded.
    The owner scores all of them; the assessor rates the first too, a little lower.
    """
    made = make_evaluation(State.OPEN, candidates=3)
    first, second, third = made.candidates.all()
    score(first, by=cast.owner, at=at, quality=1, note="Visto en directo.")
    score(first, by=cast.assessor, at=at, quality=0.8)
    score(second, by=cast.owner, at=at, quality=0.6, without=frozenset({"6.4"}))
    score(third, by=cast.owner, at=at, quality=0.6, evidence=EvidenceLevel.CLAIM)
    scope, phishing = made.checks().get(code="3.1"), made.checks().get(code="6.4")
    worst = Rating(value=0, version=1)
    rate(candidate=third, check=scope, rating=worst, by=cast.owner, at=at)
    evidence.attach(
        candidate=first,
        checks=[phishing],
        item=evidence.Item(title="Acta <b>firmada</b>", url="https://example.com/acta"),
        by=cast.owner,
        at=at,
    )
    end(evaluation=made, by=cast.owner, at=at)
    return made


@pytest.fixture
def dossier(scored: Evaluation) -> Dossier:
    return dossier_of(scored)


@pytest.fixture
def printed(dossier: Dossier, cast: Cast) -> bytes:
    """Its report in English, made once a process: the same inputs give the same bytes."""
    digest = dossier.comparison.inputs_digest
    if digest not in PRINTED:
        edition = Edition(language="en")
        PRINTED[digest] = make_report(dossier, edition=edition, at=PRINTED_AT, by=cast.owner)
    return PRINTED[digest]
