"""What the weights of an evaluation do: nominal beside effective, and what is to be said of it."""

from dataclasses import dataclass

from scoring.domain.lint import findings_of_weights
from scoring.domain.report import Dossier
from scoring.engine.lint import effective_weights

from . import numbers
from .lint import Review, review_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one competency weighs, and what share of the difference it makes."""

    number: str
    title: str
    nominal: str
    effective: str  # a dash while nothing tells the candidates apart
    spread: str  # points between the highest and the lowest of the ranked
    far_off: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """No rows with fewer than two ranked candidates: nothing is there to be told apart."""

    rows: tuple[Row, ...]
    review: Review


def weighing_of(dossier: Dossier) -> Weighing:
    rows = tuple(
        Row(
            number=one.code,
            title=str(dossier.competencies[one.code].short_title),
            nominal=numbers.percent(one.nominal),
            effective="—" if one.effective is None else numbers.percent(one.effective),
            spread=numbers.points(one.spread),
            far_off=one.is_far_off,
        )
        for one in effective_weights(dossier.comparison, dossier.weights)
    )
    return Weighing(rows, review_of(findings_of_weights(dossier)))
