"""The problem as JSON: docs/method.md, 9. `manage.py rank` reads it, and so does the import."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from scoring import permissions
from scoring.domain.comparison import problem_of
from scoring.domain.problem import ProblemError
from scoring.enums import TokenScope
from scoring.models import Seat

from .access import seated
from .refusal import Reason, Refused
from .shapes import GateKind, Points, Shape

type Level = Annotated[int, Meta(description="A step of the evidence ladder, 0 to 4.")]
type Point = Annotated[list[float], Meta(min_length=2, max_length=2)]


class Clear(Shape):
    """When a winner is clear."""

    first: float
    flip: float


class Narrow(Shape):
    """When a winner is a narrow one."""

    first: float


class Method(Shape):
    """What docs/method.md leaves to choose, each default spelt out."""

    evidence_credit: list[float]
    tie_tolerance: float
    tie_break: list[str]
    draws: int
    seed: int
    concentration: float
    minimum_total: float | None
    clear: Clear
    narrow: Narrow


class Scale(Shape):
    """How an answer becomes points: by levels, or along the points of a measure."""

    kind: Literal["levels", "measure"]
    values: list[float] | UnsetType = UNSET
    points: list[Point] | UnsetType = UNSET
    reference: float | UnsetType = UNSET


class Check(Shape):
    """A question that was asked of every candidate."""

    code: str
    weight: float
    title: str
    must: bool
    minimum: float | None
    proof: Level
    scope: Annotated[bool, Meta(description="Whether it counts in this evaluation.")]
    scale: Scale | UnsetType = UNSET


class Competency(Shape):
    """A group of checks, and its weight in any unit."""

    code: str
    weight: float
    title: str
    minimum: float | None
    checks: list[Check]


class NamedCandidate(Shape):
    """Who is compared."""

    code: str
    name: str


class Cell(Shape):
    """What one assessor gave one candidate at one check."""

    candidate: str
    check: str
    assessor: str
    value: Annotated[float | None, Meta(description="0 to 100; null for an abstention.")]
    evidence: Level | UnsetType = UNSET


class Consensus(Shape):
    """What the panel agreed on, in the place of its cells."""

    candidate: str
    check: str
    value: Points
    evidence: Level | UnsetType = UNSET


class Waiver(Shape):
    """A failed gate that the owner lets pass."""

    candidate: str
    kind: GateKind
    code: Annotated[str | None, Meta(description="Null for the total.")]
    reason: str


class Problem(Shape):
    """Everything that decides a comparison, and nothing else."""

    format: Literal["integrator-eval/problem-1"]
    method: Method
    competencies: list[Competency]
    candidates: list[NamedCandidate]
    cells: list[Cell]
    consensus: list[Consensus]
    waivers: list[Waiver]


@seated(Problem, TokenScope.COMPARISON, permissions.can_report)
def problem(seat: Seat) -> dict[str, Any]:
    """The problem that the comparison answers, with everybody's ratings

    As a report, it is not for an assessor who recused themselves from a candidate while moderation
    lasts: it says what the others said.
    """
    try:
        return problem_of(seat.evaluation).to_json()
    except ProblemError:
        raise Refused(Reason.NOTHING_TO_COMPARE) from None
