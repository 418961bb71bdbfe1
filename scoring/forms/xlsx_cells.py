"""The cells of a workbook from a stranger's hand, one by one, as what was typed into them.

What the file claims of itself is held to limits before anything of it is parsed. Nothing is
computed: a formula is refused, and so are document types, with which XML makes entities.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from .rubric_problem import Problem, Unreadable

MOST_PARTS = 200
MOST_UNPACKED = 30 * 1024 * 1024  # bytes, of all the parts together
MOST_ROWS, MOST_COLUMNS = 5_000, 200
ENCRYPTED = 0x1
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES = range(0xD800, 0xE000)
DECLARATIONS = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where it stands, and what was typed into it."""

    sheet: str
    row: int
    column: int
    value: Any
    kind: str  # openpyxl's: f a formula, e an error

    @property
    def place(self) -> str:
        return place_of(self.sheet, self.row, self.column)

    @property
    def typed(self) -> Any:
        """Raises ValidationError for what is no value."""
        if self.kind == "f":
            raise ValidationError(_("A formula stands here: put its value in its place."))
        if self.kind == "e":
            raise ValidationError(_("An error value stands here: %s.") % str(self.value)[:20])
        return self.value


def place_of(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{get_column_letter(column)}{row}"


def sheets_of(content: bytes) -> dict[str, list[list[Cell]]]:
    """The rows of each sheet, each with its cells that are not empty; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_bounded(archive)
            for entry in archive.infolist():
                _require_plain(archive, entry)
        with warnings.catch_warnings(action="ignore"):  # of what openpyxl does not support
            reader = Reader(io.BytesIO(content), read_only=True, keep_links=False)
            reader.read()
            return {sheet.title: list(_rows(sheet)) for sheet in reader.wb.worksheets}
    except Unreadable:
        raise
    except Exception as error:  # a parser of strangers' files raises whatever it likes
        says = _("This is no workbook, or it is damaged (%s).") % type(error).__name__
        raise _refused(says) from error


class Reader(ExcelReader):
    """Texts as they were typed: openpyxl's own table of strings drops some characters of them."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_strings(source))


def _strings(source: IO[bytes]) -> Iterator[str]:
    for _event, node in iterparse(source):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            text = Text.from_tree(node).content
            yield ESCAPED.sub(_character, text)
            node.clear()


def _character(escape: re.Match[str]) -> str:
    """Half of a pair is no character: a null stands for it, which no column takes."""
    code = int(escape[1], 16)
    return chr(0 if code in SURROGATES else code)


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            place = place_of(sheet.title, number, min(len(cells), MOST_COLUMNS) or 1)
            raise Unreadable([Problem(place, "", _("No rubric is as large as that."))])
        yield [
            Cell(sheet.title, number, column, cell.value, cell.data_type)
            for column, cell in enumerate(cells, 1)
            if cell.value not in (None, "")
        ]


def _require_bounded(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise _refused(_("The file unpacks to far more than a rubric is."))
    if len({one.filename.casefold() for one in entries}) != len(entries):
        raise _refused(_("The file has two parts of one name."))
    if any(one.flag_bits & ENCRYPTED for one in entries):
        raise _refused(_("The file is locked with a password."))


def _require_plain(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """XML in UTF-8 that declares nothing. Reading is bounded by the size in the directory."""
    part = archive.read(entry)
    if not entry.filename.casefold().endswith((".xml", ".rels", ".vml")):
        return
    if b"\x00" in part:
        raise _refused(_("The part %s is not in UTF-8.") % entry.filename[:80])
    if DECLARATIONS.search(part):
        raise _refused(_("The part %s declares a document type.") % entry.filename[:80])


def _refused(says: str) -> Unreadable:
    return Unreadable([Problem(_("the file"), "", says)])
