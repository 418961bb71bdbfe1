"""Two versions of a rubric side by side: what was added, removed and changed, and the weights."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language

from scoring.domain.contents import BY_NAME, Contents, Row
from scoring.domain.difference import Change, Difference, Kind, Weighed, differences, weights
from scoring.domain.headings import heading_of, title_of

from . import numbers
from .rubric_values import shown

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 4_000  # characters: beyond, both texts stand whole


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: only in the old one (del), only in the new one (ins), or in both."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A field, what it said and what it says."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is another: what it is called, what was done to it, and its lines."""

    kind: Kind
    name: str
    lines: tuple[Line, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Of one table."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A weight before and after, as shares, with the length of each bar in percent."""

    name: str
    old: str
    new: str
    old_bar: float
    new_bar: float
    change: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    counts: dict[str, int]  # by kind
    sections: tuple[Section, ...]
    competencies: tuple[Share, ...]
    checks: tuple[Share, ...]

    @property
    def is_empty(self) -> bool:
        return not self.sections


def comparison_of(old: Contents, new: Contents) -> Comparison:
    found = differences(old, new)
    shares = weights(old, new)
    of_competencies = [one for one in shares if one.table == "competencies"]
    of_checks = [one for one in shares if one.table == "checks" and one.is_other]
    other = any(one.is_other for one in of_competencies)
    return Comparison(
        counts={kind.value: sum(one.kind == kind for one in found) for kind in Kind},
        sections=tuple(_sections(found)),
        competencies=tuple(_shares(of_competencies)) if other else (),
        checks=tuple(_shares(of_checks)),
    )


def _sections(found: Iterable[Difference]) -> Iterator[Section]:
    for name, those in groupby(found, key=lambda one: one.table):
        yield Section(title_of(BY_NAME[name]), tuple(_item(one) for one in those))


def _item(difference: Difference) -> Item:
    lines = tuple(_line(difference.table, change) for change in difference.changes)
    return Item(difference.kind, name_of(difference.table, difference.row), lines)


def _line(table: str, change: Change) -> Line:
    label = heading_of(BY_NAME[table].column(change.column))
    old, new = shown(change.column, change.old), shown(change.column, change.new)
    return Line(label, *_marked(old, new))


def _marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, with the words that only one of them has."""
    if max(len(old), len(new)) > LONGEST:
        return (Piece(old, "del"),), (Piece(new, "ins"),)
    before: list[Piece] = []
    after: list[Piece] = []
    for is_same, left, right in _runs(WORDS.findall(old), WORDS.findall(new)):
        if left:
            before.append(Piece(left, "" if is_same else "del"))
        if right:
            after.append(Piece(right, "" if is_same else "ins"))
    return tuple(before), tuple(after)


def _runs(was: list[str], now: list[str]) -> Iterator[tuple[bool, str, str]]:
    """What both have and what they have not, in turns. A space between two words that are others
    is no thing in common."""
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    turns = [
        (tag == "equal" and not "".join(was[i:j]).isspace(), "".join(was[i:j]), "".join(now[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
    ]
    for is_same, those in groupby(turns, key=lambda turn: turn[0]):
        _same, left, right = zip(*those, strict=True)
        yield is_same, "".join(left), "".join(right)


def _shares(found: Iterable[Weighed]) -> Iterator[Share]:
    found = list(found)
    longest = max((share for one in found for share in (one.old, one.new) if share), default=1.0)
    for one in found:
        yield Share(
            name=name_of(one.table, one.row),
            old="" if one.old is None else numbers.percent(one.old),
            new="" if one.new is None else numbers.percent(one.new),
            old_bar=100 * (one.old or 0) / longest,
            new_bar=100 * (one.new or 0) / longest,
            change=numbers.signed(100 * ((one.new or 0) - (one.old or 0))),
            is_other=one.is_other,
        )


def name_of(table: str, row: Row) -> str:
    """What people call it."""
    title = _in_language(row, "label" if table == "levels" else "title")
    if table == "competencies":
        return f"{row['number']}. {title}"
    if table == "checks":
        return f"{row['code']} {title}"
    if table == "levels":
        return f"{row['scale']} · {shown('value', row['value'])} {title}"
    if table == "profile_weights":
        return f"{row['profile']} · {row['competency']}"
    return title or str(row.get("says") or row["slug"])


def _in_language(row: Row, name: str) -> str:
    text: Any = row.get(f"{name}_{get_language()}") or row.get(f"{name}_es") or ""
    return str(text)
