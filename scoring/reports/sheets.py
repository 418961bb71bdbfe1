"""Workbooks in which text is only text, and the same content gives the same bytes."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767  # of a cell; XlsxWriter would leave a longer text out without a word
ONLY_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  the format knows no zone; the same bytes every time

BASE = {"valign": "top", "font_name": "Arial", "font_size": 10}
HEAD = {"bold": True, "bg_color": "#eef0fd", "bottom": 1, "text_wrap": True}
APART = {"align": "right", "indent": 1}  # from the words of the next column
# Excel shows each of these as its reader's language writes numbers and dates.
LOOKS: dict[str, dict[str, Any]] = {
    "head": HEAD,
    "text": {"num_format": "@", "text_wrap": True},
    "key": {"align": "center"},
    "points": {"num_format": "0.0", **APART},
    "heat": {"num_format": "0.0", "align": "center"},
    "fine": {"num_format": "0.00", **APART},
    "plain": APART,
    "percent": {"num_format": "0.0%", **APART},
    "date": {"num_format": 14, "align": "left"},
    "moment": {"num_format": 22, "align": "left"},
    "fact": {"align": "left"},
    "share": {"num_format": "0.0%", "align": "left"},
    "input": {**APART, "bg_color": "#fff4d6", "border": 1, "border_color": "#c9a227"},
    "label": {"num_format": "@", "bold": True},
    "total": {"num_format": "0.0", "bold": True, **APART},
    "place": {"bold": True, **APART},
    "quiet": {"num_format": "@", "italic": True, "font_color": "#5b6475", "text_wrap": True},
}
LINE = 13.5  # points of height
MOST_LINES = 12  # that a row is high; the rest of a long note is read in its cell


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """One column of a table: how it is headed, what stands in it, how it looks."""

    heading: Any  # text, or text that waits for its language
    value: Callable[[Row], Any]
    look: str = "text"
    width: int = 12


class Book:
    """A workbook that is being written."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.looks: dict[str, Format] = {
            name: workbook.add_format({**BASE, **look}) for name, look in LOOKS.items()
        }

    def table[Row](
        self, title: Any, columns: Sequence[Column[Row]], rows: Iterable[Row], *, fixed: int = 1
    ) -> Worksheet:
        """A sheet with one table: headings and the first `fixed` columns stay in sight."""
        sheet = self.sheet(title)
        widths = [column.width for column in columns]
        headings = [str(column.heading) for column in columns]
        for place, column in enumerate(columns):
            self.put(sheet, 0, place, headings[place], "head")
            sheet.set_column(place, place, column.width, self.looks[column.look])
        sheet.set_row(0, height_of(headings, widths))
        last = 0
        for last, row in enumerate(rows, 1):
            values = [column.value(row) for column in columns]
            for place, column in enumerate(columns):
                self.put(sheet, last, place, values[place], column.look)
            sheet.set_row(last, height_of(values, widths))
        sheet.freeze_panes(1, fixed)
        sheet.autofilter(0, 0, max(1, last), len(columns) - 1)
        return sheet

    def sheet(self, title: Any) -> Worksheet:
        """An empty one that prints a page wide, across."""
        sheet = self.workbook.add_worksheet(str(title))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def put(self, sheet: Worksheet, row: int, place: int, value: Any, look: str) -> None:
        """A value as what it is. Nothing is left empty; text never becomes anything else."""
        form = self.looks[look]
        if value is None or value == "":
            sheet.write_blank(row, place, None, form)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, timezone.localtime(value).replace(tzinfo=None), form)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, form)
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(row, place, float(value), form)
        else:
            self._put_text(sheet, row, place, str(value), form)

    def _put_text(self, sheet: Worksheet, row: int, place: int, text: str, form: Format) -> None:
        if len(text) > LONGEST_TEXT:
            text = text[: LONGEST_TEXT - 1] + "…"
        if is_like_markup(text):
            sheet.write_rich_string(row, place, text[:1], form, text[1:], form)
        else:
            sheet.write_string(row, place, text, form)


def height_of(values: Sequence[Any], widths: Sequence[int]) -> float:
    """Of a row, so that what is wrapped is seen: not every program finds out by itself."""
    lines = (
        sum(1 + int(len(line) / (1.15 * width)) for line in value.split("\n"))
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str)
    )
    return LINE * min(max(lines, default=1), MOST_LINES)


def is_like_markup(text: str) -> bool:
    """XlsxWriter would believe such a text, and write it unescaped."""
    return text.startswith("<r>") and text.endswith("</r>")


@contextmanager
def written(buffer: io.BytesIO, *, title: str) -> Iterator[Workbook]:
    """The workbook is in the buffer once the block ends."""
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **ONLY_TEXT}) as workbook:
        workbook.set_properties({"title": title, "created": MADE})
        yield workbook
