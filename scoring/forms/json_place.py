"""Where something stands in a JSON text: the engine gives its path, people look for a line."""

import json
import re
from json.decoder import scanstring

SPACE = re.compile(r"[ \t\r\n]*")
STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
DECODER = json.JSONDecoder()


def place_of(text: str, path: str) -> tuple[int, int]:
    """Line and column of `cells[3].value`; of what is around it where it is not there."""
    at = _skip(text, 0)
    try:
        for number, key in STEP.findall(path):
            found = _item(text, at, int(number)) if number else _value(text, at, key)
            if found is None:
                break
            at = found
    except (ValueError, IndexError, RecursionError):  # no JSON, or none that can be walked
        pass
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _item(text: str, at: int, number: int) -> int | None:
    """Where the item of an array begins."""
    if text[at] != "[":
        return None
    at = _skip(text, at + 1)
    for _passed in range(number):
        if text[at] == "]":
            return None
        at = _next(text, at)
    return None if text[at] == "]" else at


def _value(text: str, at: int, key: str) -> int | None:
    """Where the value of a key begins."""
    if text[at] != "{":
        return None
    at = _skip(text, at + 1)
    while text[at] == '"':
        name, at = scanstring(text, at + 1)
        at = _skip(text, _skip(text, at) + 1)  # past the colon
        if name == key:
            return at
        at = _next(text, at)
    return None


def _next(text: str, at: int) -> int:
    """Past a value and its comma, if it has one."""
    _value, at = DECODER.raw_decode(text, at)
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at
