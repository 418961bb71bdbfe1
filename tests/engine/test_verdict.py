"""Clear, narrow or none: on both sides of each threshold."""

import pytest

from scoring.engine.problem import Clear, Method, Narrow
from scoring.engine.reweighting import NearestFlip
from scoring.engine.verdict import verdict

METHOD = Method(clear=Clear(first=0.9, flip=5), narrow=Narrow(first=0.6))


def spoken(first: float, *points: float | None, leaders: tuple[str, ...] = ("a",)) -> str:
    flips = [NearestFlip("b", one, ()) for one in points]
    return verdict(METHOD, leaders, flips, {"a": first, "b": 0.95})


@pytest.mark.parametrize(
    ("first", "points", "expected"),
    [
        (0.9, 5.0, "clear"),
        (1.0, 40.0, "clear"),
        (0.9, 4.999, "narrow"),
        (0.899, 5.0, "narrow"),
        (0.6, 40.0, "narrow"),
        (0.6, 0.5, "narrow"),
        (0.599, 40.0, "none"),
    ],
)
def test_thresholds_decide(first: float, points: float, expected: str) -> None:
    assert spoken(first, points) == expected


def test_nearest_of_all_rivals_counts() -> None:
    assert spoken(0.95, 30.0, 4.0, 20.0) == "narrow"


def test_rival_who_cannot_catch_up_is_no_danger() -> None:
    assert spoken(0.95, None, 6.0) == "clear"


def test_nobody_can_catch_up_is_clear() -> None:
    assert spoken(0.95, None) == "clear"


def test_only_candidate_is_clear() -> None:
    assert spoken(1.0) == "clear"


def test_shared_first_place_has_no_winner() -> None:
    assert spoken(1.0, 0.0, leaders=("a", "b")) == "none"


def test_nobody_in_first_place_is_no_winner() -> None:
    assert spoken(1.0, leaders=()) == "none"


def test_thresholds_are_those_of_the_method() -> None:
    strict = Method(clear=Clear(first=1, flip=20), narrow=Narrow(first=0.99))

    found = verdict(strict, ("a",), [NearestFlip("b", 30.0, ())], {"a": 0.98})

    assert found == "none"
