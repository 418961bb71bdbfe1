"""K5: how soon support answers and restores, at the 90th percentile.

Response: minutes of the service window from the ticket's opening to the first answer of a human
being; an automatic acknowledgement is none. Restoration: hours of the clock, nights included.
The percentile is the nearest rank: the least observed value that 90 % of the tickets do not
exceed, sorted[⌈0.9 n⌉]. It interpolates nothing, so it is a ticket that somebody can look up.
Source: guaranteed response and restoration times (GTI, GTR) as contracts count them; the
percentile is type 1 of Hyndman and Fan, Sample quantiles in statistical packages (1996).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from scoring.engine.moment import check_order, hours_between
from scoring.engine.validation import (
    ProblemError,
    check_integer,
    check_items,
    check_number,
    check_unique,
)

A_DAY = 24 * 60  # minutes
PERCENT = 90


@dataclass(frozen=True, slots=True)
class ServiceWindow:
    """When support works: on which days, from which minute after midnight to which.

    Weekdays from 0, Monday, to 6, Sunday; all seven from 0 to 1440 is around the clock.
    """

    zone: tzinfo
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: int = 9 * 60
    closes: int = 18 * 60
    holidays: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.zone, tzinfo):
            raise ProblemError("zone", "must be a time zone")
        check_items("weekdays", self.weekdays, object)
        if not self.weekdays:
            raise ProblemError("weekdays", "must be one or more")
        for position, day in enumerate(self.weekdays):
            check_integer(f"weekdays[{position}]", day, 0, 6)
        check_unique((f"weekdays[{i}]", day) for i, day in enumerate(self.weekdays))
        check_integer("opens", self.opens, 0, A_DAY - 1)
        check_integer("closes", self.closes, 1, A_DAY)
        if self.closes <= self.opens:
            raise ProblemError("closes", "must be later than opens")
        check_items("holidays", self.holidays, date)
        for position, holiday in enumerate(self.holidays):
            if isinstance(holiday, datetime):  # it is a date to Python, and equal to none
                raise ProblemError(f"holidays[{position}]", "must be a day without a time")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request for help. One still unanswered or unresolved says the moment of counting:
    leaving it out would reward whoever answers only what is easy."""

    opened_at: datetime
    first_human_at: datetime
    restored_at: datetime

    def __post_init__(self) -> None:
        opened = "opened_at", self.opened_at
        check_order(opened, ("first_human_at", self.first_human_at))
        check_order(opened, ("restored_at", self.restored_at))


@dataclass(frozen=True, slots=True)
class SupportTimes:
    """What nine tickets of ten do not exceed."""

    tickets: int
    response_minutes: float  # of the service window
    restore_hours: float  # of the clock


def support_times(tickets: Sequence[Ticket], window: ServiceWindow) -> SupportTimes:
    """The 90th percentiles of response and restoration, each over all the tickets."""
    if not tickets:
        raise ProblemError("tickets", "must be one or more")
    responses = [business_minutes(one.opened_at, one.first_human_at, window) for one in tickets]
    restores = [hours_between(one.opened_at, one.restored_at) for one in tickets]
    return SupportTimes(
        tickets=len(tickets),
        response_minutes=nearest_rank(responses),
        restore_hours=nearest_rank(restores),
    )


def business_minutes(start: datetime, end: datetime, window: ServiceWindow) -> float:
    """Minutes between two moments that lie in the service window."""
    check_order(("start", start), ("end", end))
    first, last = (moment.astimezone(window.zone).date() for moment in (start, end))
    served = (
        (min(closes, end.astimezone(UTC)) - max(opens, start.astimezone(UTC))).total_seconds()
        for opens, closes in _spans(first, last, window)
    )
    return sum(seconds for seconds in served if seconds > 0) / 60


def nearest_rank(values: Sequence[float], percent: int = PERCENT) -> float:
    """The least of the values that `percent` of them do not exceed: sorted[⌈percent n / 100⌉]."""
    check_integer("percent", percent, 1, 100)
    if not values:
        raise ProblemError("values", "must be one or more")
    for position, value in enumerate(values):
        check_number(f"values[{position}]", value)
    rank = -(-percent * len(values) // 100)  # rounded up, in whole numbers
    return sorted(values)[rank - 1]


def _spans(first: date, last: date, window: ServiceWindow) -> Iterator[tuple[datetime, datetime]]:
    """The service hours of each day, in UTC: a day of a clock change is shorter or longer."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in window.weekdays and day not in window.holidays:
            midnight = datetime.combine(day, time(), window.zone)
            opens, closes = (midnight + timedelta(minutes=m) for m in (window.opens, window.closes))
            yield opens.astimezone(UTC), closes.astimezone(UTC)
