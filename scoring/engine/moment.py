"""A moment: a time with its zone, and the hours between two of them."""

from datetime import UTC, datetime

from scoring.engine.validation import ProblemError

FIRST_YEAR, LAST_YEAR = 1970, 2999  # at the ends of the calendar, arithmetic of days overflows
SECONDS_AN_HOUR = 3600


def check_moment(path: str, value: object) -> None:
    """A time that says its zone: without it nobody knows how long the night of a change lasted."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise ProblemError(path, "must be a time with its zone")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ProblemError(path, f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")


def check_order(start: tuple[str, datetime], end: tuple[str, datetime]) -> None:
    """Two moments as (path, value), the second not before the first."""
    check_moment(*start)
    check_moment(*end)
    if hours_between(start[1], end[1]) < 0:
        raise ProblemError(end[0], f"must not be before {start[0]}")


def hours_between(start: datetime, end: datetime) -> float:
    """Hours that really pass from one moment to the other, a change to summer time included.

    By way of UTC: Python subtracts two times of one zone as if no clock had changed.
    """
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / SECONDS_AN_HOUR
