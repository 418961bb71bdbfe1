"""How figures look, in the reader's language. Formatting only."""

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import get_language

register = template.Library()


@register.filter
def points(value: float | None) -> str:
    """One decimal: 84,8. Nothing known is a dash."""
    return "—" if value is None else str(floatformat(value, 1))


@register.filter
def percent(share: float, decimals: int = 0) -> str:
    """A share of 1 as a percentage: `7 %` in Spanish and French, `7%` in English."""
    space = "" if get_language() == "en" else "\N{NO-BREAK SPACE}"
    return f"{floatformat(100 * share, decimals)}{space}%"


@register.filter
def measurement(value: object) -> str:
    """A measured number as it was typed, without idle zeros."""
    return "" if value is None else number_format(f"{value:f}".rstrip("0").rstrip(".") or "0")
