"""A rubric as a YAML file: what `forms.rubric_yaml` reads back without loss.

Rows stand under the row that they belong to, and what is empty is left out.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from scoring.domain.contents import BY_NAME, CHOICES, TABLES, Column, Contents, Row, Table
from scoring.models import Rubric

FORMAT = 1
BELOW = {  # what stands inside the rows of a table, and under which word
    "scales": {"levels": "levels"},
    "competencies": {"checks": "checks"},
    "profiles": {"weights": "profile_weights"},
}
TOP = [table.name for table in TABLES if not table.parent and table.name != "rubric"]
WIDTH = 110
UNUSUAL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^\s|\s$|[ \t]\n")


class Line(dict[str, Any]):
    """A mapping on one line."""


class Pair(list[Any]):
    """A sequence on one line."""


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Several lines stand as they are; what a reader might take for a line's end is escaped."""
    style = '"' if UNUSUAL.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text)
Dumper.add_representer(
    Line, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row.items(), True)
)
Dumper.add_representer(
    Pair, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, True)
)


def as_yaml(rubric: Rubric, contents: Contents) -> str:
    """The whole file, the same every time."""
    told = yaml.dump(
        {"format": FORMAT, **_told(BY_NAME["rubric"], contents.rubric, contents)}
        | {
            name: [_told(BY_NAME[name], row, contents) for row in contents.of(name)] for name in TOP
        },
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
    )
    return f"# {rubric.slug}, version {rubric.version}\n{told}"


def _told(table: Table, row: Row, contents: Contents) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        if column.name == table.parent or _is_empty(column, value):
            continue
        if column.language:
            told.setdefault(column.base, {})[column.language] = value
        else:
            told[column.name] = _plain(column, value)
    for word, name in BELOW.get(table.name, {}).items():
        told[word] = list(_inside(name, table, row, contents))
    return told


def _inside(name: str, above: Table, row: Row, contents: Contents) -> Iterator[dict[str, Any]]:
    table = BY_NAME[name]
    key = "number" if above.name == "competencies" else "slug"
    for one in contents.of(name, **{table.parent: row[key]}):
        told = _told(table, one, contents)
        yield Line(told) if name == "profile_weights" else told


def _is_empty(column: Column, value: Any) -> bool:
    try:
        return bool(value == column.empty)
    except LookupError:
        return False


def _plain(column: Column, value: Any) -> Any:
    if column.name in CHOICES and isinstance(value, int):
        return CHOICES[column.name](value).name.lower()  # express, commitment
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, date):
        return value
    if column.name == "points":
        return [Pair(point) if isinstance(point, list) else point for point in value]
    return Pair(value) if isinstance(value, list) else value
