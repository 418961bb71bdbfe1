"""What is frozen when scoring opens: the method, and the competencies with their checks and scales.

Each noun judges its own fields when it is made, so a rubric built in Python passes the same door
as one read from JSON.
"""

from dataclasses import dataclass, field
from typing import Literal

from scoring.engine.interchange import UNLESS_DEFAULT
from scoring.engine.validation import (
    LARGEST,
    ProblemError,
    check_code,
    check_flag,
    check_integer,
    check_items,
    check_number,
    check_positive,
    check_text,
    check_unique,
    check_weight,
)

HIGHEST_EVIDENCE = 4
LARGEST_SEED = 2**53 - 1  # the largest integer that every JSON reader keeps exactly
MOST_DRAWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Clear:
    """From where on a verdict is clear: P(first), and points to the nearest flip."""

    first: float = 0.9
    flip: float = 5

    def __post_init__(self) -> None:
        check_number("first", self.first, 0, 1)
        check_number("flip", self.flip, 0, 100)


@dataclass(frozen=True, slots=True)
class Narrow:
    """From where on a verdict is narrow and not open: P(first)."""

    first: float = 0.6

    def __post_init__(self) -> None:
        check_number("first", self.first, 0, 1)


@dataclass(frozen=True, slots=True)
class Method:
    """The rules that are not the rubric; frozen together with it."""

    evidence_credit: tuple[float, ...] = (1, 0.8, 0.6, 0.4, 0.2)
    tie_tolerance: float = 1e-9
    tie_break: tuple[str, ...] = ()
    draws: int = 10_000
    seed: int = 12
    concentration: float = 100
    minimum_total: float | None = None
    clear: Clear = field(default_factory=Clear)
    narrow: Narrow = field(default_factory=Narrow)

    def __post_init__(self) -> None:
        self._check_credit()
        check_number("tie_tolerance", self.tie_tolerance, 0, 100)
        check_items("tie_break", self.tie_break, object)
        for position, code in enumerate(self.tie_break):
            check_code(f"tie_break[{position}]", code)
        check_unique((f"tie_break[{i}]", code) for i, code in enumerate(self.tie_break))
        check_integer("draws", self.draws, 1, MOST_DRAWS)
        check_integer("seed", self.seed, 0, LARGEST_SEED)
        check_positive("concentration", self.concentration)
        _check_minimum("minimum_total", self.minimum_total)
        for name, kind in (("clear", Clear), ("narrow", Narrow)):
            if not isinstance(getattr(self, name), kind):
                raise ProblemError(name, f"must be a {kind.__name__}")
        if self.narrow.first > self.clear.first:
            raise ProblemError("narrow.first", "must not be more than clear.first")

    def _check_credit(self) -> None:
        path, credit = "evidence_credit", self.evidence_credit
        check_items(path, credit, object)
        if len(credit) != HIGHEST_EVIDENCE + 1:
            raise ProblemError(path, f"must be {HIGHEST_EVIDENCE + 1} numbers")
        for position, share in enumerate(credit):
            check_number(f"{path}[{position}]", share, 0, 1)
        if credit[0] != 1:
            raise ProblemError(f"{path}[0]", "must be 1: what is fully proven counts in full")
        for position in range(1, len(credit)):
            if credit[position] > credit[position - 1]:
                raise ProblemError(f"{path}[{position}]", "must not be more than the one before")


@dataclass(frozen=True, slots=True)
class Scale:
    """How a rating becomes a value: ordered `values`, or a line through `points`."""

    kind: Literal["levels", "measure"]
    values: tuple[float, ...] = field(default=(), metadata=UNLESS_DEFAULT)
    points: tuple[tuple[float, float], ...] = field(default=(), metadata=UNLESS_DEFAULT)
    reference: float | None = field(default=None, metadata=UNLESS_DEFAULT)

    def __post_init__(self) -> None:
        check_items("values", self.values, object)
        check_items("points", self.points, object)
        if self.kind == "levels":
            self._check_levels()
        elif self.kind == "measure":
            self._check_measure()
        else:
            raise ProblemError("kind", 'must be "levels" or "measure"')

    def _check_levels(self) -> None:
        if self.points or self.reference is not None:
            raise ProblemError("kind", "levels take values, and neither points nor a reference")
        if len(self.values) < 2:
            raise ProblemError("values", "must be two or more")
        for position, value in enumerate(self.values):
            check_number(f"values[{position}]", value, 0, 100)
        _check_increasing("values", self.values)

    def _check_measure(self) -> None:
        if self.values:
            raise ProblemError("kind", "a measure takes points, and no values")
        if len(self.points) < 2:
            raise ProblemError("points", "must be two or more")
        for position, point in enumerate(self.points):
            path = f"points[{position}]"
            if not isinstance(point, tuple) or len(point) != 2:
                raise ProblemError(path, "must be a pair [x, value]")
            check_number(f"{path}[0]", point[0], -LARGEST)
            check_number(f"{path}[1]", point[1], 0, 100)
        falling = self.points[0][0] > self.points[-1][0]
        _check_increasing("points", tuple(-x if falling else x for x, _ in self.points))
        if self.reference is not None:
            check_positive("reference", self.reference)


@dataclass(frozen=True, slots=True)
class Check:
    """One question of a competency; `must` makes it a gate at its `minimum`."""

    code: str
    weight: float
    title: str = ""
    must: bool = False
    minimum: float | None = None
    proof: int = 0
    scope: bool = True
    scale: Scale | None = field(default=None, metadata=UNLESS_DEFAULT)

    def __post_init__(self) -> None:
        check_code("code", self.code)
        check_weight("weight", self.weight)
        check_text("title", self.title)
        check_flag("must", self.must)
        _check_minimum("minimum", self.minimum)
        if self.must and self.minimum is None:
            raise ProblemError("minimum", "is missing: a must check needs one")
        if self.minimum is not None and not self.must:
            raise ProblemError("minimum", "gates nothing: the check is not a must")
        check_integer("proof", self.proof, 0, HIGHEST_EVIDENCE)
        check_flag("scope", self.scope)
        if self.scale is not None and not isinstance(self.scale, Scale):
            raise ProblemError("scale", "must be a Scale")


@dataclass(frozen=True, slots=True)
class Competency:
    """A weighted group of checks; out of scope itself when none of them is in scope."""

    code: str
    weight: float
    title: str = ""
    minimum: float | None = None
    checks: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        check_code("code", self.code)
        check_weight("weight", self.weight)
        check_text("title", self.title)
        _check_minimum("minimum", self.minimum)
        check_items("checks", self.checks, Check)
        in_scope = self.checks_in_scope
        if in_scope and not any(check.weight for check in in_scope):
            raise ProblemError("checks", "all weigh zero in scope")

    @property
    def checks_in_scope(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.scope)


def _check_minimum(path: str, minimum: object) -> None:
    if minimum is not None:
        check_number(path, minimum, 0, 100)


def _check_increasing(path: str, numbers: tuple[float, ...]) -> None:
    for position in range(1, len(numbers)):
        if numbers[position] <= numbers[position - 1]:
            raise ProblemError(f"{path}[{position}]", "must keep a strict order")
