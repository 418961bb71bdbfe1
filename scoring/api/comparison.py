"""The comparison as JSON: docs/method.md, 9. The shapes describe what the engine writes; a test
holds every answer to them, so neither changes without the other."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from scoring import permissions
from scoring.domain.comparison import answer_to, problem_of
from scoring.domain.problem import ProblemError
from scoring.enums import TokenScope
from scoring.models import Seat

from .access import seated
from .refusal import Reason, Refused
from .shapes import GateKind, Points, Shape, Share

type ByCandidate[T] = dict[str, T]
type Interval = Annotated[list[float], Meta(min_length=2, max_length=2)]
type Effect = Literal["leader", "gate"]


class Score(Shape):
    """What is shown, what is promised, and what open questions could still add."""

    proven: Points
    claimed: Points
    ceiling: Points


class CompetencyScore(Score):
    """The same of one competency."""

    code: str
    contribution: Annotated[float, Meta(description="Points of the total.")]


class Gate(Shape):
    """A minimum, and how a candidate stands to it."""

    kind: GateKind
    code: Annotated[str | None, Meta(description="Null for the total.")]
    minimum: float
    low: float
    high: float
    state: Literal["passed", "open", "failed"]
    waived: bool


class ComparedCandidate(Shape):
    """One candidate's place."""

    code: str
    name: str
    status: Literal["eligible", "conditional", "excluded"]
    rank: Annotated[int | None, Meta(description="Null for an excluded one.")]
    coverage: Annotated[float, Meta(description="The share of the weight that is rated.")]
    score: Score
    competencies: list[CompetencyScore]
    gates: list[Gate]


class WeightInterval(Shape):
    """Between what ends a weight may move without another leader."""

    competency: str
    weight: Share
    low: float
    high: float
    below: Annotated[str | None, Meta(description="Who leads below it.")]
    above: Annotated[str | None, Meta(description="Who leads above it.")]


class Move(Shape, rename={"from_": "from"}):
    """Points of weight from one competency to another."""

    from_: str
    to: str
    points: float


class NearestFlip(Shape):
    """The least weight to move before a rival is level."""

    rival: str
    points: Annotated[float | None, Meta(description="Null where no movement does it.")]
    moves: list[Move]


class Decisive(Shape):
    """A cell of which the range alone decides."""

    candidate: str
    check: str
    swing: float
    effect: Effect


class RatingFlip(Shape):
    """A change of one rating, and who leads after it."""

    candidate: str
    check: str
    change: Literal["level_up", "level_down", "refuted", "proven"]
    effect: Effect
    leaders: list[str]


class LeaveOneOut(Shape):
    """Who leads without one assessor, and without one competency."""

    assessors: dict[str, list[str]]
    competencies: dict[str, list[str]]


class Stability(Shape):
    """What could change the result, and what could not."""

    weight_intervals: list[WeightInterval]
    nearest_flips: list[NearestFlip]
    decisive: list[Decisive]
    rating_flips: list[RatingFlip]
    leave_one_out: LeaveOneOut
    necessarily_above: list[Annotated[list[str], Meta(min_length=2, max_length=2)]]


class Run(Shape):
    """What many draws of weights and readings say, by candidate."""

    draws: int
    seed: int
    first: ByCandidate[Share]
    standard_error: ByCandidate[float]
    acceptability: ByCandidate[list[float]]
    pairwise: ByCandidate[ByCandidate[float]]
    interval: ByCandidate[Interval]
    central_weights: ByCandidate[dict[str, float] | None]


class Simulation(Shape):
    """Near the announced weights, and with any weights at all."""

    near: Run
    any: Run


class Comparison(Shape):
    """Who leads, by how much, and how safe that is. Numbers are not rounded."""

    format: Literal["integrator-eval/comparison-1"]
    engine: str
    inputs_digest: str
    frozen_fingerprint: str
    leaders: list[str]
    margin: Annotated[float | None, Meta(description="Null with fewer than two ranked.")]
    verdict: Literal["clear", "narrow", "none"]
    candidates: Annotated[list[ComparedCandidate], Meta(description="In rank order.")]
    stability: Stability
    simulation: Simulation


@seated(Comparison, TokenScope.COMPARISON, permissions.can_compare)
def comparison(seat: Seat) -> dict[str, Any]:
    """The result as it stands: ranking, verdict, stability, simulation"""
    try:
        return answer_to(problem_of(seat.evaluation)).to_json()
    except ProblemError:
        raise Refused(Reason.NOTHING_TO_COMPARE) from None
