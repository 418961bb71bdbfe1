"""Numbers in the reader's language, always as text: nothing is rounded before this."""

from decimal import Decimal
from math import floor

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import get_language


def points(value: float) -> str:
    """One decimal, as everywhere on screen: 84,8."""
    return str(floatformat(value, 1))


def fine(value: float) -> str:
    """Two decimals, for the points that one check is worth."""
    return str(floatformat(value, 2))


def plain(value: float) -> str:
    """As short as one decimal allows: 80, 66,7."""
    return str(floatformat(round(value, 6), -1))


def whole(value: float) -> str:
    return str(floatformat(value, 0))


def signed(value: float) -> str:
    """One decimal after its sign: +0,8, −1,2; the minus is a minus, not a hyphen."""
    return f"{'−' if value < 0 else '+'}{points(abs(value))}"


def percent(share: float) -> str:
    """0.07 as 7 %, with the space that Spanish and French want and English does not."""
    space = "" if get_language() == "en" else "\N{NO-BREAK SPACE}"
    return f"{plain(share * 100)}{space}%"


def covered(share: float) -> str:
    """A share of what was answered, rounded down: only all of it is 100 %."""
    return percent(floor(round(share * 100, 6)) / 100)


def measured(measurement: Decimal) -> str:
    """As it was written, without the zeros that the database adds."""
    return number_format(format(measurement.normalize(), "f"))
