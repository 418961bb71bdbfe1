"""What holds for every verb: one entry in the ledger, and all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection

from scoring.domain import assessment, candidate, evaluation, evidence, rubric, seat, transition
from scoring.domain.upload import checked
from scoring.enums import Role, State
from scoring.models import Candidate, Check, Evaluation, Evidence, Rubric, Seat
from tests.conftest import Cast


@dataclass(frozen=True)
class Stage:
    """An evaluation in its phase, and what the verbs are done to."""

    evaluation: Evaluation
    rubric: Rubric
    cast: Cast

    @property
    def candidate(self) -> Candidate:
        return self.evaluation.candidates.get()

    @property
    def check(self) -> Check:
        return self.evaluation.checks().filter(scale__slug="graded")[0]

    @property
    def seat(self) -> Seat:
        return self.evaluation.seats.get(user=self.cast.assessor)

    @property
    def evidence(self) -> Evidence:
        return self.candidate.evidence.get()

    @property
    def setup(self) -> evaluation.Setup:
        return evaluation.setup_of(self.evaluation)


@dataclass(frozen=True)
class Verb:
    """`call` is given the stage and `by` and `at`; the entry says `action` of `subject`."""

    action: str
    state: State
    call: Callable[..., Any]
    subject: str = ""


LINK = evidence.Item(title="Oferta", url="https://empresa.example/oferta")
VERBS = [
    Verb(
        "evaluation.created",
        State.DRAFT,
        lambda stage, **by: evaluation.create(setup=stage.setup, **by),
    ),
    Verb(
        "evaluation.revised",
        State.DRAFT,
        lambda stage, **by: evaluation.revise(
            evaluation=stage.evaluation, setup=replace(stage.setup, title="Otro"), **by
        ),
    ),
    Verb(
        "evaluation.opened",
        State.DRAFT,
        lambda stage, **by: transition.open_scoring(evaluation=stage.evaluation, **by),
    ),
    Verb(
        "evaluation.closed",
        State.MODERATION,
        lambda stage, **by: transition.close(evaluation=stage.evaluation, **by),
    ),
    Verb(
        "evaluation.reopened",
        State.CLOSED,
        lambda stage, **by: transition.reopen(
            evaluation=stage.evaluation, reason="Falta una oferta", **by
        ),
    ),
    Verb(
        "candidate.added",
        State.OPEN,
        lambda stage, **by: candidate.add(evaluation=stage.evaluation, name="Último", **by),
        "ultimo",
    ),
    Verb(
        "candidate.revised",
        State.OPEN,
        lambda stage, **by: candidate.revise(
            candidate=stage.candidate, name="Integrador Z", note="", **by
        ),
        "integrador-a",
    ),
    Verb(
        "candidate.removed",
        State.DRAFT,
        lambda stage, **by: candidate.remove(candidate=stage.candidate, **by),
        "integrador-a",
    ),
    Verb(
        "seat.granted",
        State.OPEN,
        lambda stage, **by: seat.grant(
            evaluation=stage.evaluation, user=stage.cast.stranger, role=Role.ASSESSOR, **by
        ),
        "stranger",
    ),
    Verb(
        "seat.revoked",
        State.OPEN,
        lambda stage, **by: seat.revoke(seat=stage.seat, **by),
        "assessor",
    ),
    Verb(
        "assessment.saved",
        State.OPEN,
        lambda stage, **by: assessment.rate(
            candidate=stage.candidate, check=stage.check, rating=assessment.Rating(value=60), **by
        ),
        "integrador-a 1.3",
    ),
    Verb(
        "evidence.attached",
        State.OPEN,
        lambda stage, **by: evidence.attach(
            candidate=stage.candidate, checks=[stage.check], item=LINK, **by
        ),
        "integrador-a",
    ),
    Verb(
        "evidence.attached",
        State.OPEN,
        lambda stage, **by: evidence.attach(
            candidate=stage.candidate,
            checks=[stage.check],
            item=evidence.Item(title="Acta", upload=checked(ContentFile(b"Acta", name="acta.txt"))),
            **by,
        ),
        "integrador-a",
    ),
    Verb(
        "rubric.drafted",
        State.DRAFT,
        lambda stage, **by: rubric.make_draft(rubric=stage.rubric, **by),
        "zimbra-integrator v2",
    ),
]
NO_MORE_ENTRIES = {  # undone with the test's transaction
    "sqlite": "CREATE TRIGGER full BEFORE INSERT ON scoring_ledgerentry "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is full'); END",
    "postgresql": "ALTER TABLE scoring_ledgerentry ADD CHECK (false) NOT VALID",
}
EACH_VERB = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.action)


@pytest.fixture
def stage(
    verb: Verb, make_evaluation: Callable[..., Evaluation], rubric: Rubric, cast: Cast
) -> Stage:
    return Stage(make_evaluation(verb.state), rubric, cast)


@EACH_VERB
def test_a_verb_leaves_one_entry_that_says_who_when_and_what(
    verb: Verb, stage: Stage, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    with recorded() as entries:
        verb.call(stage, by=cast.owner, at=at)

    (entry,) = entries
    assert (entry.action, entry.subject) == (verb.action, verb.subject)
    assert (entry.at, entry.actor_id, entry.actor) == (at, cast.owner.pk, "Owner")
    of_rubric = verb.action.startswith("rubric.")
    assert (entry.evaluation_id is None) == of_rubric


@EACH_VERB
def test_a_verb_whose_entry_cannot_be_written_writes_nothing(
    verb: Verb, stage: Stage, everything: Callable[[], Any], cast: Cast, at: datetime
) -> None:
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(NO_MORE_ENTRIES[connection.vendor])

    with pytest.raises(IntegrityError):
        verb.call(stage, by=cast.owner, at=at)

    assert everything() == before
