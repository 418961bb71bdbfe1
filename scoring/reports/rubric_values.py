"""A value of a rubric as people read it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import yesno
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from scoring.domain.contents import CHOICES

from . import numbers


def shown(column: str, value: Any) -> str:
    """Nothing is an empty text."""
    if value is None or value in ("", []):
        return ""
    if column in CHOICES:
        return str(CHOICES[column](value).label)
    if isinstance(value, bool):
        return str(yesno(value, _("yes,no")))
    if isinstance(value, Decimal):
        return numbers.measured(value)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if column == "points":
        return "; ".join(_point(point) for point in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _point(point: Any) -> str:
    """A measurement and its worth: 24 → 40. A draft may hold anything."""
    words = point if isinstance(point, list) else [point]
    told = (number_format(one) if isinstance(one, int | float) else str(one) for one in words)
    return " → ".join(told)
