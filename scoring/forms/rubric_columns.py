"""What stands in a file, as the value of a rubric's column; or why it cannot be one."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from scoring.domain.contents import BY_NAME, CHOICES, Column

TRUE = {"true", "yes", "on", "1", "sí", "si", "oui", "vrai", "verdadero", "x"}
FALSE = {"false", "no", "off", "0", "non", "faux", "falso"}
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LARGEST = 1e9  # a measurement beyond it is a slip of the pen


def value_of(column: Column, raw: Any) -> Any:
    """The value of what was written: text, number, yes or no, a date, a list, or None for nothing.

    Raises ValidationError with a sentence about the value.
    """
    _require_storable(raw)
    if column.is_many:
        return sorted({_text(one).strip() for one in _list(raw)})
    if raw is None or raw == "":
        return _nothing(column)
    field = _pointed_to(column) if column.points_to else column.field
    if isinstance(field, models.JSONField):
        return _points(raw) if column.name == "points" else _texts(raw)
    value = _typed(column, field, raw)
    if isinstance(value, str) and not value.strip():
        _nothing(column)
    if column.points_to:
        return field.to_python(value)
    return field.clean(value, None)


def _require_storable(raw: Any) -> None:
    """No text with what a database cannot keep: a null, or half of a character."""
    if isinstance(raw, list):
        for one in raw:
            _require_storable(one)
    elif isinstance(raw, str) and UNSTORABLE.search(raw):
        raise ValidationError(_("A character stands here that cannot be kept."))


def _nothing(column: Column) -> Any:
    try:
        return column.empty
    except LookupError as error:
        raise ValidationError(_("Something must stand here.")) from error


def _pointed_to(column: Column) -> "models.Field[Any, Any]":
    key = column.lookup.rpartition("__")[2]
    return BY_NAME[column.points_to].column(key).field


def _typed(column: Column, field: "models.Field[Any, Any]", raw: Any) -> Any:
    if isinstance(raw, list | dict):
        raise ValidationError(_("One value is expected here, not several."))
    if column.name in CHOICES:
        return _choice(column, raw)
    if isinstance(field, models.BooleanField):
        return _yes_or_no(raw)
    if isinstance(field, models.DecimalField):
        return _number(raw)
    if isinstance(field, models.IntegerField):
        return _whole(raw)
    if isinstance(field, models.DateField):
        return _date(raw)
    named = isinstance(field, models.SlugField) or column.name in {"code", "stage", "calculator"}
    return _text(raw).strip() if named else _text(raw)


def _text(raw: Any) -> str:
    """A number in a column of text is its digits: a code may look like one."""
    if isinstance(raw, bool | datetime | date):
        raise ValidationError(_("Text is expected here."))
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if not isinstance(raw, str | int | float):
        raise ValidationError(_("Text is expected here."))
    return str(raw)


def _number(raw: Any) -> Decimal:
    if isinstance(raw, bool):
        raise ValidationError(_("A number is expected here."))
    try:
        # a sheet keeps fifteen digits: what lies behind them is noise
        written = f"{raw:.15g}" if isinstance(raw, float) else str(raw).strip().replace(",", ".")
        number = Decimal(written)
    except InvalidOperation as error:
        raise ValidationError(_("A number is expected here.")) from error
    if not number.is_finite():
        raise ValidationError(_("A number is expected here."))
    return number


def _whole(raw: Any) -> int:
    number = _number(raw)
    if number != number.to_integral_value() or abs(number) > LARGEST:
        raise ValidationError(_("A whole number is expected here."))
    return int(number)


def _yes_or_no(raw: Any) -> bool:
    word = str(raw).strip().casefold()
    if word in TRUE | FALSE:
        return word in TRUE
    raise ValidationError(_("Yes or no is expected here: true or false."))


def _date(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    try:
        return raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip())
    except ValueError as error:
        raise ValidationError(_("A date is expected here: 2026-01-31.")) from error


def _choice(column: Column, raw: Any) -> Any:
    """By its value, its name or its words in any language."""
    said = _text(raw).strip().casefold()
    choices = words_of(column.name)
    if said not in choices:
        names = ", ".join(_code(one) for one in CHOICES[column.name])
        raise ValidationError(_("One of these is expected here: %(names)s.") % {"names": names})
    return choices[said]


@cache
def words_of(name: str) -> dict[str, Any]:
    """Everything that a choice may be called."""
    words: dict[str, Any] = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            words |= {str(one.label).casefold(): one.value for one in CHOICES[name]}
    for one in CHOICES[name]:
        words |= {str(one.value).casefold(): one.value, one.name.casefold(): one.value}
    return words


def _code(choice: models.Choices) -> str:
    return choice.name.lower() if isinstance(choice.value, int) else str(choice.value)


def _list(raw: Any) -> list[Any]:
    """A list, or one thing a line."""
    if raw is None:
        return []
    if isinstance(raw, list):
        return raw
    return [line for line in re.split(r"[\n;,]", _text(raw)) if line.strip()]


def _texts(raw: Any) -> list[str]:
    lines = raw if isinstance(raw, list) else _text(raw).split("\n")
    texts = [_text(line) for line in lines]
    if isinstance(raw, str):
        texts = [text.strip() for text in texts if text.strip()]
    if any(not text.strip() or "\n" in text for text in texts):
        raise ValidationError(_("Each of these is one line of text."))
    return texts


def _points(raw: Any) -> list[list[int | float]]:
    lines = raw if isinstance(raw, list) else [one for one in _text(raw).split("\n") if one.strip()]
    return [_point(line) for line in lines]


def _point(line: Any) -> list[int | float]:
    words = line if isinstance(line, list) else str(line).split()
    try:
        measurement, value = (_exact(word) for word in words)
    except (TypeError, ValueError) as error:
        shown = " ".join(map(str, words)) if isinstance(words, list) else str(line)
        raise ValidationError(
            _("“%(line)s” is no point: write the measurement, a space, and its value.")
            % {"line": shown[:60]}
        ) from error
    return [measurement, value]


def _exact(word: Any) -> int | float:
    """As it was written: a whole number stays whole."""
    text = str(word).strip().replace(",", ".")
    number = float(text) + 0.0  # a negative zero is a zero
    if not abs(number) <= LARGEST:
        raise ValueError(word)
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else number
