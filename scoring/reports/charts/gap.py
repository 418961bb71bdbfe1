"""What is promised and not proven, competency by competency: a dumbbell from one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CompetencyResult
from scoring.reports import numbers
from scoring.reports.standing import nothing_is_scored

from .path import path

LEFT, RIGHT = 260, 1760  # 0 and 100 points, in tenths of a pixel
EDGE = 2190  # where the gaps end
FIRST, ROW = 80, 150  # the height of the first dumbbell, and from each to the next
MIDDLE = 38  # from the middle of a letter down to the line it stands on


@dataclass(frozen=True, slots=True)
class Row:
    """One competency, in words: its number at the left, what is promised only at the right."""

    number: SafeString
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
    label: SafeString
    total: str
    height: str
    tracks: SafeString  # from 0 to 100
    bars: SafeString  # from what is proven to what is promised
    proven: SafeString  # where the dots are
    claimed: SafeString  # where the rings are
    rows: tuple[Row, ...]

    @property
    def drawn_figures(self) -> SafeString:
        """Numbers and gaps as markup: a template takes longer over them than over all the rest."""
        texts = []
        for row in self.rows:
            texts.append(f'<text x="{LEFT - 70}" y="{row.y}">{row.number}</text>')
            if row.gap:
                texts.append(f'<text x="{EDGE}" y="{row.y}">{row.gap}</text>')
        return mark_safe("".join(texts))  # noqa: S308  escaped numbers, and figures of ours


@dataclass(frozen=True, slots=True)
class Gaps:
    """Small multiples on one scale, a candidate each, in the order of the ranking."""

    titles: tuple[tuple[SafeString, str], ...]  # number and title of each competency
    candidates: tuple[Gap, ...]

    @property
    def table(self) -> tuple[tuple[SafeString, str, tuple[Row, ...]], ...]:
        """Competency by competency, all candidates."""
        columns = zip(*(one.rows for one in self.candidates), strict=True)
        return tuple(
            (number, title, row) for (number, title), row in zip(self.titles, columns, strict=True)
        )


def gap_of(dossier: Dossier) -> Gaps | None:
    """None while nothing is scored."""
    if nothing_is_scored(dossier):
        return None
    numbered = {code: escape(code) for code in dossier.competencies}
    return Gaps(
        titles=tuple(
            (number, str(dossier.competencies[code].short_title))
            for code, number in numbered.items()
        ),
        candidates=tuple(_gap(one, numbered) for one in dossier.comparison.candidates),
    )


def _gap(candidate: CandidateResult, numbered: Mapping[str, SafeString]) -> Gap:
    score = candidate.score
    figures = {
        "name": candidate.name,
        "proven": numbers.points(score.proven),
        "claimed": numbers.points(score.claimed),
    }
    tracks, bars, proven, claimed = [], [], [], []
    for at, one in enumerate(candidate.competencies):
        y, left, right = FIRST + ROW * at, _x(one.proven), _x(one.claimed)
        tracks.append(f"M{LEFT} {y}H{RIGHT}")
        proven.append(f"M{left} {y}h1")
        if right > left:
            bars.append(f"M{left} {y}H{right}")
            claimed.append(f"M{right} {y}h1")
    return Gap(
        name=candidate.name,
        label=escape(_("%(name)s: proven %(proven)s of %(claimed)s promised") % figures),
        total=numbers.signed(score.claimed - score.proven),
        height=str(2 * FIRST + ROW * (len(tracks) - 1)),
        tracks=path(tracks),
        bars=path(bars),
        proven=path(proven),
        claimed=path(claimed),
        rows=tuple(
            _row(one, numbered[one.code], at) for at, one in enumerate(candidate.competencies)
        ),
    )


def _row(result: CompetencyResult, number: SafeString, at: int) -> Row:
    gap = result.claimed - result.proven
    return Row(
        number=number,
        y=str(FIRST + ROW * at + MIDDLE),
        gap=numbers.signed(gap) if gap >= numbers.SHOWN else "",
        proven=result.proven,
        claimed=result.claimed,
    )


def _x(score: float) -> int:
    return LEFT + round(score * (RIGHT - LEFT) / 100)
