from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.moment import check_moment, check_order, hours_between

MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_hours_between_zones_are_those_that_pass() -> None:
    """Noon in Madrid in winter is 11:00 in Greenwich, where it is then 13:30."""
    start = datetime(2026, 3, 2, 12, tzinfo=MADRID)

    assert hours_between(start, datetime(2026, 3, 2, 13, 30, tzinfo=UTC)) == 2.5


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25), (6, 1, 24)])
def test_a_day_of_a_clock_change_is_shorter_or_longer(month: int, day: int, hours: float) -> None:
    midnight = datetime(2026, month, day, tzinfo=MADRID)

    assert hours_between(midnight, midnight + timedelta(days=1)) == hours


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_span_has_the_length_that_it_was_given(start: int, seconds: int) -> None:
    first, last = (datetime.fromtimestamp(at, MADRID) for at in (start, start + seconds))

    assert hours_between(first, last) == seconds / 3600


@pytest.mark.parametrize("value", [None, "2026-03-02", NOON.replace(tzinfo=None), NOON.date()])
def test_what_says_no_zone_is_no_moment(value: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        check_moment("opened_at", value)

    assert str(refusal.value) == "opened_at: must be a time with its zone"


@pytest.mark.parametrize("year", [1969, 3000])
def test_a_year_at_the_ends_of_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(ProblemError) as refusal:
        check_moment("opened_at", NOON.replace(year=year))

    assert str(refusal.value) == "opened_at: must lie in the years 1970 to 2999"


@pytest.mark.parametrize("year", [1970, 2999])
def test_the_first_and_the_last_year_are_taken(year: int) -> None:
    check_moment("opened_at", NOON.replace(year=year))


def test_moments_in_order_or_at_once_are_taken() -> None:
    check_order(("first", NOON), ("second", NOON))
    check_order(("first", NOON), ("second", NOON + timedelta(seconds=1)))


@pytest.mark.parametrize(
    "second",
    [
        NOON - timedelta(seconds=1),
        datetime(2026, 3, 2, 13, tzinfo=timezone(timedelta(hours=2))),  # 11:00 in Greenwich
    ],
)
def test_a_moment_before_the_first_is_refused(second: datetime) -> None:
    with pytest.raises(ProblemError) as refusal:
        check_order(("first", NOON), ("second", second))

    assert str(refusal.value) == "second: must not be before first"


def test_in_the_hour_that_comes_twice_the_second_one_is_later() -> None:
    early = datetime(2026, 10, 25, 2, 50, tzinfo=MADRID)
    late = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=MADRID)

    check_order(("first", early), ("second", late))

    assert hours_between(early, late) == 20 / 60


@pytest.mark.parametrize(("start", "end", "path"), [(None, NOON, "a"), (NOON, None, "b")])
def test_both_ends_must_be_moments(start: Any, end: Any, path: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        check_order(("a", start), ("b", end))

    assert str(refusal.value) == f"{path}: must be a time with its zone"
