"""A rubric from a YAML file. What is wrong is told with its line, its column and the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.domain.contents import BY_NAME, Column, Contents, Row, Table
from scoring.domain.faults import faults_of

from .rubric_columns import value_of
from .rubric_problem import Problem, Unreadable
from .yaml_nodes import Node, parse

FORMAT = "1"
INSIDE = {  # which word stands for which table, in the rows of a table
    "rubric": {word: word for word in ("scales", "competencies", "profiles", "statements")},
    "scales": {"levels": "levels"},
    "competencies": {"checks": "checks"},
    "profiles": {"weights": "profile_weights"},
}


@dataclass(slots=True)
class Reading:
    """The rows found so far, each with the nodes that its values came from; "" is its own."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in BY_NAME})
    nodes: dict[str, list[dict[str, Node]]] = field(
        default_factory=lambda: {name: [] for name in BY_NAME}
    )
    problems: list[Problem] = field(default_factory=list)


def read_yaml(content: bytes) -> Contents:
    """The rubric that a file holds; raises Unreadable with everything that is wrong in it."""
    top = parse(content)
    reading = Reading()
    _take_format(top, reading)
    _take_row(BY_NAME["rubric"], top, {}, reading)
    for fault in faults_of(reading.tables):
        node = reading.nodes[fault.table][fault.row][fault.column]
        reading.problems.append(node.problem(fault.says))
    if reading.problems:
        raise Unreadable(reading.problems)
    return Contents({name: tuple(rows) for name, rows in reading.tables.items()})


def _take_format(top: Node, reading: Reading) -> None:
    if not isinstance(top.value, dict):
        raise Unreadable([top.problem(_("A rubric is expected here: a mapping of its fields."))])
    said = top.value.pop("format", None)
    if said is None:
        reading.problems.append(top.problem(_("The line “format: 1” is missing.")))
    elif said.value != FORMAT:
        reading.problems.append(said.problem(_("This format is not known: write “format: 1”.")))


def _take_row(table: Table, node: Node, above: Row, reading: Reading) -> None:
    """Read a row and what stands inside it. `above` tells which row it stands under."""
    if not isinstance(node.value, dict):
        reading.problems.append(node.problem(_("A mapping of fields is expected here.")))
        return
    left = dict(node.value)
    inside = {word: left.pop(word, None) for word in INSIDE.get(table.name, {})}
    row, nodes = dict(above), {"": node, table.parent: node}
    for column in table.columns:
        if column.name != table.parent:
            nodes[column.name] = _take_value(column, node, left, row, reading)
    reading.problems += _unknown(table, left)
    reading.tables[table.name].append(row)
    reading.nodes[table.name].append(nodes)
    for word, found in inside.items():
        if found is not None and found.value is not None:
            _take_rows(BY_NAME[INSIDE[table.name][word]], found, row, reading)


def _take_rows(table: Table, node: Node, above: Row, reading: Reading) -> None:
    if not isinstance(node.value, list):
        reading.problems.append(node.problem(_("A list is expected here: one entry a “-”.")))
        return
    key = "number" if table.parent == "competency" else "slug"
    own = {table.parent: above[key]} if table.parent and key in above else {}
    for one in node.value:
        _take_row(table, one, own, reading)


def _take_value(
    column: Column, node: Node, fields: dict[str, Node], row: Row, reading: Reading
) -> Node:
    """Put a column's value into the row; gives the node that it came from, or should have."""
    found, near, name = fields.get(column.base), node, column.base
    if column.language and found is not None:
        near, name = found, column.language
        if not isinstance(found.value, dict):
            _tell(reading, found, _("A text in each language is expected here: es, fr, en."))
            return near
        found = found.value.get(column.language)
    try:
        row[column.name] = value_of(column, None if found is None else found.raw)
    except ValidationError as error:
        missing = _("“%(name)s” is missing.") % {"name": name}
        _tell(reading, found or near, " ".join(error.messages) if found else missing)
    return found or near


def _tell(reading: Reading, node: Node, says: str) -> None:
    """Once: the languages of one text share a place."""
    problem = node.problem(says)
    if problem not in reading.problems[-3:]:
        reading.problems.append(problem)


def _unknown(table: Table, left: dict[str, Node]) -> Iterator[Problem]:
    """Fields that no column has, and languages that nobody reads."""
    known = {column.base: column for column in table.columns if column.name != table.parent}
    for name, node in left.items():
        if name not in known:
            yield node.problem(_("There is no field “%(name)s” here.") % {"name": name[:60]})
        elif known[name].language and isinstance(node.value, dict):
            languages = {column.language for column in table.columns if column.base == name}
            for code, text in node.value.items():
                if code not in languages:
                    yield text.problem(_("There is no language “%(name)s”.") % {"name": code[:60]})
