from typing import Any

import pytest

from scoring.engine import compare
from scoring.engine.comparison import CandidateResult
from scoring.engine.gates import GateResult, gate_state, status
from scoring.engine.problem import (
    Candidate,
    Cell,
    Check,
    Competency,
    Method,
    Problem,
    Waiver,
)

MUST = Check("1.1", 1, must=True, minimum=50, proof=4)
PLAIN = Check("1.1", 1, proof=4)


def judged(
    value: float | None,
    evidence: int = 4,
    *,
    check: Check = PLAIN,
    minimum: float | None = None,
    total: float | None = None,
    waivers: tuple[Waiver, ...] = (),
) -> CandidateResult:
    """One candidate with one check, seen through the whole engine."""
    problem = Problem(
        method=Method(minimum_total=total),
        competencies=(Competency("1", 1, minimum=minimum, checks=(check,)),),
        candidates=(Candidate("a"),),
        cells=(Cell("a", "1.1", "cio", value, evidence),),
        waivers=waivers,
    )
    return compare(problem).candidates[0]


KINDS = [
    ("check", "1.1", {"check": MUST}),
    ("competency", "1", {"minimum": 50}),
    ("total", None, {"total": 50}),
]


@pytest.mark.parametrize(("kind", "code", "gate"), KINDS)
@pytest.mark.parametrize(
    ("value", "evidence", "low", "high", "state", "of_candidate"),
    [
        (40, 4, 40, 40, "failed", "excluded"),
        (50, 4, 50, 50, "passed", "eligible"),
        (60, 4, 60, 60, "passed", "eligible"),
        (60, 3, 48, 60, "open", "conditional"),
        (None, 4, 0, 100, "open", "conditional"),
    ],
)
def test_gate_is_judged_on_the_interval(
    kind: Any,
    code: str | None,
    gate: dict[str, Any],
    value: float | None,
    evidence: int,
    low: float,
    high: float,
    state: Any,
    of_candidate: str,
) -> None:
    one = judged(value, evidence, **gate)

    assert one.gates == (GateResult(kind, code, 50.0, low, high, state, waived=False),)
    assert one.status == of_candidate


def test_panel_opens_no_gate_beyond_its_mean() -> None:
    """The interval is [proven, ceiling] of the official reading, not the range of opinions."""
    problem = Problem(
        competencies=(Competency("1", 1, checks=(MUST,)),),
        candidates=(Candidate("a"),),
        cells=(Cell("a", "1.1", "ana", 100), Cell("a", "1.1", "ben", 0), Cell("a", "1.1", "c", 20)),
    )

    assert compare(problem).candidates[0].status == "excluded"


@pytest.mark.parametrize(("kind", "code", "gate"), KINDS)
def test_waiver_keeps_a_failed_gate_from_excluding(
    kind: Any, code: str | None, gate: dict[str, Any]
) -> None:
    waiver = Waiver("a", kind, code, "being built, contract signed")

    one = judged(40, waivers=(waiver,), **gate)

    assert one.gates == (GateResult(kind, code, 50.0, 40, 40, "failed", waived=True),)
    assert (one.status, one.rank) == ("eligible", 1)


def test_waiver_settles_no_open_gate() -> None:
    one = judged(None, check=MUST, waivers=(Waiver("a", "check", "1.1", "they promised"),))

    assert (one.gates[0].state, one.gates[0].waived, one.status) == ("open", True, "conditional")


def test_waiver_of_one_gate_leaves_the_others_standing() -> None:
    waiver = Waiver("a", "check", "1.1", "agreed")

    one = judged(40, check=MUST, total=50, waivers=(waiver,))

    assert [gate.waived for gate in one.gates] == [True, False]
    assert one.status == "excluded"


def test_waiver_of_one_candidate_is_no_waiver_of_another() -> None:
    problem = Problem(
        competencies=(Competency("1", 1, checks=(MUST,)),),
        candidates=(Candidate("a"), Candidate("b")),
        cells=(Cell("a", "1.1", "cio", 0), Cell("b", "1.1", "cio", 0)),
        waivers=(Waiver("b", "check", "1.1", "agreed"),),
    )

    assert {one.code: one.status for one in compare(problem).candidates} == {
        "a": "excluded",
        "b": "eligible",
    }


def test_gates_are_listed_checks_first_then_competencies_then_the_total() -> None:
    one = judged(100, check=MUST, minimum=10, total=20)

    assert [(gate.kind, gate.code, gate.minimum) for gate in one.gates] == [
        ("check", "1.1", 50),
        ("competency", "1", 10),
        ("total", None, 20),
    ]


def test_what_is_out_of_scope_gates_nothing() -> None:
    hidden = Check("2.1", 1, must=True, minimum=50, scope=False)
    problem = Problem(
        competencies=(
            Competency("1", 1, checks=(PLAIN,)),
            Competency("2", 1, minimum=50, checks=(hidden,)),
        ),
        candidates=(Candidate("a"),),
    )

    assert compare(problem).candidates[0].gates == ()


def test_must_check_without_weight_still_gates() -> None:
    problem = Problem(
        competencies=(Competency("1", 1, checks=(PLAIN, Check("1.2", 0, must=True, minimum=50))),),
        candidates=(Candidate("a"),),
        cells=(Cell("a", "1.2", "cio", 0),),
    )

    assert compare(problem).candidates[0].status == "excluded"


def test_minimum_of_zero_is_always_passed() -> None:
    assert judged(None, minimum=0).gates[0].state == "passed"


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [
        (60 - 1e-12, 60 - 1e-12, "passed"),
        (60 - 1e-9, 60 - 1e-9, "passed"),
        (60 - 1e-8, 60 - 1e-12, "open"),
        (60 - 1e-8, 60 - 1e-8, "failed"),
        (60 + 1e-12, 60 + 1e-12, "passed"),
    ],
)
def test_noise_of_a_float_sum_fails_no_gate(low: float, high: float, state: str) -> None:
    assert gate_state(low, high, 60) == state


def gate(state: Any, *, waived: bool = False) -> GateResult:
    return GateResult("check", "1.1", 50, 0, 100, state, waived)


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        ([], "eligible"),
        ([gate("passed")], "eligible"),
        ([gate("passed"), gate("open")], "conditional"),
        ([gate("open"), gate("failed")], "excluded"),
        ([gate("failed"), gate("open")], "excluded"),
        ([gate("failed", waived=True), gate("open")], "conditional"),
        ([gate("failed", waived=True), gate("failed")], "excluded"),
        ([gate("open", waived=True)], "conditional"),
    ],
)
def test_status_is_decided_by_the_worst_gate(gates: list[GateResult], expected: str) -> None:
    assert status(iter(gates)) == expected
