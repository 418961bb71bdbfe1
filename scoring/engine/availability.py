"""K3: availability in minutes. Percentages from 0 to 100; minutes of one window.

Source: arithmetic. The Uptime Institute's 99.982 % (Tier III) and 99.995 % (Tier IV) are said of
a building, not of the mail service in it.
"""

from collections.abc import Sequence
from math import fsum, prod

from scoring.engine.validation import ProblemError, check_number, check_positive

YEAR = 525_600.0  # minutes of 365 days
MONTH = 43_200.0  # minutes of 30 days


def allowed_minutes(availability: float, window: float = YEAR) -> float:
    """Minutes of outage that a commitment leaves in the window: (1 - A/100) W."""
    check_number("availability", availability, 0, 100)
    check_positive("window", window)
    return (100 - availability) * window / 100


def measured_availability(
    outages: Sequence[float], window: float = YEAR, excluded: float = 0
) -> float:
    """Percent of the time that counts in which the service was there: 100 (1 - Σ d / (W - E)).

    outages: minutes of each, without what falls into the excluded minutes (agreed maintenance).
    Raises ProblemError when nothing is left of the window, or the outages are longer than that.
    """
    check_positive("window", window)
    check_number("excluded", excluded, 0, window)
    counted = window - excluded
    if counted == 0:
        raise ProblemError("excluded", "must leave something of the window")
    for position, minutes in enumerate(outages):
        check_number(f"outages[{position}]", minutes)
    down = fsum(outages)
    if down > counted:
        raise ProblemError("outages", f"must not last longer than the {counted:g} that count")
    return 100 * (1 - down / counted)


def serial(availabilities: Sequence[float]) -> float:
    """Percent of the time in which a chain is up that needs every one of its parts: Π a.

    Parts fail independently. Rounding must not make the chain better than its worst part.
    """
    shares = _shares(availabilities)
    return min(100 * prod(shares), *availabilities)


def parallel(availabilities: Sequence[float]) -> float:
    """Percent of the time in which at least one of several equals is up: 1 - Π (1 - a).

    Parts fail independently. Rounding must not make the whole worse than its best part.
    """
    shares = _shares(availabilities)
    return max(100 * (1 - prod(1 - share for share in shares)), *availabilities)


def _shares(availabilities: Sequence[float]) -> list[float]:
    if not availabilities:
        raise ProblemError("availabilities", "must be one or more")
    for position, availability in enumerate(availabilities):
        check_number(f"availabilities[{position}]", availability, 0, 100)
    return [availability / 100 for availability in availabilities]
