from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from scoring.domain import transition
from scoring.domain.assessment import Conflict, Rating, rate, rate_all, value_of
from scoring.enums import State
from scoring.models import Assessment, Candidate, Check, Evaluation, LedgerEntry
from tests.conftest import Cast

type Everything = Callable[[], dict[str, Any]]


@pytest.fixture
def checks(opened: Evaluation) -> list[Check]:
    """Checks on five levels, their scale at hand."""
    graded = opened.checks().filter(scale__slug="graded")
    return list(graded.select_related("scale").prefetch_related("scale__levels"))


@pytest.fixture
def measure(opened: Evaluation) -> Check:
    """The total cost, scored as a share of the reference budget (30.00)."""
    return opened.checks().get(relative_to_budget=True)


def test_a_rating_is_stored_with_its_evidence_and_note(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    rating = Rating(value=60, evidence=3, note="Lo enseñaron")

    rate(candidate=candidate, check=checks[0], rating=rating, by=cast.assessor, at=at)

    assert Assessment.objects.values(
        "candidate", "rubric_check", "assessor", "value", "evidence", "note", "version"
    ).get() == {
        "candidate": candidate.pk,
        "rubric_check": checks[0].pk,
        "assessor": cast.assessor.pk,
        "value": 60.0,
        "evidence": 3,
        "note": "Lo enseñaron",
        "version": 1,
    }


def test_each_write_is_one_version_and_one_entry_from_old_to_new(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    cell = {"candidate": candidate, "check": checks[0], "by": cast.assessor, "at": at}

    rate(rating=Rating(value=60), **cell)
    rate(rating=Rating(abstained=True, version=1), **cell)
    last = rate(rating=Rating(version=2), **cell)

    assert last == 3
    entries = LedgerEntry.objects.filter(action="assessment.saved").order_by("pk")
    assert [(entry.old, entry.new) for entry in entries] == [
        (None, {"value": 60}),
        ({"value": 60}, {"abstained": True}),
        ({"abstained": True}, None),
    ]


def test_only_what_differs_is_written(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    by = {"candidate": candidate, "by": cast.assessor, "at": at}
    rate_all(ratings={check: Rating(value=60) for check in checks}, **by)

    ratings = {check: Rating(value=60, version=1) for check in checks}
    changed = rate_all(ratings=ratings | {checks[0]: Rating(value=80, version=1)}, **by)

    assert changed == 1
    versions = dict(Assessment.objects.values_list("rubric_check__code", "version"))
    assert versions == {check.code: 1 for check in checks} | {checks[0].code: 2}


def test_saying_nothing_where_nothing_was_said_writes_nothing(
    candidate: Candidate, checks: list[Check], everything: Everything, cast: Cast, at: datetime
) -> None:
    before = everything()

    changed = rate_all(
        candidate=candidate, ratings=dict.fromkeys(checks, Rating()), by=cast.owner, at=at
    )

    assert changed == 0
    assert everything() == before


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_write_that_saw_another_version_writes_nothing_at_all(
    seen: int,
    candidate: Candidate,
    checks: list[Check],
    everything: Everything,
    cast: Cast,
    at: datetime,
) -> None:
    stale, fresh = checks[:2]
    by = {"candidate": candidate, "by": cast.assessor, "at": at}
    rate(check=stale, rating=Rating(value=60), **by)
    rate(check=stale, rating=Rating(value=80, version=1), **by)
    before = everything()

    with pytest.raises(Conflict) as conflict:
        rate_all(ratings={fresh: Rating(value=60), stale: Rating(value=0, version=seen)}, **by)

    assert conflict.value.checks == [stale]
    assert everything() == before


def test_a_write_from_an_old_page_that_says_the_same_is_no_conflict(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    cell = {"candidate": candidate, "check": checks[0], "by": cast.assessor, "at": at}
    rate(rating=Rating(value=60), **cell)

    again = rate(rating=Rating(value=60, version=0), **cell)

    assert again == 1


def test_what_another_person_said_is_no_conflict(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    rate(candidate=candidate, check=checks[0], rating=Rating(value=60), by=cast.assessor, at=at)
    rate(candidate=candidate, check=checks[0], rating=Rating(value=80), by=cast.second, at=at)

    said = dict(Assessment.objects.values_list("assessor", "value"))
    assert said == {cast.assessor.pk: 60, cast.second.pk: 80}


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_scores_come_only_while_scoring_is_open(
    state: State, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    not_open = make_evaluation(state)
    check = not_open.checks().filter(scale__slug="graded")[0]

    with pytest.raises(ValidationError) as refusal:
        rate(
            candidate=not_open.candidates.get(),
            check=check,
            rating=Rating(value=60),
            by=cast.assessor,
            at=at,
        )

    assert refusal.value.code == "state"
    assert not Assessment.objects.exists()


def test_a_value_that_is_no_level_of_the_scale_writes_nothing(
    candidate: Candidate, checks: list[Check], everything: Everything, cast: Cast, at: datetime
) -> None:
    before = everything()
    ratings = {checks[0]: Rating(value=60), checks[1]: Rating(value=61)}

    with pytest.raises(ValidationError) as refusal:
        rate_all(candidate=candidate, ratings=ratings, by=cast.assessor, at=at)

    assert refusal.value.code == "level"
    assert everything() == before


@pytest.mark.parametrize("evidence", [-1, 5])
def test_a_step_that_the_evidence_ladder_lacks_is_no_conflict(
    evidence: int, candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    rating = Rating(value=60, evidence=evidence)

    with pytest.raises(ValueError, match="is not a valid EvidenceLevel"):
        rate(candidate=candidate, check=checks[0], rating=rating, by=cast.assessor, at=at)

    assert not Assessment.objects.exists()


def test_who_abstains_leaves_no_value(
    candidate: Candidate, checks: list[Check], measure: Check, cast: Cast, at: datetime
) -> None:
    ratings = {
        checks[0]: Rating(value=60, abstained=True),
        measure: Rating(measurement=Decimal(30), abstained=True),
    }

    rate_all(candidate=candidate, ratings=ratings, by=cast.assessor, at=at)

    said = Assessment.objects.values_list("value", "measurement", "abstained")
    assert list(said) == [(None, None, True)] * 2


@pytest.mark.parametrize(
    ("cost", "value"),
    [
        ("15", 100),  # flat before the first point, 0.6 of the budget
        ("18", 100),
        ("24", 75),
        ("30", 50),
        ("33", 25),
        ("36", 0),
        ("300", 0),
    ],
)
def test_a_cost_is_worth_its_share_of_the_reference_budget(
    cost: str, value: float, candidate: Candidate, measure: Check, cast: Cast, at: datetime
) -> None:
    rate(
        candidate=candidate,
        check=measure,
        rating=Rating(measurement=Decimal(cost), value=1),
        by=cast.assessor,
        at=at,
    )

    stored = Assessment.objects.get()
    assert stored.measurement == Decimal(cost)
    assert stored.value == pytest.approx(value)


def test_without_a_budget_a_share_of_it_is_worth_nothing(draft: Evaluation) -> None:
    draft.reference_budget = None
    measure = draft.checks().get(relative_to_budget=True)

    with pytest.raises(ValidationError) as refusal:
        value_of(evaluation=draft, check=measure, measurement=Decimal(30))

    assert refusal.value.code == "budget"


def test_a_measure_of_its_own_does_not_look_at_the_budget(opened: Evaluation) -> None:
    uptime = Check.objects.get(code="5.8", competency__rubric=opened.rubric)

    assert value_of(evaluation=opened, check=uptime, measurement=Decimal("99.5")) == 30


SAVES, WRITERS = 10, 4


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_cell_lose_nothing_that_was_acknowledged(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    """Windows of one person that race for a cell; who comes second reads again and repeats."""
    cell = {"candidate": candidate, "check": checks[0], "by": cast.assessor, "at": at}
    together = Barrier(WRITERS)

    def write(writer: int) -> list[str]:
        notes = [f"{writer}.{number}" for number in range(SAVES)]
        together.wait()
        for note in notes:
            while not saved(note):
                pass
        connection.close()
        return notes

    def saved(note: str) -> bool:
        seen = Assessment.objects.values_list("version", flat=True).first() or 0
        try:
            rate(rating=Rating(note=note, version=seen), **cell)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        acknowledged = [note for notes in pool.map(write, range(WRITERS)) for note in notes]

    entries = LedgerEntry.objects.filter(action="assessment.saved").order_by("pk")
    news = [entry.new["note"] for entry in entries]
    assert sorted(news) == sorted(acknowledged)
    assert [entry.old and entry.old["note"] for entry in entries] == [None, *news[:-1]]
    stored = Assessment.objects.get()
    assert (stored.version, stored.note) == (SAVES * WRITERS, news[-1])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_scoring_at_once_one_is_told_that_somebody_was_faster(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    together = Barrier(2)

    def end(_window: int) -> str:
        mine = Evaluation.objects.get(pk=opened.pk)
        together.wait()
        try:
            transition.moderate(evaluation=mine, by=cast.owner, at=at)
        except ValidationError as refusal:
            return str(refusal.code)
        finally:
            connection.close()
        return "ended"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(end, range(2)))

    assert told == ["ended", "state"]
    assert LedgerEntry.objects.filter(action="evaluation.moderated").count() == 1
