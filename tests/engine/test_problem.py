import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import Problem, ProblemError
from scoring.engine.problem import (
    Candidate,
    Cell,
    Check,
    Clear,
    Competency,
    Consensus,
    Method,
    Narrow,
    Scale,
    Waiver,
)

from .problems import problems

MALFORMED = json.loads((Path(__file__).parent / "data" / "malformed.json").read_text("utf-8"))
SOUND = MALFORMED["sound"]


def spoiled(case: dict[str, Any]) -> dict[str, Any]:
    """The sound problem with one thing put or dropped."""
    problem = copy.deepcopy(SOUND)
    *parents, last = case["at"]
    owner: Any = problem
    for key in parents:
        owner = owner[key]
    if "put" not in case:
        del owner[last]
    elif isinstance(owner, list) and last == len(owner):
        owner.append(case["put"])
    else:
        owner[last] = case["put"]
    return problem


def test_sound_problem_is_read_field_by_field() -> None:
    problem = Problem.from_json(SOUND)

    assert problem == Problem(
        method=Method(
            evidence_credit=(1, 0.8, 0.6, 0.4, 0.2),
            tie_tolerance=1e-9,
            tie_break=("6",),
            draws=10_000,
            seed=12,
            concentration=100,
            minimum_total=40,
            clear=Clear(first=0.9, flip=5),
            narrow=Narrow(first=0.6),
        ),
        competencies=(
            Competency(
                code="6",
                title="Seguridad",
                weight=14,
                minimum=30,
                checks=(
                    Check(
                        code="6.1",
                        title="Antivirus",
                        weight=3,
                        must=True,
                        minimum=50,
                        proof=3,
                        scope=True,
                        scale=Scale(kind="levels", values=(0, 50, 100)),
                    ),
                    Check(
                        code="6.2",
                        title="Parches",
                        weight=1,
                        proof=1,
                        scale=Scale(kind="measure", points=((0, 100), (5, 60), (20, 0))),
                    ),
                ),
            ),
            Competency(
                code="7", title="Asistencia", weight=6, checks=(Check(code="7.1", weight=1),)
            ),
        ),
        candidates=(Candidate("ovea", "Ovea"), Candidate("sur", "Integra Sur")),
        cells=(
            Cell("ovea", "6.1", "cio", 100, 1),
            Cell("ovea", "6.1", "ana", 50),
            Cell("sur", "6.2", "cio", None),
        ),
        consensus=(Consensus("sur", "6.2", 60, 4),),
        waivers=(Waiver("sur", "check", "6.1", "being built, contract signed"),),
    )


@pytest.mark.parametrize("case", MALFORMED["cases"], ids=lambda case: case["what"])
def test_malformed_problem_is_refused_at_the_exact_path(case: dict[str, Any]) -> None:
    problem = spoiled(case)

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(problem)

    assert (refusal.value.path, refusal.value.reason) == (case["path"], case["reason"])


@pytest.mark.parametrize("case", MALFORMED["cases"], ids=lambda case: case["what"])
def test_malformed_problem_is_refused_as_text_too(case: dict[str, Any]) -> None:
    text = json.dumps(spoiled(case))

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(text)

    assert str(refusal.value) == f"{case['path']}: {case['reason']}"


def test_there_are_enough_malformed_problems() -> None:
    assert len(MALFORMED["cases"]) >= 60


@pytest.mark.parametrize("data", [None, [], "[]", "3", '"text"', "null", b"true", 3])
def test_problem_that_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(data)

    assert str(refusal.value) == "problem: must be an object"


def test_competencies_without_any_check_in_scope_are_refused() -> None:
    problem = copy.deepcopy(SOUND)
    for competency in problem["competencies"]:
        for check in competency["checks"]:
            check["scope"] = False

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(problem)

    assert str(refusal.value) == "competencies: none has a check in scope"


def test_competencies_that_all_weigh_zero_in_scope_are_refused() -> None:
    problem = copy.deepcopy(SOUND)
    problem["competencies"][0]["weight"] = 0
    problem["competencies"][1]["checks"][0]["scope"] = False

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(problem)

    assert str(refusal.value) == "competencies: all weigh zero in scope"


def test_waiver_of_a_total_without_a_minimum_is_refused() -> None:
    problem = copy.deepcopy(SOUND)
    problem["method"]["minimum_total"] = None
    problem["waivers"] = [{"candidate": "sur", "kind": "total", "code": None, "reason": "agreed"}]

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(problem)

    assert str(refusal.value) == "waivers[0].code: names no gate"


def test_waiver_of_a_gate_out_of_scope_is_kept_on_record() -> None:
    problem = copy.deepcopy(SOUND)
    problem["competencies"][0]["checks"][0]["scope"] = False

    waivers = Problem.from_json(problem).waivers

    assert waivers == (Waiver("sur", "check", "6.1", "being built, contract signed"),)


def test_competency_without_checks_is_out_of_scope_and_welcome() -> None:
    problem = copy.deepcopy(SOUND)
    problem["competencies"].append({"code": "8", "weight": 3})

    read = Problem.from_json(problem)

    assert read.competencies[2] == Competency(code="8", weight=3)


def test_scale_of_a_check_may_be_null() -> None:
    problem = copy.deepcopy(SOUND)
    problem["competencies"][0]["checks"][0]["scale"] = None

    assert Problem.from_json(problem).competencies[0].checks[0].scale is None


@pytest.mark.parametrize("points", [None, 3, "0 100", {"0": 100}])
def test_points_that_are_no_array_are_refused_where_they_stand(points: Any) -> None:
    problem = copy.deepcopy(SOUND)
    problem["competencies"][0]["checks"][1]["scale"]["points"] = points

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(problem)

    assert str(refusal.value) == (
        "competencies[0].checks[1].scale.points: must be an array (in Python, a tuple)"
    )


def test_only_format_competencies_and_candidates_are_required() -> None:
    problem = {
        "format": "integrator-eval/problem-1",
        "competencies": [{"code": "1", "weight": 1, "checks": [{"code": "1.1", "weight": 1}]}],
        "candidates": [{"code": "a"}],
    }

    read = Problem.from_json(problem)

    assert read == Problem(
        competencies=(Competency("1", 1, checks=(Check("1.1", 1),)),), candidates=(Candidate("a"),)
    )


def test_every_field_of_the_method_has_the_default_of_the_page() -> None:
    method = Problem.from_json(SOUND | {"method": {"clear": {}, "minimum_total": 40}}).method

    assert method == Method(
        evidence_credit=(1, 0.8, 0.6, 0.4, 0.2),
        tie_tolerance=1e-9,
        tie_break=(),
        draws=10_000,
        seed=12,
        concentration=100,
        minimum_total=40,
        clear=Clear(first=0.9, flip=5),
        narrow=Narrow(first=0.6),
    )


@given(problems())
def test_problem_survives_the_round_trip_through_json(data: dict[str, Any]) -> None:
    problem = Problem.from_json(data)

    again = Problem.from_json(json.dumps(problem.to_json()))

    assert again == problem


def test_json_leaves_out_what_says_nothing() -> None:
    written = Problem.from_json(SOUND).to_json()

    assert written["cells"] == SOUND["cells"]
    assert written["competencies"][1]["checks"] == [
        {
            "code": "7.1",
            "weight": 1,
            "title": "",
            "must": False,
            "minimum": None,
            "proof": 0,
            "scope": True,
        }
    ]
    assert [check["scale"] for check in written["competencies"][0]["checks"]] == [
        {"kind": "levels", "values": [0, 50, 100]},
        {"kind": "measure", "points": [[0, 100], [5, 60], [20, 0]]},
    ]


def test_json_has_the_keys_of_the_page_in_their_order() -> None:
    written = Problem.from_json(SOUND).to_json()

    assert list(written) == [
        "format",
        "method",
        "competencies",
        "candidates",
        "cells",
        "consensus",
        "waivers",
    ]
    assert written["format"] == "integrator-eval/problem-1"


LEVELS = Scale(kind="levels", values=(0, 100))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Cell("a", "1.1", "cio", 101), "value: must be a number from 0 to 100"),
        (lambda: Cell("a", "1.1", "cio", 50, 9), "evidence: must be a whole number from 0 to 4"),
        (lambda: Cell("", "1.1", "cio", 50), "candidate: must not be empty"),
        (lambda: Cell("a", "", "cio", 50), "check: must not be empty"),
        (lambda: Consensus("", "1.1", 50), "candidate: must not be empty"),
        (lambda: Consensus("a", "\t", 50), "check: must not be empty"),
        (lambda: Waiver("", "total", None, "x"), "candidate: must not be empty"),
        (lambda: Waiver("a", "total", "1", "x"), "code: must be null: there is one total"),
        (lambda: Waiver("a", "total", None, 3), "reason: must be text"),
        (lambda: Candidate("a\u200b"), "code: must be printable, with no space around it"),
        (lambda: Check("1.1", 1, scale=3), "scale: must be a Scale"),
        (lambda: Check("1.1", 1, title=b""), "title: must be text"),
        (lambda: Competency("1", 1, checks=[]), "checks: must be an array (in Python, a tuple)"),
        (lambda: Competency("1", 1, checks=(LEVELS,)), "checks[0]: must be a Check"),
        (lambda: Method(clear=0.9), "clear: must be a Clear"),
        (lambda: Method(narrow=Clear()), "narrow: must be a Narrow"),
        (lambda: Method(tie_break=["1"]), "tie_break: must be an array (in Python, a tuple)"),
        (
            lambda: Scale(kind="levels", values=[0, 100]),
            "values: must be an array (in Python, a tuple)",
        ),
        (lambda: Scale(kind="measure", points=[]), "points: must be an array (in Python, a tuple)"),
        (
            lambda: Scale(kind="levels", values=(0, 100), reference=1),
            "kind: levels take values, and neither points nor a reference",
        ),
        (lambda: Problem(method=None), "method: must be a Method"),
        (lambda: Problem(competencies=[]), "competencies: must be an array (in Python, a tuple)"),
        (lambda: Problem(candidates=("a",)), "candidates[0]: must be a Candidate"),
        (lambda: Problem(cells=(Candidate("a"),)), "cells[0]: must be a Cell"),
        (lambda: Problem(consensus=(3,)), "consensus[0]: must be a Consensus"),
        (lambda: Problem(waivers={}), "waivers: must be an array (in Python, a tuple)"),
        (lambda: Problem(), "competencies: none has a check in scope"),
    ],
)
def test_what_is_built_in_python_passes_the_same_door(make: Any, message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        make()

    assert str(refusal.value) == message


def test_smallest_and_largest_numbers_are_welcome() -> None:
    check = Check("1.1", 1e-12, must=True, minimum=100, proof=4)
    method = Method(
        tie_tolerance=0, draws=1_000_000, seed=2**53 - 1, minimum_total=0, narrow=Narrow(0.9)
    )

    problem = Problem(
        method=method,
        competencies=(Competency("1", 1e12, minimum=0, checks=(check,)),),
        candidates=(Candidate("a"),),
        cells=(Cell("a", "1.1", "x", 0, 0), Cell("a", "1.1", "y", 100, 4)),
    )

    assert Problem.from_json(json.dumps(problem.to_json())) == problem


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_arbitrary_json_is_refused_and_nothing_else(data: Any) -> None:
    with pytest.raises(ProblemError):
        Problem.from_json(data)
    with pytest.raises(ProblemError):
        Problem.from_json(json.dumps(data))


@given(st.text() | st.binary())
def test_arbitrary_bytes_are_refused_and_nothing_else(data: Any) -> None:
    with pytest.raises(ProblemError):
        Problem.from_json(data)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, deepest last."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [at, *(place for key, item in inner for place in places(item, (*at, key)))]


@given(st.sampled_from(places(SOUND)[1:]), json_values)
def test_arbitrary_json_in_any_place_is_read_or_refused(at: tuple[Any, ...], value: Any) -> None:
    problem = spoiled({"at": at, "put": value})

    try:
        read = Problem.from_json(problem)
    except ProblemError as refusal:
        told = refusal.path and refusal.reason
    else:
        told = Problem.from_json(json.dumps(read.to_json())) == read

    assert told
