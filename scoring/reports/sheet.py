"""A candidate on its own: strengths, weaknesses, what is open, how it stands at its gates.

Everything is measured against the scale and not against the others, so that it can be told to the
candidate too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CompetencyResult
from scoring.enums import GateState

from . import asks, numbers
from .annex import Exhibit, exhibits_of
from .gates import Label, status

NAMED = 3  # strengths, weaknesses, checks
OPEN = 5
STRONG = 50  # points of 100 from which on a competency may be called a strength


@dataclass(frozen=True, slots=True)
class Mark:
    """A competency or a check: what it reaches of 100, and the points of the total that cost."""

    title: str
    score: str
    lost: str


@dataclass(frozen=True, slots=True)
class Gate:
    """How many of its gates stand at one state."""

    tone: str
    state: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    name: str
    place: str
    points: str
    status: Label
    strengths: tuple[Mark, ...]
    weaknesses: tuple[Mark, ...]
    low: tuple[Mark, ...]  # checks that were rated low, whatever else is proven
    open: asks.Open | None
    gates: tuple[Gate, ...]
    exhibits: tuple[Exhibit, ...]


def sheets_of(dossier: Dossier) -> tuple[Sheet, ...]:
    """In the order of the ranking."""
    exhibits = exhibits_of(dossier)
    return tuple(
        _sheet(one, dossier, [each for each in exhibits if each.name == one.name])
        for one in dossier.comparison.candidates
    )


def strengths_of(candidate: CandidateResult, dossier: Dossier) -> tuple[Mark, ...]:
    """The competencies in which most is proven."""
    return tuple(_competency(one, dossier) for one in _strong(candidate))


def weaknesses_of(candidate: CandidateResult, dossier: Dossier) -> tuple[Mark, ...]:
    """The competencies that cost most points; what is called a strength is not among them."""
    strong = {one.code for one in _strong(candidate)}
    left = (one for one in candidate.competencies if one.code not in strong)
    ordered = sorted(left, key=lambda one: -_lost(one, dossier))
    return tuple(
        _competency(one, dossier) for one in ordered[:NAMED] if _lost(one, dossier) >= numbers.SHOWN
    )


def low_of(candidate: CandidateResult, dossier: Dossier, *, shown: int = NAMED) -> tuple[Mark, ...]:
    """The checks whose rating costs most points, even if everything that is promised were shown.
    What has no answer is not rated low."""
    rated = [one for one in candidate.checks if one.ceiling <= one.claimed]
    lost = {one.code: dossier.shares[one.code] * (100 - one.claimed) for one in rated}
    ordered = sorted(rated, key=lambda one: -lost[one.code])
    return tuple(
        Mark(
            title=str(dossier.checks[one.code]),
            score=numbers.whole(one.claimed),
            lost=numbers.signed(-lost[one.code]),
        )
        for one in ordered[:shown]
        if lost[one.code] >= numbers.SHOWN
    )


def open_of(candidate: CandidateResult, dossier: Dossier) -> asks.Open | None:
    return asks.open_of(candidate, dossier, shown=OPEN)


def standing_of(candidate: CandidateResult, dossier: Dossier) -> tuple[Gate, ...]:
    """Failed, open, passed: how many of each; which ones the requirements say."""
    found = []
    for state, tone in (
        (GateState.FAILED, "bad"),
        (GateState.OPEN, "warn"),
        (GateState.PASSED, "ok"),
    ):
        count = sum(gate.state == state for gate in candidate.gates)
        if count:
            found.append(Gate(tone, str(state.label), count))
    return tuple(found)


def _sheet(candidate: CandidateResult, dossier: Dossier, exhibits: Sequence[Exhibit]) -> Sheet:
    return Sheet(
        name=candidate.name,
        place="—" if candidate.rank is None else str(candidate.rank),
        points=numbers.points(candidate.score.proven),
        status=status(candidate, dossier),
        strengths=strengths_of(candidate, dossier),
        weaknesses=weaknesses_of(candidate, dossier),
        low=low_of(candidate, dossier),
        open=open_of(candidate, dossier),
        gates=standing_of(candidate, dossier),
        exhibits=tuple(exhibits),
    )


def _strong(candidate: CandidateResult) -> list[CompetencyResult]:
    ordered = sorted(candidate.competencies, key=lambda one: -one.proven)
    return [one for one in ordered[:NAMED] if one.proven >= STRONG]


def _competency(one: CompetencyResult, dossier: Dossier) -> Mark:
    return Mark(
        title=str(dossier.competencies[one.code].short_title),
        score=numbers.whole(one.proven),
        lost=numbers.signed(-_lost(one, dossier)),
    )


def _lost(one: CompetencyResult, dossier: Dossier) -> float:
    return dossier.weights[one.code] * (100 - one.proven)
