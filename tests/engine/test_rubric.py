from typing import Any

import pytest

from scoring.engine import ProblemError
from scoring.engine.rubric import Scale


def test_two_levels_make_a_scale() -> None:
    assert Scale(kind="levels", values=(0, 100)).values == (0, 100)


@pytest.mark.parametrize(
    "points",
    [
        ((20, 0), (5, 60), (0, 100)),
        ((20, 0), (0, 100)),
        ((-3, 0), (2, 100)),
        ((-1e12, 0), (1e12, 1)),
    ],
)
def test_points_may_fall_or_rise(points: Any) -> None:
    scale = Scale(kind="measure", points=points, reference=12.5)

    assert (scale.points, scale.reference) == (points, 12.5)


@pytest.mark.parametrize(
    ("x", "path"),
    [((0, 1, 0), "points[2]"), ((0, 2, -1), "points[1]"), ((0, 2, 1), "points[2]")],
)
def test_points_turn_back_where_they_leave_the_way_to_the_last(x: Any, path: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        Scale(kind="measure", points=tuple((at, 0) for at in x))

    assert str(refusal.value) == f"{path}: must keep a strict order"
