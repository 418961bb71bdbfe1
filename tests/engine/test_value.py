import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.value import evidence_credit, measure_value, piecewise_linear

ORACLE = json.loads((Path(__file__).parent / "data" / "oracles.json").read_text("utf-8"))[
    "value_function"
]
FALLING = [[0.6, 100], [1, 50], [1.2, 0]]  # price as a ratio to the budget


@pytest.mark.parametrize("case", ORACLE["cases"])
def test_value_function_agrees_with_rsmaa(case: dict[str, Any]) -> None:
    y = piecewise_linear(case["points"], case["x"])

    assert y == pytest.approx(case["y"], abs=ORACLE["tolerance"])


def test_points_are_met_exactly() -> None:
    points = [[0, 33.3], [0.1, 66.6], [0.7, 99.9]]

    y = piecewise_linear(points, [0, 0.1, 0.7])

    assert y.tolist() == [33.3, 66.6, 99.9]


def test_shape_of_the_measurements_is_kept() -> None:
    y = piecewise_linear([[0, 0], [10, 100]], [[1, 2, 3], [-1, 10, 11]])

    assert y.tolist() == [[10, 20, 30], [0, 100, 100]]


@pytest.mark.parametrize("points", [FALLING, FALLING[:2]])
def test_order_of_the_points_does_not_matter(points: Any) -> None:
    x = np.linspace(0, 2, 41)

    y = piecewise_linear(points, x)

    assert y.tolist() == piecewise_linear(points[::-1], x).tolist()


def test_points_that_nearly_touch_do_not_overflow() -> None:
    y = piecewise_linear([[0, 0], [1e-310, 100], [1, 100]], [0, 1e-311, 1e-310, 0.5])

    assert y == pytest.approx([0, 10, 100, 100], abs=1e-9)


def test_measurement_however_far_outside_takes_the_value_of_the_end() -> None:
    y = piecewise_linear([[0, 20], [1e-3, 80]], [-1e308, 1e308])

    assert y.tolist() == [20, 80]


def test_flat_segment_is_flat_to_the_last_bit() -> None:
    """100 · (1 - 0.34) + 100 · 0.34 is 99.99999999999999 in floats."""
    assert piecewise_linear([[0, 100], [1, 100]], 0.34) == 100


def test_points_may_lie_as_far_out_as_a_measurement() -> None:
    assert piecewise_linear([[-1e12, 0], [1e12, 100]], 0) == 50


@given(
    st.lists(st.tuples(st.floats(-1e12, 1e12), st.floats(0, 100)), min_size=2, max_size=6),
    st.floats(-1e15, 1e15),
)
def test_value_never_leaves_its_segment(points: list[tuple[float, float]], x: float) -> None:
    points = sorted(dict(points).items())
    if len(points) < 2:
        return

    y = float(piecewise_linear(points, x))

    around = [value for at, value in points if at <= x][-1:] + [
        value for at, value in points if at >= x
    ][:1]
    assert min(around) <= y <= max(around)


@pytest.mark.parametrize(
    "points",
    [
        [],
        [[0, 1]],
        [0, 1],
        [[0, 1, 2], [1, 2, 3]],
        [[0, 0], [float("nan"), 1]],
        [[0, 0], [1, float("inf")]],
        [[0, 0], [1, None]],
        [[0, 0], [2e12, 1]],
        [[-2e12, 0], [0, 1]],
    ],
)
def test_points_that_are_no_points_are_refused(points: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        piecewise_linear(points, 0)

    assert str(refusal.value) == "points: must be two or more pairs of numbers within ±1e+12"


@pytest.mark.parametrize("x", [(0, 0), (0, 1, 1), (0, 2, 1), (2, 0, 1), (1, 1, 0)])
def test_points_that_make_no_function_are_refused(x: tuple[float, ...]) -> None:
    with pytest.raises(ProblemError) as refusal:
        piecewise_linear([[at, 0] for at in x], 0)

    assert str(refusal.value) == "points: must have a strictly increasing or decreasing x"


@pytest.mark.parametrize("x", [float("nan"), float("inf"), [0, -float("inf")], None])
def test_measurement_that_is_not_finite_is_refused(x: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        piecewise_linear(FALLING, x)

    assert str(refusal.value) == "measurement: must be finite"


def test_measurement_without_reference_is_read_as_it_is() -> None:
    assert measure_value(FALLING, 0.8) == pytest.approx(75)


def test_measurement_with_reference_is_read_as_a_ratio() -> None:
    assert measure_value(FALLING, [24, 30, 36], reference=30) == pytest.approx([75, 50, 0])


@pytest.mark.parametrize("reference", [0, -30, float("nan"), float("inf"), 1e-13])
def test_reference_that_divides_nothing_is_refused(reference: float) -> None:
    with pytest.raises(ProblemError) as refusal:
        measure_value(FALLING, 24, reference)

    assert str(refusal.value) == "reference: must be a number from 1e-12 to 1e+12"


@pytest.mark.parametrize("measurement", [1e300, -1e300, float("nan"), None])
def test_measurement_whose_ratio_would_overflow_is_refused(measurement: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        measure_value(FALLING, measurement, 1e-12)

    assert str(refusal.value) == "measurement: must lie within ±1e+12"


CREDITS = (1, 0.8, 0.6, 0.4, 0.2)


@pytest.mark.parametrize(
    ("proof", "credits"),
    [
        (0, [1, 1, 1, 1, 1]),
        (1, [0.8, 1, 1, 1, 1]),
        (2, [0.6, 0.8, 1, 1, 1]),
        (3, [0.4, 0.6, 0.8, 1, 1]),
        (4, [0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_credit_falls_with_each_step_short_of_the_proof(proof: int, credits: list[float]) -> None:
    assert evidence_credit(proof, range(5), CREDITS).tolist() == credits


def test_steps_short_are_counted_below_zero_in_any_whole_type() -> None:
    """0 - 4 is 252 in eight bits without a sign."""
    proof, evidence = np.array([0, 4], dtype=np.uint8), np.array([4, 0], dtype=np.uint8)

    assert evidence_credit(proof, evidence, CREDITS).tolist() == [1, 0.2]


def test_credit_is_a_float_when_every_share_is_whole() -> None:
    assert evidence_credit(1, [0, 1], (1, 0, 0, 0, 0)).dtype == np.float64


def test_credit_is_told_for_many_at_once() -> None:
    assert evidence_credit([3, 3, 4, 0], [1, 3, 0, 4], CREDITS).tolist() == [0.6, 1, 0.2, 1]
