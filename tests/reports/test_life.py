"""The line of an evaluation's life, and what remains to be done."""

import pytest

from scoring.domain import declaration, transition
from scoring.domain.progress import progress_of
from scoring.enums import Role, State
from scoring.models import Evaluation
from scoring.reports.life import line_of, todos_of
from tests.conftest import rate_perfectly


def line(evaluation):
    return line_of(evaluation, transition.arrivals_of(evaluation))


def todos(evaluation, reader=None):
    people = progress_of(evaluation)
    owner = evaluation.seats.get(role=Role.OWNER)
    found = todos_of(evaluation, people, reader=reader or owner)
    return [(str(one.who.user), one.words) for one in found]


@pytest.mark.parametrize("state", State)
def test_the_line_says_what_is_done_where_it_stands_and_what_is_ahead(make_evaluation, state, at):
    stages = line(make_evaluation(state))

    place = list(State).index(state)
    standings = ["done"] * place + ["now"] + ["ahead"] * (4 - place)
    assert [one.standing for one in stages] == standings
    assert [(one.at, one.by) for one in stages if one.standing != "ahead"] == [(at, "Owner")] * (
        place + 1
    )


def test_a_step_back_leaves_what_was_reached_ahead_again(closed, cast, at):
    transition.reopen(evaluation=closed, reason="Falta una", by=cast.owner, at=at)

    ahead = line(closed)[3]

    assert (ahead.title, ahead.standing, ahead.at) == ("Closed", "ahead", None)


def test_a_draft_lacks_candidates_and_a_budget_before_it_can_open(make_evaluation):
    bare = make_evaluation(candidates=0)
    Evaluation.objects.update(reference_budget=None)
    bare.refresh_from_db()

    assert todos(bare) == [
        ("Owner", "Add the candidates"),
        ("Owner", "Give the reference budget"),
    ]
    assert todos(make_evaluation()) == [
        ("Owner", "Open scoring: rubric, weights and method are frozen")
    ]


def test_while_it_is_open_everybody_has_ratings_to_give(opened, cast, at):
    rate_perfectly(opened.candidates.get(), by=cast.second, at=at)
    checks = opened.checks().count()

    found = todos(opened)

    silent = found[2][1].split()[0]
    assert found == [
        ("Owner", f"{checks} ratings to give"),
        ("Assessor", f"{checks} ratings to give"),
        ("Second", f"{silent} ratings without their reason"),
        ("Owner", "End scoring, when everybody is done"),
    ]


def test_in_the_blind_phase_an_assessor_knows_of_their_own_part_only(opened, cast):
    checks = opened.checks().count()

    found = todos(opened, reader=opened.seats.get(user=cast.assessor))

    assert found == [("Assessor", f"{checks} ratings to give")]


def test_who_has_not_declared_is_told_to(make_evaluation):
    made = make_evaluation(State.OPEN, declared=False, alone=True)

    assert todos(made)[0] == ("Owner", "Declare how they stand to Integrador A")


def test_who_is_recused_has_nothing_to_rate(opened, cast, at):
    one = opened.seats.get(user=cast.assessor)
    mine = declaration.Interest(recused=True, statement="Es mía.")
    declaration.declare(
        seat=one, interests={opened.candidates.get(): mine}, by=cast.assessor, at=at
    )

    assert todos(opened, reader=one) == []


@pytest.mark.parametrize(
    ("state", "alone", "words"),
    [
        (
            State.MODERATION,
            False,
            ["Settle where people differ", "Close the evaluation: the result is final then"],
        ),
        (State.MODERATION, True, ["Close the evaluation: the result is final then"]),
        (State.CLOSED, False, ["Choose, say why, and sign"]),
        (State.DECIDED, False, []),
    ],
)
def test_what_remains_afterwards_is_the_owners_and_no_secret(
    make_evaluation, cast, state, alone, words
):
    made = make_evaluation(state, alone=alone)

    for reader in made.seats.all():
        assert todos(made, reader=reader) == [("Owner", one) for one in words]
