import json

import pytest

from scoring.domain.edition import Edition
from scoring.engine import Problem, compare
from scoring.reports.interchange import make_comparison, make_problem


@pytest.fixture
def made(cast, at):
    return {"at": at, "by": cast.owner}


def test_the_problem_reads_back_as_it_was(dossier, made):
    file = make_problem(dossier, edition=Edition(language="es"), **made)

    assert Problem.from_json(file) == dossier.problem


def test_the_comparison_reads_back_as_it_was(dossier, made):
    file = make_comparison(dossier, edition=Edition(language="es"), **made)

    assert json.loads(file) == dossier.comparison.to_json()


def test_an_anonymous_problem_calls_assessors_by_letters(dossier, made):
    file = make_problem(dossier, edition=Edition(language="es", anonymous=True), **made)

    problem = Problem.from_json(file)
    called = {one.assessor for one in problem.cells}
    assert len(called) == 2
    assert called < {"Assessor A", "Assessor B", "Assessor C"}
    scores = [one.score.proven for one in dossier.comparison.candidates]
    assert [one.score.proven for one in compare(problem).candidates] == pytest.approx(scores)


def test_an_anonymous_comparison_is_of_the_problem_without_names(dossier, made):
    edition = Edition(language="es", anonymous=True)

    problem = Problem.from_json(make_problem(dossier, edition=edition, **made))
    answer = json.loads(make_comparison(dossier, edition=edition, **made))

    assert answer == compare(problem).to_json()
