from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from scoring.domain import candidate, consensus, declaration, evidence, transition, waiver
from scoring.domain.assessment import Rating, rate
from scoring.domain.edition import Edition
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import EvidenceLevel, GateKind, State
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
def told(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    """Three candidates; every field that people write holds a word that is found again."""
    made = make_evaluation(State.DRAFT, candidates=0)
    by = {"by": cast.owner, "at": at}
    for place, user in enumerate((cast.owner, cast.assessor, cast.second, cast.procurement)):
        user.first_name, user.last_name = f"CANARY-first-{place}", f"CANARY-last-{place}"
        user.save()
    firms = [
        candidate.add(evaluation=made, name=f"CANARY-name-{letter}", note="CANARY-memo", **by)
        for letter in "abc"
    ]
    transition.open_scoring(evaluation=made, **by)
    for seat in made.seats.scoring():
        mine = declaration.Interest(statement=f"CANARY-interest-{seat.pk}")
        interests = dict.fromkeys(seat.undeclared(), mine)
        declaration.declare(seat=seat, interests=interests, by=seat.user, at=at)
    for number, firm in enumerate(firms):
        for person in (cast.owner, cast.assessor):
            note = f"CANARY-note-{person.username}-{number}"
            quality = (0.9, 0.6, 0.3)[number]
            level = EvidenceLevel.DOCUMENT
            score(firm, by=person, at=at, quality=quality, evidence=level, note=note)
        item = evidence.Item(title=f"CANARY-title-{number}", text=f"CANARY-text-{number}")
        checks = made.checks()[:2]
        evidence.attach(candidate=firm, checks=checks, item=item, by=cast.assessor, at=at)
    scope = made.checks().get(code="3.1")
    for person in (cast.owner, cast.assessor):
        worst = Rating(value=0, version=1, note="CANARY-worst")
        rate(candidate=firms[2], check=scope, rating=worst, by=person, at=at)
    transition.moderate(evaluation=made, **by)
    consensus.settle(
        candidate=firms[2],
        check=scope,
        value=0,
        evidence=EvidenceLevel.DOCUMENT,
        reason="CANARY-settled",
        version=0,
        **by,
    )
    waiver.waive(candidate=firms[2], kind=GateKind.CHECK, code="3.1", reason="CANARY-waived", **by)
    transition.close(evaluation=made, **by)
    return made


@pytest.fixture
def printed(dossier: Dossier, cast: Cast) -> bytes:
    """Its report in English, made once a process: the same inputs give the same bytes."""
    digest = dossier.comparison.inputs_digest
    if digest not in PRINTED:
        edition = Edition(language="en")
        PRINTED[digest] = make_report(dossier, edition=edition, at=PRINTED_AT, by=cast.owner)
    return PRINTED[digest]
