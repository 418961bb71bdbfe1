from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.support import (
    ServiceWindow,
    SupportTimes,
    Ticket,
    business_minutes,
    nearest_rank,
    support_times,
)

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = ServiceWindow(MADRID)  # Monday to Friday, 9:00 to 18:00
AROUND_THE_CLOCK = ServiceWindow(MADRID, weekdays=tuple(range(7)), opens=0, closes=1440)
MONDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 3, day) for day in (2, 6, 7, 8))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), MADRID)


def ticket(response: float, restore: float) -> Ticket:
    """Opened on a Monday at nine; minutes to the answer, hours to the end."""
    opened = at(MONDAY, 9)
    return Ticket(opened, opened + timedelta(minutes=response), opened + timedelta(hours=restore))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(MONDAY, 10), at(MONDAY, 10, 45), 45),
        (at(MONDAY, 10), at(MONDAY, 10), 0),
        (at(MONDAY, 8), at(MONDAY, 9, 10), 10),  # opened before hours
        (at(MONDAY, 17, 50), at(MONDAY, 23), 10),  # answered after hours
        (at(MONDAY, 19), at(MONDAY, 20), 0),  # a whole evening
        (at(MONDAY, 17), at(MONDAY + timedelta(1), 10), 120),  # over night: 60 + 60
        (at(FRIDAY, 17), at(MONDAY + timedelta(7), 10), 120),  # over the weekend
        (at(SATURDAY, 10), at(SUNDAY, 20), 0),
        (at(MONDAY, 0), at(MONDAY + timedelta(7), 0), 5 * 9 * 60),  # a week
        (at(MONDAY, 18) - timedelta(seconds=1), at(MONDAY, 19), 1 / 60),
    ],
)
def test_only_the_minutes_of_service_count(start: datetime, end: datetime, minutes: float) -> None:
    assert business_minutes(start, end, OFFICE) == minutes


def test_a_holiday_is_no_day_of_service() -> None:
    """Monday 17:00 to Wednesday 10:00 with Tuesday free: 60 + 60."""
    window = replace(OFFICE, holidays=(date(2026, 3, 3),))

    assert business_minutes(at(MONDAY, 17), at(date(2026, 3, 4), 10), window) == 120


def test_the_window_is_in_its_own_zone() -> None:
    """17:30 in Greenwich is 18:30 in Madrid: closed; 8:30 there is half past nine here."""
    evening = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    morning = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)

    assert business_minutes(evening, morning, OFFICE) == 30


def test_an_evening_in_greenwich_is_the_next_day_in_madrid() -> None:
    """From 23:15 to 23:45 there it is 0:15 to 0:45 of Tuesday here."""
    start = datetime(2026, 3, 2, 23, 15, tzinfo=UTC)
    night = ServiceWindow(MADRID, weekdays=(1,), opens=0, closes=30)

    assert business_minutes(start, start + timedelta(minutes=30), night) == 15


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_the_day_of_a_clock_change_has_its_own_length(day: date, hours: int) -> None:
    minutes = business_minutes(at(day, 0), at(day + timedelta(1), 0), AROUND_THE_CLOCK)

    assert minutes == hours * 60


MOMENTS = st.integers(0, 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(MOMENTS, st.integers(0, 10**6))
def test_around_the_clock_every_minute_counts(start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)

    assert business_minutes(start, end, AROUND_THE_CLOCK) == pytest.approx(seconds / 60, abs=1e-9)


@given(MOMENTS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_minutes_of_two_spans_add_up(start: datetime, first: int, second: int) -> None:
    middle = start + timedelta(seconds=first)
    end = middle + timedelta(seconds=second)

    parts = business_minutes(start, middle, OFFICE) + business_minutes(middle, end, OFFICE)

    assert business_minutes(start, end, OFFICE) == pytest.approx(parts, abs=1e-9)


@pytest.mark.parametrize(
    ("count", "rank"),
    [(1, 1), (2, 2), (9, 9), (10, 9), (11, 10), (19, 18), (20, 18), (21, 19), (100, 90)],
)
def test_the_percentile_is_the_value_at_the_nearest_rank(count: int, rank: int) -> None:
    """⌈0.9 n⌉: of ten tickets the ninth; of eleven the tenth, for 9.9 is no ticket."""
    values = [float(value) for value in range(count, 0, -1)]

    assert nearest_rank(values) == rank


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 5), (51, 6), (100, 10)])
def test_another_percentile_has_its_own_rank(percent: int, value: float) -> None:
    assert nearest_rank(range(1, 11), percent) == value


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_nine_of_ten_do_not_exceed_it(values: list[float]) -> None:
    found = nearest_rank(values)

    assert found in values
    assert sum(value <= found for value in values) * 10 >= 9 * len(values)
    assert sum(value < found for value in values) * 10 < 9 * len(values)


def test_support_is_judged_on_its_worst_tenth_and_not_on_its_mean() -> None:
    """Ten tickets, answered within 1 to 10 minutes but for one hour; the ninth is at 9."""
    tickets = [ticket(response=minutes, restore=minutes) for minutes in range(1, 10)]

    found = support_times([ticket(response=60, restore=48), *tickets], OFFICE)

    assert found == SupportTimes(tickets=10, response_minutes=9, restore_hours=9)


def test_restoring_counts_the_night_and_answering_does_not() -> None:
    """Opened on Friday at 17:30; answered on Monday at 9:15, restored at 17:30."""
    friday, monday = at(FRIDAY, 17, 30), MONDAY + timedelta(7)
    late = Ticket(friday, at(monday, 9, 15), at(monday, 17, 30))

    found = support_times([late], OFFICE)

    assert found == SupportTimes(tickets=1, response_minutes=45, restore_hours=72)


OPENED = at(MONDAY, 9)
WHOLE = "must be a whole number from "


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ServiceWindow("Europe/Madrid"), "zone: must be a time zone"),  # type: ignore[arg-type]
        (lambda: replace(OFFICE, weekdays=[0]), "weekdays: must be an array (in Python, a tuple)"),
        (lambda: replace(OFFICE, weekdays=()), "weekdays: must be one or more"),
        (lambda: replace(OFFICE, weekdays=(0, 7)), f"weekdays[1]: {WHOLE}0 to 6"),
        (lambda: replace(OFFICE, weekdays=(-1,)), f"weekdays[0]: {WHOLE}0 to 6"),
        (lambda: replace(OFFICE, weekdays=(1, 1)), "weekdays[1]: repeats weekdays[0]"),
        (lambda: replace(OFFICE, opens=-1), f"opens: {WHOLE}0 to 1439"),
        (lambda: replace(OFFICE, opens=1440), f"opens: {WHOLE}0 to 1439"),
        (lambda: replace(OFFICE, closes=0), f"closes: {WHOLE}1 to 1440"),
        (lambda: replace(OFFICE, closes=1441), f"closes: {WHOLE}1 to 1440"),
        (lambda: replace(OFFICE, closes=540), "closes: must be later than opens"),
        (lambda: replace(OFFICE, holidays=("x",)), "holidays[0]: must be a date"),
        (
            lambda: replace(OFFICE, holidays=(MONDAY, OPENED)),
            "holidays[1]: must be a day without a time",
        ),
        (
            lambda: Ticket(OPENED, OPENED - timedelta(1), OPENED),
            "first_human_at: must not be before opened_at",
        ),
        (
            lambda: Ticket(OPENED, OPENED, OPENED - timedelta(1)),
            "restored_at: must not be before opened_at",
        ),
        (
            lambda: business_minutes(OPENED, OPENED - timedelta(1), OFFICE),
            "end: must not be before start",
        ),
        (lambda: support_times([], OFFICE), "tickets: must be one or more"),
        (lambda: nearest_rank([]), "values: must be one or more"),
        (lambda: nearest_rank([1, -1]), "values[1]: must be a number from 0 to 1e+12"),
        (lambda: nearest_rank([1], 0), f"percent: {WHOLE}1 to 100"),
        (lambda: nearest_rank([1], 101), f"percent: {WHOLE}1 to 100"),
    ],
)
def test_what_is_no_support_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        make()

    assert str(refusal.value) == message


def test_a_service_may_be_as_short_as_a_minute_and_a_single_day() -> None:
    sunday = ServiceWindow(MADRID, weekdays=(6,), opens=1439, closes=1440)

    assert business_minutes(at(MONDAY, 0), at(MONDAY + timedelta(7), 0), sunday) == 1
