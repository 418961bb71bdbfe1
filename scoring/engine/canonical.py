"""Canonical JSON and its SHA-256: the same data gives the same bytes, on every machine.

UTF-8, no spaces, keys sorted by code point, strings with the escapes that JSON demands and no
others. Numbers are the shortest decimal that reads back as the same number, never with an
exponent and never with a trailing zero: 1.0 is `1`, -0.0 is `0`, 1e-9 is `0.000000001`.
"""

import hashlib
import math
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring as _text


def canonical_json(data: object) -> bytes:
    """The one spelling of `data` (mappings, lists, tuples, text, numbers, booleans, None).

    Raises ValueError for NaN, infinity and lone surrogates, TypeError for anything that JSON
    has no word for.
    """
    return _written(data).encode("utf-8")


def digest(data: object) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


def _written(data: object) -> str:
    if isinstance(data, str):
        return _text(data)
    if data is None or isinstance(data, bool):  # before numbers: True is an int
        return {None: "null", True: "true", False: "false"}[data]
    if isinstance(data, int):
        return int.__repr__(data)
    if isinstance(data, float):
        return _decimal(data)
    if isinstance(data, Mapping):
        if not all(isinstance(key, str) for key in data):
            raise TypeError("canonical JSON has text keys only")
        return "{" + ",".join(f"{_text(key)}:{_written(data[key])}" for key in sorted(data)) + "}"
    if isinstance(data, list | tuple):
        return "[" + ",".join(_written(item) for item in data) + "]"
    raise TypeError(f"canonical JSON has no {type(data).__name__}")


def _decimal(number: float) -> str:
    if not math.isfinite(number):
        raise ValueError("canonical JSON has no NaN and no infinity")
    shortest = float.__repr__(number)  # numpy's own repr says np.float64(...)
    if "e" in shortest:
        shortest = format(Decimal(shortest), "f")
    if "." in shortest:
        shortest = shortest.rstrip("0").rstrip(".")
    return "0" if shortest == "-0" else shortest
