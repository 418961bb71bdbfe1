"""The texts of a rubric: those that nobody wrote, and those that a language lacks."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from scoring.models import Check, Level

from .finding import Code, Finding, Place, Row, Severity


def missing_texts(rows: Iterable[Row]) -> Iterator[Finding]:
    """What assessors need and no language says, and what only some languages say."""
    for row in rows:
        for name in _translated(row):
            said = {code: getattr(row, f"{name}_{code}").strip() for code, _ in settings.LANGUAGES}
            severity = _needed(row, name)
            if not any(said.values()):
                if severity:
                    yield Finding(Code.NO_ANCHOR, severity, (Place.of(row),), {"field": name})
            elif not all(said.values()):
                languages = tuple(code for code, text in said.items() if not text)
                figures = {"field": name, "languages": languages}
                place = (Place.of(row),)
                yield Finding(Code.NO_TRANSLATION, Severity.WARNING, place, figures)


def _translated(row: Row) -> list[str]:
    """The names of the fields that have one column a language."""
    ending = f"_{settings.LANGUAGE_CODE}"
    names = (field.name for field in row._meta.concrete_fields)
    return [name.removesuffix(ending) for name in names if name.endswith(ending)]


def _needed(row: Row, name: str) -> Severity | None:
    """How grave it is when a text is there in no language; most texts may be left out."""
    if isinstance(row, Level) and name == "label":
        return Severity.ERROR  # what a level looks like is all that assessors have in common
    if isinstance(row, Check) and name == "unit" and row.is_measure:
        return Severity.WARNING
    if isinstance(row, Check) and name == "guidance":
        return Severity.NOTE
    return None
