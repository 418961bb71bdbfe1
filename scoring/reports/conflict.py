"""Two people changed one row of a draft: what is saved now, and what the second one typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.domain.contents import TABLES
from scoring.domain.facts import Row, facts_of, name_of
from scoring.domain.headings import heading_of

from .rubric_values import shown


@dataclass(frozen=True, slots=True)
class Clash:
    """A field with both of its values; a row that one of the two took out has none there."""

    label: str
    theirs: str
    mine: str


def conflict_of(row: Row, saved: Sequence[Row], removed: Sequence[Row] = ()) -> tuple[Clash, ...]:
    """What a save would change of what is there now, field by field."""
    return tuple(
        clash for one in (*saved, *removed) for clash in _of_row(one, row, gone=one in removed)
    )


def _of_row(mine: Row, top: Row, *, gone: bool) -> Iterator[Clash]:
    theirs = type(mine)._default_manager.filter(pk=mine.pk).first() if mine.pk else None
    now = facts_of(theirs) if theirs else {}
    new = {} if gone else facts_of(mine)
    headings = _headings(mine)
    name = "" if type(mine) is type(top) else f"{name_of(theirs or mine).partition(' ')[2]} · "
    for field in headings:
        if now.get(field) != new.get(field):
            yield Clash(
                f"{name}{headings[field]}",
                shown(field, getattr(theirs, field, None)),
                "" if gone else shown(field, getattr(mine, field, None)),
            )


def _headings(row: Any) -> dict[str, str]:
    [table] = [table for table in TABLES if table.model is type(row)]
    return {column.name: heading_of(column) for column in table.columns if not column.is_many}
