"""Who may what: one table for every predicate, and a permission on every address of ours."""

import inspect
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, get_resolver

from scoring import permissions
from scoring.enums import Role, State
from scoring.models import Evaluation, Evidence, Seat, User

OWNER, ASSESSOR, PROCUREMENT = Role
DRAFT, OPEN, CLOSED = State
MY_OWN, ANOTHERS = 1, 2

# In which phases which seat may. (Who has no seat is asked nothing: 404.)
NEVER: set[State] = set()
ALWAYS = set(State)
MAY = {
    "can_view": {OWNER: ALWAYS, ASSESSOR: ALWAYS, PROCUREMENT: ALWAYS},
    "can_set_up": {OWNER: {DRAFT}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_elicit": {OWNER: {DRAFT}, ASSESSOR: {DRAFT}, PROCUREMENT: NEVER},
    "can_adopt_weights": {OWNER: {DRAFT}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_change_candidates": {OWNER: {DRAFT, OPEN}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_change_seats": {OWNER: {DRAFT, OPEN}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_open": {OWNER: {DRAFT}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_close": {OWNER: {OPEN}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_reopen": {OWNER: {CLOSED}, ASSESSOR: NEVER, PROCUREMENT: NEVER},
    "can_score": {OWNER: {OPEN}, ASSESSOR: {OPEN}, PROCUREMENT: NEVER},
}

# The blind phase: while more than one scores, what depends on the others' scores stays hidden.
MAY_WHEN_ALONE = {
    "can_compare": {OWNER: {OPEN, CLOSED}, ASSESSOR: {CLOSED}, PROCUREMENT: {CLOSED}},
    "can_read_ledger": {OWNER: {OPEN, CLOSED}, ASSESSOR: NEVER, PROCUREMENT: {CLOSED}},
}
MAY_WHEN_BLIND = {
    "can_compare": {OWNER: {CLOSED}, ASSESSOR: {CLOSED}, PROCUREMENT: {CLOSED}},
    "can_read_ledger": {OWNER: {CLOSED}, ASSESSOR: NEVER, PROCUREMENT: {CLOSED}},
}

MAY_WITH_OWN_EVIDENCE = {
    "can_read_evidence": {OWNER: ALWAYS, ASSESSOR: ALWAYS, PROCUREMENT: ALWAYS},
    "can_remove_evidence": {OWNER: {OPEN}, ASSESSOR: {OPEN}, PROCUREMENT: NEVER},
}
MAY_WITH_ANOTHERS_EVIDENCE = {
    "can_read_evidence": {OWNER: {CLOSED}, ASSESSOR: {CLOSED}, PROCUREMENT: {CLOSED}},
    "can_remove_evidence": {OWNER: NEVER, ASSESSOR: NEVER, PROCUREMENT: NEVER},
}

type Table = dict[str, dict[Role, set[State]]]


def asked(table: Table, ask: Callable[..., bool]) -> Table:
    """The table as the predicates themselves fill it in."""
    return {
        name: {
            role: {state for state in State if ask(getattr(permissions, name), seat(role, state))}
            for role in Role
        }
        for name in table
    }


def seat(role: Role, state: State) -> Seat:
    return Seat(role=role, user_id=MY_OWN, evaluation=Evaluation(state=state))


def test_each_seat_may_what_the_table_says() -> None:
    assert asked(MAY, lambda may, seat: may(seat)) == MAY


@pytest.mark.parametrize(
    ("assessors", "table"), [(1, MAY_WHEN_ALONE), (2, MAY_WHEN_BLIND), (5, MAY_WHEN_BLIND)]
)
def test_who_scores_with_others_scores_blind(assessors: int, table: Table) -> None:
    assert asked(table, lambda may, seat: may(seat, assessors=assessors)) == table


@pytest.mark.parametrize(
    ("added_by", "table"),
    [(MY_OWN, MAY_WITH_OWN_EVIDENCE), (ANOTHERS, MAY_WITH_ANOTHERS_EVIDENCE)],
)
def test_evidence_tells_what_its_sender_looked_at(added_by: int, table: Table) -> None:
    evidence = Evidence(added_by_id=added_by)

    assert asked(table, lambda may, seat: may(seat, evidence)) == table


@pytest.mark.parametrize(
    ("name", "user"),
    list(product(["can_read_rubrics", "can_start_evaluation"], [User(), AnonymousUser()])),
)
def test_what_belongs_to_no_evaluation_is_for_who_signed_in(
    name: str, user: User | AnonymousUser
) -> None:
    assert getattr(permissions, name)(user) is isinstance(user, User)


def test_every_predicate_is_in_a_table() -> None:
    predicates = {name for name, _ in inspect.getmembers(permissions, inspect.isfunction)}

    assert predicates == {
        *MAY,
        *MAY_WHEN_ALONE,
        *MAY_WITH_OWN_EVIDENCE,
        "can_read_rubrics",
        "can_start_evaluation",
    }


# Not ours: who may is decided by the package that they come from.
FOREIGN = {
    "account_": "sign-in and what belongs to it: allauth",
    "admin:": "staff only: Django's admin",
    "set_language": "anybody may choose a language, before signing in too",
}


def addresses(patterns: list, namespace: str = "") -> Iterator[tuple[str, Callable]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern)), pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)


def test_every_address_of_ours_carries_a_permission() -> None:
    every = dict(addresses(get_resolver().url_patterns))
    ours = {name: view for name, view in every.items() if not name.startswith(tuple(FOREIGN))}

    without = {name for name, view in ours.items() if not hasattr(view, "permission")}

    assert without == set()
    assert len(ours) >= 24


def test_every_permission_on_an_address_is_one_of_the_tables() -> None:
    known = {predicate for _, predicate in inspect.getmembers(permissions, inspect.isfunction)}
    on_addresses = {
        view.permission
        for _name, view in addresses(get_resolver().url_patterns)
        if hasattr(view, "permission")
    }

    assert on_addresses <= known
