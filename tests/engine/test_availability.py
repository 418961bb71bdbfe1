from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.availability import (
    MONTH,
    allowed_minutes,
    measured_availability,
    parallel,
    serial,
)

from .calculators import EXAMPLES

EXAMPLE = EXAMPLES["availability"]
PERCENTS = st.floats(0, 100)
CHAINS = st.lists(PERCENTS, min_size=1, max_size=6)


@pytest.mark.parametrize(("availability", "minutes"), EXAMPLE["minutes_per_year"])
def test_a_commitment_leaves_minutes_of_the_year(availability: float, minutes: float) -> None:
    """365 × 24 × 60 = 525 600 minutes; a hundredth of them are 5 256."""
    assert allowed_minutes(availability) == pytest.approx(minutes, rel=1e-9)


def test_a_commitment_for_a_month_leaves_minutes_of_the_month() -> None:
    """30 × 24 × 60 = 43 200 minutes, of which a thousandth."""
    assert allowed_minutes(99.9, MONTH) == pytest.approx(43.2, rel=1e-9)


def test_full_availability_leaves_no_minute_and_none_leaves_them_all() -> None:
    assert (allowed_minutes(100), allowed_minutes(0, 60)) == (0, 60)


def test_outages_count_against_what_was_not_excluded() -> None:
    """1 000 minutes, 200 of them excluded: 8 of 800 are one in a hundred."""
    assert measured_availability([5, 3], 1000, 200) == 99


def test_without_a_window_it_is_the_year() -> None:
    """5 256 minutes are a hundredth of it."""
    assert measured_availability([5256]) == 99


def test_without_an_outage_everything_was_available() -> None:
    assert measured_availability([]) == 100


def test_an_outage_of_all_that_counts_leaves_nothing() -> None:
    assert measured_availability([600], 1000, 400) == 0


def test_three_services_in_a_row_are_down_three_times_as_often() -> None:
    """0.999³ = 0.997002999."""
    chain = EXAMPLE["chain"]

    assert serial(chain["parts"]) == pytest.approx(99.7002999, abs=1e-9)
    assert serial(chain["parts"]) == pytest.approx(chain["percent"], abs=chain["tolerance"])


def test_two_equals_fail_only_together() -> None:
    """1 - 0.1 × 0.2 = 0.98."""
    assert parallel([90, 80]) == pytest.approx(98, abs=1e-9)


@given(CHAINS)
def test_a_chain_is_never_better_than_its_worst_part(parts: list[float]) -> None:
    assert 0 <= serial(parts) <= min(parts)


@given(CHAINS)
def test_equals_are_never_worse_than_the_best_of_them(parts: list[float]) -> None:
    assert max(parts) <= parallel(parts) <= 100


@given(PERCENTS)
def test_one_part_alone_is_as_it_is(percent: float) -> None:
    assert (serial([percent]), parallel([percent])) == pytest.approx((percent, percent), abs=1e-12)


@given(CHAINS, PERCENTS)
def test_one_more_part_lengthens_a_chain_and_strengthens_equals(
    parts: list[float], another: float
) -> None:
    assert serial([*parts, another]) <= serial(parts) + 1e-9
    assert parallel([*parts, another]) >= parallel(parts) - 1e-9


@given(st.lists(st.floats(0, 100), max_size=5))
def test_what_was_measured_allows_what_was_measured(outages: list[float]) -> None:
    percent = measured_availability(outages)

    assert allowed_minutes(percent) == pytest.approx(sum(outages), abs=1e-6)


NUMBER = "must be a number from 0 to 1e+12"
POSITIVE = "must be a number from 1e-12 to 1e+12"
PERCENT = "must be a number from 0 to 100"


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda: allowed_minutes(-1), f"availability: {PERCENT}"),
        (lambda: allowed_minutes(100.5), f"availability: {PERCENT}"),
        (lambda: allowed_minutes(99, 0), f"window: {POSITIVE}"),
        (lambda: measured_availability([], 0), f"window: {POSITIVE}"),
        (lambda: measured_availability([], 60, -1), "excluded: must be a number from 0 to 60"),
        (lambda: measured_availability([], 60, 61), "excluded: must be a number from 0 to 60"),
        (
            lambda: measured_availability([], 60, 60),
            "excluded: must leave something of the window",
        ),
        (lambda: measured_availability([1, -1]), f"outages[1]: {NUMBER}"),
        (
            lambda: measured_availability([20, 21], 60, 20),
            "outages: must not last longer than the 40 that count",
        ),
        (lambda: serial([]), "availabilities: must be one or more"),
        (lambda: parallel([]), "availabilities: must be one or more"),
        (lambda: serial([99, 101]), f"availabilities[1]: {PERCENT}"),
        (lambda: parallel([-1]), f"availabilities[0]: {PERCENT}"),
    ],
)
def test_what_is_no_availability_is_refused(compute: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        compute()

    assert str(refusal.value) == message


@pytest.mark.parametrize("parts", [[0, 99.9], [99.9, 0]])
def test_a_dead_part_ends_a_chain_and_costs_equals_nothing(parts: Sequence[float]) -> None:
    assert serial(parts) == 0
    assert parallel(parts) == pytest.approx(99.9, abs=1e-9)
