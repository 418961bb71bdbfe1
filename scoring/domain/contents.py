"""All that a rubric says, as tables of plain rows: to write it down elsewhere and to compare it.

The columns are those of the models, so that none can be forgotten. Rows point to each other by what
people call them: a level to its scale's slug, a check to its competency's number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from scoring.enums import Better, EvidenceLevel, ScaleKind, Tier
from scoring.models import (
    Check,
    Competency,
    Level,
    Profile,
    ProfileWeight,
    Rubric,
    Scale,
    Statement,
)

from .facts import fingerprint

type Row = dict[str, Any]

POINTS_TO = {  # by the name of a key: the table it points to, and the column that names a row there
    "scale": ("scales", "slug"),
    "competency": ("competencies", "number"),
    "profile": ("profiles", "slug"),
}
CHOICES: dict[str, type[models.Choices]] = {  # by the name of a column
    "tier": Tier,
    "proof": EvidenceLevel,
    "kind": ScaleKind,
    "better": Better,
}
# The version's own, and no part of what it says.
NOT_TOLD = {"id", "rubric", "version", "published_at", "imported"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; of a column that points to another table, the field it points to."""

    name: str
    field: "models.Field[Any, Any]"
    lookup: str
    points_to: str = ""  # a table

    @property
    def language(self) -> str:
        """Of a text that has one column a language."""
        base, _, code = self.name.rpartition("_")
        return code if f"{base}_es" in _names(self.field.model) else ""

    @property
    def base(self) -> str:
        """The name without its language."""
        return self.name.removesuffix(f"_{self.language}") if self.language else self.name

    @property
    def is_many(self) -> bool:
        return self.field.many_to_many or False

    @property
    def empty(self) -> Any:
        """What stands where nothing is said; raises LookupError where something must be."""
        if self.is_many or isinstance(self.field, models.JSONField):
            return []
        if self.points_to:
            raise LookupError(self.name)
        if self.field.has_default():
            return self.field.get_default()
        if self.field.null:
            return None
        if self.field.empty_strings_allowed and self.field.blank:
            return ""
        raise LookupError(self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """A noun of a rubric: its model, how to find its rows, and the table that they stand under."""

    name: str
    model: type[models.Model]
    path: str  # from a row to its rubric, as lookups have it
    order: tuple[str, ...]
    parent: str = ""  # the column that points to the row above

    @property
    def columns(self) -> tuple[Column, ...]:
        return _columns(self)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


TABLES = (
    Table("rubric", Rubric, "pk", ()),
    Table("scales", Scale, "rubric", ("slug",)),
    Table("levels", Level, "scale__rubric", ("scale__slug", "value"), "scale"),
    Table("competencies", Competency, "rubric", ("number",)),
    Table(
        "checks",
        Check,
        "competency__rubric",
        ("competency__number", "position", "code"),
        "competency",
    ),
    Table("profiles", Profile, "rubric", ("position", "slug")),
    Table(
        "profile_weights",
        ProfileWeight,
        "profile__rubric",
        ("profile__position", "profile__slug", "competency__number"),
        "profile",
    ),
    Table("statements", Statement, "rubric", ("position",)),
)
BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Contents:
    """A rubric's tables, each row a mapping from the name of a column to its value."""

    tables: Mapping[str, tuple[Row, ...]]

    @property
    def rubric(self) -> Row:
        [row] = self.tables["rubric"]
        return row

    def of(self, table: str, **keys: Any) -> Iterator[Row]:
        """The rows of a table whose columns say so."""
        for row in self.tables[table]:
            if all(row[name] == value for name, value in keys.items()):
                yield row

    def as_json(self) -> dict[str, list[Row]]:
        """Decimals and dates as text: what a database gives back equals it to the last digit."""
        return {
            name: [{key: _plain(value) for key, value in row.items()} for row in rows]
            for name, rows in self.tables.items()
        }

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.as_json())


def contents_of(rubric: Rubric) -> Contents:
    """Everything that a version says; one query a table."""
    return Contents({table.name: tuple(_rows(table, rubric)) for table in TABLES})


def _rows(table: Table, rubric: Rubric) -> Iterator[Row]:
    manager = table.model._default_manager
    found = manager.filter(**{table.path: rubric.pk}).order_by(*table.order)
    columns = [column for column in table.columns if not column.is_many]
    many = {column.name: _links(column, rubric) for column in table.columns if column.is_many}
    for key, *values in found.values_list("pk", *(column.lookup for column in columns)):
        row = dict(zip((column.name for column in columns), values, strict=True))
        linked = {name: links.get(key, []) for name, links in many.items()}
        yield {column.name: {**row, **linked}[column.name] for column in table.columns}


def _links(column: Column, rubric: Rubric) -> dict[int, list[str]]:
    """The codes of the checks that each statement is answered by: a set, so in one order."""
    links: dict[int, list[str]] = {}
    through = Statement.checks.through.objects.filter(statement__rubric=rubric)
    for statement, code in through.order_by("pk").values_list("statement", "check__code"):
        links.setdefault(statement, []).append(code)
    return {statement: sorted(codes) for statement, codes in links.items()}


@cache
def _columns(table: Table) -> tuple[Column, ...]:
    found = []
    for field in (*table.model._meta.concrete_fields, *table.model._meta.many_to_many):
        if field.name in NOT_TOLD:
            continue
        if field.many_to_many:
            found.append(Column(field.name, field, "", "checks"))
        elif field.is_relation:
            name, key = POINTS_TO[field.name]
            found.append(Column(field.name, field, f"{field.name}__{key}", name))
        else:
            found.append(Column(field.name, field, field.name))
    return tuple(found)


@cache
def _names(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.concrete_fields)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value.isoformat() if isinstance(value, date) else value
