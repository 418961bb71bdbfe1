"""The comparison at a glance: what the compare page and the first pages of the report show."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from . import asks, head_to_head, narrative, numbers
from .charts import Bar, heat
from .fold import Fold, fold
from .gates import Label, Obstacles, Row, gate_rows, obstacles_of, status
from .phrases import beside, fixed
from .simulation import Robustness, chance_of, robustness
from .stability import Changes, Safe, changes, safe_weights
from .standing import key_of, nothing_is_scored, runner_up


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
    chance: str  # to come first, simulated; nothing where that says nothing
    official: str = ""  # the rank and the points on record, beside a what-if

    @property
    def promised(self) -> SafeString:
        return fixed(_("promised %(claimed)s") % {"claimed": self.claimed})

    @property
    def coverage(self) -> SafeString:
        return fixed(_("%(answered)s answered") % {"answered": self.answered})


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A candidate's proven points in a competency; "?" while nobody has answered any of it."""

    score: str
    step: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One competency: its weight, what each has proven, which weights leave the leader first."""

    number: str
    title: str
    weight: str
    cells: tuple[HeatCell, ...]
    safe: Safe | None
    official: str = ""  # the weight on record, beside a what-if that has another

    @property
    def weighs(self) -> SafeString:
        return beside(self.weight, self.official)

    @property
    def drawn(self) -> SafeString:
        """The cells as markup: there are hundreds, and a template takes five times as long."""
        cells = (f'<td class="s heat-{one.step}">{one.score}</td>' for one in self.cells)
        return SafeString("".join(cells))


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
    assurance: SafeString
    scored: bool
    ranking: tuple[Line, ...]
    heat_map: tuple[HeatRow, ...]
    gates: tuple[Row, ...]
    obstacles: tuple[Obstacles, ...]
    lead: Lead | None
    changes: Changes | None
    deciding: Fold[asks.Deciding]
    open_points: tuple[asks.Open, ...]
    robustness: Robustness | None

    @property
    def has_unanswered(self) -> bool:
        """Some competency of some candidate has no answer at all."""
        return any(cell.score == "?" for row in self.heat_map for cell in row.cells)

    @property
    def has_safe_weights(self) -> bool:
        return any(row.safe for row in self.heat_map)

    @property
    def only_other(self) -> str:
        """Who would be first outside the safe weights, where it is always the same."""
        rows = [row.safe for row in self.heat_map if row.safe and not row.safe.always]
        others = {name for safe in rows for name in safe.others}
        return others.pop() if len(others) == 1 and all(safe.others for safe in rows) else ""

    @property
    def takeovers(self) -> tuple[tuple[str, SafeString], ...]:
        """Of each competency whose weight could make somebody else first, who that would be."""
        rows = ((row.title, row.safe) for row in self.heat_map)
        return tuple((title, safe.words) for title, safe in rows if safe and not safe.always)


def overview_of(dossier: Dossier) -> Overview:
    return Overview(
        headline=narrative.headline(dossier),
        verdict=narrative.verdict(dossier),
        assurance=narrative.assurance(dossier),
        scored=not nothing_is_scored(dossier),
        ranking=ranking(dossier),
        heat_map=heat_map(dossier),
        gates=gate_rows(dossier),
        obstacles=obstacles_of(dossier),
        lead=_lead(dossier),
        changes=changes(dossier),
        deciding=fold(asks.deciding(dossier), at=5),
        open_points=asks.open_points(dossier, shown=3),
        robustness=robustness(dossier),
    )


def ranking(dossier: Dossier, officially: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """`officially`: what a what-if says beside each candidate, by its code."""
    said = officially or {}
    return tuple(
        _line(position, candidate, dossier, said.get(candidate.code, ""))
        for position, candidate in enumerate(dossier.comparison.candidates)
    )


def _line(position: int, candidate: CandidateResult, dossier: Dossier, official: str) -> Line:
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
        chance=chance_of(dossier, candidate),
        official=official,
        **figures,
    )


def heat_map(dossier: Dossier, official: Mapping[str, float] | None = None) -> tuple[HeatRow, ...]:
    """`official`: the weights on record, where those of the dossier are only tried."""
    of_candidate = [candidate.competencies for candidate in dossier.comparison.candidates]
    safe = safe_weights(dossier)
    rows = []
    for row in zip(*of_candidate, strict=True):
        code = row[0].code
        weight = numbers.percent(dossier.weights[code])
        on_record = numbers.percent(official[code]) if official else weight
        rows.append(
            HeatRow(
                number=code,
                title=dossier.competencies[code].short_title,
                weight=weight,
                cells=tuple(_heat_cell(one.proven, one.claimed, one.ceiling) for one in row),
                safe=safe.get(code),
                official="" if on_record == weight else on_record,
            )
        )
    return tuple(rows)


@lru_cache(maxsize=4096)
def _heat_cell(proven: float, claimed: float, ceiling: float) -> HeatCell:
    """The same at each step of a slider, and in each language: whole figures have no separator."""
    if claimed == 0 and ceiling == 100:
        return HeatCell("?", 0)
    return HeatCell(numbers.whole(proven), heat(proven))


def _lead(dossier: Dossier) -> Lead | None:
    rival = runner_up(dossier)
    if rival is None or nothing_is_scored(dossier):
        return None
    found = head_to_head.differences(dossier.comparison.candidates[0], rival)
    return Lead(
        rival=rival.name,
        strengths=_titled(dossier, head_to_head.strengths(found)[:3]),
        weaknesses=_titled(dossier, head_to_head.weaknesses(found)[:3]),
    )


def _titled(dossier: Dossier, found: list[head_to_head.Difference]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (dossier.competencies[one.code].short_title, numbers.signed(one.points)) for one in found
    )
