"""Between JSON and frozen dataclasses: the fields of the class are the keys of the object.

Only shape is judged here (objects, arrays, known keys, missing keys); values are judged by the
classes themselves, so that a problem built in Python passes through the same door.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from scoring.engine.validation import ProblemError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

type Reader = Callable[[Any], Any]

UNLESS_DEFAULT = {"json": "unless default"}  # metadata: written only when it says something
NEVER = {"json": "never"}  # metadata: for Python callers only
FROM = {"name": "from"}  # metadata: the key in what is written, where Python reserves the word
ALWAYS = object()  # equal to nothing that could be written
PLAIN = {str, int, float, bool, type(None)}
KEY_SHOWN = 40  # characters of an unknown key that an error repeats


class Repeated(dict[str, object]):
    """A JSON object in which a key stood twice; it waits here until its path is known."""

    key = ""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    repeated = Repeated(plain)
    keys = [key for key, _ in pairs]
    repeated.key = next(key for key in keys if keys.count(key) > 1)
    return repeated


def decode(data: str | bytes) -> object:
    """JSON text as Python objects; NaN and Infinity come through, and no field accepts them."""
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        raise ProblemError("problem", "is nested too deeply") from None
    except ValueError as error:  # not UTF-8, not JSON, or an integer of thousands of digits
        raise ProblemError("problem", f"is not JSON: {error}") from None


def read_object(data: object) -> dict[str, object]:
    """The entries of a JSON object: text keys, each once."""
    if not isinstance(data, Mapping):
        raise ProblemError("", "must be an object")
    if isinstance(data, Repeated):
        raise ProblemError(data.key[:KEY_SHOWN], "stands twice in one object")
    for key in data:
        if not isinstance(key, str):
            raise ProblemError("", "must have text keys only")
    return dict(data)


def read[T: DataclassInstance](kind: type[T], data: object, **parts: Reader) -> T:
    """One `kind` from a JSON object; `parts` read the fields that are not plain values."""
    entries = read_object(data)
    known = {field.name: field for field in fields(kind)}
    for key in entries:
        if key not in known:
            raise ProblemError(key[:KEY_SHOWN], "is not a known field")
    for name, field in known.items():
        if name not in entries and _required(field):
            raise ProblemError(name, "is missing")
    return kind(**{name: _part(name, parts.get(name), entries[name]) for name in entries})


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _part(path: str, reader: Reader | None, data: object) -> object:
    if reader is None:
        return data
    try:
        return reader(data)
    except ProblemError as error:
        raise error.under(path) from None


def many[T](reader: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    """A reader of arrays from a reader of their members."""

    def read_all(data: object) -> tuple[T, ...]:
        if not isinstance(data, list | tuple):
            raise ProblemError("", "must be an array")
        items = enumerate(data)
        # `_part` only puts the place in front of an error; mypy loses T on the way through it.
        return tuple(_part(f"[{position}]", reader, item) for position, item in items)  # type: ignore[misc]

    return read_all


def as_json(value: object) -> Any:
    """Dataclasses and mappings as objects, tuples as arrays, everything else as it is.

    The inverse of `read`, which knows the names of fields only: `FROM` is for answers.
    """
    kind: Any = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(entry) for key, entry in value.items()}
    written = {}
    for name, key, unless in _written_fields(kind):
        entry = getattr(value, name)
        if entry != unless:
            written[key] = as_json(entry)
    return written


@cache
def _written_fields(kind: Any) -> tuple[tuple[str, str, object], ...]:
    """Name, key, and the value at which it is left out, of each field that is written at all."""
    return tuple(
        (field.name, field.metadata.get("name", field.name), field.default if when else ALWAYS)
        for field in fields(kind)
        if (when := field.metadata.get("json")) != "never"
    )
