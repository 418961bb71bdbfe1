import io
import json
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


def ranked(*args: Any) -> str:
    out = io.StringIO()
    call_command("rank", *args, stdout=out)
    return out.getvalue()


def rows(printed: str) -> list[list[str]]:
    """The cells of the table, without its frame."""
    return [
        [cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]
        for line in printed.splitlines()
        if line.startswith(("│", "┃"))
    ]


def test_table_shows_what_is_proven_promised_and_unanswered(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    assert rows(ranked(file)) == [
        ["Rank", "Candidate", "Status", "Proven", "Promised", "Unanswered", "Coverage"],
        ["1", "Ovea", "conditional", "45.0", "+30.0", "+25.0", "75%"],
        ["2", "Integración [bold]Sur\ufffd[31m", "eligible", "37.5", "+0.0", "+25.0", "75%"],
        ["–", "norte", "excluded", "0.0", "+0.0", "+0.0", "100%"],
    ]


def test_every_gate_that_is_not_simply_passed_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    assert ranked(file).splitlines()[-4:] == [
        "Ovea: check 6.1 is open: 60.0 to 100.0, minimum 70",
        "Integración [bold]Sur\ufffd[31m: check 6.1 is failed (waived): 50.0 to 50.0, minimum 70",
        "norte: check 6.1 is failed: 0.0 to 0.0, minimum 70",
        "norte: total is failed: 0.0 to 0.0, minimum 30",
    ]


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
