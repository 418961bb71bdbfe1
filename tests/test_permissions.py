"""Who may what: one table for every predicate, and a permission on every address of ours."""

import inspect
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, get_resolver

from scoring import permissions
from scoring.enums import Role, State
from scoring.models import Evaluation, Evidence, Report, Seat, User

OWNER, ASSESSOR, PROCUREMENT = Role
DRAFT, OPEN, MODERATION, CLOSED, DECIDED = State
MY_OWN, ANOTHERS = 1, 2

# In which phases which seat may. (Who has no seat is asked nothing: 404.)
NEVER: set[State] = set()
ALWAYS = set(State)
REVEALED = {MODERATION, CLOSED, DECIDED}
EVERYBODY_ONCE_REVEALED = {OWNER: REVEALED, ASSESSOR: REVEALED, PROCUREMENT: REVEALED}


def owner_in(*states: State) -> dict[Role, set[State]]:
    return {OWNER: set(states), ASSESSOR: NEVER, PROCUREMENT: NEVER}


MAY = {
    "can_view": {OWNER: ALWAYS, ASSESSOR: ALWAYS, PROCUREMENT: ALWAYS},
    "can_set_up": owner_in(DRAFT),
    "can_refreeze": owner_in(OPEN, MODERATION),
    "can_elicit": {OWNER: {DRAFT}, ASSESSOR: {DRAFT}, PROCUREMENT: NEVER},
    "can_adopt_weights": owner_in(DRAFT),
    "can_change_candidates": owner_in(DRAFT, OPEN),
    "can_change_seats": owner_in(DRAFT, OPEN),
    "can_declare": {OWNER: {DRAFT, OPEN}, ASSESSOR: {DRAFT, OPEN}, PROCUREMENT: NEVER},
    "can_open": owner_in(DRAFT),
    "can_withdraw": owner_in(OPEN),
    "can_moderate": owner_in(OPEN),
    "can_settle": owner_in(MODERATION),
    "can_read_moderation": EVERYBODY_ONCE_REVEALED,
    "can_close": owner_in(MODERATION),
    "can_reopen": owner_in(CLOSED),
    "can_decide": owner_in(CLOSED),
    "can_score": {OWNER: {OPEN}, ASSESSOR: {OPEN}, PROCUREMENT: NEVER},
    "can_read_history": {
        OWNER: {OPEN} | REVEALED,
        ASSESSOR: {OPEN} | REVEALED,
        PROCUREMENT: REVEALED,
    },
}

# The blind phase: while more than one scores, what depends on the others' scores stays hidden.
OWNER_ALONE = EVERYBODY_ONCE_REVEALED | {OWNER: {OPEN} | REVEALED}
MAY_WHEN_ALONE = {
    "can_compare": OWNER_ALONE,
    "can_write_letters": OWNER_ALONE | {ASSESSOR: NEVER},
    "can_read_ledger": {OWNER: {OPEN} | REVEALED, ASSESSOR: NEVER, PROCUREMENT: REVEALED},
}
MAY_WHEN_BLIND = {
    "can_compare": EVERYBODY_ONCE_REVEALED,
    "can_write_letters": EVERYBODY_ONCE_REVEALED | {ASSESSOR: NEVER},
    "can_read_ledger": EVERYBODY_ONCE_REVEALED | {ASSESSOR: NEVER},
}

MAY_WITH_OWN_EVIDENCE = {
    "can_read_evidence": {OWNER: ALWAYS, ASSESSOR: ALWAYS, PROCUREMENT: ALWAYS},
    "can_remove_evidence": {OWNER: {OPEN}, ASSESSOR: {OPEN}, PROCUREMENT: NEVER},
}
MAY_WITH_ANOTHERS_EVIDENCE = {
    "can_read_evidence": EVERYBODY_ONCE_REVEALED,
    "can_remove_evidence": {OWNER: NEVER, ASSESSOR: NEVER, PROCUREMENT: NEVER},
}

# Who recused themselves from a candidate reads what the others said of it when it is final.
MAY_OF_ANYBODY = {"can_read_marks": EVERYBODY_ONCE_REVEALED}
MAY_WHEN_RECUSED = {
    "can_read_marks": EVERYBODY_ONCE_REVEALED | {ASSESSOR: {CLOSED, DECIDED}},
}

# A report says what everybody said. By: how many score, and whether the reader recused themselves.
UNLESS_RECUSED = EVERYBODY_ONCE_REVEALED | {ASSESSOR: {CLOSED, DECIDED}}
MAY_HAVE_A_REPORT = {
    (1, False): OWNER_ALONE,
    (2, False): EVERYBODY_ONCE_REVEALED,
    (1, True): UNLESS_RECUSED | {OWNER: {OPEN} | REVEALED},
    (2, True): UNLESS_RECUSED,
}

# What belongs to no evaluation: who of the people at the door may.
PEOPLE = {
    "passer-by": AnonymousUser(),
    "person": User(),
    "administrator": User(is_staff=True),
    "administrator who left": User(is_staff=True, is_active=False),
}
MAY_WITHOUT_SEAT = {
    "can_read_rubrics": {"person", "administrator", "administrator who left"},
    "can_edit_rubrics": {"administrator"},
    "can_start_evaluation": {"person", "administrator", "administrator who left"},
    "can_have_tokens": {"person", "administrator", "administrator who left"},
    "can_read_description": set(PEOPLE),
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


@pytest.mark.parametrize(("recused", "table"), [(False, MAY_OF_ANYBODY), (True, MAY_WHEN_RECUSED)])
def test_a_recusal_hides_what_the_others_said_until_it_is_final(
    recused: bool, table: Table
) -> None:
    assert asked(table, lambda may, seat: may(seat, recused=recused)) == table


@pytest.mark.parametrize(("assessors", "recused"), MAY_HAVE_A_REPORT)
def test_a_report_is_for_who_compares_and_may_read_everybodys_marks(
    assessors: int, recused: bool
) -> None:
    facts = {"assessors": assessors, "recused": recused}
    may = MAY_HAVE_A_REPORT[assessors, recused]

    assert asked({"can_report": may}, lambda can, seat: can(seat, **facts)) == {"can_report": may}
    assert asked({"can_read_report": may}, lambda can, seat: can(seat, Report(), **facts)) == {
        "can_read_report": may
    }


@pytest.mark.parametrize("recused", [False, True])
@pytest.mark.parametrize(("assessors", "table"), [(1, MAY_WHEN_ALONE), (2, MAY_WHEN_BLIND)])
def test_a_letter_is_read_by_who_may_write_it(assessors: int, table: Table, recused: bool) -> None:
    letter, may = Report(candidate="norte"), table["can_write_letters"]

    found = asked(
        {"can_read_report": may},
        lambda can, seat: can(seat, letter, assessors=assessors, recused=recused),
    )

    assert found == {"can_read_report": may}


def test_what_belongs_to_no_evaluation_is_for_who_signed_in() -> None:
    allowed = {
        name: {who for who, user in PEOPLE.items() if getattr(permissions, name)(user)}
        for name in MAY_WITHOUT_SEAT
    }

    assert allowed == MAY_WITHOUT_SEAT


def test_every_predicate_is_in_a_table() -> None:
    tables = (MAY, MAY_WHEN_ALONE, MAY_WITH_OWN_EVIDENCE, MAY_OF_ANYBODY, MAY_WITHOUT_SEAT)

    listed = {name for table in tables for name in table} | {"can_report", "can_read_report"}
    assert set(predicates()) == listed


def predicates() -> dict[str, Callable]:
    found = inspect.getmembers(permissions, inspect.isfunction)
    return {name: predicate for name, predicate in found if name.startswith("can_")}


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
    known = set(predicates().values())
    on_addresses = {
        view.permission
        for _name, view in addresses(get_resolver().url_patterns)
        if hasattr(view, "permission")
    }

    assert on_addresses <= known
