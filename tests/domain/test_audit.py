"""The ledger in sum: what there is of what, and what happened once scoring had opened."""

import pytest

from scoring.domain import candidate, transition
from scoring.domain.audit import audit_of
from scoring.domain.ledger import head_of
from scoring.enums import Action, State
from scoring.models import LedgerEntry


@pytest.fixture
def step(cast, at):
    return {"by": cast.owner, "at": at}


def test_every_entry_is_counted_by_its_kind(closed):
    audit = audit_of(closed, head=head_of(closed))

    chain = LedgerEntry.objects.of(closed)
    assert audit.entries == chain.count()
    assert dict(audit.counts)[Action.SEAT_GRANTED] == 3
    assert [count for _action, count in audit.counts] == sorted(
        (count for _action, count in audit.counts), reverse=True
    )


def test_it_says_from_when_to_when(closed, at):
    audit = audit_of(closed, head=head_of(closed))

    assert (audit.first, audit.last) == (at, at)


def test_what_happened_since_opening_is_told_in_order_and_ratings_are_not(
    make_evaluation, step, at
):
    made = make_evaluation(State.CLOSED)
    transition.reopen(evaluation=made, reason="Faltaba una prueba.", **step)
    transition.close(evaluation=made, **step)

    later = audit_of(made, head=head_of(made)).later

    assert [(one.action, one.reason) for one in later] == [
        (Action.EVALUATION_OPENED, ""),
        (Action.EVALUATION_MODERATED, ""),
        (Action.EVALUATION_CLOSED, ""),
        (Action.EVALUATION_REOPENED, "Faltaba una prueba."),
        (Action.EVALUATION_CLOSED, ""),
    ]


def test_what_came_before_opening_is_no_change(draft, step):
    candidate.add(evaluation=draft, name="Otro", **step)

    audit = audit_of(draft, head=head_of(draft))

    assert audit.later == ()
    assert dict(audit.counts)[Action.CANDIDATE_ADDED] == 2


def test_what_was_written_after_the_head_is_not_in_it(closed, step):
    head = head_of(closed)
    before = audit_of(closed, head=head)

    transition.reopen(evaluation=closed, reason="Otra vez.", **step)

    assert audit_of(closed, head=head) == before
    assert before.entries == head.number


def test_it_takes_two_queries(closed, django_assert_num_queries):
    head = head_of(closed)

    with django_assert_num_queries(2):
        audit_of(closed, head=head)
