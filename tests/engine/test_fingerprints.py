from dataclasses import replace

import pytest

from scoring.engine import Problem, fingerprint
from scoring.engine.canonical import digest
from scoring.engine.fingerprints import inputs_digest
from scoring.engine.problem import (
    Candidate,
    Cell,
    Check,
    Competency,
    Consensus,
    Method,
    Scale,
    Waiver,
)

RUBRIC = (
    Competency("1", 1, minimum=10, checks=(Check("1.1", 1), Check("1.2", 2))),
    Competency("2", 1, checks=(Check("2.1", 1, must=True, minimum=50),)),
)
PROBLEM = Problem(
    competencies=RUBRIC,
    candidates=(Candidate("a", "A"), Candidate("b", "B")),
    cells=(
        Cell("a", "1.1", "x", 50),
        Cell("a", "1.1", "y", 60),
        Cell("a", "2.1", "x", 0),
        Cell("b", "1.1", "x", 50),
    ),
    consensus=(Consensus("a", "1.2", 10), Consensus("b", "1.2", 20), Consensus("b", "2.1", 20)),
    waivers=(
        Waiver("a", "check", "2.1", "agreed"),
        Waiver("a", "competency", "1", "agreed"),
        Waiver("b", "check", "2.1", "agreed"),
    ),
)


@pytest.mark.parametrize("part", ["candidates", "cells", "consensus", "waivers"])
def test_order_that_says_nothing_does_not_change_the_digest(part: str) -> None:
    backwards = replace(PROBLEM, **{part: getattr(PROBLEM, part)[::-1]})

    assert inputs_digest(backwards) == inputs_digest(PROBLEM)


@pytest.mark.parametrize(
    "other",
    [
        {"method": Method(seed=13)},
        {"competencies": RUBRIC[::-1]},
        {"candidates": (Candidate("a", "A"), Candidate("b", "b"))},
        {"cells": PROBLEM.cells[:3]},
        {"cells": (*PROBLEM.cells[:3], Cell("b", "1.1", "x", 50.0000001))},
        {"cells": (*PROBLEM.cells[:3], Cell("b", "1.1", "x", 50, 0))},
        {"consensus": ()},
        {"waivers": ()},
    ],
)
def test_any_difference_changes_the_digest(other: dict[str, tuple[object, ...]]) -> None:
    assert inputs_digest(replace(PROBLEM, **other)) != inputs_digest(PROBLEM)


@pytest.mark.parametrize(
    "other",
    [
        {"candidates": (*PROBLEM.candidates, Candidate("c"))},
        {"cells": ()},
        {"consensus": ()},
        {"waivers": ()},
    ],
)
def test_scoring_leaves_the_fingerprint(other: dict[str, tuple[object, ...]]) -> None:
    assert fingerprint(replace(PROBLEM, **other)) == fingerprint(PROBLEM)


@pytest.mark.parametrize(
    "other",
    [
        {"method": Method(tie_break=("2",))},
        {"competencies": RUBRIC[::-1]},
        {"competencies": (replace(RUBRIC[0], weight=2), RUBRIC[1])},
        {"competencies": (replace(RUBRIC[0], title="x"), RUBRIC[1])},
        {
            "competencies": (
                replace(
                    RUBRIC[0],
                    checks=(
                        Check("1.1", 1, scale=Scale("levels", values=(0, 100))),
                        Check("1.2", 2),
                    ),
                ),
                RUBRIC[1],
            )
        },
    ],
)
def test_what_is_frozen_changes_the_fingerprint(other: dict[str, object]) -> None:
    assert fingerprint(replace(PROBLEM, **other)) != fingerprint(PROBLEM)


def test_whole_number_with_and_without_point_is_one_number() -> None:
    written = Problem.from_json(PROBLEM.to_json() | {"method": {"concentration": 100.0}})

    assert inputs_digest(written) == inputs_digest(PROBLEM)


def test_total_waiver_has_its_place_in_the_order() -> None:
    waivers = (Waiver("a", "total", None, "x"), Waiver("a", "check", "2.1", "x"))
    problem = replace(PROBLEM, method=Method(minimum_total=1), waivers=waivers)

    assert inputs_digest(replace(problem, waivers=waivers[::-1])) == inputs_digest(problem)


def test_fingerprint_is_the_digest_of_the_method_and_the_rubric() -> None:
    written = PROBLEM.to_json()

    assert fingerprint(PROBLEM) == digest(
        {"competencies": written["competencies"], "method": written["method"]}
    )
