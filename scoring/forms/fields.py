"""Figures and lists as people write them: without idle zeros, and one thing a line."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize_input, sanitize_separators
from django.utils.translation import gettext_lazy as _


class FigureField(forms.DecimalField):
    """A decimal in the reader's notation; what was typed stays as typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "figure"})
        super().__init__(**{**kwargs, "localize": True, "widget": widget})

    def prepare_value(self, value: Any) -> Any:
        return value.normalize() if isinstance(value, Decimal) else value


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = (line.strip() for line in (value or "").splitlines())
        return [line for line in lines if line]

    def run_validators(self, value: list[str]) -> None:
        super().run_validators("\n".join(value))


class PointsField(forms.CharField):
    """Reference points, one a line: the measurement, a space, the value it is worth."""

    widget = forms.Textarea(attrs={"rows": 6, "class": "points"})
    default_error_messages = {
        "point": _("“%(line)s” is no point: write the measurement, a space, and its value."),
    }

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" ".join(str(localize_input(x)) for x in point) for point in value)

    def to_python(self, value: Any) -> list[list[int | float]]:
        return [self._point(line) for line in (value or "").splitlines() if line.strip()]

    def _point(self, line: str) -> list[int | float]:
        try:
            measurement, value = (_number(word) for word in line.split())
        except ValueError as error:
            raise forms.ValidationError(
                self.error_messages["point"], code="point", params={"line": line.strip()}
            ) from error
        return [measurement, value]


def _number(word: str) -> int | float:
    """In the reader's notation. A whole number stays whole: the rubric's fingerprint tells."""
    number = float(sanitize_separators(word))
    if abs(number) > 1e9 or number != number:
        raise ValueError(word)
    return int(number) if number.is_integer() else number
