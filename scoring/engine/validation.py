"""The door: one error for every malformed problem, and the few questions that find it.

Every check takes the path of what it looks at, relative to its owner; who holds the owner
puts its own path in front (`ProblemError.under`), so the reader sees `cells[3].value`.
"""

from collections.abc import Hashable, Iterable
from typing import Self

SMALLEST, LARGEST = 1e-12, 1e12  # of a weight or a measurement: sums neither lose it nor overflow


class ProblemError(ValueError):
    """What is wrong with a problem: `path` says where, `reason` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)  # both in args, so that it survives pickling
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"

    def under(self, parent: str) -> Self:
        """The same error, seen from one level up."""
        dot = "." if self.path and not self.path.startswith("[") else ""
        return type(self)(f"{parent}{dot}{self.path}", self.reason)


def check_number(path: str, value: object, least: float = 0, most: float = LARGEST) -> None:
    """A number in [least, most]; `True` is not one, and NaN lies in no interval."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ProblemError(path, f"must be a number from {least:g} to {most:g}")


def check_positive(path: str, value: object) -> None:
    """More than 0, and of a size that arithmetic keeps: neither lost nor overflowing."""
    check_number(path, value, SMALLEST)


def check_weight(path: str, value: object) -> None:
    """Zero or positive, with the same limits."""
    check_number(path, value)
    if value != 0:
        check_positive(path, value)


def check_integer(path: str, value: object, least: int, most: int) -> None:
    """A whole number in [least, most]; 3.0 is not one."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ProblemError(path, f"must be a whole number from {least} to {most}")


def check_flag(path: str, value: object) -> None:
    """True or false, and nothing that only looks like it."""
    if not isinstance(value, bool):
        raise ProblemError(path, "must be true or false")


def check_text(path: str, value: object) -> None:
    """Text that UTF-8 can carry: a lone surrogate would break every fingerprint."""
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ProblemError(path, "must be text")


def check_code(path: str, value: object) -> None:
    """A name for reference: not empty, printable, no space around it."""
    check_text(path, value)
    if not isinstance(value, str) or not value.strip():
        raise ProblemError(path, "must not be empty")
    if not value.isprintable() or value != value.strip():
        raise ProblemError(path, "must be printable, with no space around it")


def check_items(path: str, value: object, kind: type) -> None:
    """A tuple whose members are all of one kind."""
    if not isinstance(value, tuple):
        raise ProblemError(path, "must be an array (in Python, a tuple)")
    for position, item in enumerate(value):
        if not isinstance(item, kind):
            raise ProblemError(f"{path}[{position}]", f"must be a {kind.__name__}")


def check_unique(entries: Iterable[tuple[str, Hashable]]) -> None:
    """No key twice; `entries` are (path, key)."""
    seen: dict[Hashable, str] = {}
    for path, key in entries:
        if key in seen:
            raise ProblemError(path, f"repeats {seen[key]}")
        seen[key] = path


def check_known(path: str, code: Hashable, known: Iterable[Hashable]) -> None:
    """A reference to something that exists."""
    if code not in known:
        raise ProblemError(path, "refers to nothing in this problem")
