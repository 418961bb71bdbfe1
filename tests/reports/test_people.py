"""Who scored, what they declared, and which ratings do not say why."""

import pytest

from scoring.domain import assessment, declaration, seat
from scoring.domain.report import dossier_of
from scoring.enums import State
from scoring.reports.people import Stake, people_of, reasons_missing, unreasoned
from tests.conftest import end


def declare(evaluation, user, interest, at):
    one = evaluation.seats.get(user=user)
    interests = dict.fromkeys(evaluation.candidates.all(), interest)
    declaration.declare(seat=one, interests=interests, by=user, at=at)


def rate(evaluation, user, at, code="6.2", **said):
    check = evaluation.checks().get(code=code)
    rating = assessment.Rating(**said)
    one = evaluation.candidates.get()
    assessment.rate(candidate=one, check=check, rating=rating, by=user, at=at)


def test_everybody_is_told_with_role_scope_and_what_they_declared(opened, cast, at):
    interest = declaration.Interest(recused=True, statement="Trabajé allí.")
    declare(opened, cast.second, interest, at)
    third = opened.rubric.competencies.filter(number__in=[3, 6])
    seat.assign(seat=opened.seats.get(user=cast.assessor), competencies=third, by=cast.owner, at=at)

    people = people_of(dossier_of(opened))

    assert [(one.name, one.role, one.scores, one.declared) for one in people] == [
        ("Owner", "Owner", "all competencies", "no interest in any of them"),
        ("Assessor", "Assessor", "competencies 3, 6", "no interest in any of them"),
        ("Second", "Assessor", "all competencies", ""),
        ("Procurement", "Procurement", "", ""),
    ]
    assert people[2].stakes == (Stake("Integrador A", "Trabajé allí.", True),)


def test_who_has_not_declared_is_told_as_such(make_evaluation):
    made = make_evaluation(State.OPEN, declared=False)

    assert people_of(dossier_of(made))[0].declared == "has not declared"


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"value": 50}, 1),  # a knock-out check
        ({"value": 50, "note": "Visto."}, 0),
        ({"abstained": True}, 0),
        ({"value": 50, "code": "9.5"}, 0),
        ({"value": 100, "code": "9.5"}, 1),  # the best there is
    ],
)
def test_a_rating_that_should_say_why_is_counted_until_it_does(opened, cast, at, said, missing):
    code = said.pop("code", "6.2")
    rate(opened, cast.owner, at, code=code, **said)

    assert unreasoned(dossier_of(opened)) == missing


def test_a_rating_that_does_not_count_lacks_nothing(opened, cast, at):
    rate(opened, cast.second, at, value=50)
    declare(opened, cast.second, declaration.Interest(recused=True, statement="Mía."), at)

    assert unreasoned(dossier_of(opened)) == 0


def test_an_evaluation_that_asks_for_no_reasons_misses_none(opened, cast, at):
    opened.reason_for_gates = False
    opened.save()
    rate(opened, cast.owner, at, value=50)

    assert unreasoned(dossier_of(opened)) == 0


def test_how_many_reasons_are_missing_is_a_sentence(opened, cast, at):
    assert reasons_missing(dossier_of(opened)) == ""

    rate(opened, cast.owner, at, value=50)
    one = reasons_missing(dossier_of(opened))
    rate(opened, cast.second, at, value=50)
    end(evaluation=opened, by=cast.owner, at=at)

    assert one == "1 rating lacks the reason that was asked for."
    assert reasons_missing(dossier_of(opened)) == ("2 ratings lack the reason that was asked for.")
