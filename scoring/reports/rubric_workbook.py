"""A rubric as a workbook: a sheet a table, a column a language, and text that is only text.

`forms.rubric_workbook` reads it back without loss, whatever the reader's language.
"""

import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from scoring.domain.contents import CHOICES, TABLES, Column, Contents, Table
from scoring.domain.headings import heading_of, title_of
from scoring.models import Rubric

from .sheets import BASE, HEAD, LONGEST_TEXT, is_like_markup, written

LONGEST_LIST = 255  # of the choices that a cell can offer, as Excel counts them
SPARE_ROWS = 500  # below the last, for rows to come


def as_workbook(rubric: Rubric, contents: Contents) -> bytes:
    """The whole file, the same every time; raises ValidationError where a text fits no cell."""
    buffer = io.BytesIO()
    with written(buffer, title=f"{rubric.slug} v{rubric.version}") as workbook:
        looks = _looks(workbook)
        for table in TABLES:
            _write(workbook.add_worksheet(title_of(table)), table, contents, looks)
    return buffer.getvalue()


def _looks(workbook: Workbook) -> dict[str, Format]:
    return {
        "head": workbook.add_format({**BASE, **HEAD}),
        "text": workbook.add_format({**BASE, "text_wrap": True, "num_format": "@"}),
        "other": workbook.add_format(BASE),
    }


def _write(sheet: Worksheet, table: Table, contents: Contents, looks: dict[str, Format]) -> None:
    rows = contents.tables[table.name]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, heading_of(column), looks["head"])
        sheet.set_column(
            place, place, _width(column), looks["text" if _is_text(column) else "other"]
        )
        _offer_choices(sheet, place, column, len(rows))
        for number, row in enumerate(rows, 1):
            _put(sheet, number, place, _cell(column, row[column.name]), looks)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(table.columns) - 1)


def _put(sheet: Worksheet, row: int, place: int, value: Any, looks: dict[str, Format]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, looks["other"])
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, looks["other"])
    else:
        _require_writable(sheet, row, place, value)
        sheet.write_string(row, place, value, looks["text"])


def _require_writable(sheet: Worksheet, row: int, place: int, text: str) -> None:
    """What the format cannot hold is no workbook, rather than one that lacks something."""
    if len(text) > LONGEST_TEXT or is_like_markup(text):
        raise ValidationError(
            _("The text of %(cell)s does not fit into a workbook: export as YAML.")
            % {"cell": f"{sheet.get_name()}!{xl_rowcol_to_cell(row, place)}"}
        )


def _cell(column: Column, value: Any) -> Any:
    if value in (None, "", []):
        return None
    if column.name in CHOICES:
        return str(CHOICES[column.name](value).label)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if column.is_many:
        return ", ".join(value)
    if column.name == "points":
        return "\n".join(" ".join(json.dumps(one) for one in point) for point in value)
    return "\n".join(value) if isinstance(value, list) else value


def _is_text(column: Column) -> bool:
    numbers = models.DecimalField | models.IntegerField | models.BooleanField
    return bool(column.points_to) or column.name in CHOICES or not isinstance(column.field, numbers)


def _width(column: Column) -> int:
    if isinstance(column.field, models.TextField):
        return 48
    if column.language or column.name in {"says", "source_quote", "also_quotes", "source_title"}:
        return 30
    return 20 if _is_text(column) else 11


def _offer_choices(sheet: Worksheet, place: int, column: Column, rows: int) -> None:
    """A list to choose from, where there is one and it fits."""
    if column.name not in CHOICES:
        return
    words = [str(one.label) for one in CHOICES[column.name]]
    if sum(map(len, words)) + len(words) <= LONGEST_LIST and not any("," in one for one in words):
        sheet.data_validation(
            1, place, rows + SPARE_ROWS, place, {"validate": "list", "source": words}
        )
