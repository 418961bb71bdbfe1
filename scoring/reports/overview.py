"""The comparison at a glance: what the compare page and the first pages of the report show."""

from dataclasses import dataclass
from string import ascii_uppercase

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CompetencyResult

from . import asks, narrative, numbers
from .charts import Bar, heat
from .gates import Label, Obstacles, Row, gate_rows, obstacles_of, status


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One candidate in the ranking. `key` names it where its name would not fit."""

    key: str
    name: str
    place: str
    excluded: bool
    status: Label
    bar: Bar
    proven: str
    claimed: str
    ceiling: str
    answered: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A candidate's proven points in a competency; "?" while nobody has answered any of it."""

    score: str
    step: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One competency: what it weighs, and what each candidate has proven in it."""

    number: str
    title: str
    weight: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the leader is ahead of, or behind, a single runner-up."""

    rival: str
    strengths: tuple[tuple[str, str], ...]  # (title, points with their sign)
    weaknesses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    headline: Label
    verdict: SafeString
    scored: bool
    ranking: tuple[Line, ...]
    heat_map: tuple[HeatRow, ...]
    gates: tuple[Row, ...]
    obstacles: tuple[Obstacles, ...]
    lead: Lead | None
    certainty: SafeString | None
    largest_asks: tuple[asks.Ask, ...]
    open_points: tuple[asks.Open, ...]

    @property
    def has_unanswered(self) -> bool:
        """Some competency of some candidate has no answer at all."""
        return any(cell.score == "?" for row in self.heat_map for cell in row.cells)


def overview_of(dossier: Dossier) -> Overview:
    return Overview(
        headline=narrative.headline(dossier),
        verdict=narrative.verdict(dossier),
        scored=not narrative.nothing_is_scored(dossier),
        ranking=ranking(dossier),
        heat_map=_heat_map(dossier),
        gates=gate_rows(dossier),
        obstacles=obstacles_of(dossier),
        lead=_lead(dossier),
        certainty=narrative.certainty(dossier),
        largest_asks=asks.largest(dossier, narrative.challengers(dossier), shown=3),
        open_points=asks.open_points(dossier, shown=3),
    )


def ranking(dossier: Dossier) -> tuple[Line, ...]:
    return tuple(
        _line(position, candidate, dossier)
        for position, candidate in enumerate(dossier.comparison.candidates)
    )


def key_of(position: int) -> str:
    """A, B … Z, A1, B1 …: letters, because ranks and checks are numbers already."""
    round_, letter = divmod(position, len(ascii_uppercase))
    return f"{ascii_uppercase[letter]}{round_ or ''}"


def _line(position: int, candidate: CandidateResult, dossier: Dossier) -> Line:
    score = candidate.score
    figures = {
        "name": candidate.name,
        "proven": numbers.points(score.proven),
        "claimed": numbers.points(score.claimed),
        "ceiling": numbers.points(score.ceiling),
    }
    label = _("%(name)s: proven %(proven)s, promised %(claimed)s, at most %(ceiling)s") % figures
    return Line(
        key=key_of(position),
        place="—" if candidate.rank is None else str(candidate.rank),
        excluded=candidate.rank is None,
        status=status(candidate, dossier),
        bar=Bar.of(label=label, proven=score.proven, claimed=score.claimed, ceiling=score.ceiling),
        answered=numbers.covered(candidate.coverage),
        **figures,
    )


def _heat_map(dossier: Dossier) -> tuple[HeatRow, ...]:
    of_candidate = [candidate.competencies for candidate in dossier.comparison.candidates]
    return tuple(
        HeatRow(
            number=row[0].code,
            title=dossier.competencies[row[0].code].short_title,
            weight=numbers.percent(dossier.weights[row[0].code]),
            cells=tuple(_heat_cell(one) for one in row),
        )
        for row in zip(*of_candidate, strict=True)
    )


def _heat_cell(result: CompetencyResult) -> HeatCell:
    if result.claimed == 0 and result.ceiling == 100:
        return HeatCell("?", 0)
    return HeatCell(numbers.whole(result.proven), heat(result.proven))


def _lead(dossier: Dossier) -> Lead | None:
    rival = narrative.runner_up(dossier)
    if rival is None or narrative.nothing_is_scored(dossier):
        return None
    found = narrative.differences(dossier.comparison.candidates[0], rival)
    return Lead(
        rival=rival.name,
        strengths=_titled(dossier, narrative.strengths(found)[:3]),
        weaknesses=_titled(dossier, narrative.weaknesses(found)[:3]),
    )


def _titled(dossier: Dossier, found: list[narrative.Difference]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (dossier.competencies[one.code].short_title, numbers.signed(one.points)) for one in found
    )
