"""The database refuses what would bend the result: each guard, by statements past the ORM."""

from collections.abc import Callable
from datetime import datetime
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from scoring.domain import assessment, consensus, waiver
from scoring.enums import TRANSITIONS, GateKind, State
from scoring.models import Evaluation
from tests import guards
from tests.conftest import Cast

BENT = {  # what the constraints ask of a row in that state, so that only the guard can refuse it
    "frozen_fingerprint": lambda state: "" if state == State.DRAFT else "f" * 64,
    "opened_at": lambda state: None if state == State.DRAFT else "2026-03-02 09:30:00+00:00",
    "closed_at": lambda state: (
        "2026-03-02 09:30:00+00:00" if state in (State.CLOSED, State.DECIDED) else None
    ),
}
PHASES = {
    "scoring_assessment": State.OPEN,
    "scoring_consensus": State.MODERATION,
    "scoring_waiver": State.MODERATION,
}
WRITES = {
    "insert": "INSERT INTO {table} ({columns}) SELECT {columns} FROM kept",
    "update": "UPDATE {table} SET evidence_or_reason = evidence_or_reason",
    "delete": "DELETE FROM {table}",
}
COLUMN = {
    "scoring_assessment": "note",
    "scoring_consensus": "reason",
    "scoring_waiver": "reason",
}


def refused(statement: str, parameters: list | None = None) -> bool:
    """Whether the database refuses it; what it does not refuse is undone too."""
    try:
        with transaction.atomic():
            guards.bend(statement, parameters)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def test_of_all_pairs_of_states_only_the_steps_of_its_life_are_let_through(
    draft: Evaluation,
) -> None:
    known = {(step.source, step.target) for step in TRANSITIONS.values()}
    let_through = set()

    for source, target in product(State, State):
        guards.lift()
        move(draft, source)
        guards.put_back()
        if not refused(*moved(draft, target)):
            let_through.add((source, target))

    assert let_through == known | {(state, state) for state in State}
    assert len(list(product(State, State))) == 25


def moved(evaluation: Evaluation, state: State) -> tuple[str, list]:
    values = {"state": state.value} | {name: of(state) for name, of in BENT.items()}
    columns = ", ".join(f"{name} = %s" for name in values)
    statement = f"UPDATE scoring_evaluation SET {columns} WHERE id = %s"  # noqa: S608
    return statement, [*values.values(), evaluation.pk]


def move(evaluation: Evaluation, state: State) -> None:
    assert guards.bend(*moved(evaluation, state)) == 1


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_an_evaluation_begins_as_a_draft(draft: Evaluation, state: State) -> None:
    draft.pk, draft.slug, draft.state = None, "otro", state
    for name, of in BENT.items():
        setattr(draft, name, of(state))

    with (
        pytest.raises(IntegrityError, match="an evaluation begins as a draft"),
        transaction.atomic(),
    ):
        draft.save(force_insert=True)


@pytest.fixture
def judged(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    """In moderation, with a rating, a consensus and a waiver."""
    evaluation = make_evaluation(State.MODERATION)
    candidate = evaluation.candidates.get()
    check = evaluation.checks().filter(scale__slug="graded").first()
    by = {"by": cast.owner, "at": at}
    guards.lift()
    move(evaluation, State.OPEN)
    guards.put_back()
    gate = evaluation.checks().filter(must=True, scale__kind="levels").first()
    for one in (check, gate):
        worst = one.scale.levels.order_by("value").first().value
        rating = assessment.Rating(value=float(worst), evidence=4)
        assessment.rate(candidate=candidate, check=one, rating=rating, **by)
    move(evaluation, State.MODERATION)
    cell = {"candidate": candidate, "check": check, "evidence": 3, "version": 0, **by}
    consensus.settle(**cell, value=60.0, reason="Visto en la demostración.")
    waiver.waive(
        candidate=candidate, kind=GateKind.CHECK, code=gate.code, reason="Llega en mayo.", **by
    )
    return evaluation


@pytest.mark.parametrize("table", PHASES)
@pytest.mark.parametrize("write", WRITES)
def test_a_judgement_is_written_only_in_its_phase(
    judged: Evaluation, table: str, write: str
) -> None:
    guards.bend(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")  # noqa: S608
    statement = statement_of(write, table)
    written = set()

    for state in State:
        guards.lift()
        move(judged, state)
        if write == "insert":
            guards.bend(f"DELETE FROM {table}")  # noqa: S608
        guards.put_back()
        if not refused(statement):
            written.add(state)

    assert written == {PHASES[table]}


def statement_of(write: str, table: str) -> str:
    with connection.cursor() as cursor:
        columns = [
            one.name for one in connection.introspection.get_table_description(cursor, table)
        ]
    said = WRITES[write].replace("evidence_or_reason", COLUMN[table])
    return said.format(table=table, columns=", ".join(columns))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scoring_freeze SET reason = 'x'",
        "UPDATE scoring_freeze SET fingerprint = 'x'",
        "UPDATE scoring_decision SET reason = 'x'",
        "DELETE FROM scoring_decision",
    ],
)
def test_what_was_frozen_and_what_was_signed_stays(
    make_evaluation: Callable[..., Evaluation], statement: str
) -> None:
    make_evaluation(State.DECIDED)

    assert refused(statement)


def test_every_guard_is_there_after_all_migrations(db: None) -> None:
    of_ledger = {
        "sqlite": {"ledger_no_update", "ledger_no_delete"},
        "postgresql": {"ledger_no_change"},
    }
    life = {name for name, *_rest in guards.LIFE.RULES}

    assert triggers() == life | of_ledger[connection.vendor]


def test_a_guard_that_was_lost_is_missed(db: None) -> None:
    guards.lift()

    assert triggers() == set()


def triggers() -> set[str]:
    """The names of the triggers on our tables."""
    statement = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}
