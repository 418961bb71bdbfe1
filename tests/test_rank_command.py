import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

PROBLEM: dict[str, Any] = {
    "format": "integrator-eval/problem-1",
    "method": {"minimum_total": 30},
    "competencies": [
        {
            "code": "6",
            "weight": 1,
            "checks": [
                {"code": "6.1", "weight": 3, "must": True, "minimum": 70, "proof": 3},
                {"code": "6.2", "weight": 1},
            ],
        }
    ],
    "candidates": [
        {"code": "ovea", "name": "Ovea"},
        {"code": "sur", "name": "Integración [bold]Sur\x1b[31m"},
        {"code": "norte"},
    ],
    "cells": [
        {"candidate": "ovea", "check": "6.1", "assessor": "cio", "value": 100, "evidence": 1},
        {"candidate": "sur", "check": "6.1", "assessor": "cio", "value": 50},
        {"candidate": "norte", "check": "6.2", "assessor": "cio", "value": 0},
        {"candidate": "norte", "check": "6.1", "assessor": "cio", "value": 0},
    ],
    "waivers": [{"candidate": "sur", "kind": "check", "code": "6.1", "reason": "under way"}],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM), "utf-8")
    return path


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two competencies and three candidates: A leads by speed, B would by price, C never."""
    values = {"A": [100, 20], "B": [0, 100], "C": [90, 10]}
    problem = {
        "format": "integrator-eval/problem-1",
        "competencies": [
            {"code": "speed", "weight": 60, "checks": [{"code": "1", "weight": 1}]},
            {"code": "price", "weight": 40, "checks": [{"code": "2", "weight": 1}]},
        ],
        "candidates": [{"code": code} for code in values],
        "cells": [
            {"candidate": code, "check": check, "assessor": "cio", "value": value}
            for code, row in values.items()
            for check, value in zip("12", row, strict=True)
        ],
    }
    path = tmp_path / "two.json"
    path.write_text(json.dumps(problem), "utf-8")
    return path


def ranked(*args: Any) -> str:
    out = io.StringIO()
    call_command("rank", *args, stdout=out)
    return out.getvalue()


def blocks(printed: str) -> list[list[str]]:
    """What is printed, by the empty lines between."""
    return [[line.rstrip() for line in block.splitlines()] for block in printed.split("\n\n")]


def rows(block: list[str]) -> list[list[str]]:
    """The cells of a table, without the rule under its heading."""
    return [re.split(r"  +", line.strip()) for line in block if not line.startswith("─")]


def test_verdict_comes_first(file: Path) -> None:
    assert blocks(ranked(file))[0] == [
        "Ovea: a narrow winner, on condition that its open gates pass; 7.5 points ahead; "
        "first in 73% of",
        "10000 draws near these weights, 73% with any weights.",
    ]


def test_ranking_shows_what_is_proven_promised_and_unanswered(file: Path) -> None:
    *table, legend = blocks(ranked(file))[1]

    assert rows(table) == [
        ["Rank", "Candidate", "Status", "Proven", "Promised", "Unanswered", "First", "0 to 100"],
        ["1", "Ovea", "conditional", "45.0", "+30.0", "+25.0", "73%", "···········●·━━━━━━━━━━··"],
        [
            "2",
            "Integración",
            "eligible",
            "37.5",
            "+0.0",
            "+25.0",
            "26%",
            "·········●━━━━━━·········",
        ],
        ["[bold]Sur\ufffd[31m"],
        ["–", "norte", "excluded", "0.0", "+0.0", "+0.0", "0%", "●························"],
    ]
    assert legend == "● proven, ━ 5 % to 95 % of the draws"


def test_every_gate_that_is_not_simply_passed_is_told(file: Path) -> None:
    assert blocks(ranked(file))[2] == [
        "Ovea: check 6.1 is open: 60.0 to 100.0, minimum 70",
        "Integración [bold]Sur\ufffd[31m: check 6.1 is failed (waived): 50.0 to 50.0, minimum 70",
        "norte: check 6.1 is failed: 0.0 to 0.0, minimum 70",
        "norte: total is failed: 0.0 to 0.0, minimum 30",
    ]


def test_safe_interval_of_each_weight_is_told_with_who_takes_over(two: Path) -> None:
    *table, legend = blocks(ranked(two))[2]

    assert rows(table) == [
        ["Competency", "Weight", "Safe from", "to", "Below it leads", "Above it leads"],
        ["speed", "60.0%", "44.4%", "100.0%", "B", "–"],
        ["price", "40.0%", "0.0%", "55.6%", "–", "B"],
    ]
    assert legend == "the others keep their proportions"


def test_nearest_flip_is_told_with_its_moves(two: Path) -> None:
    assert blocks(ranked(two))[3] == [
        "B catches up when 15.6 points of weight move: 15.6 from speed to price.",
        "C catches up with no weights at all.",
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"A": [100, 100]}, "A: a clear winner; first in 100% of 50 draws near these weights, "),
        (
            {"A": [100, 90], "B": [0, 0]},
            "A: a clear winner; 96.0 points ahead; first in 100% of 50",
        ),
        ({"A": [50, 50], "B": [50, 50]}, "A, B tie for first place: no clear winner."),
    ],
)
def test_verdict_says_how_safe_the_first_place_is(
    two: Path, values: dict[str, list[float]], sentence: str
) -> None:
    problem = json.loads(two.read_text("utf-8"))
    problem["method"] = {"draws": 50}
    problem["candidates"] = [{"code": code} for code in values]
    problem["cells"] = [
        {"candidate": code, "check": check, "assessor": "cio", "value": value}
        for code, row in values.items()
        for check, value in zip("12", row, strict=True)
    ]
    two.write_text(json.dumps(problem), "utf-8")

    assert ranked(two).startswith(sentence)


def test_nobody_leads_where_all_are_excluded(two: Path) -> None:
    problem = json.loads(two.read_text("utf-8")) | {"method": {"minimum_total": 99}}
    two.write_text(json.dumps(problem), "utf-8")

    printed = blocks(ranked(two))

    assert printed[0] == ["Nobody leads: every candidate is excluded."]
    assert len(printed) == 4  # no weights are safe, and nobody catches up


def test_rival_who_is_level_needs_no_weight(two: Path) -> None:
    problem = json.loads(two.read_text("utf-8"))
    problem["competencies"][1]["weight"] = 75
    two.write_text(json.dumps(problem), "utf-8")

    assert blocks(ranked(two))[3][0] == "B is level already."


def test_json_is_the_whole_comparison(file: Path) -> None:
    answer = json.loads(ranked(file, "--json"))

    assert answer["format"] == "integrator-eval/comparison-1"
    assert answer["leaders"] == ["ovea"]
    assert answer["margin"] == 7.5
    assert [one["rank"] for one in answer["candidates"]] == [1, 2, None]


def test_json_keeps_letters_readable(file: Path) -> None:
    assert "Integración" in ranked(file, "--json")


def test_problem_is_read_from_standard_input(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))

    assert json.loads(ranked("-", "--json")) == json.loads(ranked(file, "--json"))


def test_malformed_problem_is_refused_with_path_and_reason(file: Path) -> None:
    problem = json.loads(file.read_text("utf-8"))
    del problem["competencies"][0]["weight"]
    file.write_text(json.dumps(problem), "utf-8")

    with pytest.raises(CommandError) as refusal:
        ranked(file)

    assert str(refusal.value) == "competencies[0].weight: is missing"


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"No such file or directory: .*nothing\.json"):
        ranked(tmp_path / "nothing.json")


def test_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Is a directory"):
        ranked(tmp_path)
