"""A life told by the ledger and found in the rows; and every way to change a row past it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from scoring.domain import user
from scoring.domain.ledger import head_of, verify
from scoring.domain.replay import TELL
from scoring.enums import Role
from scoring.models import Evaluation, LedgerEntry
from tests import guards
from tests.conftest import Cast
from tests.life import Life


@pytest.fixture
def lived(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    return Life(make_evaluation(candidates=2), cast, at).evaluation


def test_a_whole_life_is_told_as_it_is(lived: Evaluation) -> None:
    assert verify(lived, head_of(lived)) == []


def test_a_life_tells_of_everything_that_can_happen_to_rows(lived: Evaluation) -> None:
    told = set(LedgerEntry.objects.of(lived).values_list("action", flat=True))

    assert set(TELL) - told == set()


def test_people_may_be_called_something_else_later(
    lived: Evaluation, cast: Cast, at: datetime
) -> None:
    for person, name in ((cast.second, "segunda"), (cast.owner, "second"), (cast.second, "third")):
        person.username = name
        user.save(person=person, by=cast.admin, at=at)

    assert verify(lived) == []


BENT = {
    "a rating": "UPDATE scoring_assessment SET value = 40 WHERE value = 60",
    "a measurement": "UPDATE scoring_assessment SET measurement = 1 WHERE measurement = 0",
    "a level of evidence": "UPDATE scoring_assessment SET evidence = 0 WHERE evidence = 4",
    "a note": "UPDATE scoring_assessment SET note = 'x' WHERE note <> ''",
    "when it was rated": "UPDATE scoring_assessment SET updated_at = '2026-03-01 00:00:00+00:00'",
    "a version": "UPDATE scoring_assessment SET version = version + 1",
    "who rated": "UPDATE scoring_assessment SET assessor_id = {stranger} WHERE value = 60",
    "a rating that goes": "DELETE FROM scoring_assessment WHERE value = 60",
    "a consensus": "UPDATE scoring_consensus SET value = 100",
    "why a consensus": "UPDATE scoring_consensus SET reason = 'x'",
    "a consensus that goes": "DELETE FROM scoring_consensus",
    "a waiver": "UPDATE scoring_waiver SET reason = 'x'",
    "a waiver that goes": "DELETE FROM scoring_waiver",
    "a title of evidence": "UPDATE scoring_evidence SET title = 'x' WHERE title = 'Oferta'",
    "the end of evidence": "UPDATE scoring_evidence SET valid_until = NULL",
    "who attached": "UPDATE scoring_evidence SET added_by_id = {stranger}",
    "what evidence backs": "DELETE FROM scoring_evidence_checks",
    "the rules frozen": "UPDATE scoring_freeze SET rules = '{{}}' WHERE number = 1",
    "the fingerprint": "UPDATE scoring_freeze SET fingerprint = 'f' WHERE number = 2",
    "a freeze that goes": "DELETE FROM scoring_freeze WHERE number = 1",
    "a declaration": "UPDATE scoring_declaration SET recused = false, statement = ''",
    "a declaration that goes": "DELETE FROM scoring_declaration",
    "a role": "UPDATE scoring_seat SET role = 'procurement' WHERE role = 'assessor'",
    "whose seat": "UPDATE scoring_seat SET user_id = {stranger} WHERE user_id = {procurement}",
    "what is assigned": "DELETE FROM scoring_seat_competencies",
    "a candidate's name": "UPDATE scoring_candidate SET name = 'x' WHERE name = 'Otro nombre'",
    "a candidate's note": "UPDATE scoring_candidate SET note = 'x'",
    "the state": "UPDATE scoring_evaluation SET state = 'closed'",
    "the title": "UPDATE scoring_evaluation SET title = 'x'",
    "the tier": "UPDATE scoring_evaluation SET tier = 2",
    "the budget": "UPDATE scoring_evaluation SET reference_budget = 31",
    "the leaders": "UPDATE scoring_evaluation SET leaders = '[]'",
    "when it was opened": "UPDATE scoring_evaluation SET opened_at = created_at",
    "when it was closed": "UPDATE scoring_evaluation SET closed_at = created_at",
    "who made it": "UPDATE scoring_evaluation SET created_by_id = {stranger}",
    "the newest fingerprint": "UPDATE scoring_evaluation SET frozen_fingerprint = 'f'",
    "the method": "UPDATE scoring_evaluation SET method = '{{\"x\": 1}}'",
    "a weight": "UPDATE scoring_weight SET value = value + 1",
    "who was chosen": "UPDATE scoring_decision SET candidate_id = {other}",
    "a signature": "UPDATE scoring_decision SET signature = 'x'",
    "what was signed": "UPDATE scoring_decision SET inputs_digest = 'x'",
    "the ledger that was signed": "UPDATE scoring_decision SET ledger_number = 1",
    "the digest that was signed": "UPDATE scoring_decision SET ledger_digest = 'x'",
    "a decision that goes": "DELETE FROM scoring_decision",
}


def test_what_is_changed_past_the_ledger_is_found(lived: Evaluation, cast: Cast) -> None:
    guards.lift()
    people = {name: getattr(cast, name).pk for name in ("stranger", "procurement")}
    other = lived.candidates.get(name="Integrador B").pk
    missed = set()

    for what, statement in BENT.items():
        with transaction.atomic():
            assert guards.bend(statement.format(**people, other=other)) > 0, what
            if not verify(lived):
                missed.add(what)
            transaction.set_rollback(True)

    assert missed == set()
    assert verify(lived) == []


@pytest.mark.parametrize(
    "made",
    [
        lambda one, cast, check: one.candidates.create(code="x", name="X"),
        lambda one, cast, check: one.seats.create(user=cast.stranger, role=Role.ASSESSOR),
        lambda one, cast, check: one.exclusions.create(rubric_check=check, reason="x"),
        lambda one, cast, check: one.freezes.create(
            number=3, rules={}, reason="x", frozen_by=cast.owner, frozen_at=one.created_at
        ),
    ],
    ids=["candidate", "seat", "exclusion", "freeze"],
)
def test_a_row_of_which_no_entry_tells_is_found(
    lived: Evaluation, cast: Cast, made: Callable
) -> None:
    made(lived, cast, lived.checks().first())

    assert verify(lived) != []


def test_a_flaw_says_which_row_and_what_was_told(lived: Evaluation, cast: Cast) -> None:
    guards.lift()
    guards.bend("UPDATE scoring_assessment SET value = 40 WHERE value = 60")
    [number] = (
        LedgerEntry.objects.of(lived)
        .filter(action="assessment.saved", new__value=60)
        .values_list("number", flat=True)
    )

    [flaw] = verify(lived)

    assert flaw.number == number
    assert "integrador-b" in flaw.says
    assert "value 60.0 → 40.0" in flaw.says
