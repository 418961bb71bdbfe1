"""A problem: everything that decides a comparison, and nothing else (docs/method.md, 1 and 9).

Each noun judges its own fields when it is made; `Problem` judges what they say of each other.
There is no other validation: from JSON, from the database or by hand, one door.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from scoring.engine.interchange import UNLESS_DEFAULT, as_json, decode, many, read, read_object
from scoring.engine.rubric import (
    HIGHEST_EVIDENCE,
    Check,
    Clear,
    Competency,
    Method,
    Narrow,
    Scale,
)
from scoring.engine.validation import (
    ProblemError,
    check_code,
    check_integer,
    check_items,
    check_known,
    check_number,
    check_text,
    check_unique,
)

__all__ = [
    "FORMAT",
    "Candidate",
    "Cell",
    "Check",
    "Clear",
    "Competency",
    "Consensus",
    "Method",
    "Narrow",
    "Problem",
    "ProblemError",
    "Scale",
    "Waiver",
]

FORMAT = "integrator-eval/problem-1"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An integrator on the list."""

    code: str
    name: str = ""

    def __post_init__(self) -> None:
        check_code("code", self.code)
        check_text("name", self.name)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one assessor gave one candidate on one check; `value` None is an abstention."""

    candidate: str
    check: str
    assessor: str
    value: float | None
    evidence: int | None = field(
        default=None, metadata=UNLESS_DEFAULT
    )  # None: what the check needs

    def __post_init__(self) -> None:
        check_code("candidate", self.candidate)
        check_code("check", self.check)
        check_code("assessor", self.assessor)
        if self.value is not None:
            check_number("value", self.value, 0, 100)
        _check_evidence(self.evidence)


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the panel agreed on; it replaces the assessors' cells in the official reading."""

    candidate: str
    check: str
    value: float
    evidence: int | None = field(default=None, metadata=UNLESS_DEFAULT)

    def __post_init__(self) -> None:
        check_code("candidate", self.candidate)
        check_code("check", self.check)
        check_number("value", self.value, 0, 100)
        _check_evidence(self.evidence)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A failed gate that the owner lets pass, on record, with a reason."""

    candidate: str
    kind: Literal["check", "competency", "total"]
    code: str | None
    reason: str

    def __post_init__(self) -> None:
        check_code("candidate", self.candidate)
        if self.kind not in ("check", "competency", "total"):
            raise ProblemError("kind", 'must be "check", "competency" or "total"')
        if self.kind != "total":
            check_code("code", self.code)
        elif self.code is not None:
            raise ProblemError("code", "must be null: there is one total")
        check_text("reason", self.reason)
        if not self.reason.strip():
            raise ProblemError("reason", "must not be empty")


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole evaluation, consistent in itself."""

    method: Method = field(default_factory=Method)
    competencies: tuple[Competency, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    cells: tuple[Cell, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.method, Method):
            raise ProblemError("method", "must be a Method")
        check_items("competencies", self.competencies, Competency)
        check_items("candidates", self.candidates, Candidate)
        check_items("cells", self.cells, Cell)
        check_items("consensus", self.consensus, Consensus)
        check_items("waivers", self.waivers, Waiver)
        self._check_rubric()
        self._check_candidates()
        self._check_readings()
        self._check_waivers()

    @classmethod
    def from_json(cls, data: str | bytes | Mapping[str, object]) -> Self:
        """A problem in the format of docs/method.md, section 9, as text or already decoded."""
        decoded = decode(data) if isinstance(data, str | bytes) else data
        if not isinstance(decoded, Mapping):
            raise ProblemError("problem", "must be an object")
        entries = read_object(decoded)
        if entries.pop("format", None) != FORMAT:
            raise ProblemError("format", f'must be "{FORMAT}"')
        for name in ("competencies", "candidates"):
            if name not in entries:
                raise ProblemError(name, "is missing")
        return read(
            cls,
            entries,
            method=_read_method,
            competencies=many(_read_competency),
            candidates=many(_reader(Candidate)),
            cells=many(_reader(Cell, evidence=_stated)),
            consensus=many(_reader(Consensus, evidence=_stated)),
            waivers=many(_reader(Waiver)),
        )

    def to_json(self) -> dict[str, Any]:
        """The same problem as JSON objects; `from_json` gives it back unchanged."""
        return {"format": FORMAT, **as_json(self)}

    def _check_rubric(self) -> None:
        places = [(f"competencies[{i}]", one) for i, one in enumerate(self.competencies)]
        check_unique((f"{path}.code", one.code) for path, one in places)
        check_unique(
            (f"{path}.checks[{i}].code", check.code)
            for path, one in places
            for i, check in enumerate(one.checks)
        )
        in_scope = [one for one in self.competencies if one.checks_in_scope]
        if not in_scope:
            raise ProblemError("competencies", "none has a check in scope")
        if not any(one.weight for one in in_scope):
            raise ProblemError("competencies", "all weigh zero in scope")
        known = {one.code for one in self.competencies}
        for position, code in enumerate(self.method.tie_break):
            check_known(f"method.tie_break[{position}]", code, known)

    def _check_candidates(self) -> None:
        if not self.candidates:
            raise ProblemError("candidates", "must be one or more")
        check_unique((f"candidates[{i}].code", one.code) for i, one in enumerate(self.candidates))

    def _check_readings(self) -> None:
        candidates = {one.code for one in self.candidates}
        checks = {check.code for one in self.competencies for check in one.checks}
        readings: tuple[tuple[str, Sequence[Cell | Consensus]], ...] = (
            ("cells", self.cells),
            ("consensus", self.consensus),
        )
        for name, entries in readings:
            for position, entry in enumerate(entries):
                check_known(f"{name}[{position}].candidate", entry.candidate, candidates)
                check_known(f"{name}[{position}].check", entry.check, checks)
        check_unique(
            (f"cells[{i}]", (one.candidate, one.check, one.assessor))
            for i, one in enumerate(self.cells)
        )
        check_unique(
            (f"consensus[{i}]", (one.candidate, one.check)) for i, one in enumerate(self.consensus)
        )

    def _check_waivers(self) -> None:
        candidates = {one.code for one in self.candidates}
        gates: set[tuple[str, str | None]] = {
            *(
                ("check", check.code)
                for one in self.competencies
                for check in one.checks
                if check.must
            ),
            *(("competency", one.code) for one in self.competencies if one.minimum is not None),
        }
        if self.method.minimum_total is not None:
            gates.add(("total", None))
        for position, waiver in enumerate(self.waivers):
            check_known(f"waivers[{position}].candidate", waiver.candidate, candidates)
            if (waiver.kind, waiver.code) not in gates:
                raise ProblemError(f"waivers[{position}].code", "names no gate")
        check_unique(
            (f"waivers[{i}]", (one.candidate, one.kind, one.code))
            for i, one in enumerate(self.waivers)
        )


def _check_evidence(evidence: object) -> None:
    if evidence is not None:
        check_integer("evidence", evidence, 0, HIGHEST_EVIDENCE)


def _reader(kind: Any, **parts: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda data: read(kind, data, **parts)


def _tuple(data: Any) -> Any:
    """An array as a tuple; what is no array is left for the class to refuse."""
    return tuple(data) if isinstance(data, list) else data


def _tuples(data: Any) -> Any:
    return tuple(_tuple(item) for item in data) if isinstance(data, list) else data


def _stated(evidence: object) -> object:
    if evidence is None:  # it would earn full credit for what may be a gap in somebody's export
        raise ProblemError("", "must be a level; leave it out to mean what the check needs")
    return evidence


def _read_scale(data: object) -> Scale | None:
    return None if data is None else read(Scale, data, values=_tuple, points=_tuples)


def _read_method(data: object) -> Method:
    return read(
        Method,
        data,
        evidence_credit=_tuple,
        tie_break=_tuple,
        clear=_reader(Clear),
        narrow=_reader(Narrow),
    )


_read_competency = _reader(Competency, checks=many(_reader(Check, scale=_read_scale)))
