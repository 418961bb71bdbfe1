"""What each person said of one candidate at one check, side by side, and what was agreed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from scoring.domain.moderation import Cell, Said
from scoring.enums import EvidenceLevel
from scoring.models import Check, Evidence

from . import numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A value in words and as a figure of 100; its tone is low, mid, high, or none without one."""

    words: str
    figure: str = ""
    tone: str = "none"
    evidence: str = ""
    proven: str = ""  # only where it is less than the figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person's part."""

    person: str
    rating: Rating
    note: str
    expired: bool
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The consensus, with who, when and why."""

    rating: Rating
    reason: str
    person: str
    at: datetime


def lines_of(cell: Cell) -> tuple[Line, ...]:
    return tuple(
        Line(
            person=str(one.seat.user),
            rating=_said(cell.check, one),
            note=one.assessment.note if one.assessment else "",
            expired=one.expired and one.proven is not None,
            evidence=one.evidence,
        )
        for one in cell.said
    )


def settled_of(cell: Cell) -> Settled | None:
    kept = cell.consensus
    if kept is None:
        return None
    return Settled(
        rating=Rating(
            words=words_of(cell.check, kept.value, kept.measurement),
            figure=numbers.plain(kept.value),
            tone=tone_of(kept.value),
            evidence=str(EvidenceLevel(kept.evidence).label),
            proven=_less(cell.result.proven, kept.value),
        ),
        reason=kept.reason,
        person=str(kept.settled_by),
        at=kept.settled_at,
    )


def words_of(check: Check, value: float, measurement: Decimal | None) -> str:
    """The level's label, or the figure with its unit."""
    if measurement is not None:
        return f"{numbers.measured(measurement)} {check.unit}"
    labels = {float(level.value): str(level.label) for level in check.scale.levels.all()}
    return labels.get(value, numbers.plain(value))


def tone_of(value: float) -> str:
    return "low" if value < 25 else "mid" if value < 60 else "high"


def _said(check: Check, said: Said) -> Rating:
    one = said.assessment
    if said.recused:
        return Rating(words=_("Recused"))
    if one is None or not one.is_answered:
        return Rating(words=_("No answer") if said.asked else _("Not asked"))
    if one.value is None:
        return Rating(words=_("Abstains"))
    proven = one.value if said.proven is None else said.proven
    return Rating(
        words=words_of(check, one.value, one.measurement),
        figure=numbers.plain(one.value),
        tone=tone_of(one.value),
        evidence=str(EvidenceLevel(0 if said.expired else one.evidence).label),
        proven=_less(proven, one.value),
    )


def _less(proven: float, value: float) -> str:
    return numbers.plain(proven) if proven < value else ""
