"""What the tables and columns of a rubric are called: in the reader's language, and in any."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .contents import TABLES, Column, Table

TITLES: dict[str, Any] = {
    "rubric": _("Rubric"),
    "scales": _("Scales"),
    "levels": _("Levels"),
    "competencies": _("Competencies"),
    "checks": _("Checks"),
    "profiles": _("Profiles"),
    "profile_weights": _("Profile weights"),
    "statements": _("Statements"),
}
LONGEST_TITLE = 31  # of a sheet


def title_of(table: Table) -> str:
    return str(TITLES[table.name])[:LONGEST_TITLE]


def label_of(column: Column) -> str:
    """A column's name without its language."""
    return str(column.field.verbose_name)


def heading_of(column: Column) -> str:
    """A column's name: Title (fr)."""
    language = f" ({column.language})" if column.language else ""
    return f"{capfirst(label_of(column))}{language}"


@cache
def tables_by_title() -> dict[str, Table]:
    """By every title that a table has in any language, without regard to case."""
    found: dict[str, Table] = {}
    for _code in _each_language():
        found |= {title_of(table).casefold(): table for table in TABLES}
    return found | {table.name: table for table in TABLES}


@cache
def columns_by_heading(table: Table) -> dict[str, Column]:
    """By every heading that a column has in any language, without regard to case."""
    found: dict[str, Column] = {}
    for _code in _each_language():
        found |= {heading_of(column).casefold(): column for column in table.columns}
    return found | {column.name: column for column in table.columns}


def _each_language() -> Iterator[str]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield code
