"""Numbers in the reader's language, always as text: nothing is rounded before this."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import ceil, floor

from django.utils.formats import get_format, number_format
from django.utils.translation import get_language, pgettext

SHOWN = 0.05  # less than this, one decimal would show as 0.0
NOISE = 1e-9
PLACES = (Decimal(1), Decimal("0.1"), Decimal("0.01"))


def points(value: float) -> str:
    """One decimal, as everywhere on screen: 84,8."""
    return _rounded(value, 1)


def noticeable(value: float) -> str:
    """One decimal; what would show as nothing is less than 0.1."""
    if 0 < value < SHOWN:
        return pgettext("points", "less than %(points)s") % {"points": points(0.1)}
    return points(value)


def fine(value: float) -> str:
    """Two decimals, for the points that one check is worth."""
    return _rounded(value, 2)


def plain(value: float) -> str:
    """As short as one decimal allows: 80, 66,7."""
    short = round(value, 6)
    return _rounded(short, 0 if short == int(short) else 1)


def whole(value: float) -> str:
    return _rounded(value, 0)


def count(value: int) -> str:
    """A large whole number: 10 000, and 10,000 in English."""
    return number_format(value, use_l10n=True, force_grouping=True)


def signed(value: float) -> str:
    """One decimal after its sign: +0,8, −1,2; the minus is a minus, not a hyphen; 0,0 has none."""
    if abs(value) < SHOWN:
        return points(0)
    return f"{'−' if value < 0 else '+'}{points(abs(value))}"


def grammatical(value: float) -> int:
    """The number that `ngettext` goes by where a figure with decimals is shown.

    French has the singular below two: 1,5 point. Spanish and English have the plural: 1,5 puntos.
    """
    return 1 if get_language() == "fr" and value < 2 else 2


def percent(share: float) -> str:
    """0.07 as 7 %, with the space that Spanish and French want and English does not."""
    return f"{plain(share * 100)}{_percent_sign()}"


def covered(share: float) -> str:
    """A share of what was answered, rounded down: only all of it is 100 %."""
    return percent(floor(round(share * 100, 6)) / 100)


def chance(share: float) -> str:
    """How often something came out, rounded down: 81 %, 99.9 %; only always is 100 %.

    Nothing is shown to reach a threshold that it does not reach. What happened at least once is
    not shown as never.
    """
    if 0 < share < 0.01:
        return f"<\N{NO-BREAK SPACE}{percent(0.01)}"
    step = 1000 if share > 0.99 else 100
    return percent(floor(share * step + NOISE) / step)


def ends(low: float, high: float, *, around: float) -> tuple[float, float]:
    """Two shares rounded to a tenth of a percent and towards each other, so that all is inside.

    around: a share inside; neither end is rounded past it.
    """
    least, most = ceil(low * 1000 - NOISE) / 1000, floor(high * 1000 + NOISE) / 1000
    return min(least, around), max(most, around)


def span(low: float, high: float) -> str:
    """Two shares as 3–35 %."""
    return f"{plain(low * 100)}–{percent(high)}"


def measured(measurement: Decimal) -> str:
    """As it was written, without the zeros that the database adds."""
    return number_format(format(measurement.normalize(), "f"))


def _rounded(value: float, places: int) -> str:
    """What Django's `floatformat` writes, in a tenth of its time: a page has a thousand.

    Only where the number as people write it lies just between two is that not how floats round.
    """
    number = float(value) + 0.0  # never −0
    shortest = repr(number)
    is_between = shortest[-1] == "5" and len(shortest) - shortest.find(".") == places + 2
    if is_between or number < 0:  # −0.04 would be written −0.0
        exact = Decimal(shortest).quantize(PLACES[places], ROUND_HALF_UP)
        written = f"{exact + 0:f}"
    else:
        written = f"{number:.{places}f}"
    return written.replace(".", _separator(get_language())) if places else written


@cache
def _separator(language: str | None) -> str:
    return str(get_format("DECIMAL_SEPARATOR", language))


def _percent_sign() -> str:
    return "%" if get_language() == "en" else "\N{NO-BREAK SPACE}%"
