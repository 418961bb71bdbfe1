"""An imported problem is an evaluation with the same result, on record like any other."""

from random import Random

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import consensus, transition
from scoring.domain.comparison import compare_evaluation, problem_of
from scoring.domain.ledger import verify
from scoring.domain.misfit import misfits_of
from scoring.domain.problem_import import import_problem
from scoring.engine import Comparison, Problem, compare
from scoring.engine.fingerprints import inputs_digest
from scoring.enums import Action, Role, State
from scoring.models import Evaluation, LedgerEntry, Rubric, Seat, User
from tests.engine.problems import random_problem


@pytest.fixture
def bringer(db) -> User:
    return User.objects.create(username="rosa", first_name="Rosa", email="rosa@empresa.example")


@pytest.fixture
def imported(bringer, at):
    def make(problem: Problem) -> Evaluation:
        return import_problem(
            problem=problem, title="Traída", source="problem.json", by=bringer, at=at
        )

    return make


def result_of(comparison: Comparison) -> dict:
    """Everything but the two fingerprints: a file may leave out what a row says."""
    answer = comparison.to_json()
    del answer["inputs_digest"]
    return answer


def test_what_was_exported_comes_back_with_the_same_digest(imported, demo):
    problem = problem_of(demo)

    made = imported(problem)

    assert inputs_digest(problem_of(made)) == inputs_digest(problem)
    assert compare_evaluation(made) == compare(problem)


@pytest.mark.parametrize("seed", range(40))
def test_any_problem_comes_out_with_the_same_comparison(imported, seed):
    problem = Problem.from_json(random_problem(Random(seed)))
    assert misfits_of(problem) == []

    made = imported(problem)

    assert result_of(compare_evaluation(made)) == result_of(compare(problem))


@pytest.mark.parametrize("seed", range(100, 106))
def test_its_ledger_tells_of_every_row(imported, seed):
    made = imported(Problem.from_json(random_problem(Random(seed))))

    assert verify(made) == []
    assert verify(None) == []


def test_the_record_says_of_which_file_it_came_and_who_brought_it(imported, demo, bringer):
    made = imported(problem_of(demo))

    [created] = LedgerEntry.objects.of(made).filter(action=Action.EVALUATION_CREATED)
    assert (created.actor_id, created.reason) == (bringer.pk, "Importado: problem.json")


def test_it_waits_in_moderation_for_who_brought_it(imported, demo, bringer, at):
    made = imported(problem_of(demo))

    assert made.state == State.MODERATION
    assert Seat.objects.get(evaluation=made, role=Role.OWNER).user == bringer
    transition.close(evaluation=made, by=bringer, at=at)
    assert made.leaders == ["Alcaraván Correo"]


def test_who_scored_there_is_nobody_here(imported, demo):
    made = imported(problem_of(demo))

    people = User.objects.filter(seats__evaluation=made, seats__role=Role.ASSESSOR)
    assert {one.code for one in people} == {"cio", "seguridad", "sistemas"}
    assert [one.is_active or one.has_usable_password() for one in people] == [False] * 3
    assert User.objects.get(username="cio") not in people


def test_the_same_file_twice_makes_two_evaluations(imported, demo):
    problem = problem_of(demo)

    first, second = imported(problem), imported(problem)

    assert first.slug != second.slug
    assert inputs_digest(problem_of(first)) == inputs_digest(problem_of(second))


def test_its_rubric_is_offered_to_nobody_else(imported, demo, bringer):
    made = imported(problem_of(demo))

    assert made.rubric.is_published
    assert made.rubric not in Rubric.objects.offered()
    assert made.rubric in Rubric.objects.seen_by(bringer)
    assert made.rubric not in Rubric.objects.seen_by(User(pk=0))


def test_a_consensus_can_be_found_in_it(imported, demo, bringer, at):
    made = imported(problem_of(demo))
    candidate = made.candidates.first()
    check = made.checks().filter(scale__kind="levels").first()

    value = float(check.scale.levels.last().value)
    said = {"value": value, "evidence": 4, "reason": "Lo vimos.", "version": 0}
    old = candidate.consensus.filter(rubric_check=check).first()
    said["version"] = old.version if old else 0
    consensus.settle(candidate=candidate, check=check, **said, by=bringer, at=at)

    assert verify(made) == []


def test_nothing_is_written_when_something_fails(imported, demo, everything, monkeypatch):
    before = everything()

    def fail(**_said):
        raise ValidationError("no")

    problem = problem_of(demo)
    monkeypatch.setattr(transition, "moderate", fail)
    with pytest.raises(ValidationError):
        imported(problem)

    assert everything() == before
