"""The long table of ratings as CSV: no cell of it comes to life in a spreadsheet.

A cell that a spreadsheet might run, and one that begins with an apostrophe, gets an apostrophe in
front: who reads the file takes one away from every cell that has one, and nothing is lost.
"""

import csv
import io
from datetime import datetime
from typing import Any

from django.utils import translation

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.models import User

from .anonymity import Names
from .ratings import COLUMNS, ratings_of

GUARD = "'"
# What begins a formula, in half and full width; and what a spreadsheet may drop in front of one.
LIVE = "=+-@\t\r\n＝＋－＠"


def make_csv(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """Commas, a point in numbers that are not rounded, UTF-8 with the mark that Excel looks for."""
    file = io.StringIO()
    write = csv.writer(file, quoting=csv.QUOTE_ALL)  # a quoted cell is one cell whoever reads it
    with translation.override(edition.language):
        write.writerow([guarded(str(column.heading)) for column in COLUMNS])
        for line in ratings_of(dossier, Names.of(dossier, edition)):
            write.writerow([guarded(_text(column.value(line))) for column in COLUMNS])
    return file.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    return GUARD + text if text[:1] in (*LIVE, GUARD) and text else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)
