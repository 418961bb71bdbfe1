"""The long table of ratings as CSV: no cell of it comes to life in a spreadsheet.

A cell that a spreadsheet might run, and one that begins with an apostrophe, gets an apostrophe in
front: who reads the file takes one away from every cell that has one, and nothing is lost.
"""

import csv
from datetime import datetime
from typing import Any

from django.utils import translation

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.models import User

from .anonymity import veil_for, veiled
from .ratings import COLUMNS, ratings_of

GUARD = "'"
# What begins a formula, in half and full width; and what a spreadsheet may drop in front of one.
LIVE = "=+-@\t\r\n＝＋－＠"


def make_csv(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """Commas, a point in numbers that are not rounded, UTF-8 with the mark that Excel looks for."""
    import pandas as pd  # here: it takes half a second, and the pages do without it

    with translation.override(edition.language):
        headings = [guarded(str(column.heading)) for column in COLUMNS]
        lines = ratings_of(veiled(dossier, veil_for(dossier, edition)))
        cells = [[guarded(_text(column.value(line))) for column in COLUMNS] for line in lines]
    frame = pd.DataFrame(cells, columns=headings, dtype=object)
    # a quoted cell is one cell whoever reads it
    table: str = frame.to_csv(index=False, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    return table.encode("utf-8-sig")


def guarded(text: str) -> str:
    return GUARD + text if text[:1] in (*LIVE, GUARD) and text else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)
