"""An evaluation to which everything has happened, once at least and a minute apart."""

from dataclasses import replace
from datetime import datetime, timedelta

from scoring.domain import (
    assessment,
    candidate,
    consensus,
    decision,
    declaration,
    evaluation,
    evidence,
    freeze,
    seat,
    transition,
    waiver,
)
from scoring.enums import GateKind, Role
from scoring.models import Check, Evaluation
from tests.conftest import Cast, declare_nothing, rate_perfectly

CODES = ("integrador-a", "integrador-b")
REASON = "Así lo vimos."


def item(**said: object) -> evidence.Item:
    return evidence.Item(**{"title": "Oferta", "url": "https://empresa.example/oferta"} | said)


class Life:
    """Everything that can happen to an evaluation happens to this one, a minute apart."""

    def __init__(self, made: Evaluation, cast: Cast, at: datetime) -> None:
        self.evaluation, self.cast, self.at = made, cast, at
        self.draft()
        self.score()
        self.moderate()

    def by(self, person: object = None) -> dict:
        self.at += timedelta(minutes=1)
        return {"by": person or self.cast.owner, "at": self.at}

    def check(self, **what: object) -> Check:
        return self.evaluation.checks().filter(**what).first()

    def draft(self) -> None:
        made, cast = self.evaluation, self.cast
        setup = replace(evaluation.setup_of(made), title="Otro título", reason_for_gates=False)
        evaluation.revise(evaluation=made, setup=setup, **self.by())
        gone = candidate.add(evaluation=made, name="Fugaz", **self.by())
        for one in made.seats.scoring():
            declare_nothing(one, self.by()["at"])
        candidate.remove(candidate=gone, **self.by())
        late = {"evaluation": made, "user": cast.stranger}
        seat.revoke(seat=seat.grant(**late, role=Role.ASSESSOR, **self.by()), **self.by())
        transition.open_scoring(evaluation=made, **self.by())
        transition.withdraw(evaluation=made, reason=REASON, **self.by())
        transition.open_scoring(evaluation=made, **self.by())

    def score(self) -> None:
        made, cast = self.evaluation, self.cast
        first, second = (made.candidates.get(code=code) for code in CODES)
        candidate.revise(candidate=first, name="Otro nombre", note="Nota", **self.by())
        theirs = made.seats.get(user=cast.second)
        recusal = {second: declaration.Interest(recused=True, statement="Fui cliente.")}
        declaration.declare(seat=theirs, interests=recusal, **self.by(cast.second))
        seat.assign(seat=theirs, competencies=made.rubric.competencies.all()[:2], **self.by())
        rate_perfectly(first, **self.by())
        levels = self.check(scale__slug="graded", must=False)
        for version, value in ((0, 20.0), (1, 60.0)):
            rating = assessment.Rating(value=value, note=REASON, version=version)
            assessment.rate(candidate=second, check=levels, rating=rating, **self.by())
        gate = self.check(must=True, scale__kind="levels")
        worst = float(gate.scale.levels.order_by("value").first().value)
        for person in (cast.owner, cast.assessor):
            rating = assessment.Rating(value=worst, evidence=4)
            assessment.rate(candidate=second, check=gate, rating=rating, **self.by(person))
        self.attach(levels)
        weights = evaluation.setup_of(made).weights
        heavier = {one: weight + 1 for one, weight in weights.items()}
        setup = replace(evaluation.setup_of(made), profile=None, weights=heavier)
        freeze.refreeze(evaluation=made, setup=setup, reason=REASON, **self.by())

    def attach(self, check: Check) -> None:
        to = {"candidate": self.evaluation.candidates.get(code=CODES[1]), "checks": [check]}
        evidence.attach(**to, item=item(), **self.by())
        same = evidence.attach(**to, item=item(), **self.by())
        evidence.attach(**to, item=item(), **self.by(self.cast.assessor))
        late = item(title="Contrato", valid_until=self.at.date(), scope="Un año")
        evidence.revise(evidence=same, checks=[check], item=late, **self.by())
        gone = evidence.attach(**to, item=item(url="", text="Llamada"), **self.by())
        evidence.remove(evidence=gone, **self.by())

    def moderate(self) -> None:
        made = self.evaluation
        second = made.candidates.get(code=CODES[1])
        transition.moderate(evaluation=made, **self.by())
        levels = self.check(scale__slug="graded", must=False)
        cell = {"candidate": second, "check": levels, "evidence": 2, "reason": REASON}
        for version, value in ((0, 60.0), (1, 100.0)):
            settled = consensus.settle(**cell, value=value, version=version, **self.by())
        of = {"candidate": second, "check": levels, "version": settled.version}
        consensus.withdraw(**of, reason=REASON, **self.by())
        consensus.settle(**cell, value=20.0, version=0, **self.by())
        gate = self.check(must=True, scale__kind="levels")
        given = {"candidate": second, "kind": GateKind.CHECK, "code": gate.code, "reason": REASON}
        waiver.withdraw(waiver=waiver.waive(**given, **self.by()), reason=REASON, **self.by())
        waiver.waive(**given, **self.by())
        transition.close(evaluation=made, **self.by())
        transition.reopen(evaluation=made, reason=REASON, **self.by())
        transition.close(evaluation=made, **self.by())
        decision.decide(
            evaluation=made,
            candidate=made.candidates.get(code=CODES[0]),
            reason=REASON,
            signature="Elena",
            **self.by(),
        )
