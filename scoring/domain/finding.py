"""A finding: something in a rubric, or in an evaluation's weights, that somebody should look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from scoring.models import Check, Competency, Level, Profile, Rubric, Scale

type Row = Rubric | Competency | Check | Scale | Level | Profile


class Severity(TextChoices):
    """An error must be put right, a warning needs a look and a reason, a note is good to know."""

    ERROR = "error", pgettext_lazy("finding", "Error")
    WARNING = "warning", pgettext_lazy("finding", "Warning")
    NOTE = "note", pgettext_lazy("finding", "Note")


class Code(StrEnum):
    # Of a rubric
    INCOMPLETE = "incomplete"
    UNREACHABLE = "unreachable-gate"
    NOT_ASKED = "gate-not-asked"
    NO_WEIGHT = "no-weight"
    OVERLAP = "overlap"
    NO_ANCHOR = "missing-anchor"
    NO_TRANSLATION = "missing-translation"
    # Of an evaluation
    NEUTRAL = "neutral-weight"
    FAR_OFF = "effective-weight"
    LOST = "lost-gate"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: a row's kind, what it is called by, and its name in the reader's language."""

    kind: str
    code: str
    name: str
    key: int | None = field(default=None, compare=False)  # of the row that one would change

    @classmethod
    def of(cls, row: Row) -> Self:
        kind, name = str(row._meta.model_name), str(getattr(row, "title", ""))
        if isinstance(row, Level):
            code = f"{row.scale.slug} {row.value.normalize():f}"
            return cls(kind, code, str(row), row.scale_id)
        code = row.code if isinstance(row, Competency | Check) else row.slug
        return cls(kind, code, name, row.pk)

    def __str__(self) -> str:
        """As people call it: a check by code and title, a profile by its title alone."""
        if self.kind in {"rubric", "profile"}:
            return self.name or self.code
        return f"{self.code} {self.name}".strip()

    @property
    def page(self) -> str:
        """The kind of row on whose page it is changed: a level stands on that of its scale."""
        return "scale" if self.kind == "level" else self.kind

    @property
    def page_code(self) -> str:
        """What the row of that page is called by."""
        return self.code.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found, how grave it is, where, and the figures that a sentence about it needs."""

    code: Code
    severity: Severity
    places: tuple[Place, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)


def gravest_first(findings: list[Finding]) -> list[Finding]:
    """Errors, warnings, notes; in each the order in which they were found."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))
