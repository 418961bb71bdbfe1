"""T19: the verifier comes to the answers of the engine, and to no other.

On what a report attaches: the pages that go with it are in `test_pages`.
"""

import json
from collections import Counter
from copy import deepcopy
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from scoring import verifier
from scoring.engine import Problem
from scoring.engine.validation import ProblemError
from scoring.verifier import Unreadable, Verdict, verify_attached
from tests.engine.problems import matrix

from .enclosed import LANGUAGE, Enclosed, as_files, enclosed, random_enclosed
from .tampering import TAMPERS, tampered

SHORT, LONG = 60, 1_000
FIRST = 7_000  # seeds that no other test uses


def verdict_of(parts: Enclosed) -> Verdict:
    return verify_attached(as_files(parts), LANGUAGE)


def test_it_comes_to_the_answers_of_the_engine() -> None:
    assert differing(range(FIRST, FIRST + SHORT)) == {}


@pytest.mark.long
def test_it_comes_to_the_answers_of_the_engine_a_thousand_times() -> None:
    assert differing(range(FIRST, FIRST + LONG)) == {}


def differing(seeds: range) -> dict[int, list[verifier.Difference]]:
    """Problems to which it has another answer, with the differences."""
    found = ((seed, random_enclosed(seed)) for seed in seeds)
    told = {seed: verdict_of(parts).differences for seed, parts in found}
    return {seed: one for seed, one in told.items() if one}


def test_whoever_changes_one_thing_is_found_out() -> None:
    assert unnoticed(range(FIRST, FIRST + 2 * SHORT)) == []


@pytest.mark.long
def test_whoever_changes_one_thing_is_found_out_a_thousand_times() -> None:
    assert unnoticed(range(FIRST, FIRST + LONG)) == []


def unnoticed(seeds: range) -> list[tuple[int, str]]:
    """What was changed and accepted all the same; every way of changing has its turn."""
    missed, tried = [], Counter[str]()
    for seed in seeds:
        way, parts = tampered(random_enclosed(seed), Random(seed))
        tried[way] += 1
        if accepted(parts):
            missed.append((seed, way))
    assert {one.__name__ for one in TAMPERS} == set(tried)
    return missed


def accepted(parts: Enclosed) -> bool:
    try:
        return not verdict_of(parts).differences
    except Unreadable:
        return False


def backwards(parts: Enclosed) -> None:
    """The order in which people and ratings are listed says nothing."""
    for part in ("candidates", "cells", "consensus", "waivers"):
        parts["problem.json"][part].reverse()


def as_decimals(parts: Enclosed) -> None:
    """50 and 50.0 are one number."""
    for one in parts["problem.json"]["cells"]:
        one["value"] = one["value"] if one["value"] is None else float(one["value"])


def written_out(parts: Enclosed) -> None:
    """A default that is said is the one that is not."""
    parts["problem.json"]["method"] |= {"seed": 12, "tie_tolerance": 1e-9, "clear": {"flip": 5.0}}
    for one in parts["problem.json"]["competencies"]:
        one.setdefault("minimum", None)


def keys_turned(parts: Enclosed) -> None:
    for name, part in parts.items():
        parts[name] = dict(reversed(part.items()))


def off_by_a_float(parts: Enclosed) -> None:
    """What another processor may make of the last digits."""
    for one in parts["comparison.json"]["candidates"]:
        one["score"] = {name: score + 1e-12 for name, score in one["score"].items()}


@pytest.mark.parametrize(
    "change", [backwards, as_decimals, written_out, keys_turned, off_by_a_float]
)
def test_what_changes_nothing_is_accepted(change: Any) -> None:
    found = []
    for seed in range(FIRST, FIRST + 8):
        parts = random_enclosed(seed)
        change(parts)
        found += verdict_of(parts).differences

    assert found == []


def test_each_difference_is_named_with_both_values() -> None:
    parts = enclosed(simple())
    parts["comparison.json"]["candidates"][0]["score"]["proven"] = 91.5

    (one,) = verdict_of(parts).differences

    assert one == ("comparison.json, candidates[a].score.proven", Fraction(183, 2), Fraction(80))
    assert one.words("es") == (
        "comparison.json, candidates[a].score.proven: dice 91.5; lo que resulta es 80.0."
    )


def test_ranks_are_recomputed_and_not_only_digests() -> None:
    parts = enclosed(simple())
    first, second = parts["comparison.json"]["candidates"]
    first["rank"], second["rank"] = 2, 1

    places = [one.place for one in verdict_of(parts).differences]

    assert places == [f"comparison.json, candidates[{one}].rank" for one in "ab"]


def test_scores_that_are_level_in_fractions_tie_though_their_floats_differ() -> None:
    problem = matrix([0.1, 0.2, 0.3], {"a": [60, 0, 20], "b": [0, 60, 0]}).to_json()
    problem["method"]["draws"] = 20

    ranks = {one["code"]: one["rank"] for one in verdict_of(enclosed(problem)).found["candidates"]}

    assert ranks == {"a": 1, "b": 1}


def test_a_score_that_falls_a_float_short_of_a_minimum_reaches_it() -> None:
    problem = simple()
    problem["competencies"][0]["minimum"] = 80
    problem["cells"][0]["value"] = 79.99999999999999

    verdict = verdict_of(enclosed(problem))

    assert (verdict.differences, verdict.found["candidates"][0]["status"]) == ([], "eligible")


def test_without_a_tolerance_floats_decide_a_tie_and_either_answer_counts() -> None:
    problem = matrix([0.1, 0.2, 0.7], {"a": [30, 30, 30], "b": [30, 30, 30.000000000000004]})
    plain = problem.to_json()
    plain["method"] |= {"draws": 20, "tie_tolerance": 0}

    assert verdict_of(enclosed(plain)).differences == []


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("problem.json", b"{", "not_json"),
        ("problem.json", b"[]", "not_json"),
        ("problem.json", b"\xff", "not_json"),
        ("problem.json", b"[" * 100_000, "not_json"),
        ("problem.json", b'{"format": 1e999}', "not_json"),
        ("problem.json", b'{"format": NaN}', "not_json"),
        ("problem.json", b'{"a": 1, "a": 1}', "not_json"),
        ("problem.json", b'{"a": ' + b"9" * 1_000_000 + b"}", "not_json"),
        ("problem.json", b"{}", "not_format"),
        ("record.json", b"{}", "not_format"),
        ("comparison.json", b'{"format": "integrator-eval/comparison-2"}', "not_format"),
    ],
)
def test_what_cannot_be_read_says_which_file_and_why(name: str, text: bytes, key: str) -> None:
    files = as_files(enclosed(simple())) | {name: text}

    with pytest.raises(Unreadable) as refused:
        verify_attached(files, LANGUAGE)

    assert (refused.value.key, refused.value.about["name"]) == (key, name)


@pytest.mark.parametrize("comparison", [{}, {"candidates": 7, "stability": [], "simulation": "x"}])
def test_an_answer_of_another_shape_is_told_and_not_fatal(comparison: dict[str, Any]) -> None:
    parts = enclosed(simple())
    parts["comparison.json"] = {"format": "integrator-eval/comparison-1", **comparison}

    assert verdict_of(parts).differences


def test_malformed_problems_are_refused_as_the_engine_refuses_them() -> None:
    wrong: list[tuple[str, Any]] = [
        ("cells[0].value", 101),
        ("cells[0].value", True),
        ("cells[0].evidence", 3.0),
        ("cells[0].evidence", None),
        ("cells[0].check", "9.9"),
        ("competencies[0].weight", -1),
        ("competencies[0].weight", 1e-13),
        ("competencies[0].nonsense", 1),
        ("method.evidence_credit", [1, 0.8]),
        ("method.narrow", {"first": 0.95}),
        ("candidates[0].code", " a"),
    ]
    reasons = []
    for path, value in wrong:
        parts = enclosed(simple())
        put(parts["problem.json"], path, value)
        with pytest.raises(ProblemError):
            Problem.from_json(parts["problem.json"])
        with pytest.raises(Unreadable) as refused:
            verdict_of(parts)
        reasons.append(refused.value.key)

    assert reasons == ["not_allowed"] * len(wrong)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("first", 1.5),
        ("first", None),
        ("acceptability", [1.0]),
        ("acceptability", [1.0, 0.5]),
        ("standard_error", 0.3),
        ("pairwise", {}),
        ("pairwise", {"b": 1.5}),
        ("interval", [90, 80]),
        ("interval", [10, 101]),
        ("central_weights", None),
        ("central_weights", {"0": 0.2, "1": 0.2}),
    ],
)
def test_simulated_figures_that_cannot_be_are_told(part: str, value: Any) -> None:
    parts = enclosed(simple())
    parts["comparison.json"]["simulation"]["any"][part]["a"] = value

    places = [one.place for one in verdict_of(parts).differences]

    assert places == [f"comparison.json, simulation.any.{part}[a]"]


def test_a_problem_that_would_take_hours_is_refused() -> None:
    parts = enclosed(simple())
    crowd = [{"code": f"c{number}", "name": ""} for number in range(6_000)]
    parts["problem.json"]["candidates"] += crowd

    with pytest.raises(Unreadable, match="too_large"):
        verdict_of(parts)


def test_a_report_that_names_nobody_needs_its_problem_from_elsewhere() -> None:
    files = as_files(enclosed(simple()))
    with pytest.raises(Unreadable) as refused:
        verify_attached({"record.json": files["record.json"]}, LANGUAGE)
    del files["comparison.json"]

    verdict = verify_attached(files, LANGUAGE)

    assert (refused.value.key, verdict.differences) == ("nameless", [])


def test_hostile_names_do_not_reach_the_terminal() -> None:
    problem = simple()
    problem["candidates"][0]["name"] = "\x1b[2J\u202eA{0}"

    told = "\n".join(verdict_of(enclosed(problem)).lines())

    assert "�[2J�A{0} · eligible" in told
    assert "\x1b" not in told


def simple() -> dict[str, Any]:
    problem = matrix([1, 1], {"a": [80, 80], "b": [60, 40]}).to_json()
    problem["method"]["draws"] = 20
    return deepcopy(json.loads(json.dumps(problem)))


def put(problem: dict[str, Any], path: str, value: Any) -> None:
    *owners, last = path.replace("[0]", ".0").split(".")
    part: Any = problem
    for key in owners:
        part = part[0] if key == "0" else part[key]
    part[last] = value
