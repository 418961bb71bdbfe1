"""What is kept of an evaluation holds until somebody writes, and no longer."""

import pytest

from scoring.domain import assessment, candidate, user
from scoring.domain.report import NothingToCompare
from scoring.domain.snapshot import dossier_at, snapshot_of
from scoring.domain.what_if import what_if
from scoring.enums import State
from tests.reports.factory import score


@pytest.fixture
def scored(make_evaluation, cast, at):
    made = make_evaluation(State.OPEN, candidates=2, alone=True)
    for one, quality in zip(made.candidates.all(), (1, 0.5), strict=True):
        score(one, by=cast.owner, at=at, quality=quality)
    return made


def test_while_nobody_writes_nothing_is_read_again(scored, django_assert_num_queries):
    kept = dossier_at(snapshot_of(scored))

    with django_assert_num_queries(2):  # where both ledgers end
        assert dossier_at(snapshot_of(scored)) is kept


def test_a_rating_a_candidate_or_a_name_is_another_snapshot(scored, cast, at):
    found = [snapshot_of(scored)]
    check = scored.checks().filter(scale__isnull=False).first()
    rating = assessment.Rating(value=0, version=1)
    assessment.rate(
        candidate=scored.candidates.first(), check=check, rating=rating, by=cast.owner, at=at
    )
    found.append(snapshot_of(scored))
    candidate.revise(
        candidate=scored.candidates.first(), name="Otra", note="", by=cast.owner, at=at
    )
    found.append(snapshot_of(scored))
    cast.owner.last_name = "Otra"
    user.save(person=cast.owner, by=cast.admin, at=at)
    found.append(snapshot_of(scored))

    assert len(set(found)) == 4


def test_another_evaluation_is_another_snapshot(make_evaluation):
    one, other = make_evaluation(), make_evaluation()

    assert snapshot_of(one) != snapshot_of(other)


def test_proof_may_expire_overnight(scored, monkeypatch):
    today = snapshot_of(scored)
    monkeypatch.setattr(type(scored), "judged_on", today.day.replace(year=2099))

    assert snapshot_of(scored) != today


def test_nobody_to_compare_is_asked_anew(make_evaluation, cast, at):
    empty = make_evaluation(State.OPEN, alone=True)
    candidate.remove(candidate=empty.candidates.get(), by=cast.owner, at=at)

    for _time in range(2):
        with pytest.raises(NothingToCompare):
            dossier_at(snapshot_of(empty))


def test_other_weights_leave_the_official_dossier_as_it_is(scored):
    snapshot = snapshot_of(scored)
    official = dossier_at(snapshot)
    before = official.comparison.to_json()

    tried = what_if(snapshot, {code: 3 if code == "6" else 1 for code in official.competencies})

    assert tried.weights["6"] == pytest.approx(3 / (len(official.competencies) + 2))
    assert sum(tried.weights.values()) == pytest.approx(1)
    assert official.comparison.to_json() == before
    assert tried.comparison.inputs_digest == ""
