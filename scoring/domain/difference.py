"""What two versions of a rubric do not have in common, row by row and field by field.

A row is the same in both where it is called the same: a competency by its slug, a check by its
competency and its code without the competency's number (a competency may have moved).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .contents import TABLES, Contents, Row

type Key = tuple[Any, ...]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One field with another value."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is only in one of the two versions, or says something else."""

    table: str
    kind: Kind
    row: Row  # the newer of the two, if there are two
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A competency or a check with its shares in both versions; None where it is not."""

    table: str
    row: Row
    old: float | None
    new: float | None

    @property
    def is_other(self) -> bool:
        return self.old is None or self.new is None or abs(self.old - self.new) > 5e-5


def differences(old: Contents, new: Contents) -> list[Difference]:
    """In the order of the tables, and of their rows."""
    return [one for table in TABLES for one in _of_table(table.name, old, new)]


def weights(old: Contents, new: Contents) -> list[Weighed]:
    """Each competency with its share of the whole, each check with its share of its competency."""
    return [*_weighed("competencies", old, new), *_weighed("checks", old, new)]


def _of_table(table: str, old: Contents, new: Contents) -> Iterator[Difference]:
    was, now = _by_key(table, old), _by_key(table, new)
    for key, row in now.items():
        if key not in was:
            yield Difference(table, Kind.ADDED, row)
        elif changed := tuple(_changes(table, was[key], row)):
            yield Difference(table, Kind.CHANGED, row, changed)
    for key, row in was.items():
        if key not in now:
            yield Difference(table, Kind.REMOVED, row)


def _changes(table: str, old: Row, new: Row) -> Iterator[Change]:
    """Without what only follows from a competency's new number."""
    follows = {"checks": {"competency", "code"}, "profile_weights": {"competency"}}.get(table, ())
    for column, value in new.items():
        if column not in follows and old[column] != value:
            yield Change(column, old[column], value)


def _by_key(table: str, contents: Contents) -> dict[Key, Row]:
    slugs = {row["number"]: row["slug"] for row in contents.tables["competencies"]}
    found: dict[Key, Row] = {}
    for row in contents.tables[table]:
        key = _key(table, row, slugs)
        while key in found:
            key = (*key, "again")
        found[key] = row
    return found


def _key(table: str, row: Row, slugs: Mapping[int, str]) -> Key:
    if table == "rubric":
        return ()
    if table == "levels":
        return row["scale"], row["value"]
    if table == "checks":
        own = row["code"].removeprefix(f"{row['competency']}.")
        return slugs[row["competency"]], own
    if table == "profile_weights":
        return row["profile"], slugs[row["competency"]]
    return (row["says"] if table == "statements" else row["slug"],)


def _weighed(table: str, old: Contents, new: Contents) -> Iterator[Weighed]:
    was, now = _shares(table, old), _shares(table, new)
    rows = _by_key(table, old) | _by_key(table, new)
    for key in [*now, *(key for key in was if key not in now)]:
        yield Weighed(table, rows[key], was.get(key), now.get(key))


def _shares(table: str, contents: Contents) -> dict[Key, float]:
    rows = _by_key(table, contents)
    wholes: dict[Any, Decimal] = {}
    for row in rows.values():
        group = row.get("competency")
        wholes[group] = wholes.get(group, Decimal(0)) + row["weight"]
    return {
        key: float(row["weight"] / whole) if (whole := wholes[row.get("competency")]) else 0.0
        for key, row in rows.items()
    }
