"""What is wrong between the values of a rubric's tables, each right by itself; and where.

What the database would refuse is refused here first, in the same words, and with its place.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .contents import TABLES, Row

type Tables = Mapping[str, list[Row]]
type Rule = tuple[str, str, Callable[[Row], bool], Any]  # table, column, what must hold, else this

RESERVED = {"new", "import"}  # rubrics/new/ is a page
CODE = re.compile(r"[\w.-]+")

RULES: tuple[Rule, ...] = (
    (
        "rubric",
        "slug",
        lambda row: row["slug"] not in RESERVED,
        gettext_lazy("This word is taken: choose another."),
    ),
    (
        "levels",
        "value",
        lambda row: 0 <= row["value"] <= 100,
        gettext_lazy("A level's value lies between 0 and 100."),
    ),
    (
        "competencies",
        "weight",
        lambda row: row["weight"] >= 0,
        gettext_lazy("A weight is 0 or more."),
    ),
    (
        "competencies",
        "minimum",
        lambda row: row["minimum"] is None or 0 <= row["minimum"] <= 100,
        gettext_lazy("A minimum lies between 0 and 100."),
    ),
    ("checks", "weight", lambda row: row["weight"] >= 0, gettext_lazy("A weight is 0 or more.")),
    (
        "checks",
        "minimum",
        lambda row: _has_its_minimum(row),
        gettext_lazy("A knock-out check, and only that, has a minimum between 0 and 100."),
    ),
    (
        "checks",
        "code",
        lambda row: bool(CODE.fullmatch(row["code"])),
        gettext_lazy("A code is letters, digits, dots and hyphens."),
    ),
    (
        "profile_weights",
        "value",
        lambda row: row["value"] >= 0,
        gettext_lazy("A weight is 0 or more."),
    ),
)

# What names a row, and no other row of the rubric: the table, the columns, and how it is said.
UNIQUE: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("scales", ("slug",), gettext_lazy("This rubric already has a scale with that slug.")),
    (
        "levels",
        ("scale", "value"),
        gettext_lazy("Two levels of a scale cannot have the same value."),
    ),
    (
        "competencies",
        ("number",),
        gettext_lazy("This rubric already has a competency with that number."),
    ),
    (
        "competencies",
        ("slug",),
        gettext_lazy("This rubric already has a competency with that slug."),
    ),
    ("checks", ("code",), gettext_lazy("This rubric already has a check with that code.")),
    ("profiles", ("slug",), gettext_lazy("This rubric already has a profile with that slug.")),
    (
        "profile_weights",
        ("profile", "competency"),
        gettext_lazy("A profile weighs each competency once."),
    ),
    ("statements", ("position",), gettext_lazy("Two statements cannot have the same position.")),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which row (counted from 0) of which table, in which column."""

    table: str
    row: int
    column: str
    says: str


def faults_of(tables: Tables) -> Iterator[Fault]:
    """In the order of the tables' rules. A row that lacks a value, for it was wrong by itself, is
    passed over where a rule asks for it."""
    yield from _broken(tables)
    yield from _twice(tables)
    yield from _dangling(tables)
    yield from _unweighed(tables)


def _broken(tables: Tables) -> Iterator[Fault]:
    for table, column, holds, says in RULES:
        for place, row in enumerate(tables[table]):
            try:
                if not holds(row):
                    yield Fault(table, place, column, str(says))
            except KeyError:
                continue  # told already: a value of this row could not be read


def _twice(tables: Tables) -> Iterator[Fault]:
    for table, columns, says in UNIQUE:
        seen: Counter[tuple[Any, ...]] = Counter()
        for place, row in enumerate(tables[table]):
            if all(column in row for column in columns):
                key = tuple(row[column] for column in columns)
                if seen[key]:
                    yield Fault(table, place, columns[-1], str(says))
                seen[key] += 1


def _dangling(tables: Tables) -> Iterator[Fault]:
    """A row points to something that is nowhere."""
    for table in TABLES:
        for column in table.columns:
            if not column.points_to:
                continue
            key = "code" if column.is_many else {"competency": "number"}.get(column.name, "slug")
            there = {row.get(key) for row in tables[column.points_to]}
            for place, row in enumerate(tables[table.name]):
                said = row.get(column.name, [])
                for one in said if column.is_many else [said] if column.name in row else []:
                    if one not in there:
                        yield Fault(table.name, place, column.name, _nowhere(column.name, one))


def _nowhere(column: str, name: Any) -> str:
    return {
        "scale": _("This rubric has no scale “%(name)s”."),
        "competency": _("This rubric has no competency %(name)s."),
        "profile": _("This rubric has no profile “%(name)s”."),
        "checks": _("This rubric has no check “%(name)s”."),
    }[column] % {"name": name}


def _unweighed(tables: Tables) -> Iterator[Fault]:
    """A profile weighs every competency."""
    weighed = {(row.get("profile"), row.get("competency")) for row in tables["profile_weights"]}
    for place, profile in enumerate(tables["profiles"]):
        for competency in tables["competencies"]:
            pair = profile.get("slug"), competency.get("number")
            if None not in pair and pair not in weighed:
                says = _("It gives competency %(number)s no weight.") % {"number": pair[1]}
                yield Fault("profiles", place, "slug", says)


def _has_its_minimum(row: Row) -> bool:
    minimum = row["minimum"]
    return (minimum is not None and 0 <= minimum <= 100) if row["must"] else minimum is None
