"""What is promised and not proven, competency by competency: a dumbbell from one to the other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CompetencyResult
from scoring.reports import numbers
from scoring.reports.standing import nothing_is_scored

LEFT, RIGHT = 260, 1760  # 0 and 100 points, in tenths of a pixel
FIRST, ROW = 80, 150  # the height of the first dumbbell, and from each to the next
MIDDLE = 38  # from the middle of a letter down to the line it stands on


@dataclass(frozen=True, slots=True)
class Row:
    """One competency, in words: its number at the left, what is promised only at the right."""

    number: str
    y: str
    gap: str  # in points; nothing where all that is promised is proven
    proven: float
    claimed: float

    @property
    def scores(self) -> str:
        return f"{numbers.whole(self.proven)} → {numbers.whole(self.claimed)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One candidate. Each kind of shape is one path over all rows."""

    name: str
    label: str
    total: str
    height: str
    tracks: str  # from 0 to 100
    bars: str  # from what is proven to what is promised
    proven: str  # where the dots are
    claimed: str  # where the rings are
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Small multiples on one scale, a candidate each, in the order of the ranking."""

    titles: tuple[tuple[str, str], ...]  # number and title of each competency
    candidates: tuple[Gap, ...]

    @property
    def table(self) -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
        """Competency by competency, all candidates."""
        columns = zip(*(one.rows for one in self.candidates), strict=True)
        return tuple(
            (number, title, row) for (number, title), row in zip(self.titles, columns, strict=True)
        )


def gap_of(dossier: Dossier) -> Gaps | None:
    """None while nothing is scored."""
    if nothing_is_scored(dossier):
        return None
    titles = {code: str(one.short_title) for code, one in dossier.competencies.items()}
    return Gaps(
        titles=tuple(titles.items()),
        candidates=tuple(_gap(one) for one in dossier.comparison.candidates),
    )


def _gap(candidate: CandidateResult) -> Gap:
    score = candidate.score
    figures = {
        "name": candidate.name,
        "proven": numbers.points(score.proven),
        "claimed": numbers.points(score.claimed),
    }
    ends = [
        (FIRST + ROW * at, _x(one.proven), _x(one.claimed))
        for at, one in enumerate(candidate.competencies)
    ]
    return Gap(
        name=candidate.name,
        label=_("%(name)s: proven %(proven)s of %(claimed)s promised") % figures,
        total=numbers.signed(score.claimed - score.proven),
        height=str(2 * FIRST + ROW * (len(ends) - 1)),
        tracks="".join(f"M{LEFT} {y}H{RIGHT}" for y, _proven, _claimed in ends),
        bars="".join(f"M{proven} {y}H{claimed}" for y, proven, claimed in ends),
        proven="".join(f"M{proven} {y}h1" for y, proven, _claimed in ends),
        claimed="".join(f"M{claimed} {y}h1" for y, proven, claimed in ends if claimed > proven),
        rows=tuple(_row(one, at) for at, one in enumerate(candidate.competencies)),
    )


def _row(result: CompetencyResult, at: int) -> Row:
    gap = result.claimed - result.proven
    return Row(
        number=result.code,
        y=str(FIRST + ROW * at + MIDDLE),
        gap=numbers.signed(gap) if gap >= numbers.SHOWN else "",
        proven=result.proven,
        claimed=result.claimed,
    )


def _x(score: float) -> int:
    return LEFT + round(score * (RIGHT - LEFT) / 100)
