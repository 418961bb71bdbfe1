from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.utils import translation

from scoring.domain.assessment import Rating, rate_all
from scoring.domain.comparison import (
    answer_to,
    compare_evaluation,
    fingerprint_of,
    leaders_of,
    nearest_flip_between,
    problem_of,
    rules_of,
)
from scoring.engine import compare
from scoring.enums import State, Tier
from scoring.models import Check, Evaluation
from tests.conftest import Cast


@pytest.fixture
def scored(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    """Three candidates; two people rate the first two, and abstain at one check."""
    opened = make_evaluation(State.OPEN, candidates=3)
    graded = opened.checks().filter(scale__slug="graded").prefetch_related("scale__levels")
    for one, value in zip(opened.candidates.all()[:2], (60, 80), strict=True):
        for person in (cast.owner, cast.assessor):
            ratings = {check: Rating(value=value, evidence=4) for check in graded}
            ratings[graded[0]] = Rating(abstained=True)
            rate_all(candidate=one, ratings=ratings, by=person, at=at)
    return opened


def test_a_problem_holds_the_whole_evaluation(scored: Evaluation) -> None:
    problem = problem_of(scored)

    assert len(problem.competencies) == 12
    checks = [check for competency in problem.competencies for check in competency.checks]
    in_scope = {check.code for check in checks if check.scope}
    assert in_scope == set(scored.checks().values_list("code", flat=True))
    assert len(checks) == Check.objects.filter(competency__rubric=scored.rubric).count()
    assert [one.code for one in problem.candidates] == [
        "integrador-a",
        "integrador-b",
        "integrador-c",
    ]
    graded = scored.checks().filter(scale__slug="graded").count()
    assert len(problem.cells) == 2 * 2 * graded


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_a_problem_does_not_depend_on_who_reads(language: str, scored: Evaluation) -> None:
    with translation.override("es"):
        in_house, digest = problem_of(scored).to_json(), fingerprint_of(rules_of(scored))

    with translation.override(language):
        assert problem_of(scored).to_json() == in_house
        assert fingerprint_of(rules_of(scored)) == digest


def test_a_note_alone_is_no_answer(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    opened = make_evaluation(State.OPEN)
    (one,), check = opened.candidates.all(), opened.checks()[0]

    rate_all(candidate=one, ratings={check: Rating(note="Llamar")}, by=cast.owner, at=at)

    assert problem_of(opened).cells == ()


def test_the_leader_is_who_has_proven_most(scored: Evaluation) -> None:
    comparison = compare_evaluation(scored)

    proven = {one.code: one.score.proven for one in comparison.candidates}
    assert max(proven, key=proven.__getitem__) == "integrador-b"
    assert leaders_of(scored) == ["Integrador B"]


def test_nobody_leads_while_nothing_is_answered(opened: Evaluation) -> None:
    assert leaders_of(opened) == []


def test_each_tier_takes_the_checks_of_those_below(
    make_evaluation: Callable[..., Evaluation],
) -> None:
    sizes = {tier: make_evaluation(tier=tier).checks().count() for tier in Tier}

    assert sizes == {Tier.EXPRESS: 38, Tier.STANDARD: 75, Tier.FULL: 100}


def test_a_kept_answer_is_the_one_that_comparing_anew_gives(scored: Evaluation) -> None:
    problem = problem_of(scored)
    answer_to(problem)

    kept = answer_to(problem)

    assert kept == compare(problem)


def test_other_inputs_have_another_answer(scored: Evaluation) -> None:
    before = compare_evaluation(scored)
    scored.candidates.filter(code="integrador-b").update(name="Otro nombre")

    after = compare_evaluation(scored)

    assert (before.candidates[0].name, after.candidates[0].name) == ("Integrador B", "Otro nombre")


def test_between_the_leader_and_a_rival_the_nearest_flip_is_the_certificates(
    scored: Evaluation,
) -> None:
    problem = problem_of(scored)
    certified = compare(problem).stability.nearest_flips

    found = [nearest_flip_between(problem, "integrador-b", one.rival) for one in certified]

    assert found == list(certified)


def test_two_rivals_have_a_nearest_flip_too(scored: Evaluation) -> None:
    """The third is rated at nothing: it is level once all that was rated weighs nothing."""
    problem = problem_of(scored)
    second = next(one for one in compare(problem).candidates if one.code == "integrador-a")
    rated = {one.code for one in second.competencies if one.proven}

    flip = nearest_flip_between(problem, "integrador-a", "integrador-c")

    weights = {one.code: one.weight for one in problem.competencies}
    share = sum(weights[code] for code in rated) / sum(weights.values())
    assert flip.rival == "integrador-c"
    assert flip.points == pytest.approx(100 * share)
