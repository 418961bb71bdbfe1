"""A rubric from a workbook. What is wrong is told with its sheet, its row and its column."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.domain.contents import TABLES, Column, Contents, Row, Table
from scoring.domain.faults import faults_of
from scoring.domain.headings import columns_by_heading, heading_of, tables_by_title, title_of

from .rubric_columns import value_of
from .rubric_problem import Problem, Unreadable
from .xlsx_cells import Cell, place_of, sheets_of


@dataclass(slots=True)
class Sheet:
    """A table's sheet: which column of ours stands where, and the rows that were read."""

    table: Table
    title: str
    columns: dict[int, Column] = field(default_factory=dict)  # by the column of the sheet
    unknown: set[int] = field(default_factory=set)  # columns whose heading is told already
    numbers: list[int] = field(default_factory=list)  # of the rows
    rows: list[Row] = field(default_factory=list)

    def problem(self, number: int, column: Column | None, says: str, at: int = 0) -> Problem:
        """Of a cell. A column that the sheet does not have is told at the row's beginning."""
        places = [place for place, one in self.columns.items() if one == column]
        path = _("row %s") % number
        if column is not None:
            path = f"{path}, “{heading_of(column)}”"
        return Problem(place_of(self.title, number, at or (places or [1])[0]), path, says)


def read_workbook(content: bytes) -> Contents:
    """The rubric that a file holds; raises Unreadable with everything that is wrong in it."""
    problems: list[Problem] = []
    sheets = {one.table.name: one for one in _sheets(sheets_of(content), problems)}
    if "rubric" in sheets:
        problems = [*_not_one(sheets["rubric"]), *problems]
    if not problems:
        tables = {table.name: sheets[table.name].rows for table in TABLES}
        for fault in faults_of(tables):
            sheet = sheets[fault.table]
            column = sheet.table.column(fault.column)
            problems.append(sheet.problem(sheet.numbers[fault.row], column, fault.says))
    if problems:
        raise Unreadable(problems)
    return Contents({name: tuple(rows) for name, rows in tables.items()})


def _sheets(found: dict[str, list[list[Cell]]], problems: list[Problem]) -> Iterator[Sheet]:
    """The sheet of each table; a sheet too many or too few is a problem."""
    missing = {table.name: table for table in TABLES}
    for title, rows in found.items():
        table = tables_by_title().get(title.strip().casefold())
        if table is None or missing.pop(table.name, None) is None:
            says = _("There is no such sheet in a rubric, or it is here twice.")
            problems.append(Problem(place_of(title, 1, 1), "", says))
            continue
        sheet = Sheet(table, title)
        _take_headings(sheet, rows[0] if rows else [], problems)
        for cells in rows[1:]:
            if cells:
                _take_row(sheet, cells, problems)
        yield sheet
    for table in missing.values():
        says = _("The sheet “%s” is missing.") % title_of(table)
        problems.append(Problem(place_of(title_of(table), 1, 1), "", says))


def _take_headings(sheet: Sheet, cells: list[Cell], problems: list[Problem]) -> None:
    known = columns_by_heading(sheet.table)
    for cell in cells:
        column = known.get(str(cell.value).strip().casefold())
        if column is None or column in sheet.columns.values():
            sheet.unknown.add(cell.column)
        if column is None:
            says = _("There is no column “%s” here.") % str(cell.value)[:60]
            problems.append(sheet.problem(1, None, says, cell.column))
        elif column in sheet.columns.values():
            problems.append(sheet.problem(1, column, _("This column is here twice."), cell.column))
        else:
            sheet.columns[cell.column] = column
    for column in sheet.table.columns:
        if column not in sheet.columns.values() and _is_needed(column):
            says = _("The column “%s” is missing.") % heading_of(column)
            problems.append(sheet.problem(1, column, says))


def _take_row(sheet: Sheet, cells: list[Cell], problems: list[Problem]) -> None:
    """A row as far as it can be read."""
    number = cells[0].row
    row: Row = {}
    by_place = {cell.column: cell for cell in cells}
    for place in by_place:
        if place not in sheet.columns and place not in sheet.unknown:
            says = _("Something stands under no heading.")
            problems.append(sheet.problem(number, None, says, place))
    for place, column in sheet.columns.items():
        try:
            cell = by_place.get(place)
            row[column.name] = value_of(column, cell.typed if cell else None)
        except ValidationError as error:
            problems.append(sheet.problem(number, column, " ".join(error.messages)))
    for column in sheet.table.columns:
        if column not in sheet.columns.values() and not _is_needed(column):
            row[column.name] = column.empty
    sheet.numbers.append(number)
    sheet.rows.append({one.name: row[one.name] for one in sheet.table.columns if one.name in row})


def _not_one(sheet: Sheet) -> Iterator[Problem]:
    """The sheet of the rubric itself has one row."""
    if not sheet.rows:
        yield sheet.problem(2, None, _("The rubric itself is missing: one row."))
    if len(sheet.rows) > 1:
        says = _("A second rubric stands here: one file is one rubric.")
        yield sheet.problem(sheet.numbers[1], None, says)


def _is_needed(column: Column) -> bool:
    try:
        return column.empty is NotImplemented
    except LookupError:
        return True
