"""What the weights of an evaluation do, on the small rubric: 60 % and 40 %, two checks each.

The second check of a competency weighs twice the first; levels end at 80, and the measure 2.2 is
worth 100 at one hour and 0 at 24.
"""

from collections.abc import Callable
from datetime import datetime

import pytest

from scoring.domain.finding import Code, Finding, Severity
from scoring.domain.lint import findings_of_weights
from scoring.domain.report import Dossier
from scoring.models import Competency, Rubric
from tests.conftest import Cast

from .rubrics import check, competency, small_rubric
from .rubrics import scored as score

_ERROR, WARNING, NOTE = Severity


@pytest.fixture
def small(db: None) -> Rubric:
    return small_rubric()


@pytest.fixture
def scored(small: Rubric, cast: Cast, at: datetime) -> Callable[..., Dossier]:
    def of(ratings: dict[str, tuple[float, ...]], **more: tuple[int, int]) -> Dossier:
        return score(small, ratings, owner=cast.owner, at=at, **more)

    return of


def test_weights_that_do_what_they_say_need_no_word(scored: Callable[..., Dossier]) -> None:
    """Competency 1 spreads (80 - 50) / 3 + 2 × (80 - 50) / 3 = 30 points, 2 as many."""
    dossier = scored({"1.1": (80, 50), "1.2": (80, 50), "2.1": (80, 50), "2.2": (1, 7.9)})

    assert findings_of_weights(dossier) == []


def test_a_check_that_decides_nothing_is_told_where_its_competency_decides(
    scored: Callable[..., Dossier],
) -> None:
    """2.1 weighs a third of 40 %. Nobody answered 1.2, two thirds of 60 %."""
    dossier = scored({"1.1": (80, 50), "2.1": (50, 50), "2.2": (1, 6.75)})

    ties = {"score": 50, "share": pytest.approx(0.4 / 3), "answered": True}
    open_ = {"score": 0, "share": pytest.approx(0.4), "answered": False}
    assert findings_of_weights(dossier) == [
        Finding(Code.NEUTRAL, NOTE, (check("1.2"),), open_),
        Finding(Code.NEUTRAL, NOTE, (check("2.1"),), ties),
    ]


def test_a_competency_that_nobody_answered_is_only_a_note(scored: Callable[..., Dossier]) -> None:
    dossier = scored({"1.1": (80, 50), "1.2": (80, 50)})

    figures = {"score": 0, "share": 0.4, "answered": False}
    assert findings_of_weights(dossier) == [Finding(Code.NEUTRAL, NOTE, (competency(2),), figures)]


def test_a_weight_of_nothing_is_told_and_not_called_neutral(scored: Callable[..., Dossier]) -> None:
    ratings = {"1.1": (80, 50), "1.2": (80, 50), "2.1": (50, 50), "2.2": (1, 1)}

    assert findings_of_weights(scored(ratings, weights=(1, 0))) == [
        Finding(Code.NO_WEIGHT, WARNING, (competency(2),))
    ]


def test_a_weight_far_from_what_it_does_is_told(scored: Callable[..., Dossier]) -> None:
    """0.6 × 10 points in competency 1 (only 1.1 differs), 0.4 × 100 in 2: 6 and 40 of 46."""
    dossier = scored({"1.1": (80, 50), "1.2": (80, 80), "2.1": (80, 80), "2.2": (1, 24)})

    found = [one for one in findings_of_weights(dossier) if one.code == Code.FAR_OFF]

    effective = [0.6 * 10, 0.4 * 200 / 3]
    whole = sum(effective)
    assert found == [
        Finding(
            Code.FAR_OFF,
            NOTE,
            (competency(1),),
            {"nominal": 0.6, "effective": pytest.approx(effective[0] / whole)},
        ),
        Finding(
            Code.FAR_OFF,
            NOTE,
            (competency(2),),
            {"nominal": 0.4, "effective": pytest.approx(effective[1] / whole)},
        ),
    ]


def test_where_only_an_excluded_candidate_differs_the_weight_is_far_off_and_not_neutral(
    scored: Callable[..., Dossier],
) -> None:
    """C fails 1.1; A and B tie in competency 2, and differ in 1."""
    dossier = scored(
        {"1.1": (80, 50, 0), "1.2": (80, 50, 50), "2.1": (80, 80, 0), "2.2": (1, 1, 1)}
    )

    found = [one for one in findings_of_weights(dossier) if one.places == (competency(2),)]

    figures = {"nominal": 0.4, "effective": 0}
    assert found == [Finding(Code.FAR_OFF, NOTE, (competency(2),), figures)]


def test_a_competency_that_nobody_can_still_pass_is_told(
    small: Rubric, scored: Callable[..., Dossier]
) -> None:
    Competency.objects.filter(rubric=small, number=2).update(minimum=60)
    dossier = scored({"1.1": (80, 50), "1.2": (80, 50), "2.1": (0, 50), "2.2": (24, 20)})

    lost = [one for one in findings_of_weights(dossier) if one.code == Code.LOST]

    assert lost == [Finding(Code.LOST, NOTE, (competency(2),), {"minimum": 60})]


def test_one_candidate_alone_has_no_finding(scored: Callable[..., Dossier]) -> None:
    dossier = scored({"1.1": (80,), "1.2": (80,), "2.1": (80,), "2.2": (1,)})

    assert findings_of_weights(dossier) == []
