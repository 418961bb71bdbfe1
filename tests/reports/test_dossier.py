import pytest

from scoring.domain import candidate, evidence
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.enums import State, Tier

from .factory import score


def test_weights_and_shares_sum_to_one_over_what_is_in_scope(dossier):
    assert sum(dossier.weights.values()) == pytest.approx(1)
    assert sum(dossier.shares.values()) == pytest.approx(1)
    assert set(dossier.checks) == {check.code for check in dossier.evaluation.checks()}


def test_the_points_of_the_checks_sum_to_the_score(dossier):
    for one in dossier.comparison.candidates:
        points = sum(dossier.shares[at.code] * at.proven for at in one.checks)
        assert points == pytest.approx(one.score.proven)


def test_only_checks_of_the_tier_are_in_it(make_evaluation, cast, at):
    opened = make_evaluation(State.OPEN, tier=Tier.EXPRESS)

    dossier = dossier_of(opened)

    assert {check.tier for check in dossier.checks.values()} == {Tier.EXPRESS}


def test_what_everybody_said_is_found_by_candidate_and_check(dossier):
    first = dossier.comparison.candidates[0].code

    said = dossier.assessments[first, "6.4"]

    assert [(one.assessor.username, one.note) for one in said] == [
        ("assessor", ""),
        ("owner", "Visto en directo."),
    ]
    assert [one.title for one in dossier.evidence[first]] == ["Acta <b>firmada</b>"]


def test_without_candidates_there_is_nothing_to_compare(make_evaluation, cast, at):
    emptied = make_evaluation(State.OPEN, candidates=1)
    candidate.remove(candidate=emptied.candidates.get(), by=cast.owner, at=at)

    with pytest.raises(NothingToCompare):
        dossier_of(emptied)


def test_it_costs_the_same_queries_for_one_and_for_many(
    make_evaluation, cast, at, django_assert_num_queries, django_assert_max_num_queries
):
    small = make_evaluation(State.OPEN, candidates=1)
    large = make_evaluation(State.OPEN, candidates=3)
    for made, people in ((small, [cast.owner]), (large, [cast.owner, cast.assessor, cast.second])):
        for one in made.candidates.all():
            for person in people:
                score(one, by=person, at=at, note="Nota")
            link = evidence.Item(title="Acta", url="https://example.com/")
            checks = made.checks()[:2]
            evidence.attach(candidate=one, checks=checks, item=link, by=cast.owner, at=at)
    with django_assert_max_num_queries(25) as first:
        dossier_of(small)

    with django_assert_num_queries(len(first)):
        dossier_of(large)
