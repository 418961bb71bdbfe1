import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from scoring.forms.json_place import place_of
from scoring.forms.problem import MOST_BYTES, ProblemForm
from scoring.forms.problem_reason import FIXED, PATTERNS, in_words

ENGINE = Path(__file__).parent.parent / "engine" / "data"
MALFORMED = json.loads((ENGINE / "malformed.json").read_text("utf-8"))
SOUND = MALFORMED["sound"]
TEXT = json.dumps(SOUND, indent=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def uploaded(content: bytes, title: str = "Mail") -> ProblemForm:
    file = SimpleUploadedFile("problem.json", content)
    form = ProblemForm({"title": title}, {"file": file})
    form.is_valid()
    return form


def changed(path: list[Any], value: Any) -> bytes:
    problem = json.loads(TEXT)
    *way, last = path
    at = problem
    for step in way:
        at = at[step]
    at[last] = value
    return json.dumps(problem, indent=1).encode()


def test_a_sound_problem_is_read():
    form = uploaded(TEXT.encode())

    assert (form.errors, form.problems) == ({}, [])
    assert form.problem.to_json()["candidates"] == SOUND["candidates"]


def test_what_is_wrong_is_told_with_its_line():
    content = changed(["competencies", 0, "checks", 0, "weight"], -1)

    form = uploaded(content)

    [problem] = form.problems
    line = content.decode()[: content.index(b'"weight": -1')].count("\n") + 1
    assert problem.place.startswith(f"line {line}, column ")
    assert problem.path == "competencies[0].checks[0].weight"
    assert problem.says == "must be a number from 0 to 1e+12"
    assert list(form.errors) == ["file"]


@pytest.mark.parametrize("case", MALFORMED["cases"], ids=lambda case: case["what"])
def test_every_reason_of_the_engine_has_words(case):
    known = case["reason"] in FIXED or any(one.fullmatch(case["reason"]) for one, _w in PATTERNS)

    assert known
    assert in_words(case["reason"]).startswith(case["reason"].split(" (")[0].split(":")[0])


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (b"oops", "line 1, column 1", "is not JSON"),
        (b"{\n  oops", "line 2, column 3", "is not JSON"),
        (b"\xff\xfe{}", "line 1, column 1", "is not JSON"),
        (b"[]", "line 1, column 1", "must be an object"),
        (b"[" * 200_000, "line 1, column 1", "is nested too deeply"),
        (b"{}", "line 1, column 1", 'must be "integrator-eval/problem-1"'),
        (b'{"a": 1, "a": 2}', "line 1, column 7", "stands twice in one object"),
    ],
)
def test_what_is_no_problem_is_refused_where_it_goes_wrong(content, place, says):
    form = uploaded(content)

    assert [(one.place, one.says) for one in form.problems] == [(place, says)]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["competencies", 0, "code"], "seg", "competencies[0].code"),
        (["competencies", 0, "code"], "007", "competencies[0].code"),
        (["competencies", 0, "weight"], 0.00001, "competencies[0].weight"),
        (["competencies", 0, "weight"], 123456, "competencies[0].weight"),
        (["competencies", 0, "title"], "x" * 101, "competencies[0].title"),
        (["competencies", 0, "title"], "a\x00b", "competencies[0].title"),
        (["competencies", 0, "checks", 1, "title"], "x" * 101, "competencies[0].checks[1].title"),
        (["candidates", 0, "name"], "x" * 81, "candidates[0].name"),
        (["method", "draws"], 1_000_000, "method.draws"),
        (
            ["competencies", 0, "checks", 0, "scale", "values"],
            [0, 33.333, 100],
            "competencies[0].checks[0].scale.values[1]",
        ),
    ],
)
def test_what_no_evaluation_can_hold_is_refused_too(path, value, told):
    problem = json.loads(TEXT)
    problem["method"]["tie_break"] = []
    problem["waivers"] = []

    form = uploaded(merged(problem, path, value))

    assert [one.path for one in form.problems] == [told]


def merged(problem: dict[str, Any], path: list[Any], value: Any) -> bytes:
    *way, last = path
    at = problem
    for step in way:
        at = at[step]
    at[last] = value
    return json.dumps(problem).encode()


def test_more_than_anybody_needs_is_not_read():
    form = uploaded(b" " * (MOST_BYTES + 1))

    assert form.errors["file"] == ["The file is larger than 4 MB."]


def test_a_title_is_asked_for():
    form = uploaded(TEXT.encode(), title=" ")

    assert list(form.errors) == ["title"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", (2, 8)),
        ("b[1].c", (3, 25)),
        ("b[1].d", (3, 19)),
        ("b[7]", (3, 8)),
        ("z.y", (1, 1)),
        ("", (1, 1)),
    ],
)
def test_a_path_leads_to_its_line_or_to_what_is_around_it(path, found):
    text = '{\n  "a": 1,\n  "b": [{"c": 2}, {"c": 3}],\n  "e": "\\""\n}'

    assert place_of(text, path) == found
